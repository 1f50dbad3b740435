"""The typed client of the gateway's documentation against the documented shapes."""
import asyncio
import os
import re
import sys
import types

import httpx
from pydantic import BaseModel


def load(path):
    """The client of a Python file, or of the first Python block of a Markdown page."""
    source = open(path, encoding="utf-8").read()
    if path.endswith(".md"):
        source = re.search(r"^```python\n(.*?)^```", source, re.DOTALL | re.MULTILINE).group(1)
    module = types.ModuleType("typed_client")
    sys.modules["typed_client"] = module
    exec(compile(source, path, "exec"), module.__dict__)
    return module


module = load(sys.argv[1])


class Person(BaseModel):
    name: str
    age: int
    email: str


def passed(name):
    print(f"documented client: {name}: ok")


async def main():
    options = dict(
        base_url=os.environ["SAAS_LITELLM_API_URL"],
        team_id=os.environ["SAAS_LITELLM_TEAM_ID"],
        virtual_key=os.environ["SAAS_LITELLM_VIRTUAL_KEY"],
    )
    async with module.SaaSLLMClient(**options) as client:
        job = await client.create_job("chat_example", {"source": "check"})
        passed("create_job")

        reply = await client.chat(
            job, [module.Message(role="user", content="What is Python?")], stop="END"
        )
        assert reply.choices[0].message["content"] == "What is Python?"
        assert reply.choices[0].finish_reason == "stop"
        assert reply.usage.total_tokens > 0
        passed("chat")

        text, finish = "", None
        messages = [{"role": "user", "content": "Write a short poem"}]
        async for chunk in client.chat_stream(job, messages):
            if chunk.choices:
                text += chunk.choices[0].delta.get("content", "")
                finish = chunk.choices[0].finish_reason or finish
        assert (text, finish) == ("Write a short poem", "stop"), (text, finish)
        passed("chat_stream")

        # This client does not send the schema that it builds, so the reply must be JSON by itself.
        messages = [{"role": "user", "content": '{"name": "Sarah", "age": 28, "email": "s@e.org"}'}]
        person = await client.structured_output(job, messages, Person)
        assert person == Person(name="Sarah", age=28, email="s@e.org")
        passed("structured_output")

        result = await client.complete_job(job, "completed", {"done": True})
        assert (result.status, result.total_calls) == ("completed", 3), result
        assert result.credits_remaining == 999_999
        passed("complete_job")

        client.client.headers["X-Simulate-Fault"] = "provider; failure=429"
        try:
            async for _ in client.chat_stream(job, messages):
                raise AssertionError("a chunk in spite of the fault")
        except Exception as error:
            assert str(error).startswith("Stream error: "), error
        try:
            await client.chat(job, messages)
            raise AssertionError("a reply in spite of the fault")
        except httpx.HTTPStatusError as error:
            assert error.response.status_code == 500
        passed("errors")


asyncio.run(main())
