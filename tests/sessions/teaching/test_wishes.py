"""Tests of sessions.teaching.wishes: the patterns stay quick on long and odd texts."""

import re

from sessions.teaching import wishes


def test_every_pattern_reads_a_long_text() -> None:
    patterns = [value for value in vars(wishes).values() if isinstance(value, re.Pattern)]
    assert len(patterns) >= 17
    for pattern in patterns:
        for text in ("ok, " * 200, "please tell me " * 100, "a" * 2_000, "my teacher said " * 60):
            pattern.search(text)


def test_little_words_around_a_wish_do_not_matter() -> None:
    for text in ("next", "ok, next", "um please next", "next please", "next, thank you!"):
        assert wishes.NEXT.search(text)
    assert not wishes.NEXT.search("the next number is 5")
    assert not wishes.YES.search("yes it is 5")
