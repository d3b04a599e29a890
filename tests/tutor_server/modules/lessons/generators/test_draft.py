"""How numbers are written in generated items."""

from fractions import Fraction
from random import Random

from tutor_server.modules.lessons.generators.draft import decimal, mixed, part, proper, signed


def test_writing() -> None:
    assert (part(Fraction(6, 8)), part(2), part(Fraction(-1, 2))) == ("3/4", "2", "-1/2")
    assert (mixed(Fraction(7, 4)), mixed(Fraction(3, 4)), mixed(Fraction(8, 4))) == (
        "1 3/4", "3/4", "2",
    )  # fmt: skip
    assert (decimal(Fraction(5, 2)), decimal(3)) == ("2.5", "3")
    assert (signed(-3), signed(3)) == ("(-3)", "3")


def test_proper_fractions_are_in_lowest_terms() -> None:
    for seed in range(300):
        value = proper(Random(seed), low=4, high=9)
        assert 0 < value < 1
        assert 4 <= value.denominator <= 9
