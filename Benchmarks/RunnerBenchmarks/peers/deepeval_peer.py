"""deepeval: the replies are asked for over httpx, then judged by a metric of one's own."""

import asyncio
import os
import tempfile
import time

os.environ.setdefault("DEEPEVAL_TELEMETRY_OPT_OUT", "YES")
os.environ.setdefault("DEEPEVAL_UPDATE_WARNING_OPT_OUT", "YES")

import httpx
from common import arguments, is_good, request, tell
from deepeval import evaluate
from deepeval.evaluate.configs import AsyncConfig, CacheConfig, DisplayConfig
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase


class GoodPerson(BaseMetric):
    def __init__(self):
        self.threshold = 1.0
        self.async_mode = True

    def measure(self, test_case, *args, **kwargs):
        self.score = 1.0 if is_good(test_case.actual_output) else 0.0
        self.success = self.score >= self.threshold
        self.reason = ""
        return self.score

    async def a_measure(self, test_case, *args, **kwargs):
        return self.measure(test_case)

    def is_successful(self):
        return self.success

    @property
    def __name__(self):
        return "GoodPerson"


async def replies(cases, url, connections):
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    semaphore = asyncio.Semaphore(connections)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:

        async def ask(case):
            async with semaphore:
                response = await client.post(
                    "/v1/chat/completions",
                    json=request(case["text"]),
                    headers={"Authorization": "Bearer sk-benchmark"},
                )
                response.raise_for_status()
                return response.json()["choices"][0]["message"]["content"]

        return await asyncio.gather(*(ask(case) for case in cases))


def main():
    _, cases, url, connections = arguments()
    # It leaves files where it runs.
    os.chdir(tempfile.mkdtemp())
    start = time.perf_counter()
    outputs = asyncio.run(replies(cases, url, connections))
    result = evaluate(
        test_cases=[
            LLMTestCase(input=case["text"], actual_output=output, name=case["id"])
            for case, output in zip(cases, outputs)
        ],
        metrics=[GoodPerson()],
        async_config=AsyncConfig(run_async=True, max_concurrent=connections, throttle_value=0),
        display_config=DisplayConfig(show_indicator=False, print_results=False),
        cache_config=CacheConfig(write_cache=False, use_cache=False),
    )
    tell(time.perf_counter() - start, sum(one.success for one in result.test_results))


main()
