"""Tests of BM25."""

from tutor_server.modules.lessons.retrieval.full_text import FullText, terms

TEXTS = ("A leaf makes sugar in the light.", "A fraction has equal parts.", "Equal sides.")


def best(question: str) -> int:
    return int(FullText(TEXTS).scores(terms(question)).argmax())


def test_the_text_with_the_rarer_words_wins() -> None:
    assert best("How do leaves make sugars?") == 0
    assert best("equal fractions") == 1
    assert best("equal") == 2  # the shorter text


def test_words_of_a_question_say_nothing() -> None:
    assert terms("Can you please tell me what is the") == []
    assert not FullText(TEXTS).scores(terms("what is it")).any()


def test_a_word_of_no_text_weighs_most() -> None:
    text = FullText(TEXTS)
    assert text.weight("napoleon") > text.weight("sugar") > text.weight("equal")


def test_an_empty_index_finds_nothing() -> None:
    assert FullText(()).scores(["a"]).shape == (0,)
