"""How long a pause must last: short for whole answers, long for thoughts that go on."""

import pytest

from inference.contracts import AnswerKind, Expected, TurnEvidence
from inference.hearing.end_of_turn import Waits, WordsEndOfTurn, is_backchannel, wants_to_think

WAITS = Waits()


def wait_s(text: str, kind: AnswerKind = AnswerKind.ANY, patience: float = 1.0) -> float:
    evidence = TurnEvidence(
        silence_s=0.1,
        speech_s=1.0,
        text=text,
        expected=Expected(kind=kind, terms=("numerator",)),
        patience=patience,
    )
    return WordsEndOfTurn().wait_s(evidence)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("yes", AnswerKind.YES_NO),
        ("No.", AnswerKind.YES_NO),
        ("4", AnswerKind.NUMBER),
        ("three quarters", AnswerKind.NUMBER),
        ("it's five over eight", AnswerKind.NUMBER),
    ],
)
def test_a_whole_expected_answer_is_taken_quickly(text: str, kind: AnswerKind) -> None:
    assert wait_s(text, kind) == WAITS.complete_s


@pytest.mark.parametrize(
    "text", ["what is one half plus", "because", "so the", "I think, umm", "three plus…"]
)
def test_what_cannot_be_the_end_gets_time(text: str) -> None:
    assert wait_s(text) == WAITS.unfinished_s


@pytest.mark.parametrize("text", ["one two three", "c a t", "4 5 6"])
def test_counting_and_spelling_go_on(text: str) -> None:
    assert wait_s(text) == WAITS.listing_s


@pytest.mark.parametrize(
    ("text", "answer", "wait"),
    [
        ("twenty", "25", WAITS.listing_s),
        ("twenty five", "25", WAITS.complete_s),
        ("one two three", "one two three", WAITS.complete_s),
        ("one two", "one two three", WAITS.listing_s),
        ("twenty five because", "25", WAITS.unfinished_s),
        ("a right angle", "a right angle", WAITS.complete_s),
    ],
)
def test_a_known_answer_tells_when_it_is_whole(text: str, answer: str, wait: float) -> None:
    for kind in (AnswerKind.NUMBER, AnswerKind.EXPLAIN):
        evidence = TurnEvidence(
            silence_s=0.1,
            speech_s=1.0,
            text=text,
            expected=Expected(kind=kind, answers=(answer,)),
            patience=1.0,
        )
        assert WordsEndOfTurn().wait_s(evidence) == wait


def test_patience_multiplies_within_limits() -> None:
    assert wait_s("what is a fraction", patience=2.0) == 2 * wait_s("what is a fraction")
    assert wait_s("because", patience=3.0) == WAITS.longest_s
    assert wait_s("", patience=1.0) == WAITS.unheard_s


@pytest.mark.parametrize("text", ["let me think", "Hold on...", "um, wait", "Wait."])
def test_thinking_time_is_heard(text: str) -> None:
    assert wants_to_think(text)


@pytest.mark.parametrize("text", ["", "wait that is wrong", "let me think it is four", "think"])
def test_other_words_are_no_request_for_time(text: str) -> None:
    assert not wants_to_think(text)


@pytest.mark.parametrize("text", ["mm-hm", "Okay.", "uh huh", "right"])
def test_sounds_of_listening(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize("text", ["", "no", "okay stop", "right is wrong", "four"])
def test_what_is_none(text: str) -> None:
    assert not is_backchannel(text)


def test_waits_must_grow() -> None:
    with pytest.raises(ValueError, match="grow"):
        Waits(complete_s=5.0)
