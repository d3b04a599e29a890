"""Answers about shapes, worked out again from the question."""

import math
import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.tutor_server.modules.lessons.generators.asked import drawn, numbers, value

Solve = Callable[[list[Fraction]], Fraction]


@pytest.mark.parametrize(
    ("name", "solve"),
    [
        ("perimeter_rectangle", lambda n: 2 * (n[0] + n[1])),
        ("area_rectangle", lambda n: n[0] * n[1]),
        ("area_triangle", lambda n: n[0] * n[1] / 2),
        ("angles_on_line", lambda n: 180 - n[0]),
        ("angles_in_triangle", lambda n: 180 - n[0] - n[1]),
        ("volume_box", lambda n: n[0] * n[1] * n[2]),
        ("circumference", lambda n: 2 * n[0] * n[1]),
        ("pythagoras", lambda n: Fraction(math.isqrt(int(n[0] ** 2 + n[1] ** 2)))),
    ],
)
def test_answers(name: str, solve: Solve) -> None:
    for item in drawn(name):
        assert value(item.answer) == solve(numbers(item.question)), item.question


def test_right_triangles_have_whole_sides() -> None:
    for item in drawn("pythagoras"):
        a, b = numbers(item.question)
        assert a * a + b * b == value(item.answer) ** 2


def test_distances() -> None:
    for item in drawn("coordinates_distance"):
        a, b, c, d = (int(number) for number in re.findall(r"-?\d+", item.question))
        assert int(item.answer) == abs(a - c) + abs(b - d) == math.hypot(a - c, b - d)
