"""Areas and perimeters of rectangles and squares."""

import re
from collections.abc import Callable
from random import Random

import pytest

from inference.nano import measure
from inference.nano.problem import Maker, Problem


@pytest.mark.parametrize("maker", [measure.area, measure.perimeter])
def test_values_and_units(maker: Maker, sound: Callable[[Problem], None]) -> None:
    units = set()
    for seed in range(500):
        problem = maker(Random(seed))
        sound(problem)
        sides = [int(n) for n in re.findall(r"\d+", problem.task)]
        a, b = sides if len(sides) == 2 else sides * 2
        assert (len(sides) == 1) is ("square" in problem.task)
        value, _, unit = problem.answer.partition(" ")
        assert int(value) == (a * b if maker is measure.area else a + a + b + b)
        found = re.search(r"\d (cm|m)\b", problem.task)
        wanted = found[1] if found else ""
        assert unit == (f"square {wanted}" if wanted and maker is measure.area else wanted)
        assert (problem.value is None) is bool(unit)
        units.add(wanted)
    assert units == {"", "cm", "m"}
