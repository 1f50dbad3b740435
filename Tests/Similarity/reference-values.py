#!/usr/bin/env python3
"""Computes the reference values of the similarity measures.

    python3 -m venv /tmp/similarity && . /tmp/similarity/bin/activate
    pip install -r Tests/Similarity/requirements.txt
    python3 Tests/Similarity/reference-values.py \
        > Tests/AssayAssertionsTests/References/similarity.json

The tests compare Assay's measures with the table that this writes. The texts are made up here, with
a fixed seed for the random ones, so that the table only changes when the packages do.
"""

import importlib.metadata
import json
import random
import sys

from nltk.translate.gleu_score import sentence_gleu
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU
from transformers.data.metrics.squad_metrics import compute_f1

PACKAGES = ["nltk", "rouge-score", "sacrebleu", "transformers"]

PAIRS = [
    # The reply, the references.
    ("the cat sat on the mat", ["the cat sat on the mat"]),
    ("the cat sat on the mat", ["a cat was sitting on the mat"]),
    ("the cat", ["the cat sat on the mat"]),
    ("the cat sat on the mat and did not move", ["the cat"]),
    ("dogs bark", ["the cat sat on the mat"]),
    ("", ["the cat sat on the mat"]),
    ("the cat sat on the mat", [""]),
    ("", [""]),
    (" ", ["\n"]),
    ("the the the the the the the", ["the cat is on the mat", "there is a cat on the mat"]),
    ("a a a b", ["a b b b a"]),
    ("word", ["word"]),
    ("word", ["Word."]),
    ("one two", ["two one"]),
    ("one two three", ["one two three four"]),
    ("one two three four", ["one two three"]),
    ("It is a guide to action which ensures that the military always obeys the commands of the party",
     ["It is a guide to action that ensures that the military will forever heed Party commands",
      "It is the guiding principle which guarantees the military forces always being under the "
      "command of the Party",
      "It is the practical guide for the army always to heed the directions of the party"]),
    ("The quick brown fox jumps over the lazy dog.",
     ["The quick brown dog jumps over the lazy fox.", "A quick fox jumped over a dog."]),
    ("Hello, world! It's 3.14 (approximately); isn't it?",
     ["Hello world. It is 3.14, approximately - isn't it?"]),
    ("Prices rose 1,234.5 to 10-20% in 2024-25.", ["Prices rose by 1,234.5 and 10-20 % in 2024."]),
    ("&quot;Fish &amp; chips&quot; &lt;b&gt;", ["\"Fish & chips\" <b>"]),
    ("state-\nof the art\nsystems", ["state of the art systems"]),
    ("a.b,c.1,2.d", ["a . b , c . 1,2 . d"]),
    ("..,,..", [".,.,.,"]),
    ("Der Fuß kostet 5 €, größer als früher.", ["Der Fuss kostet 5 €; grösser als früher."]),
    ("L'été à Orléans", ["l'été, à Orléans"]),
    ("L'e\u0301te\u0301 a\u0300 Orle\u0301ans", ["L'été à Orléans"]),
    ("Москва — столица России", ["Столица России — Москва"]),
    ("東京は日本の首都です。", ["日本の首都は東京です。"]),
    ("東京 は 日本 の 首都 です", ["日本 の 首都 は 東京 です"]),
    ("😀 ok 😀", ["ok 😀"]),
    ("ISTANBUL İstanbul ıstanbul", ["istanbul"]),
    ("tab\tand\u00a0nbsp and\u2003em", ["tab and nbsp and em"]),
    ("The answer is an apple, a pear and the plum.", ["answer is apple pear and plum"]),
    ("the", ["a"]),
    ("“a quoted” word", ["a quoted word"]),
    ("a_b an-apple", ["b apple"]),
    ("<skipped> text", ["text"]),
    ("crlf\r\nline", ["crlf line"]),
    ("x" * 50, ["x" * 49]),
    ("½ of it", ["half of it"]),
    ("trailing space   ", ["trailing space"]),
]


def random_pairs(count):
    randomness = random.Random(20_26)
    words = ["the", "a", "cat", "dog", "sat", "ran", "Über", "naïve", "东京", "3.5", "1,000", "it's",
             "end.", "(so)", "x-1", "2-3", "—", "é"]
    for _ in range(count):
        def sentence():
            return " ".join(randomness.choice(words) for _ in range(randomness.randrange(0, 14)))
        yield sentence(), [sentence() for _ in range(randomness.randrange(1, 4))]


def best(scores):
    return max(scores)


def values(reply, references):
    rouge_names = ["rouge1", "rouge2", "rouge3", "rougeL"]
    scorer = rouge_scorer.RougeScorer(rouge_names, use_stemmer=False)
    rouge = [scorer.score(reference, reply) for reference in references]
    result = {}
    for name in rouge_names:
        for measure, field in [("f1", "fmeasure"), ("recall", "recall"), ("precision", "precision")]:
            result[f"{name} {measure}"] = best(getattr(one[name], field) for one in rouge)
    for tokenize in ["13a", "char", "none"]:
        bleu = BLEU(effective_order=True, tokenize=tokenize)
        result[f"bleu {tokenize}"] = bleu.sentence_score(reply, references).score / 100
    lower = BLEU(effective_order=True, tokenize="13a", lowercase=True)
    result["bleu 13a lowercase"] = lower.sentence_score(reply, references).score / 100
    result["gleu"] = sentence_gleu([reference.split() for reference in references], reply.split())
    result["token-f1"] = float(best(compute_f1(reference, reply) for reference in references))
    return result


def main():
    rows = []
    for reply, references in PAIRS + list(random_pairs(60)):
        rows.append({"reply": reply, "references": references, "values": values(reply, references)})
    table = {
        "origin": "Tests/Similarity/reference-values.py",
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "rows": rows,
    }
    json.dump(table, sys.stdout, indent=1, ensure_ascii=True)
    print()


main()
