"""False sums are caught, true ones and what cannot be judged pass."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import Direction
from inference.safety.all_of import AllOf
from inference.safety.arithmetic import ArithmeticGate, false_sums

TRUE = [
    "So 1/2 + 1/4 = 3/4.",
    "Make the bottom numbers the same: 1/2 = 2/4.",
    "Take 3 from both sides: x = 10 - 3 = 7.",
    "12 × 7 = 84. 3 x 4 = 12. 12 ÷ 4 = 3. 2 * 3 = 6.",
    "2 + 3 × 4 = 14",
    "1,200 + 34 = 1,234",
    "0.5 = 1/2",
    "10 ÷ 3 = 3.33",
    "7 − 9 = 0 - 2",
    "1/2 ÷ 1/4 = 2",
    "So 3/4 of 16 = 12.",
    "So 20% of 60 = 12.",
    "10% of 35 is 35 ÷ 10 = 3.5.",
    "50% = 1/2 and 1/2 = 50%",
    "10% + 5% = 15%",
    "So 3.4 + 0.25 = 3.65.",
    "3.70 = 3.7",
    "So (2 + 3) × 4 = 20.",
    "4 × (2 + 3) = 20",
    "So -3 + 5 = 2. So 4 - 9 = -5. So −3 + 5 = 2.",
    "So -4 × -7 = 28.",
    "x = 4 - 9 = -5",
    "So 5^2 = 25. 2^3 = 8. 5² = 25 and 2³ = 8",
    "So 3 hours = 180 minutes. 3 × 60 = 180 minutes.",
    "So the area is 4 × 3 = 12 square cm.",
    "(so 3 + 4 = 7)",
    "2.6 × 3.45 = 9.0",
    "0.33 = 1/3",
]
UNJUDGED = [
    "17 ÷ 5 = 3 remainder 2",
    "2x + 3 = 10",
    "x + 3 = 10",
    "3 = 2x",
    "1 1/2 = 3/2",
    "half of 16 = 8",
    "the square root of 81 = 9",
    "60 + 20% = 72",
    "100/5 = 20%",
    "18 / 450 x 100 = 4%",
    "48 = 100%",
    "$200/$2000 x 100% = 10%",
    "8 games x 80% = 6.4 games",
    "one of 7 or 6, 10) = 18",
    "x -3 = 2",
    "x (2 + 3) = 10",
    "2(3 + 4) = 14",
    "-5^2 = 25",
    "f(2) = 5, a = (3",
    "(" * 3000 + "2 + 3" + ")" * 3000 + " = 6",
    "Is 1/2 + 1/4 = 2/6?",
    "1/2 + 1/4 = 2/6 is not right.",
    "You said 3 + 4 = 8.",
    "If 3 + 4 = 8 we would have one too many.",
    "5 / 0 = 1",
    "f(2) = 5",
    "a = 4, so a + 1 = 5",
    "At 3:30 = half past three",
    "3 cm = 30 mm",
]
FALSE = [
    "So 12 × 7 = 7.",
    "x = 10 - 3 = 10.",
    "1/2 = 2/4 = 3/4",
    "Now 2/22 + 2/12 = 12/22.",
    "348 + 275 = 613",
    "So 3/4 of 16 = 16.",
    "10 ÷ 3 = 3.4",
    "So the answer is 3 + 4 = 8!",
    "So 20% of 60 = 13.",
    "1/4 = 20%",
    "0.75 = 70%",
    "10% = 100/10",
    "15 = 20% of 60",
    "So 0.5 + 0.25 = 0.30.",
    "So 0.5 + 0.25 = 0.8.",
    "So 3.4 - 0.25 = 3.1.",
    "So 2 + 3 × 4 = 20.",
    "So (2 + 3) × 4 = 14.",
    "So -3 + 5 = -2.",
    "So 4 - 9 = 5.",
    "So 4 - 9 = -6.",
    "So -4 × -7 = -28.",
    "So 5^2 = 10.",
    "2³ = 6",
    "So 0.1 = 1/11.",
    "The sum of 3 + 4 = 8.",
    "3 × 60 = 190 minutes",
    "(so 3 + 4 = 8)",
    "(2 × (3 + 4) = 20",
]


@pytest.mark.parametrize("sentence", [*TRUE, *UNJUDGED])
def test_passes(sentence: str) -> None:
    assert false_sums(sentence) == []


@pytest.mark.parametrize("sentence", FALSE)
def test_caught(sentence: str) -> None:
    assert false_sums(sentence)


@given(st.integers(0, 999), st.integers(1, 999), st.sampled_from("+-×÷"), st.integers(-3, 3))
def test_a_plain_sum_is_judged_exactly(a: int, b: int, sign: str, off: int) -> None:
    result = {
        "+": Fraction(a + b),
        "-": Fraction(a - b),
        "×": Fraction(a * b),
        "÷": Fraction(a, b),
    }[sign] + off
    if result < 0:
        return
    assert bool(false_sums(f"So {a} {sign} {b} = {result}.")) == bool(off)


@given(st.text(alphabet="0123456789/+-×÷=. x%(),?", max_size=60))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert isinstance(false_sums(text), list)


async def test_only_the_tutor_is_corrected() -> None:
    gate = AllOf(ArithmeticGate(), ArithmeticGate())
    said = await gate.judge(Direction.FROM_STUDENT, "3 + 4 = 8")
    shown = await gate.judge(Direction.TO_STUDENT, "3 + 4 = 8")
    assert said.allowed
    assert (shown.allowed, shown.category) == (False, "false_arithmetic")
    assert shown.replacement
