"""The package `openai` from PyPI against the simulator's /v1."""
import asyncio
import os

import openai
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel, Field

BASE = os.environ["SAAS_LITELLM_API_URL"] + "/v1"
KEY = os.environ["SAAS_LITELLM_VIRTUAL_KEY"]
MODEL = "gpt-4o-mini"

client = OpenAI(base_url=BASE, api_key=KEY, max_retries=0, timeout=20)
checks = []


def check(function):
    checks.append(function)
    return function


def user(text):
    return [{"role": "user", "content": text}]


def create(text="Say hello.", **options):
    options.setdefault("model", MODEL)
    return client.chat.completions.create(messages=user(text), **options)


def fault(text):
    return {"extra_headers": {"X-Simulate-Fault": text}}


def raises(kind, call):
    try:
        call()
    except kind as error:
        assert type(error) is kind, type(error)
        return error
    raise AssertionError(f"no {kind.__name__}")


WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1}},
            "required": ["city", "days"],
        },
    },
}


class Address(BaseModel):
    city: str
    zip: str = Field(pattern=r"^\d{5}$")


class Person(BaseModel):
    name: str
    age: int
    email: str
    tags: list[str]
    address: Address


@check
def plain():
    reply = create()
    assert reply.object == "chat.completion"
    assert reply.model == MODEL
    choice = reply.choices[0]
    assert (choice.message.role, choice.message.content) == ("assistant", "Say hello.")
    assert choice.finish_reason == "stop"
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens > 0


@check
def finish_reason_and_refusal():
    assert create("Write on.").choices[0].finish_reason == "length"
    assert create("Will you?").choices[0].message.refusal == "I will not."


@check
def streamed():
    text, finish, usage = "", None, None
    for chunk in create("Żółć", stream=True, stream_options={"include_usage": True}):
        assert chunk.object == "chat.completion.chunk"
        if chunk.usage:
            usage = chunk.usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish = choice.finish_reason or finish
    assert text == "Zażółć gęślą jaźń — 日本語 🎉", text
    assert finish == "stop"
    assert usage.total_tokens > 0


@check
def streamed_cut_inside_characters():
    stream = create("Żółć", stream=True, **fault("split-characters"))
    text = "".join(c.delta.content or "" for chunk in stream for c in chunk.choices)
    assert text == "Zażółć gęślą jaźń — 日本語 🎉", text


@check
def streamed_with_other_framing():
    for framing in ("crlf", "no-space", "slow-drip; bytes=20; every=0.001"):
        stream = create("one two three", stream=True, **fault(framing))
        text = "".join(c.delta.content or "" for chunk in stream for c in chunk.choices)
        assert text == "one two three", (framing, text)


@check
def tools():
    reply = create("How is the weather?", tools=[WEATHER])
    choice = reply.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    call = choice.message.tool_calls[0]
    assert call.type == "function" and call.function.name == "get_weather"
    arguments = __import__("json").loads(call.function.arguments)
    assert isinstance(arguments["city"], str) and arguments["days"] >= 1
    # The round trip: the results go back, and the model answers in words.
    messages = user("Weather in Paris and Rome?")
    first = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER])
    calls = first.choices[0].message.tool_calls
    assert len({call.id for call in calls}) == 2
    messages.append(first.choices[0].message.model_dump(exclude_none=True))
    messages += [{"role": "tool", "tool_call_id": c.id, "content": "sunny"} for c in calls]
    last = client.chat.completions.create(model=MODEL, messages=messages, tools=[WEATHER])
    assert last.choices[0].message.content == "Sunny in both."


@check
def streamed_tools():
    with client.chat.completions.stream(
        model=MODEL, messages=user("Weather in Paris and Rome?"), tools=[WEATHER]
    ) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()
    assert "tool_calls.function.arguments.done" in kinds, kinds
    calls = final.choices[0].message.tool_calls
    assert [c.function.arguments for c in calls] == ['{"city":"Paris"}', '{"city":"Rome"}']
    assert final.choices[0].finish_reason == "tool_calls"


