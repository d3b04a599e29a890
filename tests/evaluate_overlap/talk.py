"""A session in virtual time into whose tutor's voice a sound comes.

Real: voice activity (Silero), its edges, the overlap rules, the small recogniser, the playout.
Fake: the model's text, and a voice whose words can be read off the samples that were heard.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from inference.contracts import HearingLimits, HearingOptions, Transcript
from inference.hearing.end_of_turn import WordsEndOfTurn
from inference.hearing.phrases import SCHOOL_TERMS
from inference.hearing.pocket import judged, readable
from inference.hearing.pocket_decoder import PocketDecoder
from inference.hearing.vad import SileroActivity, SileroModel
from sessions.contracts import Ports
from sessions.outputs import Ducked, ReplyDone, ReplyStatus, VoiceCleared, VoiceStarted
from tests.evaluate_overlap.sounds import Sound
from tests.fakes.classroom import Classroom, words
from tests.fakes.thinking import FakeLlm, text_events
from tutor_server.app.ears import Edges, Phrases

REPLY = (
    "A fraction names equal parts of one whole thing. The lower number says how many parts the "
    "whole was cut into. The upper number says how many of those parts you have. So three "
    "quarters means three of four equal parts."
)
BEFORE_S = 1.0
"""Of the tutor's voice before the sound comes."""
ROOM = bytes(640)
FINAL_S = 0.06
"""From the end of the sound to the recogniser's text, as bench measures it on a quiet machine."""


class _Hearing:
    """One utterance in a decoder of its own; decoding takes no virtual time."""

    def __init__(self, lane: PocketDecoder) -> None:
        self._lane = lane
        self._text = ""
        self._changed = asyncio.Event()

    async def push(self, pcm: bytes) -> None:
        self._lane.feed(pcm)
        text = readable(self._lane.hypothesis().split())
        if text != self._text:
            self._text = text
            self._changed.set()

    async def partials(self) -> AsyncIterator[Transcript]:
        while True:
            await self._changed.wait()
            self._changed.clear()
            yield Transcript(text=self._text)

    async def finish(self) -> Transcript:
        await asyncio.sleep(FINAL_S)
        return judged(self._lane.end())


@dataclass
class SmallRecogniser:
    """SpeechToText over pocketsphinx without a thread, whose work would not fit virtual time."""

    idle: list[PocketDecoder] = field(default_factory=list)

    @asynccontextmanager
    async def open(self, options: HearingOptions) -> AsyncIterator[_Hearing]:
        lane = self.idle.pop() if self.idle else PocketDecoder(SCHOOL_TERMS)
        lane.begin(options.expected)
        try:
            yield _Hearing(lane)
        finally:
            lane.drop()
            self.idle.append(lane)

    async def limits(self) -> HearingLimits:
        return HearingLimits(engine="pocketsphinx", model="en-us grammar", free_speech=False)


@dataclass
class Ears:
    """What is loaded once."""

    vad: SileroModel = field(default_factory=SileroModel)
    stt: SmallRecogniser = field(default_factory=SmallRecogniser)


@dataclass
class Desk(Classroom):
    """A classroom that really hears."""

    ears: Ears = field(default_factory=Ears)

    def ports(self) -> Ports:
        return replace(
            super().ports(),
            stt=self.ears.stt,
            vad=SileroActivity(self.ears.vad),
            segmenter=Edges(),
            end_of_turn=WordsEndOfTurn(),
            phrases=Phrases(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a sound did."""

    sound: Sound
    ducked: bool
    """The voice went softer."""
    stopped: bool
    """The reply was cut."""
    stopped_after_s: float | None
    """From the sound's beginning."""
    answered: bool
    """It became a turn of the student."""
    whole: bool
    """Every word of the reply was heard, in order and once."""


async def play(ears: Ears, sound: Sound) -> Outcome:
    """One sound into one reply; in virtual time."""
    desk = Desk(llm=FakeLlm(script=lambda _: text_events(REPLY)), ears=ears)
    async with desk.open():
        await desk.sound(ROOM * 25)
        desk.write("what is a fraction")
        async with asyncio.TaskGroup() as tasks:
            room = tasks.create_task(_room(desk))
            await desk.until(VoiceStarted)
            await asyncio.sleep(BEFORE_S)
            room.cancel()
        began_s = asyncio.get_running_loop().time()
        await desk.sound(sound.pcm)
        async with asyncio.TaskGroup() as tasks:
            room = tasks.create_task(_room(desk))
            await desk.quiet()
            room.cancel()
    return _outcome(desk, sound, began_s)


async def _room(desk: Desk) -> None:
    while True:
        await desk.sound(ROOM)


def _outcome(desk: Desk, sound: Sound, began_s: float) -> Outcome:
    first = desk.all(ReplyDone)[0]
    stopped = first.status is not ReplyStatus.COMPLETED
    cleared = desk.all(VoiceCleared)
    return Outcome(
        sound=sound,
        ducked=any(told.ducked for told in desk.all(Ducked)),
        stopped=stopped,
        stopped_after_s=desk.at_s(cleared[0]) - began_s if cleared else None,
        answered=len(desk.student) > 1,
        whole=desk.played == words([REPLY]),
    )
