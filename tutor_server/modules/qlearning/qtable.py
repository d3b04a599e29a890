"""Tabular Q-learning and its epsilon-greedy choice. Pure; states and actions are names.

Source: Watkins and Dayan 1992. A reward may come in parts: a later part moves the value by what
is left by now of the visit that it belongs to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Final

GAMMA: Final = 0.5
"""How much the best of the next step counts."""
USUAL: Final = 0.5
"""The reward that is expected of what was never tried."""
START: Final = USUAL / (1 - GAMMA)
"""The value of what was never tried: USUAL for ever."""
OMEGA: Final = 0.8
"""The step after n visits is (n + 1) ** -OMEGA. Above 0.5 the values converge; at 1 the first
rewards, from when the next step was still misjudged, are forgotten too slowly."""
SMALLEST_STEP: Final = 0.02
"""Students change: the newest fifty or so outcomes always count."""
FIRST_EPSILON: Final = 0.5
HALF_VISITS: Final = 20.0
"""Outcomes in a state after which half of FIRST_EPSILON is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is known of one action in one state."""

    visits: int = 0
    rewards: float = 0.0
    """Their sum."""
    value: float = START
    """Q."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A cell after an outcome."""

    cell: Cell
    moved: float
    """How far the value went."""


def step_of(visits: int) -> float:
    """How far the next outcome moves the value towards itself, after so many."""
    return max(float((visits + 1) ** -OMEGA), SMALLEST_STEP)


def learn(cell: Cell, reward: float, *, best_next: float | None) -> Learned:
    """Q-learning's update. `best_next` is the highest value of the next state, None when there
    is no next step."""
    target = reward + (GAMMA * best_next if best_next is not None else 0.0)
    moved = step_of(cell.visits) * (target - cell.value)
    after = Cell(visits=cell.visits + 1, rewards=cell.rewards + reward, value=cell.value + moved)
    return Learned(cell=after, moved=moved)


def correct(cell: Cell, difference: float, *, visit: int) -> Learned:
    """A later part of the reward of a visit (from 1): the cell is as if it had come at once."""
    if not 1 <= visit <= cell.visits:
        raise ValueError(f"visit must be 1 to {cell.visits}, is {visit}")
    left = prod(1 - step_of(later) for later in range(visit, cell.visits))
    moved = step_of(visit - 1) * left * difference
    after = replace(cell, rewards=cell.rewards + difference, value=cell.value + moved)
    return Learned(cell=after, moved=moved)


def best(cells: Mapping[str, Cell], options: Sequence[str]) -> float:
    """The highest value among the options; START for those without a cell."""
    return max((cells[option].value if option in cells else START) for option in options)


def epsilon(visits: float) -> float:
    """How often to try anything at all, after so many outcomes in a state."""
    return FIRST_EPSILON / (1 + visits / HALF_VISITS)


def epsilon_greedy(values: Sequence[float], *, explore: float) -> tuple[float, ...]:
    """Exact probabilities: `explore` is spread over all, the rest over the best; equals share."""
    if not 0 <= explore <= 1:
        raise ValueError(f"explore must be 0 to 1, is {explore}")
    top = max(values)
    winners = [value == top for value in values]
    share = (1 - explore) / sum(winners)
    return tuple(explore / len(values) + share * won for won in winners)
