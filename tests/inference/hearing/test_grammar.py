"""What the small recogniser can be told to hear."""

import pytest

from inference.contracts import AnswerKind, Expected
from inference.hearing.automaton import Arc, Phrase, compile_arcs, vocabulary
from inference.hearing.grammar import COSTS, always_said, build

LESSON = Expected(terms=("Mixed number", "zyzzyva", "H2O!"))


def accepts(phrase: Phrase, sentence: str) -> bool:
    """The automaton has a way through the sentence."""
    arcs = compile_arcs(phrase, word_cost=0.0)
    states = _free(arcs, {0})
    for word in sentence.split():
        states = _free(arcs, {a.target for a in arcs if a.source in states and a.word == word})
    return 1 in states


def _free(arcs: tuple[Arc, ...], states: set[int]) -> set[int]:
    while more := {a.target for a in arcs if a.source in states and not a.word} - states:
        states = states | more
    return states


def phrase(kind: AnswerKind = AnswerKind.ANY, *terms: str) -> Phrase:
    expected = Expected(kind=kind, terms=terms)
    return build(expected, school_terms=("a fraction", "gravity"), pronounceable=known).phrase


def known(word: str) -> bool:
    return word not in ("zyzzyva", "h", "o")


@pytest.mark.parametrize(
    "sentence",
    [
        "zero",
        "four",
        "nineteen",
        "ninety nine",
        "nine hundred and ninety nine",
        "two hundred",
        "a hundred",
        "one half",
        "an eighth",
        "three quarters",
        "five over eight",
        "two and a half",
        "fifty percent",
        "what is twenty percent of sixty",
        "one third of twelve",
        "what is five squared",
        "what is the square root of forty nine",
        "round three hundred forty seven to the nearest ten",
        "three point one four",
        "minus three",
        "what is one half plus one quarter",
        "what is seven times eight",
        "twelve divided by four",
        "is it three quarters",
        "two plus two equals four",
        "um i think it's seven",
        "yes",
        "i don't know",
        "let me think",
        "give me a hint",
        "next question",
        "what is a fraction",
        "what does a fraction mean",
        "tell me about gravity",
    ],
)
def test_a_lessons_sentences_are_in_it(sentence: str) -> None:
    assert accepts(phrase(), sentence)


@pytest.mark.parametrize(
    "sentence", ["", "um", "one halves", "three quarter", "a eighth", "plus", "gravity", "banana"]
)
def test_what_nobody_says_is_not(sentence: str) -> None:
    assert not accepts(phrase(), sentence)


def test_the_lessons_own_words_are_heard_alone_and_asked_for() -> None:
    subject = phrase(AnswerKind.EXPLAIN, "Mixed number")
    assert accepts(subject, "mixed number")
    assert accepts(subject, "explain mixed number")


def test_words_without_a_pronunciation_are_left_out_and_named() -> None:
    built = build(LESSON, school_terms=(), pronounceable=known)
    assert built.missing == ("zyzzyva", "h o")
    assert "zyzzyva" not in vocabulary(built.phrase)
    assert accepts(built.phrase, "what is mixed number")


@pytest.mark.parametrize("kind", AnswerKind)
def test_every_kind_hears_everything(kind: AnswerKind) -> None:
    assert kind in COSTS
    for sentence in ("four", "yes", "i don't know", "what is a fraction"):
        assert accepts(phrase(kind), sentence)


def test_always_said_needs_no_terms() -> None:
    assert {"half", "yes", "hint", "um"} <= always_said()
    assert "fraction" not in always_said()
