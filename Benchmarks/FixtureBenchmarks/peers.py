"""Prints, as JSON, what Python's peers need for the recordings in a folder.

    peers.py FOLDER [VCR_COUNT]

- orjson: seconds to parse the bytes of the HAR file, best of several rounds.
- vcrpy: seconds to load a cassette of the first VCR_COUNT recordings and to serve all of them,
  matched by method, path and body, as ours are.
"""
import json
import pathlib
import sys
import tempfile
import time

import orjson

folder = pathlib.Path(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 0
data = next(folder.glob("*.har")).read_bytes()


def best(body, rounds):
    figures = []
    for _ in range(rounds):
        start = time.perf_counter()
        body()
        figures.append(time.perf_counter() - start)
    return min(figures)


result = {"orjson": best(lambda: orjson.loads(data), 7)}

if count:
    from vcr.cassette import Cassette
    from vcr.matchers import body, method, path
    from vcr.request import Request
    from vcr.serializers import jsonserializer

    entries = json.loads(data)["log"]["entries"][1 : count + 1]

    def request(entry):
        headers = {pair["name"]: pair["value"] for pair in entry["request"]["headers"]}
        return Request(
            entry["request"]["method"], entry["request"]["url"],
            entry["request"]["postData"]["text"], headers)

    def response(entry):
        answer = entry["response"]
        return {
            "status": {"code": answer["status"], "message": answer["statusText"]},
            "headers": {pair["name"]: [pair["value"]] for pair in answer["headers"]},
            "body": {"string": answer["content"]["text"]},
        }

    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "cassette.json"
        matchers = (method, path, body)
        cassette = Cassette(
            str(file), serializer=jsonserializer, match_on=matchers, record_mode="new_episodes")
        for entry in entries:
            cassette.append(request(entry), response(entry))
        cassette._save(force=True)
        asked = [request(entry) for entry in entries]
        start = time.perf_counter()
        replay = Cassette.load(
            path=str(file), serializer=jsonserializer, match_on=matchers, record_mode="none")
        opened = time.perf_counter()
        for one in asked:
            assert replay.play_response(one)["status"]["code"] == 200
        result["vcrCount"] = len(entries)
        result["vcrOpen"] = opened - start
        result["vcrServe"] = time.perf_counter() - opened

print(json.dumps(result))
