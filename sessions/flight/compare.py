"""Says whether this code decides as the live session did, and where it first does not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sessions.flight.chunk import decision
from sessions.flight.codec import name_of
from sessions.flight.replay import Piece, Record, Taken
from sessions.reduce import reduce
from sessions.state import State

FAILED: Final = "the reducer failed"
STATE: Final = "(state)"
"""Where the effects were alike and the state after them was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first event over which was decided otherwise. Names of kinds; no word that was said."""

    number: int
    at_s: float
    event: str
    then: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of deciding again."""

    decided: int
    """Events that were decided again, up to the difference."""
    seconds: float
    """Of the session's own time that they span."""
    difference: Difference | None


def compare(record: Record) -> Comparison:
    """Decide again over every piece. What is missing between pieces is not compared."""
    decided, end, state = 0, -1, None
    for piece in record.pieces:
        if end == piece.first and state != piece.state:
            return _over(record, decided, _at_border(piece))
        state, end = piece.state, piece.end
        for number, taken in enumerate(piece.taken, start=piece.first):
            decided += 1
            state, now = _decide(state, taken)
            if now != taken.decided:
                return _over(record, decided, _differs(number, taken, now))
    return _over(record, decided, None)


def _decide(state: State, taken: Taken) -> tuple[State, tuple[int, ...] | None]:
    try:
        state, effects = reduce(state, taken.event)
    except Exception:  # noqa: BLE001 - any fault of the reducer is what a flight record is for
        return state, None
    return state, tuple(decision(effects))


def _over(record: Record, decided: int, difference: Difference | None) -> Comparison:
    times = [one.event.at_s for piece in record.pieces for one in piece.taken][:decided]
    seconds = max(times) - min(times) if times else 0.0
    return Comparison(decided=decided, seconds=seconds, difference=difference)


def _differs(number: int, taken: Taken, now: tuple[int, ...] | None) -> Difference:
    then_told, now_told = _told(taken.decided), _told(now)
    if then_told == now_told:
        then_told, now_told = f"{then_told} (other contents)", f"{now_told} (these contents)"
    return Difference(
        number=number,
        at_s=taken.event.at_s,
        event=type(taken.event).__name__,
        then=then_told,
        now=now_told,
    )


def _at_border(piece: Piece) -> Difference:
    at_s = piece.taken[0].event.at_s if piece.taken else 0.0
    return Difference(
        number=piece.first, at_s=at_s, event=STATE, then="one state", now="another state"
    )


def _told(decided: Sequence[int] | None) -> str:
    """The kinds of effects by name."""
    if decided is None:
        return FAILED
    return ", ".join(name_of(number) for number in decided[1:]) or "nothing"
