import re
import unicodedata
from dataclasses import replace

import pytest

from inference.languages.table import (
    FIRST,
    LANGUAGES,
    Direction,
    find,
    primary,
)


def test_there_are_over_fifty_and_none_twice():
    assert len(LANGUAGES) >= 50
    for values in (
        [language.tag for language in LANGUAGES],
        [language.name for language in LANGUAGES],
        [language.english for language in LANGUAGES],
        [language.voice for language in LANGUAGES],
    ):
        assert len(set(values)) == len(values)


def test_tags_are_well_formed():
    for language in LANGUAGES:
        assert re.fullmatch(r"[a-z]{2,3}(-([A-Z]{2}|\d{3}))?", language.tag)


def test_names_run_the_way_that_is_said():
    for language in LANGUAGES:
        letters = {unicodedata.bidirectional(c) for c in language.name if c.isalpha()}
        rtl = language.direction is Direction.RIGHT_TO_LEFT
        assert letters <= ({"R", "AL"} if rtl else {"L"}), language.tag


def test_the_first_are_in_the_table():
    assert len(FIRST) >= 10
    assert [find(tag).tag for tag in FIRST] == list(FIRST)


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("de-AT", "de"),
        ("PT_br", "pt-BR"),
        ("zh-Hant-HK", "zh"),
        ("zh-hk", "zh-HK"),
        ("en-us", "en"),
    ],
)
def test_the_nearest_row(tag, found):
    assert find(tag).tag == found


def test_unknown_tags():
    for tag in ("", "auto", "tlh", "x", "-de", "english"):
        assert find(tag) is None
    assert primary("pt_BR") == "pt"


def test_no_field_may_lack():
    with pytest.raises(ValueError, match="lacks"):
        replace(LANGUAGES[0], ends="")
