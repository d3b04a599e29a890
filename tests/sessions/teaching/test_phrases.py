"""Tests of sessions.teaching.phrases: plain, warm, no answers, and a question only where the move
is one."""

import re

import pytest

from sessions.teaching.leak import leaks
from sessions.teaching.moves import Act, Reason
from sessions.teaching.phrases import CLOSE, FALLBACK, FIGURES, OFFER, OPEN
from tests.sessions.teaching.leak_items import ITEMS

LONGEST_WORDS = 14
"""Words in a sentence that a third grader reads at once."""


def everything() -> list[tuple[str, str]]:
    banks = [*OPEN.items(), *CLOSE.items(), *FIGURES.items(), ("fallback", FALLBACK)]
    return [(kind, text) for kind, bank in banks for text in bank]


def test_only_moves_that_ask_have_a_question() -> None:
    for kind, text in everything():
        assert ("?" in text) is (kind == "ask_why:"), (kind, text)
    assert all(text.count("?") == 1 for text in OFFER.values())


def test_short_sentences_of_short_words() -> None:
    for _, text in everything():
        for sentence in re.split(r"(?<=[.?!])\s", text):
            assert len(sentence.split()) <= LONGEST_WORDS, sentence
        assert max(len(word.strip(".,?!")) for word in text.split()) <= 11, text


@pytest.mark.slow
def test_no_phrase_gives_any_answer_away() -> None:
    for _, text in everything():
        for item in ITEMS.values():
            assert leaks(item, text, 0) is None, (item.item_id, text)


def test_kinds_are_moves_and_variants_differ() -> None:
    acts, reasons = {act.value for act in Act}, {*(reason.value for reason in Reason), "more"}
    for kind in (*OPEN, *CLOSE, *FIGURES):
        act, _, reason = kind.partition(":")
        assert act in acts
        assert reason in reasons
    for kind, bank in OPEN.items():
        both = (*bank, *FIGURES.get(kind, ()))
        assert len(set(both)) == len(both)
    assert set(FIGURES) <= set(OPEN)


def test_what_comes_often_has_several_variants() -> None:
    for kind in ("praise:first", "nudge:", "ask_attempt:begged", "comfort:", "slow_down:"):
        assert len(OPEN[kind]) >= 4
