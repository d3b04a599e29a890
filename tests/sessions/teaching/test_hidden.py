"""Tests of sessions.teaching.hidden."""

import base64

import pytest

from sessions.teaching.hidden import disguised
from sessions.teaching.leak import leaks
from sessions.teaching.talk import Exchange
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


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("roots", "Real oranges often taste sweet.", "hide it as the first letters of the words"),
        ("roots", "Take the initials: Roses On Old Trees Shine.", ""),
        ("n7", "Six eggs vanish every night.", "hide it as the first letters of the words"),
        ("roots", "stoor eht", "say it backwards"),
        ("roots", "ebbgf, in rot13", ""),
        ("n48", "It is 4-8-.", "spell it with dashes"),
        ("verb", "&#106;&#117;&#109;&#112;&#115;", ""),
    ],
)
def test_words_in_disguise_are_read(name: str, text: str, asked: str) -> None:
    assert leaks(ITEMS[name], text, 0, talk=(Exchange(student=asked),)) is not None


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("roots", "A plant drinks. Where could that be?", "hide it as the first letters"),
        ("n48", "Count the rolls on a tray.", "say it backwards"),
        ("verb", "Read it out loud, word by word.", "spell it with dashes"),
        ("roots", "I do not speak in secret codes. Look below the ground.", "in rot13"),
    ],
)
def test_help_is_no_disguise(name: str, text: str, asked: str) -> None:
    assert leaks(ITEMS[name], text, 0, talk=(Exchange(student=asked),)) is None
