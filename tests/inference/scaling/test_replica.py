"""The shipped Ray Serve config on a local cluster of two cores: one cluster for all tests, which
go from one replica to two, back to one, and to none."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import aiohttp
import openai
import psutil
import pytest

from inference.contracts import ModelEvent, TextDelta
from inference.engine.engine import Engine
from inference.engine.server import build_app
from inference.llm.client import Endpoint, OpenAiClient
from inference.llm.retry import Steadfast, Timing
from inference.router import Router
from inference.routing.tier import ROUTED, Tier
from tests.inference.engine.peft_folders import save_adapter
from tests.inference.engine.tiny import ask, tiny_settings
from tests.inference.llm.test_client import listening
from tests.inference.scaling.remote import KEY
from tests.inference.scaling.serving import (
    QUICK,
    Cluster,
    cluster,
    http,
    rows,
    stream,
    two_replicas,
)
from tests.inference.scaling.talkative import CONTEXT, QUESTION

HI = [{"role": "user", "content": QUESTION}]
ADA, BEN = "ada-v1-0a1b2c3d", "ben-v1-4e5f6a7b"
LONG = 700
"""Tokens: a second or two."""


@pytest.fixture(scope="module")
def ray() -> Iterator[Cluster]:
    with cluster() as started:
        yield started


async def test_replies_under_way_bring_a_second_replica(ray: Cluster) -> None:
    """It begins with one; students who ask before that one is ready wait, and count."""
    assert QUICK["min_replicas"] == 1
    async with http(ray) as session:
        async with asyncio.timeout(120):
            while await status(session, "/-/routes") != 200:
                await asyncio.sleep(0.1)
        assert len(await two_replicas(session)) == 2
        assert await status(session, "/health") == 200
    assert len(ray.engines()) == 2


async def status(session: aiohttp.ClientSession, path: str) -> int:
    async with session.get(path) as response:
        return response.status


async def test_the_official_client_talks_through_serve(ray: Cluster) -> None:
    async with openai.AsyncOpenAI(base_url=f"{ray.url}/v1", api_key=KEY, max_retries=0) as client:
        create = client.chat.completions.create
        whole = await create(model="nano", messages=HI, max_tokens=30)
        chunks = [
            chunk
            async for chunk in await create(
                model="nano", messages=HI, max_tokens=30, stream=True,
                stream_options={"include_usage": True},
            )
        ]  # fmt: skip
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        assert text == whole.choices[0].message.content
        assert chunks[-1].usage == whole.usage
        assert len(chunks) > 10, "tokens come one by one"
        with pytest.raises(openai.NotFoundError) as unknown:
            await create(model="other", messages=HI)
        assert unknown.value.code == "unknown_model"
        with pytest.raises(openai.AuthenticationError):
            await client.with_options(api_key="x").models.list()


async def test_an_adapter_is_loaded_used_and_freed_on_every_replica(ray: Cluster) -> None:
    for seed, name in enumerate((ADA, BEN)):
        save_adapter(ray.model, ray.adapters / name, seed=seed, rank=4)
    async with http(ray) as session:
        both = await two_replicas(session)
        load = {"lora_name": ADA, "lora_path": ADA}
        async with session.post("/v1/load_lora_adapter", json=load) as response:
            assert response.status == 200, await response.text()
        assert await listed(session, both) == {ADA}
        adas, bens, base = [await said(session, both, model) for model in (ADA, BEN, "nano")]
        assert len({adas, bens, base}) == 3, "each its own words, the same on both replicas"
        assert await listed(session, both) == {ADA, BEN}, "one was read at its first use"
        for status in (200, 404):
            forget = {"lora_name": ADA}
            async with session.post("/v1/unload_lora_adapter", json=forget) as response:
                assert response.status == status
        assert await listed(session, both) == {BEN}
        await asyncio.to_thread(shutil.rmtree, ray.adapters / BEN)
        for _ in range(8):
            body = {"model": BEN, "messages": HI}
            async with session.post("/v1/chat/completions", json=body) as response:
                assert response.status == 404, "an erased adapter speaks nowhere"


async def listed(session: aiohttp.ClientSession, replicas: set[str]) -> set[str]:
    """The adapters in memory, which must be the same on all replicas."""
    found: dict[str, set[str]] = {}
    async with asyncio.timeout(60):
        while set(found) != replicas:
            async with session.get("/v1/models") as response:
                models = (await response.json())["data"]
            here = {model["id"] for model in models} - {"nano"}
            found[response.headers["x-served-by"]] = here
    assert len(set(map(frozenset, found.values()))) == 1, found
    return here


async def said(session: aiohttp.ClientSession, replicas: set[str], model: str) -> str:
    """The model's reply, which must be the same on all replicas."""
    found: dict[str, str] = {}
    body = {"model": model, "messages": HI, "max_tokens": 12}
    async with asyncio.timeout(60):
        while set(found) != replicas:
            async with session.post("/v1/chat/completions", json=body) as response:
                reply = await response.json()
            found[response.headers["x-served-by"]] = reply["choices"][0]["message"]["content"]
    assert len(set(found.values())) == 1, found
    return found.popitem()[1]


