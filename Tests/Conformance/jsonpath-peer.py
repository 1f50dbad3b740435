"""Holds JSONPath against two Python packages, jsonpath-rfc9535 and python-jsonpath, over generated
queries.

usage: jsonpath-peer.py CONFORMANCE-EXECUTABLE [COUNT [SEED]]

Queries are made from RFC 9535's grammar and then damaged at random, so that both what is
selected and what is refused are compared. Either package has faults of its own, so only where the
two agree with one another is their answer held against ours. Prints each difference; exit code 1
if there is one.
"""
import json
import random
import re
import subprocess
import sys

import jsonpath
import jsonpath_rfc9535

executable = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 9535)

NAMES = ["a", "b", "c", "a b", "", "é", "☺", "\U0001f600", "'", '"', "\\", "_x1", "length", "true"]


def document(depth=0):
    kind = random.random()
    if depth > 3 or kind < 0.3:
        return random.choice([None, True, False, 0, 1, -1, 2, 1.5, 10, "a", "b", "ab", "", "é", "1"])
    if kind < 0.6:
        return [document(depth + 1) for _ in range(random.randrange(5))]
    return {random.choice(NAMES): document(depth + 1) for _ in range(random.randrange(5))}


def blank():
    return random.choice(["", "", "", "", " ", "\n", "\t"])


def quoted(text):
    mark = random.choice("'\"")
    out = ""
    for c in text:
        if c == mark or c == "\\":
            out += "\\" + c
        elif random.random() < 0.1:
            units = c.encode("utf-16-be", "surrogatepass")
            form = random.choice(["\\u%02x%02x", "\\u%02X%02X"])
            out += "".join(form % tuple(units[i : i + 2]) for i in range(0, len(units), 2))
        else:
            out += c
    return mark + out + mark


def integer():
    return str(random.choice([0, 1, 2, -1, -2, 3, 5, -5]))


def selector(depth):
    kind = random.random()
    if kind < 0.3:
        return quoted(random.choice(NAMES))
    if kind < 0.4:
        return "*"
    if kind < 0.6:
        return integer()
    if kind < 0.75:
        part = lambda: random.choice(["", integer()])
        text = part() + blank() + ":" + blank() + part()
        if random.random() < 0.5:
            text += blank() + ":" + blank() + part()
        return text
    return "?" + blank() + condition(depth + 1)


def segment(depth):
    kind = random.random()
    if kind < 0.35:
        return "." + random.choice(["a", "b", "c", "_x1", "é", "☺", "*"])
    if kind < 0.45:
        return ".." + random.choice(["a", "b", "*", "[" + selector(depth) + "]"])
    items = [blank() + selector(depth) + blank() for _ in range(random.choice([1, 1, 1, 2, 3]))]
    return "[" + ",".join(items) + "]"


def singular():
    text = random.choice("@@@$")
    for _ in range(random.randrange(3)):
        text += random.choice([".a", ".b", "[" + integer() + "]", "[" + quoted(random.choice(NAMES)) + "]"])
    return text


def subquery(depth):
    # Both peers fail on a bare @ or $ whose value is false, zero or empty.
    return random.choice("@@@$") + "".join(segment(depth) for _ in range(random.randrange(1, 3)))


def literal():
    return random.choice(
        ["1", "-1", "0", "-0", "1.5", "1e1", "15e-1", "10E+0", "-0.0", "0.5e1", "01", "1.", ".5", "1e", "+1", "true",
         "false", "null", quoted("a"), quoted("é"), quoted("\U0001f600"), quoted("")])


def value(depth):
    kind = random.random()
    if kind < 0.4:
        return literal()
    if kind < 0.75 or depth > 3:
        return singular()
    if kind < 0.83:
        return "length(" + blank() + value(depth + 1) + blank() + ")"
    if kind < 0.92:
        return "count(" + subquery(depth + 1) + ")"
    return "value(" + subquery(depth + 1) + ")"


