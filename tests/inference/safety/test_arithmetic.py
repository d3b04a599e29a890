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
]
UNJUDGED = [
    "17 ÷ 5 = 3 remainder 2",
    "2x + 3 = 10",
    "x + 3 = 10",
    "3 = 2x",
    "1 1/2 = 3/2",
    "50% = 1/2 and 1/2 = 50%",
    "Is 1/2 + 1/4 = 2/6?",
    "1/2 + 1/4 = 2/6 is not right.",
    "You said 3 + 4 = 8.",
    "If 3 + 4 = 8 we would have one too many.",
    "5 / 0 = 1",
    "f(2) = 5",
    "a = 4, so a + 1 = 5",
    "At 3:30 = half past three",
    "2^3 = 8",
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
