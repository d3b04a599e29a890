"""The examination: large enough, always the same, passed by the verified replies only."""

from collections import Counter
from random import Random

import pytest

from inference.nano import heldout
from inference.nano.heldout import Item
from inference.nano.skills import SKILLS, practise
from inference.nano.split import Split
from inference.nano.terms import all_terms


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return heldout.examination()


def test_sizes(items: list[Item]) -> None:
    per_skill = Counter(i.skill for i in items if i.suite == "skill")
    assert per_skill == dict.fromkeys(SKILLS, heldout.PER_SKILL)
    suites = Counter(i.suite for i in items)
    assert suites["terms"] >= 200
    assert suites["unknown"] >= 60
    assert suites["spoken"] >= 50
    assert suites["turns"] >= 50


def test_term_questions_are_all_different_and_cover_every_term(items: list[Item]) -> None:
    asked = [i.messages[-1]["content"].lower() for i in items if i.suite == "terms"]
    assert len(set(asked)) == len(asked) == heldout.TERM_ITEMS
    tested = [i for i in items if i.suite == "terms"]
    for term in all_terms():
        assert sum(i.passes(term.simple[0]) for i in tested) == heldout.WORDINGS_PER_TERM


def test_the_same_seed_gives_the_same_examination(items: list[Item]) -> None:
    again = heldout.examination()
    assert [i.messages for i in again] == [i.messages for i in items]
    assert [i.messages for i in heldout.examination(1)] != [i.messages for i in items]


def test_every_item_ends_with_the_student(items: list[Item]) -> None:
    assert all(i.messages[-1]["role"] == "user" for i in items)


def test_no_item_passes_an_empty_or_a_foreign_reply(items: list[Item]) -> None:
    for item in items:
        assert not item.passes("")
        assert not item.passes("So 1 + 1 = 3.")


def test_the_exact_conclusion_passes() -> None:
    problem = practise("fraction_add", Random(1), Split.HELDOUT)
    assert heldout.ends_with(problem.conclusion)(problem.solution + " ")
    assert not heldout.ends_with(problem.conclusion)(problem.solution + " Or not.")


@pytest.mark.parametrize(
    ("reply", "passed"),
    [
        ("Let's check. So 1 + 1 = 2. Yes, 2 is right. Well done!", True),
        ("So 1 + 1 = 2. Yes, 2 is right. Great work!", True),
        ("So 1 + 1 = 2. 2 is not quite right, but good try.", False),
        ("So 1 + 1 = 2. 2 is right too, because it is the same amount. Great work!", False),
        ("So 1 + 1 = 3. Yes, 2 is right. Well done!", False),
    ],
)
def test_verdicts_are_judged_by_kind(reply: str, passed: bool) -> None:
    judge = heldout.judged("So 1 + 1 = 2. Yes, 2 is right. Well done!")
    assert judge(reply) is passed


def test_unknown_items_want_the_admission(items: list[Item]) -> None:
    for item in items:
        if item.suite == "unknown":
            assert item.passes("I don't know that yet.")
            assert not item.known


def test_a_verdict_keeps_the_digits_after_the_point() -> None:
    judge = heldout.judged("So 0.5 + 0.25 = 0.75. Yes, 0.75 is right. Well done!")
    assert judge("So 0.5 + 0.25 = 0.75. Yes, 0.75 is right. Great work!")
    assert not judge("So 0.5 + 0.25 = 0.3. Yes, 0.75 is right. Well done!")
