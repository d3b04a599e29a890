"""Tests of sessions.teaching.leak_values."""

from dataclasses import replace

import pytest

from sessions.teaching.finding import LeakKind
from sessions.teaching.leak_values import value_key, value_leak
from sessions.teaching.numbers import read
from tests.sessions.teaching.leak_items import ITEMS


def kind(name: str, text: str) -> LeakKind | None:
    item = ITEMS[name]
    key = value_key(item, item.answer)
    assert key is not None
    found = value_leak(key, read(text))
    return found.kind if found else None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("n48", "48", LeakKind.NUMBER),
        ("n48", "the forty-eighth", LeakKind.NUMBER),
        ("n48", "96/2", LeakKind.EQUAL),
        ("n48", "double 24", LeakKind.SUM),
        ("n48", "a four and then an eight", LeakKind.DIGITS),
        ("n48", "it ends with 8 and begins with 4", LeakKind.DIGITS),
        ("n48", "4, 8, 12, 16", None),
        ("n48", "6 times 8", None),
        ("f34", "0.75", LeakKind.EQUAL),
        ("f56", "0.8333", LeakKind.EQUAL),
        ("f56", "0.83...", LeakKind.EQUAL),
        ("f56", "83.33 percent", LeakKind.EQUAL),
        ("f56", "0.8", None),
        ("f56", "0.67", None),
        ("n35", "350 cm", LeakKind.EQUAL),
        ("n35", "0.0035 km", LeakKind.EQUAL),
        ("n35", "What is 350 cm in m?", None),
        ("n35", "Use a rope of 350 g.", None),
        ("n48", "take 50 and subtract 2", LeakKind.SUM),
        ("n48", "take 6 and multiply it by 8", None),
        ("f34", "3 on top, 4 below", LeakKind.DIGITS),
        ("f34", "The top is 3 and the bottom is 4.", LeakKind.DIGITS),
        ("f34", "the bottom is 4 and the top is 3", LeakKind.DIGITS),
        ("f34", "the top is 4 and the bottom is 3", None),
        ("f34", "3 out of 4 pieces", None),
        ("n48", "Try 48 and see what happens.", LeakKind.NUMBER),
        ("n48", "Why not try 48?", LeakKind.NUMBER),
        ("f12", "2/4", None),
        ("f12", "1/2", LeakKind.NUMBER),
        ("pct25", "a quarter", LeakKind.EQUAL),
        ("pct25", "25 percent", LeakKind.NUMBER),
    ],
)
def test_how_a_value_is_given_away(name: str, text: str, expected: LeakKind | None) -> None:
    found = kind(name, text)
    assert (found is None) is (expected is None)
    if expected is LeakKind.SUM or expected is LeakKind.DIGITS:
        assert found is expected


def test_what_is_near_enough_to_be_right_is_a_leak() -> None:
    item = replace(ITEMS["n48"], tolerance=0.5)
    key = value_key(item, item.answer)
    assert key is not None
    assert value_leak(key, read("47.8")) is not None
    assert value_leak(key, read("47.2")) is None


def test_a_number_of_the_question_is_a_leak_only_when_it_is_claimed() -> None:
    item = replace(ITEMS["f56"], question="Which is bigger, 5/6 or 2/3?")
    key = value_key(item, item.answer)
    assert key is not None
    assert value_leak(key, read("Compare 5/6 with 2/3.")) is None
    assert value_leak(key, read("Is it 5/6 or 2/3?")) is None
    assert value_leak(key, read("The answer is 5/6.")) is not None
    assert value_leak(key, read("5/6 is bigger.")) is not None
    assert value_leak(key, read("It is not 5/6.")) is None


def test_a_key_without_a_number_is_no_value() -> None:
    assert value_key(ITEMS["n48"], "many") is None
    assert value_key(ITEMS["n48"], "2 or 3") is None
