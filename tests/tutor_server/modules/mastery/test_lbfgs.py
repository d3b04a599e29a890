"""The minimiser on functions whose lowest point is known."""

import numpy as np
import pytest

from tutor_server.modules.mastery.lbfgs import Vector, minimise


def test_a_narrow_valley_in_many_dimensions() -> None:
    scales = np.logspace(0, 2, 40)
    lowest = np.linspace(-3, 3, 40)

    def bowl(point: Vector) -> tuple[float, Vector]:
        away = point - lowest
        return float(0.5 * scales @ away**2), scales * away

    found = minimise(bowl, np.zeros(40), iterations=200, tolerance=1e-14)
    assert found == pytest.approx(lowest, abs=1e-3)


def test_a_bent_valley() -> None:
    def rosenbrock(point: Vector) -> tuple[float, Vector]:
        x, y = point
        value = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        return value, np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])

    found = minimise(rosenbrock, np.array([-1.2, 1.0]), iterations=300, tolerance=1e-15)
    assert found == pytest.approx([1, 1], abs=1e-3)


def test_the_lowest_point_is_left_alone() -> None:
    calls = []

    def flat(point: Vector) -> tuple[float, Vector]:
        calls.append(point)
        return 1.0, np.zeros(2)

    assert minimise(flat, np.array([4.0, 5.0])).tolist() == [4.0, 5.0]
    assert len(calls) == 2


def test_it_never_goes_up() -> None:
    values = []

    def hills(point: Vector) -> tuple[float, Vector]:
        return float(np.sum(point**4 - point**2)), 4 * point**3 - 2 * point

    def noted(point: Vector) -> tuple[float, Vector]:
        value, gradient = hills(point)
        values.append(value)
        return value, gradient

    start = np.array([2.0, -3.0, 0.1])
    found = minimise(noted, start)
    assert hills(found)[0] == min(values) < hills(start)[0]