PATTERNS = ["a", "a.*", ".", "a|b", "[a-c]+", "(ab)?", "\\\\p{L}", "\\\\.", "[^a]", "a{1,2}", "^a", "b$", "[0-9]", "("]


def condition(depth):
    kind = random.random()
    if depth > 3 or kind < 0.3:
        return subquery(depth)
    if kind < 0.6:
        operator = random.choice(["==", "!=", "<", "<=", ">", ">="])
        return value(depth) + blank() + operator + blank() + value(depth)
    if kind < 0.7:
        return condition(depth + 1) + blank() + random.choice(["&&", "||"]) + blank() + condition(depth + 1)
    if kind < 0.8:
        return random.choice(["", "!"]) + "(" + blank() + condition(depth + 1) + blank() + ")"
    if kind < 0.85:
        return "!" + subquery(depth)
    function = random.choice(["match", "search"])
    return function + "(" + value(depth) + "," + blank() + quoted(random.choice(PATTERNS).replace("\\\\", "\\")) + ")"


def damaged(text):
    for _ in range(random.choice([1, 1, 2])):
        place = random.randrange(len(text) + 1)
        kind = random.random()
        if kind < 0.4:
            text = text[:place] + text[place + 1:]
        elif kind < 0.8:
            text = text[:place] + random.choice("$@.[]()'\"*?:,!&|=<>-0123456789abcé \\\n/e") + text[place:]
        else:
            other = random.randrange(len(text) + 1)
            text = text[:place] + text[min(place, other):max(place, other)] + text[place:]
    return text


def query():
    text = "$" + "".join(blank() + segment(0) for _ in range(random.randrange(1, 4)))
    return damaged(text) if random.random() < 0.4 else text


STRICT = jsonpath.JSONPathEnvironment(strict=True)


def first_peer(case):
    return [[node.path(), node.value] for node in jsonpath_rfc9535.find(case["path"], case["document"])]


def second_peer(case):
    return [[node.path, node.value] for node in STRICT.finditer(case["path"], case["document"])]


def answer_of(peer, case):
    try:
        return peer(case)
    except RecursionError:
        return None
    except Exception:
        return "invalid"


def expected(case):
    """What both peers say, or None if they disagree."""
    first, second = answer_of(first_peer, case), answer_of(second_peer, case)
    return first if same(first, second) else None


def same(left, right):
    """Equality that keeps true and 1 apart, as Python's does not."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[k], right[k]) for k in left)
    return left == right


def is_known_fault(path):
    """What both peers are known to get wrong, besides reading what the grammar does not allow."""
    if re.search(r"[@$]\s*($|[\])&|,<>=!])", path):
        return True  # A bare @ or $, made by damage, whose value is false, zero or empty.
    # In a filter within a filter, their $ is the value at hand.
    return "$" in "?".join(path.split("?")[2:])


cases = [{"path": query(), "document": document()} for _ in range(count)]
lines = "\n".join(json.dumps(case) for case in cases) + "\n"
run = subprocess.run([executable, "check"], input=lines, capture_output=True, text=True, check=True)
answers = run.stdout.splitlines()
assert len(answers) == len(cases), (len(answers), len(cases))
valid = different = stricter = unknown = 0
for case, answer in zip(cases, answers):
    ours, theirs = json.loads(answer), expected(case)
    valid += ours != "invalid"
    unknown += theirs is None
    if theirs is None or same(ours, theirs) or is_known_fault(case["path"]):
        continue
    # Both peers read some queries that the grammar does not allow (`!!@.a`, `1 < 2 < 3`, `[1: 2 3]`).
    if ours == "invalid":
        stricter += 1
    else:
        different += 1
    if different + stricter <= 40:
        document = json.dumps(case["document"], ensure_ascii=False)
        print(f"{case['path']!r} on {document}\n  ours:   {ours}\n  theirs: {theirs}")
print(
    f"{count} queries, {valid} valid; {different} answered differently, {stricter} refused by us alone;"
    f" on {unknown} the peers disagree"
)
sys.exit(1 if different else 0)
