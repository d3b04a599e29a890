"""A session with a fake student at its microphone and loudspeaker, in virtual time."""

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from inference.contracts import EndOfTurn
from media.playout import QueuedPlayout
from sessions.actor import Recorder
from sessions.commands import Command, Say, TurnSettings, VoiceAttached
from sessions.contracts import Identity, Ports
from sessions.effects import Effect
from sessions.events import Event
from sessions.grounding import Grounds
from sessions.ids import SessionId, StudentId, TenantId
from sessions.items import Item, MessageItem, Speaker
from sessions.outputs import Output, Phase, PhaseChanged, ReplyDone, ReplyText, VoiceCleared
from sessions.session import Session, SessionOptions
from sessions.state import Rules, State
from sessions.teaching.run import LessonRun
from tests.fakes.checking import FakeChecker
from tests.fakes.event_log import FakeLog
from tests.fakes.hearing import (
    FakeDetector,
    FakeEndOfTurn,
    FakePhrases,
    FakeSegmenter,
    FakeStt,
    FakeVad,
)
from tests.fakes.thinking import FakeGate, FakeLlm, FakeMasker, FakeTts
from tests.fakes.words import OUT_WORD_SAMPLES, WORD_BORDER, read_text, student_pcm
from tests.virtual_time import run_virtual

T = TypeVar("T", bound=Output)
HEARD = OUT_WORD_SAMPLES // 2 - 50
"""Half a word counts as heard; its last samples may be the border."""
SILENCE = bytes(640)
"""20 ms at 16 kHz."""
IDENTITY = Identity(
    tenant_id=TenantId("home"), student_id=StudentId("ada"), session_id=SessionId("s1"), grade=5
)


