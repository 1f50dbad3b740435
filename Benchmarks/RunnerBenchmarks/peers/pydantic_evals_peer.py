"""pydantic-evals with a task over httpx and one evaluator."""

import asyncio
import time
from dataclasses import dataclass

import httpx
from common import arguments, is_good, request, tell
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator, EvaluatorContext


@dataclass
class GoodPerson(Evaluator):
    def evaluate(self, ctx: EvaluatorContext) -> bool:
        return is_good(ctx.output)


async def main():
    _, cases, url, connections = arguments()
    start = time.perf_counter()
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:

        async def ask(text: str) -> str:
            response = await client.post(
                "/v1/chat/completions",
                json=request(text),
                headers={"Authorization": "Bearer sk-benchmark"},
            )
            response.raise_for_status()
            return response.json()["choices"][0]["message"]["content"]

        dataset = Dataset(
            name="people",
            cases=[Case(name=case["id"], inputs=case["text"]) for case in cases],
            evaluators=[GoodPerson()],
        )
        report = await dataset.evaluate(ask, max_concurrency=connections, progress=False)
    passed = sum(
        all(result.value for result in case.assertions.values()) and bool(case.assertions)
        for case in report.cases
    )
    tell(time.perf_counter() - start, passed)


asyncio.run(main())
