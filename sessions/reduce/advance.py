"""What follows from the state after every event, whatever the event was."""

from sessions.reduce import close, drive, lessons, overlap, phase, quiet, settle
from sessions.reduce import reply as replies
from sessions.reduce.draft import Draft
from sessions.reduce.turn import EPSILON_S
from sessions.state import State


def advance(d: Draft) -> None:
    """Settle turns, begin the reply that is owed, move the reply on, tell the phase."""
    if d.state.closing:
        close.go_on(d)
        return
    settle.settle(d)
    quiet.go_on(d)
    _begin_owed(d)
    drive.drive(d)
    overlap.orphaned(d)
    settle.settle(d)  # what waited for the reply to end
    phase.show(d)


def _begin_owed(d: Draft) -> None:
    owed = d.state.owed
    if owed is None or not _floor_is_free(d.state, d.at_s) or lessons.asked(d, owed):
        return
    replies.start(d, d.state.owed or owed)


def _floor_is_free(state: State, at_s: float) -> bool:
    """Everything before is in the log, nobody speaks, nothing is being said."""
    if state.commits or state.ended or state.live is not None or state.owed is None:
        return False
    if state.paused or state.checks:
        return False
    by_hand = state.owed.explicit and not state.settings.hands_free
    insists = state.owed.insist_s is not None and at_s >= state.owed.insist_s - EPSILON_S
    return state.open is None or by_hand or insists
