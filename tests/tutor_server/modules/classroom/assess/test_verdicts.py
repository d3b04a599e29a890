"""What code finds out: certain lines only, and every check of a line must pass."""

import pytest

from sessions.teaching.lesson import Outcome
from tests.tutor_server.modules.classroom.assess.work import line, work
from tutor_server.modules.classroom.assess.verdicts import Verdict, verdicts

WORDS = [["part", "piece"], ["whole"]]
RIGHT = Outcome(correct=True)


def met(answer: str, outcome: Outcome | None = None, **more: object) -> bool | str | None:
    """`left` when code cannot tell."""
    found = verdicts(work(answer, line(**more), item=outcome is not None), outcome)
    return found["l1"].met if found else "left"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("The parts make a whole: 1", True),
        ("Some parts: 1", False),
        ("The parts make a whole: 2", False),
        ("The parts make a whole: 1 or 2", "left"),
        ("1 or 2", False),
    ],
)
def test_words_and_a_number_are_both_needed(answer: str, expected: bool | str) -> None:
    assert met(answer, must_mention=WORDS, equals=1) == expected


def test_the_reason_names_what_is_missing() -> None:
    found = verdicts(work("nothing", line(must_mention=WORDS), line("l2", equals="3/4")), None)
    assert found["l1"].why == 'It does not mention "part" or "piece"; "whole".'
    assert found["l2"].why == "It does not come to 3/4."
    found = verdicts(work("a piece, a whole", line(must_mention=WORDS)), None)
    assert found["l1"].why == "It mentions everything that was wanted."


def test_only_code_lines_are_decided() -> None:
    lines = (line("a", criterion="Is it kind?"), line("b", equals=7), line("c"))
    assert set(verdicts(work("7", *lines), None)) == {"b"}
    assert set(verdicts(work("7", *lines, item=True), RIGHT)) == {"b", "c"}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (RIGHT, True),
        (Outcome(correct=False), False),
        (Outcome(correct=False, equivalent=True), False),
        (Outcome(correct=False, attempt=False), False),
        (Outcome(correct=False, attempt=False, flags=frozenset({"unavailable"})), None),
    ],
)
def test_a_bare_line_is_about_the_item(outcome: Outcome, expected: bool | None) -> None:
    assert met("x", outcome) is expected
    assert met("x", outcome, criterion="Is it clear?") == "left"
    assert met("7", outcome, equals=7) is True


def test_every_verdict_has_its_reason() -> None:
    for outcome in (RIGHT, Outcome(correct=False), Outcome(correct=False, equivalent=True)):
        (found,) = verdicts(work("x", line(), item=True), outcome).values()
        assert found.why.endswith(".")
    assert Verdict(met=None, why="x").met is None