@check
def json_schema():
    reply = client.chat.completions.parse(
        model=MODEL, messages=user("Extract."), response_format=Person
    )
    person = reply.choices[0].message.parsed
    assert isinstance(person, Person) and "@" in person.email, person
    with client.chat.completions.stream(
        model=MODEL, messages=user("Extract."), response_format=Person
    ) as stream:
        for _ in stream:
            pass
        assert stream.get_final_completion().choices[0].message.parsed == person


@check
def json_object():
    reply = create("hello", response_format={"type": "json_object"})
    assert __import__("json").loads(reply.choices[0].message.content)


@check
def embeddings():
    reply = client.embeddings.create(
        model="text-embedding-3-small", input=["a cat", "a cat", "interest rates"], dimensions=64
    )
    vectors = [entry.embedding for entry in reply.data]
    assert [len(vector) for vector in vectors] == [64, 64, 64]
    assert vectors[0] == vectors[1] != vectors[2]
    assert abs(sum(x * x for x in vectors[0]) - 1) < 1e-5
    floats = client.embeddings.create(
        model="text-embedding-3-small", input="a cat", dimensions=64, encoding_format="float"
    )
    assert max(abs(a - b) for a, b in zip(floats.data[0].embedding, vectors[0])) < 1e-6


@check
def models():
    assert [model.id for model in client.models.list()] == [MODEL, "text-embedding-3-small"]


@check
def errors():
    wrong = OpenAI(base_url=BASE, api_key="sk-wrong", max_retries=0)
    raises(openai.AuthenticationError, lambda: wrong.models.list())
    error = raises(openai.BadRequestError, lambda: create(model="gpt-5"))
    assert "gpt-5" in str(error)
    raises(openai.PermissionDeniedError, lambda: create(**fault("403")))
    raises(openai.NotFoundError, lambda: create(**fault("404")))
    raises(openai.UnprocessableEntityError, lambda: create(**fault("422")))
    error = raises(openai.RateLimitError, lambda: create(**fault("429; retryAfter=7")))
    assert error.response.headers["retry-after"] == "7"
    error = raises(openai.InternalServerError, lambda: create(**fault("provider; failure=500")))
    assert "OpenAIException" in str(error)
    raises(openai.InternalServerError, lambda: create(**fault("html")))


@check
def broken_connections():
    for text in ("reset", "reset; at=body", "reset; at=chunk", "close"):
        raises(openai.APIConnectionError, lambda: create(**fault(text)))
    raises(openai.APITimeoutError, lambda: create(timeout=0.3, **fault("hang")))


@check
def broken_streams():
    def read(text):
        return [chunk for chunk in create("one two three", stream=True, **fault(text))]

    error = raises(openai.APIError, lambda: read("in-band-error; message=Overloaded"))
    assert "Overloaded" in str(error)
    # Without an end, a stream simply ends in this client.
    assert all(c.choices[0].finish_reason is None for c in read("truncated-stream"))
    assert read("missing-done")[-1].choices[0].finish_reason == "stop"


@check
def retries():
    patient = client.with_options(max_retries=2)
    reply = patient.chat.completions.create(model=MODEL, messages=user("flaky once"))
    assert reply.choices[0].message.content == "flaky once"


@check
def many_at_once():
    async def ask():
        async with AsyncOpenAI(base_url=BASE, api_key=KEY) as aio:
            calls = [
                aio.chat.completions.create(model=MODEL, messages=user(f"number {n}"))
                for n in range(100)
            ]
            return [reply.choices[0].message.content for reply in await asyncio.gather(*calls)]

    assert asyncio.run(ask()) == [f"number {n}" for n in range(100)]


for function in checks:
    function()
    print(f"openai {openai.__version__}: {function.__name__}: ok")
