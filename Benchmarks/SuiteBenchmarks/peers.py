"""The same data and prompts in Python: json and csv of the standard library, chevron, jinja2.

  SuiteBenchmarks write /tmp/data && python3 peers.py /tmp/data
"""

import csv
import json
import resource
import sys
import time

import chevron
import jinja2

FOLDER = sys.argv[1]


def best(rounds, body):
    times = []
    for _ in range(rounds):
        start = time.process_time()
        body()
        times.append(time.process_time() - start)
    return min(times)


def read_lines():
    with open(f"{FOLDER}/data.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_table():
    with open(f"{FOLDER}/data.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


print(f"json, rows only   {best(3, read_lines):.2f} s")
print(f"csv, rows only    {best(3, read_table):.2f} s")
print(f"peak              {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")

VARIABLES = {
    "id": "row-17",
    "question": "What is the sum of 17 and 119, and why does it matter to you?",
    "lang": "en",
    "hint": None,
    "examples": [
        {"question": "1 + 1?", "answer": "2"},
        {"question": "2 + 3?", "answer": 5},
        {"question": "4 + 4?", "answer": "8"},
    ],
}
PLAIN = "You answer in {{lang}}.\nQuestion {{id}}: {{question}}\nAnswer with a number."
SECTIONED = (
    "{{#examples}}\nQ: {{question}}\nA: {{answer}}\n{{/examples}}\n"
    "Q: {{question}}\n{{^hint}}Think.{{/hint}}\n"
)
LOOP = (
    "{% for e in examples %}\nQ: {{e.question}}\nA: {{e.answer}}\n{% endfor %}\n"
    "Q: {{question}}\n{% if not hint %}Think.{% endif %}\n"
)


def render(body):
    def loop():
        for _ in range(10_000):
            body()

    return best(3, loop) / 10_000 * 1e6


for name, text in [("three variables", PLAIN), ("sections", SECTIONED)]:
    print(f"chevron, {name}  {render(lambda: chevron.render(text, VARIABLES)):.2f} µs")
for name, text in [("three variables", PLAIN), ("sections", LOOP)]:
    template = jinja2.Template(text)
    print(f"jinja2, {name}  {render(lambda: template.render(VARIABLES)):.2f} µs")
