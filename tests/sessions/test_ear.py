"""Tests of sessions.ear."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sessions.ear import BACKLOG_S, Ear
from sessions.events import SpeechBegan, SpeechEnded
from sessions.inbox import Inbox
from sessions.tail import AudioTail
from tests.fakes.classroom import SILENCE, virtual
from tests.fakes.hearing import FakeSegmenter, FakeVad
from tests.fakes.words import student_pcm


class Hearing:
    """An ear at work, and what it reported."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.tail = AudioTail()
        clock = asyncio.get_running_loop().time
        self.ear = Ear(
            self.inbox, self.tail, vad=FakeVad(), segmenter=FakeSegmenter(), clock=clock
        )
        self.events: list[SpeechBegan | SpeechEnded] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Hearing"]:
        async with asyncio.TaskGroup() as tasks:
            work = [tasks.create_task(self.ear.run()), tasks.create_task(self.collect())]
            yield self
            for task in work:
                task.cancel()

    async def collect(self) -> None:
        while True:
            event = await self.inbox.next()
            assert isinstance(event, SpeechBegan | SpeechEnded)
            self.events.append(event)


@virtual
async def test_speech_is_found_at_its_sample() -> None:
    async with Hearing().open() as hearing:
        hearing.ear.hear(SILENCE * 50 + student_pcm("four") + SILENCE * 20)
        await asyncio.sleep(0.1)
        began, ended = hearing.events
        assert abs(began.sample - 16_000) <= 512
        assert abs(ended.sample - 19_200) <= 512
        assert ended.now_sample == hearing.tail.end == 16_000 + 3_200 + 6_400
        assert hearing.ear.loud


@virtual
async def test_audio_of_any_length_gives_the_same() -> None:
    pcm = SILENCE * 10 + student_pcm("four") + SILENCE * 20
    found = []
    for size in (1, 7, 640, 100_000):
        async with Hearing().open() as hearing:
            for at in range(0, len(pcm), size):
                hearing.ear.hear(pcm[at : at + size])
            await asyncio.sleep(0.1)
            assert hearing.tail.read(0, hearing.tail.end) == pcm
            found.append([event.sample for event in hearing.events])
    assert found[0] == found[1] == found[2] == found[3]


@virtual
async def test_a_backlog_drops_the_oldest_from_the_detector_but_not_from_the_tail() -> None:
    async with Hearing().open() as hearing:
        hearing.ear.hear(student_pcm("one") + SILENCE * 50 * (round(BACKLOG_S) + 1))
        hearing.ear.hear(student_pcm("two") + SILENCE * 20)
        await asyncio.sleep(0.1)
        assert len(hearing.events) == 2
        place = hearing.tail.end - 6_400 - 3_200
        assert abs(hearing.events[0].sample - place) <= 512
        assert hearing.tail.end > BACKLOG_S * 16_000


@virtual
async def test_deaf_means_deaf_and_then_numbers_go_on() -> None:
    async with Hearing().open() as hearing:
        hearing.ear.hear(SILENCE * 50)
        hearing.ear.deafen(True)
        hearing.ear.hear(student_pcm("one two three"))
        await asyncio.sleep(0.1)
        assert hearing.events == []
        assert hearing.tail.end == 16_000
        hearing.ear.deafen(False)
        hearing.ear.hear(SILENCE * 5 + student_pcm("four") + SILENCE * 20)
        await asyncio.sleep(0.1)
        assert abs(hearing.events[0].sample - 17_600) <= 512


@virtual
async def test_a_microphone_that_stops_in_speech_has_ended_it() -> None:
    async with Hearing().open() as hearing:
        hearing.ear.hear(student_pcm("one two"))
        await asyncio.sleep(0.5)
        assert [type(e) for e in hearing.events] == [SpeechBegan]
        await asyncio.sleep(30)
        assert [type(e) for e in hearing.events] == [SpeechBegan, SpeechEnded]
        assert hearing.events[1].at_s < 0.1  # when it stopped, not when that was noticed


@virtual
async def test_it_tells_how_loud_it_was() -> None:
    async with Hearing().open() as hearing:
        hearing.ear.hear(SILENCE * 50)
        await asyncio.sleep(0.1)
        assert not hearing.ear.loud
        assert hearing.ear.level == 0.0
        hearing.ear.hear(student_pcm("one"))
        await asyncio.sleep(0.1)
        assert hearing.ear.loud
        assert 0.01 < hearing.ear.level < 1.0
        hearing.ear.mark()
        assert not hearing.ear.loud
