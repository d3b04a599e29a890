"""Whole-number steps and answers, computed again by another way."""

from collections.abc import Callable
from random import Random

import pytest

from inference.nano import whole
from inference.nano.problem import Maker

Errors = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "maker",
    [
        whole.add,
        whole.add_several,
        whole.subtract,
        whole.multiply,
        whole.divide,
        whole.divide_rest,
    ],
)
def test_every_step_holds(maker: Maker, errors_in: Errors) -> None:
    rng = Random(1)
    for _ in range(400):
        problem = maker(rng)
        assert errors_in(problem.solution) == []
        assert problem.conclusion.rstrip(".").endswith(problem.answer)
        assert problem.answer not in problem.wrong


def test_column_addition_carries() -> None:
    assert whole.column_add(347, 285) == (
        "Ones: 7 + 5 = 12, carry 1. Tens: 4 + 8 + 1 = 13, carry 1. Hundreds: 3 + 2 + 1 = 6."
    )


def test_column_addition_of_different_lengths() -> None:
    assert whole.column_add(5, 98) == "Ones: 5 + 8 = 13, carry 1. Tens: 0 + 9 + 1 = 10."


def test_column_subtraction_borrows_through_zero() -> None:
    assert whole.column_subtract(500, 123) == (
        "Ones: 10 - 3 = 7, borrow 1. Tens: 10 - 1 - 2 = 7, borrow 1. Hundreds: 5 - 1 - 1 = 3."
    )


def test_the_digits_of_the_columns_are_the_answer() -> None:
    for a, b in ((999, 999), (120, 880), (700, 7), (301, 209)):
        ends = [part.split(" = ")[1] for part in whole.column_add(a, b).rstrip(".").split(". ")]
        digits = [e.split(",")[0] for e in ends]
        assert int("".join([digits[-1], *(d[-1] for d in digits[-2::-1])])) == a + b


def test_below_zero() -> None:
    problem = whole.difference_of(3, 8, Random(0))
    assert problem.conclusion == "So 3 - 8 = -5."
    assert problem.value is None


def test_round_tens_divide_in_one_step() -> None:
    assert whole.quotient_of(420, 6, Random(0)).solution == (
        "Let's do 420 ÷ 6. 6 × 70 = 420. So 420 ÷ 6 = 70."
    )


def test_remainder() -> None:
    assert whole.quotient_of(17, 5, Random(0)).conclusion == "So 17 ÷ 5 = 3 remainder 2."


def test_tables_are_learnt_by_heart_and_larger_numbers_are_not() -> None:
    assert whole.product_of(7, 8, Random(0)).by_heart
    assert not whole.product_of(7, 18, Random(0)).by_heart
    assert whole.sum_of(9, 10, Random(0)).by_heart
    assert not whole.sum_of(9, 11, Random(0)).by_heart


def test_order_does_not_change_the_key_of_a_sum() -> None:
    assert whole.sum_of(34, 5, Random(0)).key == whole.sum_of(5, 34, Random(0)).key


def test_a_slash_is_division_only_without_remainder() -> None:
    assert "12/3" in whole.quotient_of(12, 3, Random(0)).written
    assert not any("/" in w for w in whole.quotient_of(17, 5, Random(0)).written)
