"""The learners on the simulated class: regret, newcomers, convergence and propensities. Pure.

Each trial measures and returns numbers; `evaluate` prints them and says what they must be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.qlearning.explore import mixed, proposals, with_floor
from tutor_server.modules.qlearning.pooling import Place
from tutor_server.modules.qlearning.qtable import START, epsilon, epsilon_greedy
from tutor_server.modules.qlearning.simulate import FORMATS, STATES, TYPES, truth_of
from tutor_server.modules.qlearning.simulated_class import Classroom, Expect, Policy, Taken
from tutor_server.modules.qlearning.thompson import best_probabilities

Floats = NDArray[np.float64]

STUDENTS: Final = 24
A_WEEK: Final = 5
"""Lessons of a student in a week."""


def _random(expect: Expect, values: Floats) -> Sequence[float]:
    return [1 / len(values)] * len(values)


def _greedy(expect: Expect, values: Floats) -> Sequence[float]:
    """The best mean reward so far, and no exploring."""
    return epsilon_greedy([one.belief.mean for one in expect()], explore=0)


def _thompson(expect: Expect, values: Floats) -> Sequence[float]:
    return best_probabilities([one.belief for one in expect()])


def _qlearning(expect: Expect, values: Floats) -> Sequence[float]:
    expected = expect()
    explore = epsilon(sum(one.visits for one in expected))
    return epsilon_greedy([one.value for one in expected], explore=explore)


def _server(expect: Expect, values: Floats) -> Sequence[float]:
    """What `choose` draws from."""
    return mixed(proposals(expect()))


def _optimum(expect: Expect, values: Floats) -> Sequence[float]:
    return epsilon_greedy(list(values), explore=0)


def _floored(expect: Expect, values: Floats) -> Sequence[float]:
    """The optimum that the floor leaves."""
    return with_floor(_optimum(expect, values))


POLICIES: Final[Mapping[str, tuple[Policy, int]]] = MappingProxyType(
    {
        "random": (_random, 1),
        "greedy": (_greedy, 1),
        "thompson": (_thompson, 1),
        "q-learning": (_qlearning, 1),
        "server": (_server, 1),
        "server, weekly": (_server, A_WEEK),
        "optimum, floor": (_floored, 1),
        "optimum": (_optimum, 1),
    }
)
"""Each with how many lessons a choice is kept for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regret:
    """Of one policy: seeds x lessons, mean over the students."""

    gaps: Floats

    @property
    def total(self) -> Floats:
        """By seed, over all lessons."""
        return np.asarray(self.gaps.sum(axis=1))

    def early(self, lessons: int) -> float:
        """Per lesson, in the first ones."""
        return float(self.gaps[:, :lessons].mean())

    def late(self, lessons: int) -> float:
        """Per lesson, in the last ones."""
        return float(self.gaps[:, -lessons:].mean())


def regrets(
    names: Sequence[str], *, seeds: int, lessons: int, students: int = STUDENTS
) -> dict[str, Regret]:
    """How much each policy loses on the optimum."""
    found = {}
    for name in names:
        policy, a_week = POLICIES[name]
        runs = [
            Classroom(students, seed=seed).run(policy, lessons=lessons, a_week=a_week)
            for seed in range(seeds)
        ]
        found[name] = Regret(gaps=np.stack([_by_lesson(run, lessons) for run in runs]))
    return found


def _by_lesson(taken: Sequence[Taken], lessons: int) -> Floats:
    gaps = np.array([one.gap for one in taken])
    return np.asarray(gaps.reshape(lessons, -1).mean(axis=1))


def newcomers(*, seeds: int, before: int, lessons: int) -> tuple[float, float]:
    """Regret per lesson of students who join a class that has had `before` lessons: leaning on
    the others, and alone."""
    means = []
    for pooled in (True, False):
        gaps: list[float] = []
        for seed in range(seeds):
            room = Classroom(STUDENTS, seed=seed, pooled=pooled)
            room.run(_server, lessons=before)
            new = room.join(STUDENTS // 2)
            gaps += [one.gap for one in room.run(_server, lessons=lessons, only=new)]
        means.append(sum(gaps) / len(gaps))
    return means[0], means[1]


def q_errors(*, seeds: int, lessons: int, points: int) -> Floats:
    """Seeds x (points + 1): the root mean square distance of the Q-table from the true values
    while one student's choices are random: Q-learning learns the best policy from any other."""
    found = np.empty((seeds, points + 1))
    truth = truth_of(next(iter(TYPES))).values
    for seed in range(seeds):
        room = Classroom(1, seed=seed)
        found[seed, 0] = _distance(room, truth)
        for point in range(1, points + 1):
            room.run(_random, lessons=lessons // points)
            found[seed, point] = _distance(room, truth)
    return found


def _distance(room: Classroom, truth: Floats) -> float:
    cells = room.cells[0]
    places = [[Place(state, option) for option in FORMATS] for state in STATES]
    values = [[cells[at].value if at in cells else START for at in row] for row in places]
    return float(np.sqrt(((np.array(values) - truth) ** 2).mean()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Propensities:
    """Probabilities that were logged, beside what was chosen."""

    options: tuple[str, ...]
    expected: Floats
    """How often each option should have been chosen."""
    chosen: Floats
    """How often it was."""
    z: Floats
    """Their difference in standard deviations."""
    lowest: float
    """The smallest probability of all."""


def propensities(*, seed: int, lessons: int) -> Propensities:
    """Of the server's own draws."""
    taken = Classroom(STUDENTS, seed=seed).run(_server, lessons=lessons)
    chances = np.array([one.probabilities for one in taken])
    picks = np.array([one.option for one in taken])
    chosen = np.bincount(picks, minlength=len(FORMATS)).astype(np.float64)
    spread = np.sqrt((chances * (1 - chances)).sum(axis=0))
    return Propensities(
        options=FORMATS,
        expected=chances.sum(axis=0),
        chosen=chosen,
        z=(chosen - chances.sum(axis=0)) / spread,
        lowest=float(chances.min()),
    )
