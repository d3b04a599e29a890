"""A made-up class whose best choices are known, to test the learners on. Pure.

Students are of types that nobody tells the learners. A student is in one of six states; how much
of a lesson they can do alone, at once and later, whether they finish it and where it leaves them
depends on type, state and format in ways that are written down here. So the best format of every
state follows by value iteration, with the discount that the Q-learner has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import comb, exp
from random import Random
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sessions.teaching.lesson import Format
from tutor_server.modules.qlearning.qtable import GAMMA
from tutor_server.modules.qlearning.waiting import COMPLETION, LATER, LATER_TRIES

Floats = NDArray[np.float64]

FORMATS: Final = tuple(known.value for known in Format)
BANDS: Final = ("low", "middle", "high")
MOODS: Final = ("calm", "stuck")
STATES: Final = tuple(f"{band} {mood}" for band in BANDS for mood in MOODS)
START_STATE: Final = "middle calm"
ITEMS: Final = 6
"""Tried alone in a lesson."""
MOVES: Final = 0.5
"""Chance that a good or a bad lesson moves the student's band."""

# In log odds, by format: reading, worked example, practice, dialogue, quiz, video.
TYPES: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {
        "watches": (-0.3, 0.3, -0.3, 0.0, -0.5, 0.9),
        "does": (-0.4, 0.3, 0.9, 0.0, 0.5, -0.4),
        "talks": (-0.3, 0.2, -0.1, 1.0, -0.4, -0.2),
    }
)
_BAND: Final = {"low": -0.5, "middle": 0.1, "high": 0.7}
_STUCK: Final = (-0.3, 0.5, -0.4, 0.3, -0.8, 0.0)
_FADES: Final = (0.2, 0.1, 0.0, 0.1, 0.1, 0.5)
"""What is lost by the time of the review."""
_FINISHES: Final = {"calm": 0.93, "stuck": 0.85}


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """How one lesson went."""

    finished: bool
    share: float
    """Right alone at the end."""
    later: float
    """Right alone at the review."""
    next_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Of one type: STATES x FORMATS."""

    rewards: Floats
    """The mean reward, with its later part."""
    values: Floats
    """Q of the best policy."""

    @property
    def gaps(self) -> Floats:
        """How much worse than the best each format is."""
        return np.asarray(self.values.max(axis=1, keepdims=True) - self.values)


def teach(kind: str, state: str, option: int, dice: Random) -> Went:
    """One lesson for a student of a type."""
    now, later = chance(kind, state, option), chance(kind, state, option, later=True)
    right = sum(dice.random() < now for _ in range(ITEMS))
    kept = sum(dice.random() < later for _ in range(LATER_TRIES))
    finished = dice.random() < _FINISHES[state.split()[1]]
    return Went(
        finished=finished,
        share=right / ITEMS,
        later=kept / LATER_TRIES,
        next_state=dice.choices(*zip(*_leads_to(state, right, finished), strict=True))[0],
    )


def chance(kind: str, state: str, option: int, *, later: bool = False) -> float:
    """Of being right alone."""
    band, mood = state.split()
    odds = _BAND[band] + TYPES[kind][option]
    odds += _STUCK[option] * (mood == "stuck") - _FADES[option] * later
    return 1 / (1 + exp(-odds))


@cache
def truth_of(kind: str) -> Truth:
    """By exact sums over all ways a lesson may go, and value iteration."""
    shape = (len(STATES), len(FORMATS))
    rewards, leads = np.zeros(shape), np.zeros((*shape, len(STATES)))
    for row, state in enumerate(STATES):
        finishes = _FINISHES[state.split()[1]]
        for option in range(len(FORMATS)):
            now, later = chance(kind, state, option), chance(kind, state, option, later=True)
            alone = (1 - LATER) * now + LATER * later
            rewards[row, option] = finishes * (COMPLETION + (1 - COMPLETION) * alone)
            for right in range(ITEMS + 1):
                likely = comb(ITEMS, right) * now**right * (1 - now) ** (ITEMS - right)
                for finished, of in ((True, finishes), (False, 1 - finishes)):
                    for following, share in _leads_to(state, right, finished):
                        leads[row, option, STATES.index(following)] += likely * of * share
    values = np.zeros(shape)
    for _ in range(100):  # GAMMA ** 100 is nothing
        values = rewards + GAMMA * leads @ values.max(axis=1)
    return Truth(rewards=rewards, values=values)


def _leads_to(state: str, right: int, finished: bool) -> list[tuple[str, float]]:
    """Following states with their chances."""
    band = BANDS.index(state.split()[0])
    if not finished:
        return [(f"{BANDS[band]} stuck", 1.0)]
    good, bad = right >= ITEMS * 2 / 3, right <= ITEMS / 3
    moved = min(max(band + good - bad, 0), len(BANDS) - 1)
    mood = "stuck" if bad else "calm"
    return [(f"{BANDS[band]} {mood}", 1 - MOVES), (f"{BANDS[moved]} {mood}", MOVES)]
