"""Tests of sessions.mouth."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from inference.contracts import VoiceOptions
from sessions.effects import Speak
from sessions.events import Event, Spoken, Voiced
from sessions.inbox import Inbox
from sessions.mouth import Mouth
from tests.fakes.classroom import virtual
from tests.fakes.thinking import FakeTts


class FakePlayout:
    """Takes audio while it is not full."""

    def __init__(self) -> None:
        self.audio: list[tuple[int, int]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.stopped: set[int] = set()

    def enqueue(self, reply: int, pcm: bytes) -> bool:
        if reply in self.stopped:
            return False
        self.audio.append((reply, len(pcm) // 2))
        return True

    async def room(self, reply: int) -> None:
        if reply not in self.stopped:
            await self.open.wait()

    def release(self, reply: int) -> None: ...

    def finish(self, reply: int) -> None: ...

    def stop(self, reply: int) -> int:
        self.stopped.add(reply)
        return 0

    def set_gain(self, gain: float) -> None: ...

    def next_frame(self) -> bytes | None:
        return None


class Stage:
    """A mouth at work."""

    def __init__(self, tts: FakeTts | None = None) -> None:
        self.tts = tts or FakeTts()
        self.playout = FakePlayout()
        self.inbox = Inbox()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Stage"]:
        async with asyncio.TaskGroup() as tasks:
            clock = asyncio.get_running_loop().time
            self.mouth = Mouth(self.inbox, self.playout, tts=self.tts, clock=clock, tasks=tasks)
            yield self
            self.mouth.close()
        assert self.tts.running == 0

    def speak(self, text: str, index: int = 0, response: int = 1) -> None:
        self.mouth.speak(Speak(response=response, index=index, text=text, options=VoiceOptions()))

    async def until_spoken(self, count: int = 1) -> list[Event]:
        events: list[Event] = []
        async with asyncio.timeout(120):
            while sum(isinstance(event, Spoken) for event in events) < count:
                events.append(await self.inbox.next())
        return events


def spoken(events: list[Event]) -> list[tuple[int, bool]]:
    return [(e.index, e.failed) for e in events if isinstance(e, Spoken)]


@virtual
async def test_sentences_are_spoken_in_order_with_marks_from_their_own_start() -> None:
    async with Stage().open() as stage:
        stage.speak("One half.", 0)
        stage.speak("Two.", 1)
        events = await stage.until_spoken(2)
        voiced = [e for e in events if isinstance(e, Voiced)]
        assert [(v.index, v.samples, v.marks[0].sample) for v in voiced] == [
            (0, 4_800, 0),
            (0, 4_800, 4_800),
            (1, 4_800, 0),
        ]
        assert spoken(events) == [(0, False), (1, False)]
        assert stage.tts.spoken == ["One half.", "Two."]


@virtual
async def test_a_full_playout_holds_the_voice_back() -> None:
    async with Stage().open() as stage:
        stage.playout.open.clear()
        stage.speak("One half.")
        await asyncio.sleep(60)
        assert stage.playout.audio == []
        stage.playout.open.set()
        assert spoken(await stage.until_spoken()) == [(0, False)]


@virtual
async def test_a_sentence_that_fails_is_tried_once_more_before_its_first_sound() -> None:
    async with Stage(FakeTts(broken=1)).open() as stage:
        stage.speak("One half.")
        assert spoken(await stage.until_spoken()) == [(0, False)]
        stage.tts.broken = 2
        stage.speak("Two.", 1)
        assert spoken(await stage.until_spoken()) == [(1, True)]


@virtual
async def test_after_its_first_sound_nothing_is_repeated() -> None:
    async with Stage(FakeTts(breaks_after=1)).open() as stage:
        stage.speak("One half.")
        assert spoken(await stage.until_spoken()) == [(0, True)]
        assert len(stage.playout.audio) == 1


@virtual
async def test_a_voice_that_hangs_has_failed() -> None:
    async with Stage(FakeTts(first_s=500.0)).open() as stage:
        stage.speak("One half.")
        assert spoken(await stage.until_spoken()) == [(0, True)]


@virtual
async def test_an_ended_reply_is_silent_and_others_go_on() -> None:
    async with Stage().open() as stage:
        stage.speak("One half.", response=1)
        stage.speak("Two.", response=2)
        await asyncio.sleep(0.01)
        stage.mouth.end(1)
        stage.mouth.end(1)
        events = await stage.until_spoken()
        assert {getattr(event, "response", 0) for event in events} == {2}


@virtual
async def test_a_stopped_playout_ends_the_sentence() -> None:
    async with Stage().open() as stage:
        stage.playout.stop(1)
        stage.speak("One half.")
        assert spoken(await stage.until_spoken()) == [(0, True)]


@virtual
async def test_nothing_to_say_needs_no_voice() -> None:
    async with Stage(FakeTts(broken=9)).open() as stage:
        stage.speak("  ")
        assert spoken(await stage.until_spoken()) == [(0, False)]
