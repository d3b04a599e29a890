"""Classes of words, wishes and terms that a lesson knows."""

import pytest

from inference.hearing.endpoint.word_classes import (
    CLASSES,
    WISHES,
    begins_wish,
    classes_of,
    ends_in_term,
    ends_in_wish,
    is_wish,
)


def test_a_word_has_its_classes_and_an_unknown_one_has_none() -> None:
    assert classes_of("the") == {name: float(name == "determiner") for name in CLASSES}
    assert not any(classes_of("photosynthesis").values())


@pytest.mark.parametrize("text", ["give me a hint", "um say that again please", "why", "stop"])
def test_a_wish_is_whole_with_and_without_manners(text: str) -> None:
    assert is_wish(text.split())
    assert not begins_wish(text.split())


@pytest.mark.parametrize("text", ["give me", "um can you", "show me an"])
def test_the_beginning_of_a_wish_is_none(text: str) -> None:
    assert begins_wish(text.split())
    assert not is_wish(text.split())


def test_to_ask_for_time_is_no_wish_that_is_over() -> None:
    assert "let me think" not in WISHES
    assert not is_wish(["wait"])


def test_a_wish_at_the_end_has_two_words_or_more() -> None:
    assert ends_in_wish(["i", "don't", "know", "can", "you", "help", "me"])
    assert not ends_in_wish(["the", "answer", "is", "why"])


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("what is photosynthesis", True),
        ("explain a fraction", True),
        ("explain the fraction", True),
        ("what is the mitosis", True),
        ("what is a", False),
        ("what is refraction", False),
    ],
)
def test_a_term_is_the_schools_or_the_lessons(text: str, *, known: bool) -> None:
    assert ends_in_term(text.split(), ("Mitosis",)) is known


def test_a_filler_alone_is_no_wish() -> None:
    assert not is_wish(["hmm"])
    assert not is_wish(["um", "hmm"])
