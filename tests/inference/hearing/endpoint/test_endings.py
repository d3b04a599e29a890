"""What words say about more to come."""

import pytest

from inference.contracts import AnswerKind, Expected
from inference.hearing.endpoint.endings import NAMES, endings


def clue(name: str, text: str, kind: AnswerKind = AnswerKind.ANY) -> float:
    return float(endings(text, Expected(kind=kind))[NAMES.index(name)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unfinished", "because of the"),
        ("filler_last", "the answer is um"),
        ("listing", "one two three"),
        ("letters_last", "c a t"),
        ("is_number", "three quarters"),
        ("number_last", "i got 4"),
        ("part_last", "two thirds"),
        ("result_open", "one half plus one quarter"),
        ("operator_last", "three times"),
        ("equals_last", "that makes"),
        ("asks", "what is a half"),
        ("thinking", "let me think"),
        ("thinking_last", "five let me think"),
        ("correcting_last", "five no"),
        ("corrected", "five no six"),
        ("joining_last", "it is bigger because"),
        ("whole_answer_last", "yes"),
        ("wish", "give me a hint"),
        ("wish_last", "i don't know can you help me"),
        ("wish_begun", "can you help"),
        ("term_last", "what is photosynthesis"),
        ("last_closing", "say it again"),
        ("last_determiner", "what is the"),
        ("before_auxiliary", "what is gravity"),
        ("before_number", "it costs four dollars"),
        ("no_words", ""),
        ("ends_in_stop", "It is six."),
        ("trails_off", "three plus…"),
    ],
)
def test_a_clue_is_seen(name: str, text: str) -> None:
    assert clue(name, text) > 0.0
    assert clue(name, "you draw a line" if text else "yes") == 0.0


def test_what_was_asked_is_part_of_it() -> None:
    for kind in AnswerKind:
        told = [clue(f"expects_{other}", "four", kind) for other in AnswerKind]
        assert sum(told) == clue(f"expects_{kind}", "four", kind) == 1.0
    assert clue("answers_question", "four", AnswerKind.NUMBER) == 1.0
    assert clue("answers_question", "four", AnswerKind.EXPLAIN) == 0.0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("twenty", "answer_begun"),
        ("it's 25", "answer_right"),
        ("twenty four", "answer_other"),
        ("twenty five because i counted them", "answer_passed"),
    ],
)
def test_how_far_the_answer_has_come_is_seen_where_it_is_known(text: str, name: str) -> None:
    names = [n for n in NAMES if n.startswith("answer_")]
    known = endings(text, Expected(answers=("25",)))
    found = {n for n in names if known[NAMES.index(n)]}
    assert found == {"answer_known", name}
    unknown = endings(text, Expected())
    assert not any(unknown[NAMES.index(n)] for n in names)


def test_a_known_wish_is_one_piece_whatever_its_last_word() -> None:
    """`on` alone would say that more follows."""
    for name in ("unfinished", "last_preposition", "before_plain"):
        assert clue(name, "go on") == 0.0
    assert clue("last_preposition", "put it on") == clue("unfinished", "put it on") == 1.0


def test_a_lessons_own_terms_are_known() -> None:
    said = endings("what is the mitosis", Expected(terms=("Mitosis",)))
    assert said[NAMES.index("term_last")] == 1.0
    assert clue("term_last", "what is the mitosis") == 0.0


@pytest.mark.parametrize(
    "text", ["", "...", "?", "a" * 5_000, "1 " * 2_000, "\x00", "três metades"]
)
def test_any_text_gives_finite_clues(text: str) -> None:
    found = endings(text, Expected())
    assert found.shape == (len(NAMES),)
    assert abs(found).max() <= 2.0
