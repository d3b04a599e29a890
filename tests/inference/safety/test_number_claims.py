"""What is said of a number is so, or is not said."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import Direction
from inference.nano.skills import practise
from inference.nano.split import Split
from inference.safety.arithmetic import ArithmeticGate, false_sums
from inference.safety.number_claims import false_claims

TRUE = [
    "So 97 is prime.",
    "So 91 is not prime.",
    "9 is a composite number, and 7 is a prime number.",
    "So 17 is odd.",
    "0 is even.",
    "The factors of 12 are 1, 2, 3, 4, 6 and 12.",
    "The factors of 12 are 2 and 3.",
    "So the greatest common factor of 12 and 18 is 6.",
    "The lowest common multiple of 4 and 6 is 12.",
    "So 3478 to the nearest hundred is 3500.",
    "2.35 rounded to the nearest tenth is 2.4.",
    "3478 is between 3400 and 3500.",
    "So the 7 in 372 is worth 70.",
    "The 3 in 3435 is worth 3000.",
    "So in order they are 3, 7, 12.",
    "From 103 to 78 it is 25 less.",
    "The last digit of 370 is 0.",
    "So 3/4 is bigger than 2/3.",
    "So 0.5 is more than 0.35, because 5 is more than 3.",
]
FALSE = [
    "So 91 is prime.",
    "So 97 is not prime.",
    "1 is a prime number.",
    "So 17 is even.",
    "17 is not odd.",
    "The factors of 12 are 1, 2, 3, 4 and 12.",
    "The factors of 12 are 2 and 5.",
    "So the greatest common factor of 12 and 18 is 3.",
    "The least common multiple of 4 and 6 is 24.",
    "So 3478 to the nearest hundred is 300.",
    "3478 is between 300 and 300.",
    "So the 7 in 372 is worth 7.",
    "So in order they are 632, 632, 842.",
    "So in order they are 1, 2 and 0.",
    "From 103 to 78 it is 60 less.",
    "From 2 to 5 it is 3 less.",
    "The last digit of 370 is 7.",
    "So 2/3 is bigger than 3/4.",
    "So 0.35 is more than 0.5.",
]
NO_CLAIM = [
    "Is 91 prime?",
    "Let's check if 91 is prime.",
    "You said 91 is prime.",
    "Many think that 1/8 is more than 1/4.",
    "Half of 10 is odd.",
    "The sum of 3 and 4 is even only by mistake.",
    "3 + 4 is even.",
    "3.5 is even.",
    "12 is odd one out.",
    "90 is 51 more than 39.",
    "3 is bigger than 2 + 5.",
    "3 cm is bigger than 2 m.",
    "1/0 is bigger than 2.",
    "The factors of 0 are 1 and 2.",
    "1,234 is odd.",
    "If 4 is odd, then nothing holds.",
]


@pytest.mark.parametrize("sentence", TRUE + NO_CLAIM)
def test_what_is_so_or_not_claimed_passes(sentence: str) -> None:
    assert false_claims(sentence) == []


@pytest.mark.parametrize("sentence", FALSE)
async def test_what_is_not_so_is_stopped(sentence: str) -> None:
    assert false_claims(sentence)
    assert false_sums(sentence)
    gate = ArithmeticGate()
    assert not (await gate.judge(Direction.TO_STUDENT, sentence)).allowed
    assert (await gate.judge(Direction.FROM_STUDENT, sentence)).allowed


@given(st.integers(0, 3_000))
def test_even_and_prime(number: int) -> None:
    two = sum(not number % d for d in range(1, number + 1)) == 2
    assert bool(false_claims(f"So {number} is prime.")) is not two
    assert bool(false_claims(f"So {number} is even.")) is bool(number % 2)


@given(st.text(alphabet="0123456789 is.,/primeoddevntha", max_size=60))
def test_any_text_can_be_judged(text: str) -> None:
    assert isinstance(false_claims(text), list)


@pytest.mark.parametrize(
    "skill",
    ["prime", "even_odd", "factors", "common_factor", "common_multiple", "place_value",
     "round_whole", "round_decimal", "is_bigger", "compare_whole", "compare", "decimal_compare",
     "sort_numbers"],
)  # fmt: skip
def test_a_wrong_conclusion_is_stopped(skill: str) -> None:
    rng, stopped = Random(5), 0
    for _ in range(60):
        problem = practise(skill, rng, Split.TRAIN)
        wrong = {"prime": "not prime", "not prime": "prime", "even": "odd", "odd": "even"}.get(
            problem.answer
        )
        ends = problem.conclusion.removesuffix(".")
        guesses = [wrong] if wrong else [*problem.wrong, "1, 7, 3"][:1]
        for guess in guesses:
            told = _replaced(ends, problem.answer, str(guess))
            stopped += bool(false_sums(told))
    assert stopped >= 50


def _replaced(text: str, answer: str, guess: str) -> str:
    """The conclusion with a guess for the answer; of two numbers compared, they change places."""
    compared = re.fullmatch(r"So (\S+) is bigger than (\S+)", text)
    if compared:
        return f"So {compared[2]} is bigger than {compared[1]}."
    return text.removesuffix(answer) + f"{guess}."
