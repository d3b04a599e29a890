"""Answers that are numbers."""

from typing import Any

import pytest

from tests.tutor_server.modules.lessons.items import number
from tutor_server.modules.lessons.checkers.number import check


@pytest.mark.parametrize(
    ("key", "text", "more"),
    [
        ("12", "12", {}), ("12", "twelve", {}), ("12", "I think it is 12", {}),
        ("12.5", "twelve point five", {}), ("1200", "1,200", {}), ("1200", "1 200", {}),
        ("0.75", "3/4", {}), ("0.75", "75%", {}), ("2.5", "two and a half", {}),
        ("50", "50%", {"form": "%"}), ("50", "50", {"form": "%"}), ("50%", "50", {}),
        ("50%", "50 percent", {}), ("50", "50 percent", {}), ("12", "12 apples", {}),
        ("12", "12 cm", {"form": "cm"}), ("12", "12 centimeters", {"form": "cm"}),
        ("12", "12", {"form": "cm"}), ("12", "12 square cm", {"form": "cm^2"}),
        ("60", "60 km per hour", {"form": "km/h"}), ("3.14", "3.1", {"tolerance": 0.05}),
        ("-3", "so -3", {}), ("300000000", "3 x 10^8", {}), ("1", "1 %", {"form": "percent"}),
    ],
)  # fmt: skip
def test_right(key: str, text: str, more: dict[str, Any]) -> None:
    outcome = check(number(key, **more), text)
    assert (outcome.correct, outcome.attempt) == (True, True)


@pytest.mark.parametrize(
    ("key", "text", "more", "equivalent", "flags"),
    [
        ("12", "13", {}, False, {"off_by_one"}),
        ("12", "120", {}, False, {"off_by_ten"}),
        ("12", "-12", {}, False, {"sign"}),
        ("12", "5", {"question": "7 + 5?"}, False, {"copied"}),
        ("3", "12/4", {}, True, set()),
        ("0.6", "3/5", {"question": "Write 3/5 as a decimal."}, True, {"copied"}),
        ("12", "12 mm", {"form": "cm"}, False, {"unit"}),
        ("12", "120 mm", {"form": "cm"}, True, {"unit", "off_by_ten"}),
        ("12", "12 kg", {"form": "cm"}, False, {"unit"}),
        ("50", "0.5", {"form": "%"}, True, set()),
        ("3.14", "3", {"tolerance": 0.05}, False, set()),
        ("12", "12 1/2", {}, False, set()),
    ],
)
def test_wrong(
    key: str, text: str, more: dict[str, Any], equivalent: bool, flags: set[str]
) -> None:
    outcome = check(number(key, **more), text)
    assert (outcome.correct, outcome.attempt) == (False, True)
    assert (outcome.equivalent, outcome.flags) == (equivalent, flags)


@pytest.mark.parametrize("text", ["what does 12 mean?", "I don't know", "", "help", "apples"])
def test_no_attempt(text: str) -> None:
    assert not check(number("12"), text).attempt


def test_several_answers_are_asked_about() -> None:
    outcome = check(number("12"), "12 or 13")
    assert (outcome.correct, outcome.attempt, outcome.flags) == (False, False, {"several"})


def test_the_misconception_of_a_listed_wrong_answer() -> None:
    item = number("12", wrong={"7": "adds", "43": "swaps"}, tolerance=0.5)
    assert check(item, "I got seven").misconception == "adds"
    assert check(item, "43").misconception == "swaps"
    assert check(item, "44").misconception == ""
    assert check(item, "12").misconception == ""


def test_distance_and_standard_form() -> None:
    outcome = check(number("12"), "twelve and a half")
    assert (outcome.distance, outcome.parsed) == (0.5, "12.5")


def test_a_key_that_is_no_number_judges_nobody() -> None:
    assert not check(number("twelve or so, 13"), "12").attempt
