"""Units behind numbers."""

from fractions import Fraction

import pytest

from tutor_server.modules.lessons.checkers.units import read_unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cm", "centimeters"), ("cm^2", "square cm"), ("cm2", "sq. centimeters"),
        ("km/h", "km per hour"), ("km/h", "kilometers an hour"), ("m^3", "cubic meters"),
        ("°", "degrees"), ("l", "liters"), ("g/cm^3", "g per cubic cm"), ("c", "cents"),
    ],
)  # fmt: skip
def test_names_of_one_unit(one: str, other: str) -> None:
    first = read_unit(f" {one} of it")
    assert first is not None
    assert first == read_unit(other)


@pytest.mark.parametrize(
    ("small", "large", "times"),
    [("mm", "cm", 10), ("g", "kg", 1000), ("minutes", "hours", 60), ("cm^2", "m^2", 10_000),
     ("ml", "l", 1000), ("cubic cm", "ml", 1), ("dm", "m", None)],
)  # fmt: skip
def test_what_units_are_worth(small: str, large: str, times: int | None) -> None:
    one, other = read_unit(small), read_unit(large)
    if times is None:
        assert one is None
        return
    assert one is not None
    assert other is not None
    assert one.dimension == other.dimension
    assert other.factor / one.factor == Fraction(times)


@pytest.mark.parametrize("text", ["apples", "", " ", "because", "12", "square apples"])
def test_other_words_are_no_units(text: str) -> None:
    assert read_unit(text) is None
