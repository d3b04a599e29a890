"""A simulated class under a policy: every choice, its probability and what it cost. Pure.

The learning is the module's own: the same cells, the same pooling, the later part of a reward
coming later. Only the database is missing.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.qlearning.pooling import (
    FORMAT_FLIPS,
    NOTHING,
    Experience,
    Outlook,
    Place,
    Sums,
    outlooks,
)
from tutor_server.modules.qlearning.qtable import Cell, best, correct, learn
from tutor_server.modules.qlearning.simulate import (
    FORMATS,
    START_STATE,
    STATES,
    TYPES,
    Went,
    teach,
    truth_of,
)
from tutor_server.modules.qlearning.waiting import COMPLETION, LATER

REVIEW_AFTER: Final = 3
"""Lessons until the later part of a reward is known."""

Expect = Callable[[], Sequence[Outlook]]
"""What the module expects of each option now."""
Policy = Callable[[Expect, NDArray[np.float64]], Sequence[float]]
"""Probabilities from what is expected, or from the true values, which only the optimum uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One choice and what became of it."""

    student: int
    kind: str
    lesson: int
    state: str
    option: int
    probabilities: tuple[float, ...]
    draw: int
    """Choices with the same number share a draw."""
    reward: float
    """Complete."""
    gap: float
    """How much worse than the best choice, in true values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    place: Place
    visit: int
    difference: float


class Classroom:
    """Students by number; their types take turns."""

    def __init__(self, students: int, *, seed: int, pooled: bool = True) -> None:
        self._dice = Random(seed)  # noqa: S311 a simulation
        self._pooled = pooled
        self._kinds = [list(TYPES)[number % len(TYPES)] for number in range(students)]
        self._states = [START_STATE] * students
        self.cells: list[dict[Place, Cell]] = [{} for _ in range(students)]
        self._own: list[dict[Place, Sums]] = [{} for _ in range(students)]
        self._all: dict[Place, Sums] = {}
        self._owed: list[deque[_Owed]] = [deque() for _ in range(students)]
        self._held: list[dict[str, Taken]] = [{} for _ in range(students)]
        self._draws = 0

    def join(self, newcomers: int) -> range:
        """More students, of all types; returns their numbers."""
        first = len(self._kinds)
        numbers = range(first, first + newcomers)
        self._kinds += [list(TYPES)[number % len(TYPES)] for number in numbers]
        self._states += [START_STATE] * newcomers
        for _ in numbers:
            self.cells.append({})
            self._own.append({})
            self._owed.append(deque())
            self._held.append({})
        return numbers

    def run(
        self, policy: Policy, *, lessons: int, a_week: int = 1, only: Sequence[int] | None = None
    ) -> list[Taken]:
        """That many lessons for each student, side by side. Choices are kept for `a_week`
        lessons, for the same state."""
        taken = []
        for lesson in range(lessons):
            for student in range(len(self._kinds)) if only is None else only:
                if lesson % a_week == 0:
                    self._held[student].clear()
                taken.append(self._lesson(policy, student, lesson))
        return taken

    def experience(self, student: int) -> Experience:
        """What the module would know when it chooses for a student."""
        own = self._own[student]
        others: Mapping[Place, Sums] = {}
        if self._pooled:
            others = {
                place: _less(sums, own.get(place, NOTHING)) for place, sums in self._all.items()
            }
        return Experience(own=own, others=others)

    def _lesson(self, policy: Policy, student: int, lesson: int) -> Taken:
        kind, state = self._kinds[student], self._states[student]
        truth, row = truth_of(kind), STATES.index(state)
        held = self._held[student].get(state)
        draw = (held.option, held.probabilities, held.draw) if held else None
        option, chances, number = draw or self._draw(policy, student, truth.values[row])
        went = teach(kind, state, option, self._dice)
        taken = Taken(
            student=student,
            kind=kind,
            lesson=lesson,
            state=state,
            option=option,
            probabilities=chances,
            draw=number,
            reward=went.finished * _reward((1 - LATER) * went.share + LATER * went.later),
            gap=float(truth.gaps[row, option]),
        )
        self._held[student][state] = taken
        self._learn(student, Place(state, FORMATS[option]), went, taken.reward)
        self._states[student] = went.next_state
        return taken

    def _draw(
        self, policy: Policy, student: int, values: NDArray[np.float64]
    ) -> tuple[int, tuple[float, ...], int]:
        state = self._states[student]

        def expect() -> Sequence[Outlook]:
            return outlooks(self.experience(student), state, FORMATS, flips=FORMAT_FLIPS)

        chances = tuple(policy(expect, values))
        self._draws += 1
        return self._dice.choices(range(len(FORMATS)), weights=chances)[0], chances, self._draws

    def _learn(self, student: int, place: Place, went: Went, reward: float) -> None:
        cells = self.cells[student]
        first = went.finished * _reward(went.share)
        following = {
            option: cells[Place(went.next_state, option)]
            for option in FORMATS
            if Place(went.next_state, option) in cells
        }
        learned = learn(cells.get(place, Cell()), first, best_next=best(following, FORMATS))
        self._put(student, place, learned.cell)
        owed = self._owed[student]
        owed.append(_Owed(place=place, visit=learned.cell.visits, difference=reward - first))
        if len(owed) > REVIEW_AFTER:
            due = owed.popleft()
            cell = correct(cells[due.place], due.difference, visit=due.visit).cell
            self._put(student, due.place, cell)

    def _put(self, student: int, place: Place, cell: Cell) -> None:
        own, sums = self._own[student], Sums.of(cell)
        before = own.get(place, NOTHING)
        self._all[place] = self._all.get(place, NOTHING) + _less(sums, before)
        own[place] = sums
        self.cells[student][place] = cell


def _reward(alone: float) -> float:
    return COMPLETION + (1 - COMPLETION) * alone


def _less(sums: Sums, part: Sums) -> Sums:
    return Sums(
        visits=sums.visits - part.visits,
        rewards=sums.rewards - part.rewards,
        values=sums.values - part.values,
    )
