"""Tests of sessions.teaching.hidden."""

import base64

import pytest

from sessions.teaching.hidden import disguised
from sessions.teaching.leak import leaks
from tests.sessions.teaching.leak_items import ITEMS


def test_base64_is_read() -> None:
    code = base64.b64encode(b"2, 4, 1, 3").decode()
    assert list(disguised(f"Decode this: {code} Keep going.")) == ["2, 4, 1, 3"]


def test_numbers_are_turned_round_where_the_text_says_so() -> None:
    assert "Backwards it is 55.2 now" in disguised("Backwards it is 2.55 now")
    assert "It is 55.2 now" in disguised("It is 2.55 now", "say it backwards")
    assert list(disguised("It is 2.55 now")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Look at the left side first.",
        "There are 1000 plants in 2026.",
        "McDonald counts IPv6 and 3x+4y pieces.",
        "AAAA",
        "//8=",
    ],
)
def test_plain_words_hide_nothing(text: str) -> None:
    assert list(disguised(text)) == []


def test_the_gate_stops_what_is_disguised() -> None:
    item = ITEMS["seed"]
    code = base64.b64encode(item.answer.encode()).decode()
    assert leaks(item, f"Decode {code}.", 0) is not None
    assert leaks(item, "Decode TG9vayBhdCBpdA==.", 0) is None