def virtual(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run an async test in virtual time."""

    @functools.wraps(test)
    def run(*args: object, **kwargs: object) -> None:
        async def main() -> None:
            await test(*args, **kwargs)

        run_virtual(main())

    return run


@dataclass
class Classroom:
    """Everything around one session."""

    stt: FakeStt = field(default_factory=FakeStt)
    llm: FakeLlm = field(default_factory=FakeLlm)
    tts: FakeTts = field(default_factory=FakeTts)
    gate: FakeGate = field(default_factory=FakeGate)
    log: FakeLog = field(default_factory=FakeLog)
    end_of_turn: EndOfTurn = field(default_factory=FakeEndOfTurn)
    detector: FakeDetector | None = None
    checker: FakeChecker = field(default_factory=FakeChecker)
    settings: TurnSettings = field(default_factory=TurnSettings)
    history: tuple[Item, ...] = ()
    lesson: LessonRun | None = None
    paused: bool = False
    learned: float = 1.0
    rules: Rules = field(default_factory=Rules)
    grounds: Grounds | None = None
    voice: bool = True
    pull_ms: int = 20
    push_ms: int = 20
    outputs: list[Output] = field(default_factory=list)
    times_s: list[float] = field(default_factory=list)
    record: list[Event] = field(default_factory=list)
    recorder: Recorder | None = None
    """A flight recorder, told of everything besides."""
    loudspeaker: bytearray = field(default_factory=bytearray)
    pulling: bool = True

    def ports(self) -> Ports:
        """All fakes."""
        return Ports(
            stt=self.stt,
            tts=self.tts,
            llm=self.llm,
            gate=self.gate,
            masker=FakeMasker(),
            vad=FakeVad(),
            segmenter=FakeSegmenter(),
            end_of_turn=self.end_of_turn,
            detector=self.detector,
            phrases=FakePhrases(),
            checker=self.checker,
            grounds=self.grounds,
            log=self.log,
            clock=asyncio.get_running_loop().time,
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Classroom"]:
        """The session, and somebody who pulls its voice."""
        clock = asyncio.get_running_loop().time
        self.told = asyncio.Event()
        self.session = Session(
            IDENTITY,
            self.ports(),
            lambda listener: QueuedPlayout(listener, clock),
            self._publish,
            options=SessionOptions(
                settings=self.settings,
                history=self.history,
                lesson=self.lesson,
                paused=self.paused,
                learned=self.learned,
                rules=self.rules,
                record=_Record(self),
            ),
        )
        async with asyncio.TaskGroup() as tasks:
            pacer = tasks.create_task(self._pull())
            try:
                async with self.session:
                    if self.voice:
                        self.post(VoiceAttached())
                    yield self
            finally:
                pacer.cancel()

    def post(self, command: Command) -> None:
        """A command from a transport."""
        self.session.post(command)

    async def say(self, text: str, *, silence_s: float = 0.3) -> None:
        """The student speaks; a word starting with * is a sound that is no word."""
        await self.sound(student_pcm(text))
        await self.sound(SILENCE * round(silence_s / 0.02))

    async def sound(self, pcm: bytes) -> None:
        """Audio in real (virtual) time."""
        step = self.push_ms * 32
        for at in range(0, len(pcm), step):
            self.session.hear(pcm[at : at + step])
            await asyncio.sleep(self.push_ms / 1000)

    def write(self, text: str) -> None:
        """The student types."""
        self.post(Say(text=text))

    async def until(self, kind: type[T], count: int = 1, within_s: float = 60.0) -> T:
        """Wait for the count-th output of a kind."""
        await self.when(lambda: len(self.all(kind)) >= count, within_s)
        return self.all(kind)[count - 1]

    async def until_phase(self, phase: Phase, within_s: float = 60.0) -> None:
        """Wait for a phase."""
        await self.when(lambda: self.phase is phase, within_s)

    async def when(self, true: Callable[[], bool], within_s: float = 60.0) -> None:
        """Wait until something is true after an output."""
        async with asyncio.timeout(within_s):
            while not true():
                self.told.clear()
                await self.told.wait()

    async def quiet(self) -> None:
        """Wait until nothing is under way."""
        still = 0
        while still < 8:
            await asyncio.sleep(0.05)
            still = still + 1 if self.phase in (Phase.LISTENING, Phase.WAITING) else 0

    @property
    def phase(self) -> Phase:
        """As last told."""
        changes = self.all(PhaseChanged)
        return changes[-1].phase if changes else Phase.LISTENING

    def all(self, kind: type[T]) -> list[T]:
        """All outputs of a kind."""
        return [output for output in self.outputs if isinstance(output, kind)]

    def at_s(self, output: Output) -> float:
        """When an output came."""
        return self.times_s[[id(o) for o in self.outputs].index(id(output))]

    def kinds(self, *kinds: type[Output]) -> list[str]:
        """Names of outputs in order."""
        return [type(o).__name__ for o in self.outputs if isinstance(o, kinds)]

    def said(self, speaker: Speaker) -> list[str]:
        """The history's texts of one speaker."""
        items = self.session.items
        return [i.text for i in items if isinstance(i, MessageItem) and i.speaker is speaker]

    @property
    def tutor(self) -> list[str]:
        """What the tutor said, as the history has it."""
        return self.said(Speaker.TUTOR)

    @property
    def student(self) -> list[str]:
        """What the student said."""
        return self.said(Speaker.STUDENT)

    @property
    def played(self) -> str:
        """The words that came out of the loudspeaker."""
        return read_text(bytes(self.loudspeaker), least=HEARD)

    def shown(self, done: ReplyDone) -> str:
        """The text published for a reply."""
        return "".join(t.text for t in self.all(ReplyText) if t.reply_id == done.reply_id)

    def _publish(self, output: Output) -> None:
        self.outputs.append(output)
        self.times_s.append(asyncio.get_running_loop().time())
        if isinstance(output, VoiceCleared):
            self.loudspeaker += WORD_BORDER  # the next reply may begin with the word that was cut
        self.told.set()

    async def _pull(self) -> None:
        while True:
            await asyncio.sleep(self.pull_ms / 1000)
            for _ in range(self.pull_ms // 20 if self.pulling else 0):
                frame = self.session.playout.next_frame()
                if frame is not None:
                    self.loudspeaker += frame


class _Record:
    """Lists the events, and passes everything on."""

    def __init__(self, room: Classroom) -> None:
        self._room = room

    def note(self, state: State, event: Event) -> None:
        self._room.record.append(event)
        if self._room.recorder is not None:
            self._room.recorder.note(state, event)

    def decided(self, effects: Sequence[Effect]) -> None:
        if self._room.recorder is not None:
            self._room.recorder.decided(effects)


def words(texts: Iterable[str]) -> str:
    """Texts as the loudspeaker's words."""
    return " ".join(" ".join(texts).split())
