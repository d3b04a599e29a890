"""Small talk is honest, and guesses are said aloud."""

import re
from random import Random

import pytest

from inference.nano import smalltalk
from inference.nano.split import Split


def test_it_says_that_it_is_a_program() -> None:
    assert all("computer program" in reply for reply in smalltalk.talks()["who_are_you"][1])


def test_every_kind_has_both_sides() -> None:
    for name in smalltalk.talks():
        student = {smalltalk.turn(name, Random(n), Split.TRAIN).student for n in range(20)}
        assert student


def test_every_kind_is_said_in_many_ways_and_no_saying_has_two_kinds() -> None:
    sayings = [saying for say, _ in smalltalk.talks().values() for saying in say]
    assert len(set(sayings)) == len(sayings)
    assert all(len(say) >= 30 for say, _ in smalltalk.talks().values())


def test_replies_are_short() -> None:
    for _, replies in smalltalk.talks().values():
        assert all(len(reply.split()) <= 30 for reply in replies), replies


def test_it_promises_no_secrecy_and_claims_no_eyes() -> None:
    assert all("can't promise" in reply for reply in smalltalk.talks()["secret"][1])
    assert all("can't see you" in reply for reply in smalltalk.talks()["see_me"][1])


def test_any_turn_replies_from_the_table() -> None:
    replies = {r for _, known in smalltalk.talks().values() for r in known}
    turns = [smalltalk.any_turn(Random(n), Split.TRAIN, first=True) for n in range(100)]
    assert all(turn.tutor in replies for turn in turns)


def test_lost_students_are_asked_with_what_only_at_first() -> None:
    (asks,) = smalltalk.talks()["lost"][1]
    drawn = {
        first: {smalltalk.any_turn(Random(n), Split.TRAIN, first=first).tutor for n in range(400)}
        for first in (True, False)
    }
    assert asks in drawn[True]
    assert asks not in drawn[False]


@pytest.mark.parametrize("answer", ["3/4", "17", "3 remainder 2", "-5"])
def test_an_answer_said_aloud_has_no_digits(answer: str) -> None:
    assert re.fullmatch(r"[a-z ]+", smalltalk.say_answer(answer, Random(1)))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("0.75", "zero point seven five"),
        ("-5", "minus five"),
        ("25%", "twenty.five percent"),
        ("12 square cm", "twelve square centimeters"),
        ("180 minutes", "one hundred (and )?eighty minutes"),
    ],
)
def test_answers_with_points_signs_and_units_are_said(answer: str, said: str) -> None:
    for seed in range(20):
        assert re.fullmatch(said, smalltalk.say_answer(answer, Random(seed)))


def test_common_wordings_are_said_often_in_training_and_never_in_the_examination() -> None:
    def said(split: Split) -> list[str]:
        turns = (smalltalk.turn("no", Random(n), split).student for n in range(400))
        return [re.sub(r"[^a-z' ]", "", text.lower()).strip() for text in turns]

    trained, examined = said(Split.TRAIN), said(Split.HELDOUT)
    assert trained.count("no") > 10
    assert "no" not in examined
