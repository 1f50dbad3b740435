"""vcrpy: the recordings are made first, then replayed one after the other, matched by method, path
and body. Only the replay is timed."""

import os
import tempfile
import time

import httpx
import vcr
from common import arguments, is_good, request, tell


def ask(client, case):
    response = client.post(
        "/v1/chat/completions",
        json=request(case["text"]),
        headers={"Authorization": "Bearer sk-benchmark"},
    )
    response.raise_for_status()
    return is_good(response.json()["choices"][0]["message"]["content"])


def main():
    path, cases, url, _ = arguments()
    recorder = vcr.VCR(
        match_on=("method", "scheme", "host", "port", "path", "query", "body"),
        filter_headers=["authorization"],
    )
    with tempfile.TemporaryDirectory() as folder:
        cassette = os.path.join(folder, "cassette.yaml")
        with recorder.use_cassette(cassette, record_mode="all"):
            with httpx.Client(base_url=url, timeout=60) as client:
                for case in cases:
                    ask(client, case)
        start = time.perf_counter()
        with recorder.use_cassette(cassette, record_mode="none"):
            with httpx.Client(base_url=url, timeout=60) as client:
                passed = sum(ask(client, case) for case in cases)
        tell(time.perf_counter() - start, passed)


main()
