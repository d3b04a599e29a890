"""Patterns of wrong values, and numbers in standard form."""

from fractions import Fraction

import pytest

from tutor_server.modules.lessons.checkers.outcomes import (
    NO_ATTEMPT,
    SEVERAL,
    patterns,
    short,
    unavailable,
)


@pytest.mark.parametrize(
    ("said", "key", "flags"),
    [
        ("-7", "7", {"sign"}), ("8", "7", {"off_by_one"}), ("70", "7", {"off_by_ten"}),
        ("0.7", "7", {"off_by_ten"}), ("7000", "7", {"off_by_ten"}), ("4/3", "3/4", {"swapped"}),
        ("5", "7", {"copied"}), ("-1", "1", {"sign"}), ("3", "0", set()), ("100", "7", set()),
        ("1/2", "3/2", set()),
    ],
)  # fmt: skip
def test_patterns(said: str, key: str, flags: set[str]) -> None:
    question = frozenset({Fraction(5)})
    assert patterns(Fraction(said), Fraction(key), question=question) == flags


@pytest.mark.parametrize(
    ("value", "text"),
    [("7", "7"), ("-7", "-7"), ("5/2", "2.5"), ("-1/8", "-0.125"), ("1/3", "1/3"),
     ("1/1000000", "0.000001"), ("1/10000000", "1/10000000"), ("0", "0")],
)  # fmt: skip
def test_standard_form(value: str, text: str) -> None:
    assert short(Fraction(value)) == text


def test_what_is_no_attempt_is_never_right() -> None:
    for outcome in (NO_ATTEMPT, SEVERAL, unavailable("sandbox_unavailable")):
        assert not outcome.attempt
        assert not outcome.correct
    assert unavailable("sandbox_unavailable").detail == "sandbox_unavailable"
