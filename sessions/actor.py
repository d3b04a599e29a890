"""The actor: the one place where a session changes.

Takes events from one inbox, reduces, obeys the effects. Workers never touch the state; they only
report. Some effects answer at once (a stopped voice says how much was played): those answers are
reduced before anything else, so nothing can come between a cut and its record.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from media.contracts import Playout
from sessions.contracts import Ports, Publish
from sessions.ear import Ear
from sessions.effects import (
    AskEnd,
    CancelReplyWork,
    CancelThinking,
    Check,
    Commit,
    Deafen,
    Effect,
    FinishVoice,
    Judge,
    Listen,
    MarkAudio,
    Release,
    SetGain,
    SetTimer,
    Speak,
    Stop,
    StopVoice,
    Think,
    TimerName,
    Transcribe,
    Unlisten,
)
from sessions.effects import Publish as Tell
from sessions.events import Event, Opened, Rang, VoiceCut
from sessions.examiner import Examiner
from sessions.gauge import Gauge, Judges
from sessions.inbox import Inbox
from sessions.listen import Listener, Understanding
from sessions.mind import Mind
from sessions.mouth import Mouth
from sessions.outputs import Phase
from sessions.reduce import reduce
from sessions.scribe import Scribe
from sessions.state import State
from sessions.tail import AudioTail
from sessions.timers import Timers
from sessions.warden import Warden


class Recorder(Protocol):
    """Sees every event that is reduced and what comes of it, in order (the flight record). Must
    not block or raise."""

    def note(self, state: State, event: Event) -> None:
        """Just before `event` is reduced; `state` is what it meets."""

    def decided(self, effects: Sequence[Effect]) -> None:
        """Just after; not called when the reducer fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rim:
    """What the actor acts on."""

    ports: Ports
    playout: Playout
    publish: Publish
    record: Recorder | None = None


class Actor:
    """One session's reducer and its workers, inside the session's TaskGroup."""

    def __init__(self, state: State, rim: Rim, *, inbox: Inbox, ear: Ear, tail: AudioTail) -> None:
        self.state = state
        self._rim = rim
        self._inbox = inbox
        self._ear = ear
        self._tail = tail
        self._answers: deque[Event] = deque()

    async def run(self, closed: Callable[[], None]) -> None:
        """Work until the session has closed, call `closed`, and end all workers."""
        async with asyncio.TaskGroup() as tasks:
            self._hire(tasks)
            helpers = [tasks.create_task(self._ear.run()), tasks.create_task(self._scribe.run())]
            try:
                await self._work()
            finally:
                closed()
                self._timers.clear()
                for helper in helpers:
                    helper.cancel()
                self._dismiss()

    def _hire(self, tasks: asyncio.TaskGroup) -> None:
        ports, inbox, clock = self._rim.ports, self._inbox, self._rim.ports.clock
        understanding = Understanding(stt=ports.stt, masker=ports.masker, phrases=ports.phrases)
        self._timers = Timers(clock, self._rang)
        self._scribe = Scribe(inbox, log=ports.log, clock=clock)
        self._mind = Mind(inbox, llm=ports.llm, clock=clock, tasks=tasks, grounds=ports.grounds)
        self._warden = Warden(inbox, gate=ports.gate, clock=clock, tasks=tasks)
        self._examiner = Examiner(inbox, checker=ports.checker, clock=clock, tasks=tasks)
        self._mouth = Mouth(inbox, self._rim.playout, tts=ports.tts, clock=clock, tasks=tasks)
        judges = Judges(rule=ports.end_of_turn, detector=ports.detector)
        self._gauge = Gauge(inbox, self._tail, judges=judges, clock=clock, tasks=tasks)
        self._listener = Listener(
            inbox, self._tail, understanding=understanding, clock=clock, tasks=tasks
        )

    def _dismiss(self) -> None:
        self._mind.close()
        self._mouth.close()
        self._listener.close()
        self._gauge.close()
        self._warden.close()
        self._examiner.close()

    async def _work(self) -> None:
        self._step(Opened(at_s=self._rim.ports.clock()))
        while not self.state.closed:
            self._step(await self._inbox.next())

    def _step(self, event: Event) -> None:
        self._answers.append(event)
        while self._answers and not self.state.closed:
            event = self._answers.popleft()
            if (recorder := self._rim.record) is not None:
                recorder.note(self.state, event)
            self.state, effects = reduce(self.state, event)
            if recorder is not None:
                recorder.decided(effects)
            for effect in effects:
                self._obey(effect)
        self._ear.tutor_speaking = self.state.phase in (Phase.SPEAKING, Phase.DUCKED)

    def _rang(self, name: TimerName, tag: int) -> None:
        self._inbox.report(
            Rang(
                at_s=self._rim.ports.clock(),
                name=name,
                tag=tag,
                sample=self._tail.end,
                stirring=self._ear.stirring,
            )
        )

    def _obey(self, effect: Effect) -> None:
        match effect:
            case Tell():
                self._rim.publish(effect.output)
            case Commit():
                self._scribe.commit(effect)
            case SetTimer():
                self._timers.set(effect.name, effect.tag, effect.due_s)
            case Judge():
                self._warden.judge(effect)
            case Check():
                self._examiner.check(effect)
            case AskEnd() | Listen() | Transcribe() | Unlisten() | Deafen() | MarkAudio():
                self._obey_ear(effect)
            case Stop():
                return
            case _:
                self._obey_voice(effect)

    def _obey_ear(
        self, effect: AskEnd | Listen | Transcribe | Unlisten | Deafen | MarkAudio
    ) -> None:
        match effect:
            case AskEnd():
                self._ask_end(effect)
            case Listen():
                self._listener.listen(effect)
            case Transcribe():
                self._listener.transcribe(effect)
            case Unlisten():
                self._listener.forget(effect.turn)
            case Deafen():
                self._ear.deafen(effect.deaf)
            case MarkAudio():
                self._ear.mark()

    def _ask_end(self, effect: AskEnd) -> None:
        answer = self._gauge.ask(effect)
        if answer is not None:
            self._answers.append(answer)

    def _obey_voice(self, effect: Effect) -> None:
        match effect:
            case Think():
                self._mind.think(effect)
            case CancelThinking():
                self._mind.cancel(effect.response)
            case CancelReplyWork():
                self._mind.cancel(effect.response)
                self._mouth.end(effect.response)
            case Speak():
                self._mouth.speak(effect)
            case StopVoice():
                self._stop_voice(effect.response)
            case _:
                self._obey_playout(effect)

    def _obey_playout(self, effect: Effect) -> None:
        match effect:
            case Release():
                self._rim.playout.release(effect.response)
            case FinishVoice():
                self._mouth.end(effect.response)
                self._rim.playout.finish(effect.response)
            case SetGain():
                self._rim.playout.set_gain(effect.gain)
            case _:
                return

    def _stop_voice(self, response: int) -> None:
        self._mouth.end(response)
        samples = self._rim.playout.stop(response)
        at_s = self._rim.ports.clock()
        self._answers.append(VoiceCut(at_s=at_s, response=response, samples=samples))
