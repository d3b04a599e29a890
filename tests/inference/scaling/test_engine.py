"""Our engine alone: its flags, and a second engine process as the remote of a router."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import fields, replace
from pathlib import Path

import openai
import pytest

from inference.contracts import ModelEvent, TextDelta
from inference.engine.engine import Engine
from inference.engine.server import build_app
from inference.engine.settings import EngineSettings
from inference.errors import ModelUnavailableError
from inference.llm.client import Endpoint, OpenAiClient
from inference.llm.retry import Steadfast, Timing
from inference.nano import weights_dir
from inference.router import Router
from inference.routing.configured import read_tiers
from inference.routing.opening import open_tiers
from inference.routing.tier import ROUTED
from inference.scaling.engine import main, read_settings, serve
from tests.inference.engine.tiny import ask, tiny_settings
from tests.inference.llm.test_client import listening
from tests.inference.scaling.remote import KEY, Remote, remote_engine
from tests.inference.scaling.talkative import CONTEXT, QUESTION, talkative

LONG = 1200
"""Tokens."""


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return talkative(tmp_path_factory.mktemp("talkative"))


# --- flags -------------------------------------------------------------------


def test_every_field_of_the_settings_is_a_flag(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret\n")
    given = {
        "model": "org/model", "listen": "0.0.0.0:1", "name": "base", "dtype": "bfloat16",
        "weights": "int8", "device": "cuda", "threads": 2, "slots": 3, "context": 64, "queue": 4,
        "chunk": 32, "drain_s": 1.5, "adapters": "/a", "adapter_places": 5, "adapter_rank": 6,
        "adapter_cache_mb": 7,
    }  # fmt: skip
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in given.items()]
    settings = read_settings([*flags, "--no-abstain", f"--key-file={tmp_path / 'key'}"])
    assert settings == EngineSettings(**given, abstain=False, api_key="secret")
    assert set(given) | {"abstain", "api_key"} == {item.name for item in fields(EngineSettings)}


def test_nano_is_what_we_ship() -> None:
    assert read_settings(["--listen=/run/e.sock", "--model=nano"]).model == str(weights_dir())


@pytest.mark.parametrize("listen", ["0.0.0.0:1", "10.0.0.5:1", "gpu-1:1", "[::]:1"])
def test_without_a_key_nobody_else_may_reach_it(listen: str, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    for more in ((), (f"--key-file={tmp_path / 'empty'}",)):
        with pytest.raises(ValueError, match="key"):
            read_settings([f"--listen={listen}", "--model=m", *more])
    for near in ("/run/e.sock", "127.0.0.1:1", "localhost:1", "[::1]:1"):
        assert read_settings([f"--listen={near}", "--model=m"])


@pytest.mark.parametrize(
    "flags",
    [
        ("--model=/no/such/folder",),
        ("--model=m", "--slots=0"),
        ("--model=m", "--key-file=/no/such/file"),
    ],
)
def test_what_the_operator_can_mend_is_said_in_a_sentence(
    flags: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"--listen={tmp_path / 'e.sock'}", *flags]) == 2
    said_last = capsys.readouterr().err.strip().splitlines()[-1]
    assert said_last.count(" ") > 2
    assert "Traceback" not in said_last


# --- as the remote -----------------------------------------------------------


async def test_sigterm_lets_a_reply_end(checkpoint: Path, tmp_path: Path) -> None:
    path = tmp_path / "e.sock"
    flags = (f"--listen={path}", f"--model={checkpoint}", f"--context={CONTEXT}", "--drain-s=60")
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(serve(read_settings(flags)))
        client = await group.create_task(opened(path))
        async with client:
            stream = client.stream(ask(QUESTION, max_tokens=LONG, deadline_s=120.0))
            first = await anext(stream)
            os.kill(os.getpid(), signal.SIGTERM)
            events = [first, *[event async for event in stream]]
        await serving
    assert events[-1].reason == "length"
    assert events[-1].completion_tokens == LONG


async def opened(path: Path) -> OpenAiClient:
    """A client of an engine that does not serve yet."""
    made = OpenAiClient(Endpoint(socket_path=str(path)))
    async with asyncio.timeout(60):
        while True:
            async with made as client:
                with suppress(ModelUnavailableError):
                    await collected(client.stream(ask("hi", max_tokens=1)))
                    return made
            await asyncio.sleep(0.05)


async def test_a_second_process_with_a_key_that_is_killed_mid_stream(
    checkpoint: Path, tmp_path: Path
) -> None:
    """The tiers' file names it first, and an engine of the house behind it: what the remote could
    not say is said there, and no word twice."""
    near, loop = tmp_path / "near.sock", asyncio.get_running_loop()
    question = ask(QUESTION, model=ROUTED, max_tokens=LONG, deadline_s=300.0)
    async with AsyncExitStack() as stack:
        begun = remote_engine(checkpoint, tmp_path / "far", f"--context={CONTEXT}")
        remote = await stack.enter_async_context(begun)
        await refuses_strangers(remote)
        settings = tiny_settings(checkpoint, listen=str(near), context=CONTEXT)
        engine = await stack.enter_async_context(Engine(settings, clock=loop.time))
        await stack.enter_async_context(listening(build_app(engine), near))
        tiers = read_tiers(TIERS.format(url=remote.url, home=tmp_path, near=near)).tiers
        clients = await stack.enter_async_context(open_tiers(tiers))
        far, house = (models[0] for models in clients.values())
        undisturbed = await collected(house.stream(replace(question, model="micro")))
        tutor, events = Steadfast(Router(clients, now=loop.time), Timing(now=loop.time)), []
        async for event in tutor.stream(question):
            events.append(event)
            if len(events) == 20:
                remote.process.kill()
        with pytest.raises(ModelUnavailableError):
            await collected(far.stream(replace(question, model="nano")))
    assert text_of(events) == text_of(undisturbed)
    assert events[-1].reason == "length"
    assert engine.metrics.ended.labels(reason="length")._value.get() == 3, "warm, alone, for it"


TIERS = """
[[tier]]
name = "nano"
first_event_ms = 60000
[[tier.replica]]
api = "engine"
url = "{url}"
model = "nano"
key_file = "{home}/far/key"

[[tier]]
name = "micro"
first_event_ms = 60000
[[tier.replica]]
api = "engine"
socket = "{near}"
model = "nano"
"""


async def refuses_strangers(remote: Remote) -> None:
    """The official client, with the key and with another one."""
    messages = [{"role": "user", "content": "hi"}]
    for key in (KEY, "x"):
        async with openai.AsyncOpenAI(base_url=remote.url, api_key=key, max_retries=0) as client:
            asked = client.chat.completions.create(model="nano", messages=messages, max_tokens=5)
            if key == KEY:
                assert (await asked).choices[0].message.content
            else:
                with pytest.raises(openai.AuthenticationError):
                    await asked


async def collected(stream: AsyncIterator[ModelEvent]) -> list[ModelEvent]:
    return [event async for event in stream]


def text_of(events: Sequence[ModelEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))
