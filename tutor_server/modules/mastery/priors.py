"""What is believed before our own students have answered anything.

Nothing here was fitted to other people's data. The skill model is a choice, argued below; the
weights of the logistic tracer are what a class simulated from that choice teaches it
(`derived`, a test compares). `refit` replaces both from a school's own answers.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.logistic import design_of, fit
from tutor_server.modules.mastery.past import DENSE, Features
from tutor_server.modules.mastery.simulate import simulate
from tutor_server.modules.mastery.walk import walk

SKILL: Final = SkillModel(p_init=0.3, learn=0.15, slip=0.1, guess=0.2)
"""A lesson comes before most of its students know its skill, one unaided try in seven teaches it,
one answer in ten slips. Free answers are rarely guessed, but an item is often right for another
reason than its skill; 0.2 makes three right answers in a row, not two, enough for MASTERED."""

TOLD_APART: Final = ("last=", "kind=", "again=")
"""Beginnings of the named features that mean the same in every school; those of skills and
items do not."""

# fmt: off
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({
    "bias": 0.49, "ability": 0.69, "lately": -0.14, "over_time": -0.29, "right": 0.2,
    "wrong": -0.2, "gap": 0.06,
    "last=": -0.57, "last=0": -0.74, "last=1": 0.39, "last=00": -0.75, "last=01": -0.45,
    "last=10": 0.12, "last=11": 1.14,
    "last=000": -0.72, "last=001": -0.79, "last=010": -0.54, "last=011": 0.33,
    "last=100": 0.07, "last=101": 0.53, "last=110": 1.07, "last=111": 1.37,
    "again=2": 0.07, "kind=choice": 0.35, "kind=number": 0.12,
})
# fmt: on
"""What `derived()` returned."""


def derived(*, students: int = 300, skills: int = 100, seed: int = 7) -> dict[str, float]:
    """The weights that a simulated class teaches, to two decimals."""
    rows, right = walk(simulate(SKILL, students=students, skills=skills, seed=seed))
    design = design_of([_shared(row) for row in rows], fewest=200)
    fitted = fit(design, np.array(right, np.float64), prior=dict.fromkeys(DENSE, 0.0), trust=1.0)
    return {name: round(weight, 2) for name, weight in fitted.items()}


def _shared(row: Features) -> Features:
    names = (name if name.startswith(TOLD_APART) else "" for name in row.names)
    return Features(row.dense, tuple(names))
