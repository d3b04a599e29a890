import asyncio
from collections.abc import AsyncIterator, Callable
from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest

from media.contracts import PeerCallbacks, PeerSettings, ScreenFrame
from media.screen_in import ScreenIn

DELTA = b"\x01" + bytes(3_000)
TINY_DELTA = b"\x01" + bytes(40)


def keyframe(width: int = 64, height: int = 48) -> bytes:
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.time_base = Fraction(1, 30)
    pixels = np.full((height, width, 3), 90, np.uint8)
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
    frame.pts, frame.time_base = 0, Fraction(1, 30)
    return bytes((codec.encode(frame) or codec.encode(None))[0])


KEY = keyframe()


class Watcher:
    """A screen at 2 Hz and what came of it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock: Any = clock
        self.shown: list[ScreenFrame] = []
        self.ended = 0
        self.asked = 0
        self.screen = ScreenIn(
            PeerCallbacks(
                on_voice=lambda pcm: None,
                on_screen=self.shown.append,
                on_screen_ended=self._end,
                on_message=lambda message: None,
                on_state=lambda state: None,
            ),
            PeerSettings(max_screen_hz=2.0),
            clock,
        )

    def _end(self) -> None:
        self.ended += 1

    def _ask(self) -> None:
        self.asked += 1

    def give(self, data: bytes, source: int = 1) -> None:
        self.screen.frame(source, data, self._ask)

    async def until_shown(self, count: int) -> None:
        await self.until(lambda: len(self.shown) >= count)

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not true():
                await asyncio.sleep(0.001)


@pytest.fixture
async def watcher(clock: Callable[[], float]) -> AsyncIterator[Watcher]:
    watcher = Watcher(clock)
    yield watcher
    await watcher.screen.close()


async def test_the_first_keyframe_is_shown(watcher: Watcher) -> None:
    watcher.give(KEY)
    await watcher.until_shown(1)
    assert (watcher.shown[0].width, watcher.shown[0].height) == (64, 48)
    assert watcher.shown[0].at_s == watcher.clock.now_s
    assert watcher.asked == 0


async def test_keyframes_above_the_rate_are_dropped(watcher: Watcher) -> None:
    for count in range(1, 4):
        watcher.give(KEY)
        await watcher.until_shown(count)
        for _ in range(5):
            watcher.give(KEY)
        watcher.clock.now_s += 0.5
    assert len(watcher.shown) == 3
    assert watcher.screen.dropped == 15


async def test_a_changed_screen_is_asked_for_a_keyframe_at_most_at_the_rate(
    watcher: Watcher,
) -> None:
    watcher.give(KEY)
    await watcher.until_shown(1)
    for _ in range(30):
        watcher.give(DELTA)
        watcher.clock.now_s += 0.1
    assert 4 <= watcher.asked <= 6
    assert len(watcher.shown) == 1


async def test_a_still_screen_is_left_alone(watcher: Watcher) -> None:
    watcher.give(KEY)
    await watcher.until_shown(1)
    for _ in range(10):
        watcher.clock.now_s += 1.0
        watcher.give(TINY_DELTA)
    assert watcher.asked == 0


async def test_a_track_that_begins_in_the_middle_is_asked_at_once(watcher: Watcher) -> None:
    watcher.give(TINY_DELTA)
    assert watcher.asked == 1


async def test_a_picture_too_large_to_decode_is_dropped(watcher: Watcher) -> None:
    huge = bytearray(KEY)
    huge[6:10] = (16_383).to_bytes(2, "little") * 2
    watcher.give(bytes(huge))
    assert watcher.screen.dropped == 1
    watcher.give(KEY)
    await watcher.until_shown(1)


async def test_a_broken_keyframe_is_dropped_and_the_next_one_shown(watcher: Watcher) -> None:
    watcher.give(KEY[:14])
    await watcher.until(lambda: watcher.screen.dropped == 1)
    watcher.clock.now_s += 1
    watcher.give(KEY)
    await watcher.until_shown(1)


async def test_a_newer_track_takes_over_and_the_older_one_is_ignored(watcher: Watcher) -> None:
    watcher.give(KEY, source=1)
    await watcher.until_shown(1)
    watcher.clock.now_s += 1
    watcher.give(keyframe(80, 60), source=2)
    await watcher.until_shown(2)
    watcher.clock.now_s += 1
    watcher.give(KEY, source=1)
    watcher.screen.ended(1)
    assert watcher.ended == 0
    watcher.screen.ended(2)
    watcher.screen.ended(2)
    assert watcher.ended == 1
    assert watcher.shown[-1].width == 80


async def test_a_picture_of_an_ended_track_is_not_shown(watcher: Watcher) -> None:
    watcher.give(KEY)
    watcher.screen.ended(1)
    await watcher.screen.close()
    await asyncio.sleep(0)
    assert watcher.shown == []
    assert watcher.ended == 1


async def test_nothing_is_taken_after_the_close(watcher: Watcher) -> None:
    await watcher.screen.close()
    watcher.give(KEY)
    await watcher.screen.close()
    assert watcher.shown == []
    assert watcher.ended == 0
