"""What the peers share: the cases, the request of a case, and how the result is told."""

import json
import sys

SYSTEM = "Answer with a JSON object of name, age and email."


def arguments():
    """The cases, the server, and how many requests are made at once."""
    path, url, connections = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    return path, cases, url, connections


def request(text):
    return {
        "model": "gpt-4",
        "temperature": 0,
        "max_tokens": 200,
        "messages": [
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": f"Extract the person: {text}"},
        ],
    }


def is_good(content):
    """The shape, and the assertion."""
    person = json.loads(content)
    return (
        isinstance(person["name"], str)
        and isinstance(person.get("email"), (str, type(None)))
        and person["age"] == 28
    )


def tell(seconds, passed):
    print(json.dumps({"seconds": seconds, "passed": passed}))
