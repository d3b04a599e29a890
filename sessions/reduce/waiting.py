"""The student asked for time to think: silence, and one soft prompt later."""

from dataclasses import replace

from sessions.effects import TimerName
from sessions.reduce.draft import Draft
from sessions.state import Waiting


def wait(d: Draft, turn: int) -> None:
    """Nothing is said until the student goes on, or the time is up."""
    d.state = replace(d.state, waiting=Waiting(turn=turn))
    due_s = d.at_s + d.state.rules.waiting_s * d.state.settings.patience
    d.timer(TimerName.WAITING, turn, due_s)
