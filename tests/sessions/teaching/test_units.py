"""Tests of sessions.teaching.units."""

from fractions import Fraction

from sessions.teaching.units import unit_behind, unit_of, units_in


def worth(name: str) -> Fraction:
    found = unit_of(name)
    assert found is not None
    return found[1]


def test_units_of_one_family_compare() -> None:
    assert worth("kg") / worth("grams") == 1000
    assert worth("hours") / worth("min") == 60
    assert worth("feet") / worth("inches") == 12
    assert worth("dollars") / worth("cents") == 100
    assert unit_of("kg") != unit_of("km")
    assert unit_of("apples") is None


def test_the_unit_behind_a_number() -> None:
    assert unit_behind(" kg of rice") == unit_of("kg")
    assert unit_behind(", kg") is None
    assert unit_behind("") is None


def test_short_units_of_a_text_stand_behind_a_number() -> None:
    assert units_in("a rope of 7 m in 2 pieces") == (unit_of("m"), unit_of("pieces"))
    assert units_in("put m in it") == ()
    assert units_in("how many grams") == (unit_of("grams"),)
