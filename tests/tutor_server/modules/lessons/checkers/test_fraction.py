"""Answers that are fractions, in any writing or in the form asked for."""

import pytest

from tests.tutor_server.modules.lessons.items import fraction
from tutor_server.modules.lessons.checkers.fraction import check


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("3/4", "3/4"), ("3/4", "3 / 4"), ("3/4", "¾"), ("3/4", r"$\frac{3}{4}$"),
        ("3/4", "three quarters"), ("3/4", "um, three quarters"), ("3/4", "three over four"),
        ("3/4", "3 out of 4"), ("3/4", "6/8"), ("3/4", "0.75"), ("3/4", "75%"), ("3/4", "3:4"),
        ("3/4", "3 to 4"), ("3/2", "1 1/2"), ("3/2", "1½"), ("3/2", "one and a half"),
        ("2", "2"), ("2", "4/2"), ("1/2", "half"), ("1/2", "is it a half?"), ("-1/2", "minus 1/2"),
        ("3/25", "three twenty-fifths"),
    ],
)  # fmt: skip
def test_every_writing_of_the_value_is_right(key: str, text: str) -> None:
    assert check(fraction(key), text).correct


@pytest.mark.parametrize(
    ("form", "right", "equivalent"),
    [
        ("lowest", ("3/2", "1 1/2"), ("6/4", "1 2/4", "1.5", "150%")),
        ("mixed", ("1 1/2", "1 2/4"), ("3/2", "6/4", "1.5")),
        ("improper", ("3/2", "6/4"), ("1 1/2", "1.5")),
    ],
)
def test_forms(form: str, right: tuple[str, ...], equivalent: tuple[str, ...]) -> None:
    item = fraction("3/2", form)
    for text in right:
        assert check(item, text).correct, text
    for text in equivalent:
        outcome = check(item, text)
        assert (outcome.correct, outcome.equivalent) == (False, True), text
        assert outcome.flags == frozenset()


@pytest.mark.parametrize("form", ["lowest", "mixed", "improper"])
def test_a_whole_number_has_every_form(form: str) -> None:
    assert check(fraction("2", form), "2").correct


def test_a_proper_fraction_is_mixed_enough() -> None:
    assert check(fraction("3/4", "mixed"), "3/4").correct
    assert not check(fraction("2", "lowest"), "2/1").correct


@pytest.mark.parametrize(
    ("text", "flags"),
    [("4/3", {"swapped"}), ("-3/4", {"sign"}), ("2/4", {"off_by_one"}), ("7.5", {"off_by_ten"}),
     ("1/5", {"copied"})],
)  # fmt: skip
def test_patterns(text: str, flags: set[str]) -> None:
    item = fraction("3/4", question="How much is it, with 1/5 to begin with?")
    assert check(item, text).flags == flags


def test_the_writing_picks_among_equal_wrong_answers() -> None:
    item = fraction("1/2", "lowest", wrong={"4/8": "halves-once", "2/4": "halves-twice"})
    assert check(item, "2/4").misconception == "halves-twice"
    assert check(item, "4/8").misconception == "halves-once"
    assert check(item, "8/16").misconception == "halves-once"


@pytest.mark.parametrize(("text", "parsed"), [("6/8", "6/8"), ("1 1/2", "1 1/2"),
                                              ("minus 1 1/2", "-1 1/2"), ("75%", "75%"),
                                              ("0.5", "0.5")])  # fmt: skip
def test_it_is_shown_as_written(text: str, parsed: str) -> None:
    assert check(fraction("3/5"), text).parsed == parsed


@pytest.mark.parametrize("text", ["what is 3/4?", "3/0", "", "I don't know", "the top"])
def test_no_attempt(text: str) -> None:
    assert not check(fraction("3/4"), text).attempt


def test_several_answers_are_asked_about() -> None:
    assert check(fraction("3/4"), "1/2 or 3/4").flags == {"several"}
