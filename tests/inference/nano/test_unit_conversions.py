"""Units: every conversion is worked out by another table."""

import re
from collections.abc import Callable
from random import Random

from inference.nano.problem import Problem
from inference.nano.unit_conversions import convert_units

SIZES = {
    "second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800,
    "millimeter": 1, "centimeter": 10, "meter": 1_000, "kilometer": 1_000_000,
    "gram": 1, "kilogram": 1_000, "milliliter": 1, "liter": 1_000, "month": 1, "year": 12,
}  # fmt: skip


def test_both_sides_are_equal(sound: Callable[[Problem], None]) -> None:
    seen = set()
    for seed in range(800):
        problem = convert_units(Random(seed))
        sound(problem)
        found = re.fullmatch(r"So (\d+) ([a-z]+?)s? = (\d+) ([a-z]+?)s?\.", problem.conclusion)
        assert found
        have, unit, get, wanted = found.groups()
        assert int(have) * SIZES[unit] == int(get) * SIZES[wanted]
        assert ("1 " + unit + " ") in problem.conclusion or have != "1"
        assert problem.group in {"units", "question"}
        seen.add((unit, wanted))
    assert len(seen) == 20
