"""`/v1/generate` through the whole server, the reply cache behind it, and the API's document."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from tests.running_server import RunningServer

pytestmark = pytest.mark.slow
BODY = {
    "prompt": "Explain fractions to a 3rd grader",
    "context": {"grade": "3", "subject": "Math", "learning_style": "visual"},
}


@pytest.fixture
def whoever(server: RunningServer) -> Callable[..., Awaitable[str]]:
    """Asks as a student, and what is not for students as an operator; the answer's status and
    text."""
    tokens = server.token("Ann Asker"), server.token("Otto Operator", "operator")

    async def ask(method: str, path: str, **more: Any) -> str:
        told = ""
        for token in tokens:
            headers = {"Authorization": f"Bearer {token}"}
            async with (
                aiohttp.ClientSession(server.url, headers=headers) as session,
                session.request(method, path, allow_redirects=False, **more) as response,
            ):
                told = f"{response.status} {await response.text()}"
            if response.status != 403:
                break
        return told

    return ask


@pytest.fixture
async def http(server: RunningServer) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {server.token('Gina Generate')}"}
    async with aiohttp.ClientSession(server.url, headers=headers) as session:
        yield session


async def generate(http: aiohttp.ClientSession, **more: object) -> dict[str, Any]:
    async with http.post("/v1/generate", json={**BODY, **more}) as response:
        told: dict[str, Any] = await response.json()
        assert response.status == 200, told
        return told


async def test_a_prompt_with_a_context_is_answered(http: aiohttp.ClientSession) -> None:
    told = await generate(http)
    assert "part" in told["text"]
    assert told["finish_reason"] == "stop"
    assert not told["cached"]


async def test_what_the_model_never_learnt_is_answered_from_a_lesson(
    http: aiohttp.ClientSession,
) -> None:
    question = {"prompt": "Why do we have seasons?", "context": {"grade": "6"}}
    told = await generate(http, **question)
    for _ in range(60):  # the sentence model is loaded after the start
        if "From the lesson" in told["text"]:
            break
        await asyncio.sleep(1.0)
        told = await generate(http, **question)
    assert "From the lesson" in told["text"]
    assert "Sun" in told["text"]
    unknown = await generate(http, prompt="Who was Napoleon?", context={})
    assert "From the lesson" not in unknown["text"]


async def test_the_questions_of_the_readme_are_answered_right(http: aiohttp.ClientSession) -> None:
    for question, words in (
        ("Explain fractions to a 3rd grader", ("part", "equal|same size|whole")),
        ("What is photosynthesis?", ("plant|leaf", "sugar|food", "light")),
    ):
        body = {"model": "tutor", "messages": [{"role": "user", "content": question}]}
        async with http.post("/v1/chat/completions", json=body) as response:
            told = await response.json()
        text = told["choices"][0]["message"]["content"]
        assert all(re.search(word, text, re.IGNORECASE) for word in words), text


async def test_the_stream_is_the_same_text(http: aiohttp.ClientSession) -> None:
    """A task: what is said of a lesson may differ when the sentence model is late."""
    task = {**BODY, "prompt": "What is 3/4 - 1/2?"}
    whole = await generate(http, **task)
    pieces = []
    async with http.post("/v1/generate/stream", json=task) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        async for line in response.content:
            if line.startswith(b"data: "):
                pieces.append(json.loads(line[6:]).get("text", ""))
    assert whole["text"] in {"".join(pieces), pieces[-1]}


async def test_a_shared_reply_is_said_again_and_a_private_one_never(
    http: aiohttp.ClientSession,
) -> None:
    question = {"prompt": "What is photosynthesis?", "context": {"grade": "3"}}
    first = await generate(http, **question, cache="shared")
    assert not first["cached"]
    again = await generate(http, **question, cache="shared")
    assert again["cached"]
    assert again["text"] == first["text"]
    other = await generate(http, prompt="What is a fraction?", context={}, cache="shared")
    assert not other["cached"]
    private = await generate(http, **question)
    assert not private["cached"]


async def test_bad_bodies_are_problems(http: aiohttp.ClientSession) -> None:
    for body in (
        {},
        {"prompt": ""},
        {"prompt": 5},
        {"prompt": "x", "context": {"grade": "99"}},
    ):
        async with http.post("/v1/generate", json=body) as response:
            assert response.status == 400
            assert response.content_type == "application/problem+json"


async def test_what_the_document_names_is_there(http: aiohttp.ClientSession) -> None:
    async with http.get("/openapi.json") as response:
        paths = (await response.json())["paths"]
    for path, operations in paths.items():
        if "get" in operations and "{" not in path and path != "/v1/realtime":
            async with http.get(path, allow_redirects=False) as response:
                assert response.status not in {404, 405, 500}, path


async def test_the_document_tells_what_may_be_asked_of_a_list(
    http: aiohttp.ClientSession, whoever: Callable[..., Awaitable[str]]
) -> None:
    async with http.get("/openapi.json") as response:
        paths = (await response.json())["paths"]
    lists = set()
    for path, operations in paths.items():
        named = {one["name"] for one in operations.get("get", {}).get("parameters", ())}
        if "get" not in operations or "{" in path or path == "/v1/realtime":
            continue
        for name in ("limit", "days"):
            told = await whoever("GET", path, params={name: "0"})
            is_read = told.startswith("400 ") and name in told
            assert is_read == (name in named), (path, told)
            lists |= {path} if is_read else set()
    assert {"/v1/lessons", "/v1/sessions", "/v1/me/votes", "/v1/me/activity"} <= lists


async def test_the_document_has_the_shape_of_every_json_body(
    http: aiohttp.ClientSession, whoever: Callable[..., Awaitable[str]]
) -> None:
    async with http.get("/openapi.json") as response:
        document = await response.json()
    described = 0
    for path, operations in document["paths"].items():
        for method in ("post", "put"):
            if method not in operations or "{" in path:
                continue
            text = await whoever(method.upper(), path, data=b"[]")
            is_read = "The body is not valid: Expected `object`, got `array`" in text
            body = operations[method].get("requestBody")
            assert is_read == (body is not None), (path, text)
            if body is not None:
                shape = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
                assert document["components"]["schemas"][shape]["type"] == "object"
                described += 1
    assert described >= 10
