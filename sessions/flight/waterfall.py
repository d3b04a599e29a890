"""Where the time of each turn went, as legs from the end of the student's speech. Pure.

From a replay every leg has its true beginning, speculation included; from a turn's published
timings each begins where its marks allow. Knows events and times, nothing of pictures.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sessions.effects import Publish, Speak, Think
from sessions.events import SentenceJudged, Thought, Voiced
from sessions.flight.replay import Step
from sessions.outputs import TurnTimings
from sessions.state import Reply, Timings


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One stretch of the way to the tutor's first word; milliseconds since the speech ended."""

    name: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """One turn."""

    name: str
    """The reply's id."""
    legs: tuple[Leg, ...]
    first_audio_ms: float | None
    """None when the reply was text, or was never heard."""


@dataclass(slots=True, kw_only=True)
class _Marks:
    """Clock seconds at which a reply's first words passed each station."""

    asked_s: float | None = None
    token_s: float | None = None
    thought_s: float | None = None
    judged_s: float | None = None
    speak_s: float | None = None
    voiced_s: float | None = None


def waterfalls(steps: Iterable[Step]) -> tuple[Waterfall, ...]:
    """Every turn of a replay that has its timings, in order."""
    watch = _Watch()
    for step in steps:
        watch.see(step)
    return tuple(watch.done)


def of_timings(timings: TurnTimings) -> Waterfall:
    """One turn from what was published of it."""
    spans = (
        ("end of turn", 0, timings.end_of_turn_ms),
        ("transcript", 0, timings.transcript_ms),
        ("first token", timings.transcript_ms or 0, timings.first_token_ms),
        ("first voice", timings.first_token_ms or 0, timings.first_audio_ms),
    )
    # A speculation may be ahead of the transcript that confirmed it.
    legs = [
        Leg(name=name, start_ms=min(start, end), end_ms=end)
        for name, start, end in spans
        if end is not None
    ]
    return Waterfall(
        name=timings.reply_id, legs=tuple(legs), first_audio_ms=timings.first_audio_ms
    )


@dataclass(slots=True, kw_only=True)
class _Watch:
    """Collects the marks of replies until their timings are published."""

    marks: dict[int, _Marks] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    done: list[Waterfall] = field(default_factory=list)

    def see(self, step: Step) -> None:
        self._note_event(step)
        if step.state.reply is not None:
            self.replies[step.state.reply.reply_id] = step.state.reply
        for effect in step.effects:
            if isinstance(effect, Think):
                self._of(effect.response).asked_s = step.event.at_s
            elif isinstance(effect, Speak):
                marks = self._of(effect.response)
                marks.speak_s = step.event.at_s if marks.speak_s is None else marks.speak_s
            elif isinstance(effect, Publish) and isinstance(effect.output, TurnTimings):
                self._finish(effect.output)

    def _note_event(self, step: Step) -> None:
        event = step.event
        if isinstance(event, Thought):
            marks = self._of(event.response)
            if marks.thought_s is None:
                marks.thought_s, marks.token_s = event.at_s, event.first_token_s
        elif isinstance(event, SentenceJudged) and event.index == 0:
            self._of(event.response).judged_s = event.at_s
        elif isinstance(event, Voiced):
            marks = self._of(event.response)
            marks.voiced_s = event.at_s if marks.voiced_s is None else marks.voiced_s

    def _of(self, response: int) -> _Marks:
        return self.marks.setdefault(response, _Marks())

    def _finish(self, timings: TurnTimings) -> None:
        reply = self.replies.pop(timings.reply_id, None)
        if reply is None or reply.timings is None:
            self.done.append(of_timings(timings))
            return
        marks = self.marks.pop(reply.number, _Marks())
        legs = _legs(reply, reply.timings, marks)
        audio_ms = timings.first_audio_ms
        self.done.append(Waterfall(name=timings.reply_id, legs=legs, first_audio_ms=audio_ms))


def _legs(reply: Reply, turn: Timings, marks: _Marks) -> tuple[Leg, ...]:
    zero_s = turn.speech_end_s
    spans = (
        ("end of turn", zero_s, turn.end_of_turn_s),
        ("transcript", zero_s, turn.transcript_s),
        ("first token", marks.asked_s, marks.token_s),
        ("first sentence", marks.token_s, marks.thought_s),
        ("safety gate", marks.thought_s, marks.judged_s),
        ("first voice", marks.speak_s, marks.voiced_s),
        ("playout", marks.voiced_s, reply.first_audio_s),
    )
    return tuple(
        Leg(name=name, start_ms=(start_s - zero_s) * 1000, end_ms=(end_s - zero_s) * 1000)
        for name, start_s, end_s in spans
        if start_s is not None and end_s is not None and end_s >= start_s
    )
