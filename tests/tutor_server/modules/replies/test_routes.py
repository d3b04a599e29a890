"""Thumbs over HTTP, and the cache joined to `/v1/generate` on a real server."""

import contextlib
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.fakes.thinking import FakeGate, FakeLlm, FakeMasker, text_events
from tests.tutor_server.modules.replies.asking import REPLY, Site
from tests.tutor_server.modules.xp.http import TokenIsName, documented, registered
from tutor_server.modules.replies.routes import ROUTES, RepliesRoutes
from tutor_server.modules.replies.sharing import Versions
from tutor_server.web.contracts import PORTS
from tutor_server.web.generate import generate
from tutor_server.web.problems import problems

pytestmark = pytest.mark.slow

VERSIONS = Versions(policy="p1", prompt="1", model="nano-1")
ADA = {"Authorization": "Bearer student:ada"}


@contextlib.asynccontextmanager
async def serving(site: Site) -> AsyncIterator[tuple["TestClient[Any, Any]", FakeLlm]]:
    app = web.Application(middlewares=(problems,))
    llm = FakeLlm(script=lambda _: text_events(REPLY), first_s=0, token_s=0)
    ports: Any = SimpleNamespace(
        authority=TokenIsName(site.world.tenant),
        llm=llm,
        gate=FakeGate(delay_s=0),
        masker=FakeMasker(),
        grounds=None,
        fresh_id=lambda kind: f"{kind}_1",
    )
    app[PORTS] = ports
    RepliesRoutes(site.cache, VERSIONS).register(app)
    app.router.add_post("/v1/generate", generate)
    async with TestClient(TestServer(app)) as client:
        yield client, llm


def test_routes_are_documented(site: Site) -> None:
    assert registered(RepliesRoutes(site.cache, VERSIONS)) == documented(ROUTES)


async def ask(client: "TestClient[Any, Any]", prompt: str, **more: object) -> dict[str, Any]:
    body = {"prompt": prompt, "cache": "shared", **more}
    headers = {"Authorization": "Bearer service:app"}
    async with client.post("/v1/generate", json=body, headers=headers) as response:
        told: dict[str, Any] = await response.json()
        assert response.status == 200, told
        return told


async def test_shared_replies_from_the_first_to_the_thumb_down(site: Site) -> None:
    async with serving(site) as (client, llm):
        first = await ask(client, "What is a fraction?")
        again = await ask(client, "can you tell me what a fraction is")
        assert [first["cached"], again["cached"]] == [False, True]
        assert first["reply_id"] == again["reply_id"]
        assert again["text"] == first["text"] == REPLY
        assert len(llm.requests) == 1
        other = await ask(client, "What is a fraction?", context={"grade": 8})
        assert not other["cached"]
        path = f"/v1/replies/{first['reply_id']}/rating"
        async with client.post(path, json={"thumbs": -1}, headers=ADA) as response:
            assert response.status == 204
        assert not (await ask(client, "What is a fraction?"))["cached"]


@pytest.mark.parametrize(
    ("path", "json", "status"),
    [
        ("reply_1", {"thumbs": 1}, 404),
        ("reply_" + "0" * 24, {"thumbs": 1}, 204),
        ("reply_" + "0" * 24, {"thumbs": -1}, 204),
        ("reply_" + "0" * 24, {"thumbs": 5}, 400),
        ("reply_" + "0" * 24, {}, 400),
    ],
)
async def test_thumbs(site: Site, path: str, json: dict[str, int], status: int) -> None:
    async with serving(site) as (client, _):
        url = f"/v1/replies/{path}/rating"
        async with client.post(url, json=json, headers=ADA) as response:
            assert response.status == status
        async with client.post(url, json=json) as response:
            assert response.status == 401
