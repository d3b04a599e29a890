"""Tests of sessions.tail."""

import asyncio
from array import array

from sessions.tail import MAX_S, QUIET_KEEP_S, AudioTail
from tests.fakes.classroom import virtual

SECOND = array("h", [7]) * 16_000


def filled(seconds: int, needed: int | None = None) -> AudioTail:
    tail = AudioTail()
    tail.keep_from(needed)
    for _ in range(seconds):
        tail.append(SECOND.tobytes())
    return tail


def test_samples_keep_their_numbers_for_ever() -> None:
    tail = AudioTail()
    for number in range(600):
        tail.append((array("h", [number]) * 1_600).tobytes())
    assert tail.end == 960_000
    assert array("h", tail.read(800_000 + 1_599, 800_000 + 1_601)).tolist() == [500, 501]
    assert tail.read(0, 1_600) == b""


def test_it_is_bounded_whether_or_not_somebody_listens() -> None:
    quiet = filled(120)
    assert len(quiet.read(0, quiet.end)) <= (QUIET_KEEP_S + 1) * 32_000
    heard = filled(120, needed=0)
    assert MAX_S * 32_000 <= len(heard.read(0, heard.end)) <= (MAX_S + 1) * 32_000


def test_what_is_needed_stays() -> None:
    tail = filled(40, needed=16_000)
    assert len(tail.read(16_000, tail.end)) == 39 * 32_000


@virtual
async def test_readers_wake_for_audio_and_by_hand() -> None:
    tail = AudioTail()
    async with asyncio.TaskGroup() as tasks:
        readers = [tasks.create_task(tail.change()) for _ in range(2)]
        await asyncio.sleep(1)
        assert not any(reader.done() for reader in readers)
        tail.append(SECOND.tobytes())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(tail.change())
        await asyncio.sleep(1)
        tail.wake()
