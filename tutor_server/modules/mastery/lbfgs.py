"""Minimises a smooth function of many variables (L-BFGS). Knows no model.

Source: Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1.
"""

from collections import deque
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float64]
Objective: TypeAlias = Callable[[Vector], tuple[float, Vector]]
"""The value and the gradient at a point."""

MEMORY: Final = 8
"""Steps that the curvature is told from."""
_ENOUGH: Final = 1e-4
"""Share of the promised decrease that a step must bring (Armijo)."""
_SHORTEST: Final = 1e-10


def minimise(
    objective: Objective, start: Vector, *, iterations: int = 100, tolerance: float = 1e-6
) -> Vector:
    """The lowest point found; stops when a step gains less than `tolerance` of the value."""
    point, (value, gradient) = start, objective(start)
    steps: deque[tuple[Vector, Vector]] = deque(maxlen=MEMORY)
    for _ in range(iterations):
        direction = _direction(gradient, steps)
        found = _search(objective, point, value, float(gradient @ direction), direction)
        if found is None:
            break
        moved, lower, turned = found
        change = (moved - point, turned - gradient)
        if change[0] @ change[1] > 0:
            steps.append(change)
        gain = value - lower
        point, value, gradient = moved, lower, turned
        if gain <= tolerance * abs(value):
            break
    return point


def _direction(gradient: Vector, steps: "deque[tuple[Vector, Vector]]") -> Vector:
    """Minus the gradient, bent by the curvature of the last steps."""
    if not steps:
        return -gradient / max(float(np.abs(gradient).sum()), 1e-12)
    rest, shares = gradient.copy(), []
    for step, turn in reversed(steps):
        share = (step @ rest) / (step @ turn)
        rest -= share * turn
        shares.append(share)
    step, turn = steps[-1]
    rest *= (step @ turn) / (turn @ turn)
    for (step, turn), share in zip(steps, reversed(shares), strict=True):
        rest += step * (share - (turn @ rest) / (step @ turn))
    return -rest


def _search(
    objective: Objective, point: Vector, value: float, slope: float, direction: Vector
) -> tuple[Vector, float, Vector] | None:
    """The first of ever shorter steps that goes down enough; None when none does."""
    length = 1.0
    while length > _SHORTEST:
        moved = point + length * direction
        lower, gradient = objective(moved)
        if lower <= value + _ENOUGH * length * slope:
            return moved, lower, gradient
        length /= 2
    return None
