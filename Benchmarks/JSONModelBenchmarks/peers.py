"""The same tasks by Python packages, for scale: peers.py SAMPLE-FILE

SAMPLE-FILE is what `JSONModelBenchmarks write-sample FILE` writes. Needs orjson, jsonschema,
jsonpath-ng, python-jsonpath and jsonpath-rfc9535. Times are processor time, the best of rounds.
"""
import json
import pathlib
import sys
import time

import jsonpath
import jsonpath_ng.ext
import jsonpath_rfc9535
import jsonschema
import orjson

sample = pathlib.Path(sys.argv[1]).read_bytes()
schemas = pathlib.Path(__file__).parent.parent / "JSONSchemaBenchmarks"
person = json.loads((schemas / "person.json").read_text())
validator = jsonschema.Draft202012Validator(json.loads((schemas / "person.schema.json").read_text()))


def seconds(body, count, rounds=7):
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(count):
            body()
        best = min(best, (time.process_time() - start) / count)
    return best


print("| Python | |")
print("| --- | ---: |")
for name, loads in [("orjson.loads", orjson.loads), ("json.loads", json.loads)]:
    print(f"| {name} | {len(sample) / 1e6 / seconds(lambda: loads(sample), 1):.0f} MB/s |")
value = orjson.loads(sample)
print(f"| orjson.dumps | {len(sample) / 1e6 / seconds(lambda: orjson.dumps(value), 1):.0f} MB/s |")
print(f"| jsonschema, valid | {seconds(lambda: validator.is_valid(person), 200) * 1e6:.0f} µs |")
for text in ["$.name", "$.tags[*]", "$..tags[0]"]:
    compiled = [
        ("jsonpath-ng", jsonpath_ng.ext.parse(text).find),
        ("python-jsonpath", jsonpath.compile(text).findall),
        ("jsonpath-rfc9535", jsonpath_rfc9535.compile(text).find),
    ]
    for name, find in compiled:
        print(f"| {name}, `{text}` | {seconds(lambda: list(find(person)), 500) * 1e6:.1f} µs |")
