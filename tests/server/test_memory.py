"""Memory through the whole server: consented, said, seen, recalled in the next talk, forgotten.

The model is a server of this test, so that what it is asked can be read.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.realtime_client import connect
from tests.running_server import RunningServer, free_port, reachable_home

pytestmark = pytest.mark.slow

Json = dict[str, Any]


class Model:
    """Speaks OpenAI's API; answers "Fine." and remembers what it was asked."""

    def __init__(self) -> None:
        self.systems: list[str] = []
        self.port = free_port()

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        told = [m["content"] for m in body["messages"] if m["role"] == "system"]
        self.systems.append("\n".join(told))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for delta, reason in (({"role": "assistant", "content": "Fine."}, None), ({}, "stop")):
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            chunk = {"id": "x", "object": "chat.completion.chunk", "choices": [choice]}
            await response.write(f"data: {json.dumps(chunk)}\n\n".encode())
        await response.write(b"data: [DONE]\n\n")
        return response

    async def models(self, request: web.Request) -> web.Response:
        del request
        return web.json_response({"object": "list", "data": [{"id": "able", "object": "model"}]})

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Model"]:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self.chat)
        app.router.add_get("/v1/models", self.models)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        try:
            yield self
        finally:
            await runner.cleanup()


async def talk(server: RunningServer, token: str, text: str) -> None:
    """One message in a session of its own, answered."""
    async with connect(server, token) as client:
        await client.until("session.created")
        await client.text_only()
        await client.ask(text)
        await client.until("response.done")


async def eventually(check: Callable[[], Awaitable[bool]]) -> None:
    """Projector and sentence model are other processes and have no virtual time."""
    async with asyncio.timeout(120):
        while not await check():
            await asyncio.sleep(0.1)


async def test_from_consent_to_forgetting() -> None:
    model = Model()
    async with model.running():
        with reachable_home() as home:
            url = f"http://127.0.0.1:{model.port}/v1"
            server = RunningServer(home, llm_url=url, llm_model="able")
            await asyncio.to_thread(server.start)
            try:
                await remember_and_forget(server, model)
            finally:
                await asyncio.to_thread(server.stop)


async def remember_and_forget(server: RunningServer, model: Model) -> None:
    token = await asyncio.to_thread(server.token, "Mia Memory")
    operator = await asyncio.to_thread(server.token, "Olga", "operator")
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(server.url, headers=headers) as http:

        async def memory() -> Json:
            async with http.get("/v1/me/memory") as response:
                told: Json = await response.json()
                assert response.status == 200, told
                return told

        async with http.get("/v1/me") as response:
            student = (await response.json())["student_id"]

        async def allow(granted: bool) -> None:
            path = f"/v1/students/{student}/consents"
            as_operator = {"Authorization": f"Bearer {operator}"}
            body = {"purpose": "memory", "granted": granted}
            async with http.post(path, json=body, headers=as_operator) as response:
                assert response.status == 200, await response.text()

        assert (await memory())["consented"] is False
        await allow(True)
        await talk(server, token, "My hamster is called Nibbles.")

        async def kept() -> bool:
            return bool((await memory())["data"])

        await eventually(kept)

        async def recalled() -> bool:
            await talk(server, token, "Can we count what my hamster eats?")
            return "Nibbles" in model.systems[-1]

        await eventually(recalled)
        async with http.get("/v1/me/export") as response:
            assert "Nibbles" in json.dumps((await response.json())["memory"])
        await allow(False)
        assert not await kept()
        await talk(server, token, "Can we count what my hamster eats?")
        assert "Nibbles" not in model.systems[-1]
