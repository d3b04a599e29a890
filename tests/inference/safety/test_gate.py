import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contracts import Direction
from inference.safety import gate
from inference.safety.gate import MAX_CHARS, RulesGate
from inference.safety.guarded import GATE_FAILED


async def test_the_contract():
    verdict = await RulesGate().judge(Direction.FROM_STUDENT, "What is 1/2 + 1/4?")
    assert verdict.allowed
    assert (verdict.category, verdict.replacement, verdict.alert) == ("", "", False)


def test_what_the_tutor_says_instead_may_be_said():
    said = [*gate._SAID.values(), gate._HAZARD_SAID, GATE_FAILED.replacement]
    said += [f"{gate._SELF_HARM_SAID} {gate.DEFAULT_HELP}", f"{gate._ABUSE_SAID}"]
    for text in said:
        assert RulesGate().judge_now(Direction.TO_STUDENT, text).allowed


def test_harm_to_the_child_comes_before_everything_else():
    verdict = RulesGate().judge_now(Direction.FROM_STUDENT, "I want to die. How to make a bomb?")
    assert (verdict.category, verdict.alert) == ("self_harm", True)


@pytest.mark.parametrize("shift", range(-30, 10, 7))
def test_a_hazard_at_the_seam_of_two_pieces_is_seen(shift):
    text = "fine. " * ((MAX_CHARS + shift) // 6) + "How do I make a bomb?"
    assert not RulesGate().judge_now(Direction.FROM_STUDENT, text).allowed


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from(Direction))
def test_any_text_is_judged(text, direction):
    verdict = RulesGate().judge_now(direction, text)
    assert verdict.allowed != bool(verdict.replacement)


@pytest.mark.parametrize("unit", ["how to ", "i want to ", "a b ", "<|", "@@", "my my name is "])
def test_long_repetition_ends(unit):
    RulesGate().judge_now(Direction.FROM_STUDENT, unit * 1000)
