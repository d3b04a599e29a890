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
        ("no_words", ""),
        ("ends_in_stop", "It is six."),
        ("trails_off", "three plus…"),
    ],
)
def test_a_clue_is_seen(name: str, text: str) -> None:
    assert clue(name, text) > 0.0
    assert clue(name, "you draw a circle" if text else "yes") == 0.0


def test_what_was_asked_is_part_of_it() -> None:
    for kind in AnswerKind:
        told = [clue(f"expects_{other}", "four", kind) for other in AnswerKind]
        assert sum(told) == clue(f"expects_{kind}", "four", kind) == 1.0
    assert clue("answers_question", "four", AnswerKind.NUMBER) == 1.0
    assert clue("answers_question", "four", AnswerKind.EXPLAIN) == 0.0


@pytest.mark.parametrize(
    "text", ["", "...", "?", "a" * 5_000, "1 " * 2_000, "\x00", "três metades"]
)
def test_any_text_gives_finite_clues(text: str) -> None:
    found = endings(text, Expected())
    assert found.shape == (len(NAMES),)
    assert abs(found).max() <= 2.0
