"""Tests of the search: fusion, levels and the threshold."""

import numpy as np

from tests.tutor_server.modules.lessons.retrieval.sample import embed, index
from tutor_server.modules.lessons.retrieval.index import By
from tutor_server.modules.lessons.retrieval.passages import Kind, Level

QUESTION = "How does a leaf make sugar?"


def test_both_ways_find_the_lesson() -> None:
    made = index()
    scores = made.scores(QUESTION, embed(QUESTION))
    for by in By:
        assert made.ranked(scores, by)[0] == "plants"


def test_the_reading_level_decides_among_passages_of_a_lesson() -> None:
    made = index()
    for level in (Level.SIMPLE, Level.FULL):
        found = made.find("What is photosynthesis?", embed("What is photosynthesis?"), level)
        assert found is not None
        assert found.lesson_id == "plants"
        assert found.level is level


def test_what_only_the_other_level_says_is_said_all_the_same() -> None:
    made = index()
    (term,) = [p for p in made.passages if p.kind is Kind.TERM and p.level is Level.FULL]
    found = made.find("What is chlorophyll?", embed(term.key), Level.SIMPLE)
    assert found == term


def test_an_unknown_topic_finds_nothing() -> None:
    for asked in ("Who was Napoleon?", "hello", "", "???"):
        assert index().find(asked, embed(asked), Level.FULL) is None


def test_without_a_vector_only_certain_words_count() -> None:
    made = index()
    assert made.find("how does a leaf win a football game", None, Level.FULL) is None
    assert made.find("sugar", None, Level.FULL) is None


def test_a_vector_that_comes_later_is_used() -> None:
    made = index(blind=True)
    vector = embed(QUESTION)
    assert made.find(QUESTION, vector, Level.SIMPLE) is None
    for place, passage in enumerate(made.passages):
        made.learn(place, embed(passage.key))
    found = made.find(QUESTION, vector, Level.SIMPLE)
    assert found is not None
    assert found.lesson_id == "plants"


def test_zeros_are_no_evidence() -> None:
    made = index(blind=True)
    scores = made.scores("xyzzy", np.zeros(64, np.float32))
    assert made.ranked(scores) == []
