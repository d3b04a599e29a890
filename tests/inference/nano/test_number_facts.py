"""Even, prime, factors and multiples, found again in other ways."""

import re
from collections.abc import Callable
from random import Random

import pytest

from inference.nano import number_facts
from inference.nano.problem import Maker, Problem

Sound = Callable[[Problem], None]


def _asked(problem: Problem) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", problem.task)]


def _listed(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", text)]


def _divides(number: int) -> set[int]:
    return {d for d in range(1, number + 1) if not number % d}


@pytest.mark.parametrize(
    "maker",
    [
        number_facts.even_odd,
        number_facts.prime,
        number_facts.factors,
        number_facts.common_factor,
        number_facts.common_multiple,
        number_facts.multiples,
    ],
)
def test_every_step_holds(maker: Maker, sound: Sound) -> None:
    for seed in range(300):
        sound(maker(Random(seed)))


def test_even_and_odd() -> None:
    for seed in range(300):
        problem = number_facts.even_odd(Random(seed))
        (number,) = _asked(problem)
        assert problem.answer == ("even" if str(number)[-1] in "02468" else "odd")


def test_prime_numbers_have_two_factors() -> None:
    seen = set()
    for seed in range(2_000):
        problem = number_facts.prime(Random(seed))
        (number,) = _asked(problem)
        seen.add(number)
        assert problem.answer == ("prime" if len(_divides(number)) == 2 else "not prime")
    assert seen == set(range(1, 101))


def test_one_is_not_prime() -> None:
    one = next(p for p in map(number_facts.prime, map(Random, range(5_000))) if _asked(p) == [1])
    assert one.conclusion == "So 1 is not prime."
    assert "rows of" not in one.simpler


def test_all_factors_are_named() -> None:
    for seed in range(300):
        problem = number_facts.factors(Random(seed))
        (number,) = _asked(problem)
        assert set(_listed(problem.answer)) == _divides(number)


def test_the_greatest_common_factor() -> None:
    for seed in range(300):
        problem = number_facts.common_factor(Random(seed))
        a, b = _asked(problem)
        assert a < b <= number_facts.MOST_SHARED
        assert int(problem.answer) == max(_divides(a) & _divides(b))


def test_the_least_common_multiple() -> None:
    for seed in range(300):
        problem = number_facts.common_multiple(Random(seed))
        a, b = _asked(problem)
        assert int(problem.answer) == next(n for n in range(b, 999) if not (n % a or n % b))


def test_multiples_are_as_many_as_asked_for() -> None:
    words = {"three": 3, "four": 4, "five": 5, "six": 6}
    for seed in range(300):
        problem = number_facts.multiples(Random(seed))
        (number,) = _asked(problem)
        count = next(n for word, n in words.items() if word in problem.task)
        assert _listed(problem.answer) == [number * n for n in range(1, count + 1)]
