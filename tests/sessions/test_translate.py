"""The tutor's own sentences, complete in every language that pages have."""

import re

import pytest

from inference.languages.detect import detect
from inference.languages.table import FIRST
from inference.safety import arithmetic, gate, guarded, self_harm
from sessions import lines, warden
from sessions.translate import catalogue, translated

OTHERS = [tag for tag in FIRST if tag != "en"]
LINES = {value for name, value in vars(lines).items() if name.isupper()}
SAFETY = {
    warden.CLOSED.replacement,
    guarded.GATE_FAILED.replacement,
    arithmetic.SAID,
    self_harm.DEFAULT_HELP,
    gate._SELF_HARM_SAID,
    gate._ABUSE_SAID,
    gate._HAZARD_SAID,
    *gate._SAID.values(),
}


@pytest.mark.parametrize("tag", OTHERS)
def test_every_sentence_is_there(tag):
    own = catalogue(tag)
    assert set(own) >= LINES | SAFETY
    assert set(own) == set(catalogue("de"))
    assert all(text.strip() == text and text for text in own.values())
    assert all(re.search(r"[.!?؟।]$", text) for text in own.values())


@pytest.mark.parametrize("tag", OTHERS)
def test_no_sentence_is_left_in_english(tag):
    told = [detect(text) for text in catalogue(tag).values()]
    assert set(told) <= {tag, None}
    assert told.count(tag) > 0.8 * len(told)


def test_what_has_no_words_stays_english():
    assert translated(lines.PAUSED, "en-GB") == lines.PAUSED
    assert translated(lines.PAUSED, "tlh") == lines.PAUSED
    assert translated("Read the first step again.", "de") == "Read the first step again."


def test_a_region_has_its_languages_words():
    assert translated(lines.PAUSED, "pt_BR") == catalogue("pt")[lines.PAUSED]


def test_a_schools_helpline_stays_what_it_is():
    said = f"{gate._ABUSE_SAID} Ruf 116 111 an."
    assert translated(said, "de") == f"{catalogue('de')[gate._ABUSE_SAID]} Ruf 116 111 an."
    default = f"{gate._SELF_HARM_SAID} {self_harm.DEFAULT_HELP}"
    assert detect(translated(default, "de").split(". ")[-1]) == "de"
