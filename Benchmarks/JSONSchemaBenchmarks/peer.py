"""Prints nanoseconds per call of Python's jsonschema: valid, invalid (all errors), compile."""
import json
import pathlib
import time

import jsonschema

folder = pathlib.Path(__file__).parent
schema = json.loads((folder / "person.schema.json").read_text())
instance = json.loads((folder / "person.json").read_text())
broken = dict(instance, age="28")
validator = jsonschema.Draft202012Validator(schema)


def best(body, count=200, rounds=10):
    figures = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        for _ in range(count):
            body()
        figures.append((time.perf_counter_ns() - start) / count)
    return min(figures)


assert validator.is_valid(instance) and not validator.is_valid(broken)
print(best(lambda: validator.is_valid(instance)))
print(best(lambda: list(validator.iter_errors(broken))))


def compile_schema():
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema)


print(best(compile_schema, count=5))
