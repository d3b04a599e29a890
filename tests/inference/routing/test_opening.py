"""Configured replicas become clients; tiers of real servers that fail in every way fall back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from inference.contracts import Message, Role
from inference.errors import ModelUnavailableError
from inference.llm.anthropic import AnthropicClient
from inference.llm.client import OpenAiClient
from inference.llm.retry import Steadfast, Timing
from inference.router import Options, Router
from inference.routing.configured import Api, ReplicaPlace, TierFileError
from inference.routing.decision import Decision, Result
from inference.routing.health import OPEN_AFTER
from inference.routing.opening import open_tiers
from inference.routing.tier import Tier
from tests.inference.llm.messages_server import (
    GOOD,
    HEAD,
    Handler,
    answers,
    serving,
    streams,
    text,
)
from tests.inference.routing.models import request

HI = (Message(role=Role.USER, content="Hi"),)
NANO = Tier(name="nano", first_event_s=0.5)
PRO = Tier(name="pro", first_event_s=0.5)


def place(url: str, api: Api = Api.ANTHROPIC, **more: str) -> ReplicaPlace:
    return ReplicaPlace(api=api, url=url, model="m", **more)


@asynccontextmanager
async def routed(
    *, pro: list[Handler], nano: list[Handler]
) -> AsyncIterator[tuple[Router, list[Decision]]]:
    told: list[Decision] = []
    async with AsyncExitStack() as stack:
        tiers = {
            tier: [place(await stack.enter_async_context(serving(one))) for one in handlers]
            for tier, handlers in ((PRO, pro), (NANO, nano))
            if handlers
        }
        models = await stack.enter_async_context(open_tiers(tiers))
        now = asyncio.get_running_loop().time
        yield Router(models, now=now, options=Options(observe=told.append)), told


async def words(model: Router | Steadfast) -> str:
    asked = request(messages=HI, deadline_s=20.0)
    return "".join([getattr(event, "text", "") async for event in model.stream(asked)])


async def test_each_kind_of_replica(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("secret\n")
    places = [
        ReplicaPlace(api=Api.ENGINE, socket="/run/e.sock", model="nano"),
        place("http://x/v1", Api.OPENAI, key_file=str(key)),
        place("http://x/v1", Api.ANTHROPIC, key_file=str(key)),
    ]
    async with open_tiers({NANO: places}) as models:
        engine, other, messages = models[NANO]
        assert isinstance(engine, OpenAiClient)
        assert isinstance(messages, AnthropicClient)
        assert [await model.models() for model in models[NANO]] == [("nano",)] * 3
        told = [model.dialect.body(request(messages=HI)) for model in models[NANO]]
        assert ["priority" in body for body in told] == [True, False, False]
        keys = [model.dialect.headers for model in models[NANO]]
        assert "Authorization" not in keys[0]
        assert keys[1]["Authorization"] == "Bearer secret"
        assert keys[2]["x-api-key"] == "secret"
        assert "secret" not in repr(other.dialect)


async def test_a_key_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(TierFileError, match="key file"):
        async with open_tiers({NANO: [place("http://x/v1", key_file=str(tmp_path / "no"))]}):
            pass


@pytest.mark.parametrize(
    ("broken", "result"),
    [
        (answers(500), Result.FAILED),
        (answers(401), Result.FAILED),
        (answers(429), Result.OVERLOADED),
        (answers(200, "<html>hello</html>"), Result.FAILED),
        (streams(b"\x00\xff" * 900_000, then="hang"), Result.FAILED),
        (streams(HEAD, then="cut"), Result.FAILED),
        (streams(HEAD, then="hang"), Result.LATE),
    ],
    ids=["500", "key", "429", "page", "garbage", "half", "slow"],
)
async def test_another_tier_answers(broken: Handler, result: Result) -> None:
    async with routed(pro=[broken], nano=[streams(GOOD)]) as (router, told):
        assert await words(router) == "one two"
    assert [attempt.result for attempt in told[0].attempts] == [result, Result.BEGAN]
    assert told[0].served == "nano"


async def test_half_a_reply_is_finished_by_a_sister_without_a_word_twice() -> None:
    seen: list[web.Request] = []
    half = streams(HEAD, text("one "), then="cut", seen=seen)
    async with routed(pro=[half, streams(GOOD, seen=seen)], nano=[]) as (router, told):
        steadfast = Steadfast(router, Timing(now=asyncio.get_running_loop().time))
        assert await words(steadfast) == "one two"
    assert len(seen) == 2
    assert [decision.served for decision in told] == ["pro", "pro"]


async def test_half_a_reply_without_a_retry_is_an_error() -> None:
    half = streams(HEAD, text("one "), then="cut")
    async with routed(pro=[half], nano=[streams(GOOD)]) as (router, _):
        with pytest.raises(ModelUnavailableError):
            await words(router)


async def test_a_dead_server_is_left_alone_after_some_tries() -> None:
    seen: list[web.Request] = []

    async def dead(request: web.Request) -> web.Response:
        seen.append(request)
        return web.Response(status=503)

    async with routed(pro=[dead], nano=[streams(GOOD)]) as (router, told):
        for _ in range(3 * OPEN_AFTER):
            assert await words(router) == "one two"
        assert router.resting() == {"pro": 1}
    assert len(seen) == OPEN_AFTER
    assert told[-1].resting == ("pro/0",)
