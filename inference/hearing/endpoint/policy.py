"""From outlooks to decisions, as a session makes them, and how good those are. Pure.

A turn is cut off falsely when any of its inner pauses outlasts the wait that was given it. The
delay of a turn's end is counted from where voice activity ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from inference.contracts import OUTLOOK_STEP_S, AnswerKind, PauseWaits

Floats = NDArray[np.float64]

_PAUSES_S = (0.2, 5.0)
_GRID = (
    (0.2, 0.25, 0.3, 0.4),
    (0.02, 0.05, 0.08, 0.1, 0.12, 0.15, 0.18, 0.2, 0.25, 0.3, 0.4, 0.5),
    (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 10.0),
    (4.0,),
)
"""Of shortest_s, doubt, sharpness and longest_s. A shorter longest_s would save 2% of the mean
delay, and cut off who is surely not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Pauses as the detector judged them, at two looks each (the second may be the first)."""

    turns: tuple[str, ...]
    """The turn of each pause."""
    gaps_s: Floats
    """[pauses]; NaN: the turn was over."""
    explain: NDArray[np.bool_]
    """[pauses]; an explanation was asked for."""
    times_s: Floats
    """[pauses, 2, steps] of silence."""
    probabilities: Floats
    """[pauses, 2, steps]: the turn is over, if the silence lasts so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a policy did to a set of turns."""

    cut_share: float
    """Of all turns."""
    cut_pauses: float
    """Of the inner pauses of 0.2 to 5 s, each for itself: so eot-bench (LiveKit, 2026) counts."""
    delays_s: Floats
    """Of every turn's end."""

    @property
    def mean_s(self) -> float:
        """Mean delay."""
        return float(self.delays_s.mean())


def waits_s(cases: Cases, waits: PauseWaits) -> Floats:
    """PauseWaits.wait_s of all probabilities at once, at patience 1, without its limit."""
    first = np.where(cases.explain, waits.explaining_s, waits.shortest_s)[:, None, None]
    longer = ((1.0 - cases.probabilities) / waits.doubt) ** waits.sharpness
    return np.asarray(np.minimum(waits.longest_s, first + longer))


def decided_s(cases: Cases, waits: Floats) -> Floats:
    """[pauses]: the silence at which each turn ends when nothing more is said. The first look
    sets it; the second sets it anew, unless the turn has ended by then."""
    ends = np.maximum(waits, cases.times_s)
    reached = waits <= cases.times_s + OUTLOOK_STEP_S
    reached[:, :, -1] = True  # the last probability holds from there on
    at = reached.argmax(axis=2)[..., None]
    due = np.take_along_axis(ends, at, axis=2)[..., 0]
    again = due[:, 0] > cases.times_s[:, 1, 0]
    return np.asarray(np.where(again, due[:, 1], due[:, 0]))


def judged(cases: Cases, ends_s: Floats) -> Outcome:
    """Every turn, given how long each pause was waited for."""
    over = np.isnan(cases.gaps_s)
    cut = ~over & (ends_s < np.where(over, np.inf, cases.gaps_s))
    turns = {turn for turn, flag in zip(cases.turns, cut, strict=True) if flag}
    counted = (cases.gaps_s >= _PAUSES_S[0]) & (cases.gaps_s <= _PAUSES_S[1])
    return Outcome(
        cut_share=len(turns) / len(set(cases.turns)),
        cut_pauses=float(cut[counted].mean()) if counted.any() else 0.0,
        delays_s=ends_s[over],
    )


def of_turns(outcome: Outcome) -> float:
    """The share of turns that were cut off."""
    return outcome.cut_share


def of_pauses(outcome: Outcome) -> float:
    """The share of inner pauses in which a turn was cut off."""
    return outcome.cut_pauses


def at_share(
    make: Callable[[float], Outcome],
    share: float = 0.05,
    counted: Callable[[Outcome], float] = of_turns,
) -> tuple[float, Outcome]:
    """The smallest factor on all waits with which at most `share` of what counts is cut off."""
    low, high = 0.02, 50.0
    for _ in range(30):
        middle = (low * high) ** 0.5
        if counted(make(middle)) > share:
            low = middle
        else:
            high = middle
    return high, make(high)


def scaled(cases: Cases, waits: PauseWaits) -> Callable[[float], Outcome]:
    """The session's waits, all times a factor, as patience does."""
    base = waits_s(cases, waits)
    return lambda factor: judged(cases, decided_s(cases, base * factor))


def fitted(cases: Cases, share: float = 0.05) -> PauseWaits:
    """The waits with the least mean delay that cut off at most `share` of these turns."""
    best: tuple[float, PauseWaits] | None = None
    for shortest_s, doubt, sharpness, longest_s in product(*_GRID):
        waits = PauseWaits(
            shortest_s=shortest_s,
            explaining_s=max(0.4, shortest_s),
            doubt=doubt,
            sharpness=sharpness,
            longest_s=longest_s,
        )
        found = scaled(cases, waits)(1.0)
        if found.cut_share <= share and (best is None or found.mean_s < best[0]):
            best = found.mean_s, waits
    if best is None:
        raise ValueError("no waits cut off so few turns")
    return best[1]


def explains(kinds: Sequence[AnswerKind]) -> NDArray[np.bool_]:
    """Which of them ask for an explanation."""
    return np.array([kind is AnswerKind.EXPLAIN for kind in kinds])
