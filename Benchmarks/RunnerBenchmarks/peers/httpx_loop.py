"""What somebody writes by hand: httpx, a semaphore, and a check."""

import asyncio
import time

import httpx
from common import arguments, is_good, request, tell


async def main():
    _, cases, url, connections = arguments()
    start = time.perf_counter()
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    semaphore = asyncio.Semaphore(connections)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:

        async def run(case):
            async with semaphore:
                response = await client.post(
                    "/v1/chat/completions",
                    json=request(case["text"]),
                    headers={"Authorization": "Bearer sk-benchmark"},
                )
                response.raise_for_status()
                return is_good(response.json()["choices"][0]["message"]["content"])

        results = await asyncio.gather(*(run(case) for case in cases))
    tell(time.perf_counter() - start, sum(results))


asyncio.run(main())
