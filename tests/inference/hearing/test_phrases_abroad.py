"""Students ask for time in the languages of the pages, in the words that the pages tell them."""

import re
from pathlib import Path

import pytest

from inference.hearing.end_of_turn import wants_to_think
from inference.hearing.phrases_abroad import THINKING_ABROAD
from inference.languages.table import FIRST

STRINGS = Path(__file__).parents[3] / "static/strings"


def test_every_language_of_the_pages_has_phrases():
    assert set(THINKING_ABROAD) == set(FIRST) - {"en"}


@pytest.mark.parametrize("tag", THINKING_ABROAD)
def test_a_whole_utterance_asks_for_time(tag):
    for phrase in THINKING_ABROAD[tag]:
        assert wants_to_think(phrase)
        assert wants_to_think(f"{phrase.upper()}…")
        assert not wants_to_think(f"{phrase} 42")


@pytest.mark.parametrize("tag", FIRST)
def test_what_the_page_says_works(tag):
    text = (STRINGS / f"{tag}.js").read_text("utf-8")
    for key in ("can.wait", "lesson.help"):
        line = re.search(rf"'{key}': '(.*)',$", text, re.M)
        assert line
        quoted = re.search(r"[“„«]\s?(.+?)\s?[”“»]", line[1])
        assert quoted
        assert wants_to_think(quoted[1]), (tag, quoted[1])