async def test_a_client_that_leaves_frees_its_slot(ray: Cluster) -> None:
    async with http(ray) as session:
        response = await stream(session, LONG)
        assert await response.content.readany()
        assert sum([await rows(ray, engine) for engine in ray.engines()]) == 1
        response.close()
        async with asyncio.timeout(60):
            while sum([await rows(ray, engine) for engine in ray.engines()]):
                await asyncio.sleep(0.02)


async def test_a_replica_that_leaves_lets_its_replies_end(ray: Cluster) -> None:
    async with http(ray) as session:
        both = await two_replicas(session)
        begun = [await stream(session, 2 * LONG) for _ in range(4)]
        assert {response.headers["x-served-by"] for response in begun} == both
        await asyncio.to_thread(ray.deploy, max_replicas=1)
        for response in begun:
            text = await response.text()
            assert '"finish_reason":"length"' in text
            assert text.endswith("data: [DONE]\n\n")
        async with asyncio.timeout(60):
            while len(ray.engines()) > 1:
                await asyncio.sleep(0.1)
        async with await stream(session, 5) as response:
            assert response.headers["x-served-by"] in both


async def test_a_replica_killed_mid_stream_is_finished_by_the_next_tier(
    ray: Cluster, tmp_path: Path
) -> None:
    near, loop = tmp_path / "near.sock", asyncio.get_running_loop()
    question = ask(QUESTION, model=ROUTED, max_tokens=LONG, deadline_s=300.0)
    far = Endpoint(base_url=f"{ray.url}/v1", api_key=KEY, models={"nano": "nano"}, native=True)
    house = Endpoint(socket_path=str(near), models={"micro": "nano"}, native=True)
    async with AsyncExitStack() as stack:
        settings = tiny_settings(ray.model, listen=str(near), context=CONTEXT)
        engine = await stack.enter_async_context(Engine(settings, clock=loop.time))
        await stack.enter_async_context(listening(build_app(engine), near))
        tiers = {
            Tier(name="nano", first_event_s=2.0): await stack.enter_async_context(
                OpenAiClient(far)
            ),
            Tier(name="micro", first_event_s=60.0): await stack.enter_async_context(
                OpenAiClient(house)
            ),
        }
        alone = tiers[next(tier for tier in tiers if tier.name == "micro")]
        undisturbed = [event async for event in alone.stream(replace(question, model="micro"))]
        tutor, events = Steadfast(Router(tiers, now=loop.time), Timing(now=loop.time)), []
        async for event in tutor.stream(question):
            events.append(event)
            if len(events) == 20:
                await kill(ray)
    assert text_of(events) == text_of(undisturbed)
    assert events[-1].reason == "length"
    assert engine.metrics.ended.labels(reason="length")._value.get() == 3, "warm, alone, for Ray"


async def kill(ray: Cluster) -> None:
    """Kill the only replica: Ray's process, which takes the model server along."""
    (served,) = ray.engines()
    assert await rows(ray, served) == 1, "it is at work"
    served.parent().kill()
    _, alive = await asyncio.to_thread(psutil.wait_procs, [served], 30)
    assert not alive


def text_of(events: Sequence[ModelEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))
