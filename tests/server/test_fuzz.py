"""20,000 malformed frames: no crash, flat memory, and the session beside it is unaffected."""

import asyncio
import json
import random
from pathlib import Path

import aiohttp
import msgspec
import pytest

from tests.realtime_client import connect, texts
from tests.running_server import RunningServer, reachable_home

pytestmark = pytest.mark.slow

FRAMES = 20_000
PER_CONNECTION = 400
"""A connection is closed as hopeless after 500 bad frames in a row."""
GROWTH_LIMIT_KB = 60_000

GOOD: list[dict[str, object]] = [
    {"type": "session.update", "session": {"output_modalities": ["text"]}},
    {"type": "input_audio_buffer.append", "audio": "AAAA"},
    {
        "type": "conversation.item.create",
        "item": {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "hello"}],
        },
    },
    {"type": "conversation.item.truncate", "item_id": "x", "content_index": 0, "audio_end_ms": 5},
    {"type": "response.cancel"},
    {"type": "tutor.patience", "patience": 1.0},
]
JUNK: list[object] = [None, True, -1, 1e308, "", "x" * 5_000, [], {}, [[[]]], {"a": {"b": []}}]


def malformed(rng: random.Random) -> str | bytes:
    """One frame that is wrong in one of many ways."""
    kind = rng.randrange(7)
    good = json.loads(json.dumps(rng.choice(GOOD)))
    if kind == 0:
        return rng.randbytes(rng.randint(0, 300))
    if kind == 1:
        text = json.dumps(good)
        return text[: rng.randrange(len(text))]
    if kind == 2:
        packed = msgspec.msgpack.encode(good)
        return packed[: rng.randrange(len(packed))]
    if kind == 3:
        good["type"] = rng.choice(["", "nope", "response.done", "session.update.", 5, None])
    elif kind == 4:
        good[rng.choice(list(good))] = rng.choice(JUNK)
    elif kind == 5:
        text = json.dumps(good)
        at = rng.randrange(len(text))
        return text[:at] + chr(rng.randrange(32, 0x2FF)) + text[at + 1 :]
    else:
        return "[" * rng.randint(1, 5_000)
    return json.dumps(good)


def memory_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


async def attack(server: RunningServer, token: str, rng: random.Random, protocol: str) -> int:
    """One connection's worth of frames; returns how many were sent."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.ws_connect(
            f"{server.url}/v1/realtime", protocols=(protocol,), max_msg_size=0
        ) as socket,
    ):
        reader = asyncio.create_task(_drain(socket))
        for _ in range(PER_CONNECTION):
            frame = malformed(rng)
            if isinstance(frame, str):
                await socket.send_str(frame.encode("utf-8", "replace").decode())
            else:
                await socket.send_bytes(frame)
        await socket.close()
        await reader
    return PER_CONNECTION


async def _drain(socket: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in socket:
        pass


async def test_malformed_frames(server: RunningServer) -> None:
    token, rng = server.token("Fay Fuzz"), random.Random(20_000)
    pid = server.parts()["web"]
    healthy_token = server.token("Hal Healthy")
    async with connect(server, healthy_token) as healthy:
        await healthy.until("session.created")
        await healthy.text_only()
        sent, before_kb, answers = 0, 0, 0
        while sent < FRAMES:
            protocol = rng.choice(["realtime", "tutor.msgpack.v1"])
            sent += await attack(server, token, rng, protocol)
            if before_kb == 0 and sent > FRAMES / 4:
                before_kb = memory_kb(pid)  # warm: pools, caches and rings have been filled
            if sent % (10 * PER_CONNECTION) == 0:
                await healthy.ask("What is 1/2 + 1/4?")
                events = await healthy.until("response.done")
                assert "3/4" in texts(events)
                assert events[-1]["response"]["status"] == "completed"
                answers += 1
        assert answers >= FRAMES // PER_CONNECTION // 10
        assert server.parts()["web"] == pid
        assert memory_kb(pid) - before_kb < GROWTH_LIMIT_KB


async def test_a_frame_of_ten_megabytes_is_an_error_event(server: RunningServer) -> None:
    async with connect(server, server.token("Fay Fuzz")) as client:
        await client.until("session.created")
        await client.socket.send_str("x" * 10_000_000)
        assert (await client.until("error"))[-1]["error"]["code"] == "frame_too_large"
        await client.text_only()


async def test_a_thousand_opens_a_minute_are_refused_politely() -> None:
    with reachable_home() as home, RunningServer(home, opens_per_minute="30") as strict:
        headers = {"Authorization": f"Bearer {strict.token('Oda Open')}"}
        statuses: list[int] = []
        async with aiohttp.ClientSession(headers=headers) as session:
            for _ in range(1_000):
                async with session.get(f"{strict.url}/v1/realtime") as response:
                    statuses.append(response.status)
                    if response.status == 429:
                        problem = await response.json()
                        assert problem["code"] == "rate_limited"
                        assert int(response.headers["Retry-After"]) >= 1
        assert statuses.count(429) > 900
        async with connect(strict, strict.token("Pia Polite")) as client:
            await client.until("session.created")


async def test_wrong_audio_is_named(server: RunningServer) -> None:
    async with connect(server, server.token("Fay Fuzz")) as client:
        await client.until("session.created")
        await client.send("input_audio_buffer.append", audio="AAAA")
        assert (await client.until("error"))[-1]["error"]["code"] == "bad_audio"
        wrong = {"audio": {"input": {"format": {"type": "audio/pcm", "rate": 8000}}}}
        await client.send("session.update", session=wrong)
        error = (await client.until("error"))[-1]["error"]
        assert error["code"] == "unsupported_audio_format"
        assert error["param"] == "session.audio.input.format.rate"
