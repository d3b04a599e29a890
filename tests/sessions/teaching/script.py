"""Plays a run by hand in tests: one event after the other, a minute apart."""

from dataclasses import dataclass, replace

from sessions.teaching.events import Answered, Event, Started, WentOn
from sessions.teaching.lesson import Format, Outcome
from sessions.teaching.moves import Move
from sessions.teaching.notes import Note
from sessions.teaching.policy import decide
from sessions.teaching.run import Awaiting, LessonRun
from sessions.teaching.words import speak
from tests.sessions.teaching.sample import fresh


@dataclass
class Script:
    """A run and the clock beside it."""

    run: LessonRun
    at_s: float = 0.0
    notes: tuple[Note, ...] = ()

    def do(self, event: Event, *, after_s: float = 60.0) -> Move:
        """Let something happen."""
        self.at_s += after_s
        self.run, move = decide(self.run, replace(event, at_s=self.at_s))
        self.notes += move.notes
        return move

    def answer(self, outcome: Outcome, text: str = "14", *, after_s: float = 60.0) -> Move:
        """Answer what is open."""
        return self.do(Answered(outcome=outcome, text=text, at_s=0.0), after_s=after_s)

    def say(self, move: Move) -> str:
        """The move's script."""
        return speak(self.run, move).script


def practising(**changes: object) -> Script:
    """The first item is open, nothing was presented."""
    script = Script(fresh(format=Format.PRACTICE, **changes))
    script.do(Started(at_s=0.0))
    return script


def at_item(name: str, **changes: object) -> Script:
    """This item is open, those before it were left out."""
    script = practising(**changes)
    while script.run.item is not None and script.run.item.item_id != name:
        script.do(WentOn(at_s=0.0))
    if script.run.moment.awaiting is Awaiting.GO:
        script.do(WentOn(at_s=0.0))
    return script
