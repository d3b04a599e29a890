"""Tests of sessions.teaching.asking."""

import pytest

from sessions.teaching.asking import asks, may_ask
from sessions.teaching.moves import Act, Move
from sessions.teaching.run import probe_item
from tests.fakes.lesson import UPSIDE_DOWN, lesson

ITEM = lesson().items[0]
QUESTION = ITEM.question


def test_which_question_a_move_puts() -> None:
    assert asks(Move(act=Act.POSE, item=ITEM)) == QUESTION
    assert asks(Move(act=Act.PRAISE, item=ITEM)) == QUESTION
    assert asks(Move(act=Act.HINT, item=ITEM)) == ""
    assert asks(Move(act=Act.FINISH)) == ""
    probe = probe_item(UPSIDE_DOWN, ITEM)
    assert asks(Move(act=Act.PROBE, item=ITEM, probe=probe)) == UPSIDE_DOWN.probe.question


@pytest.mark.parametrize(
    ("said", "sentence", "may"),
    [
        ("", "What do you see?", True),
        ("Good. ", "What do you see?", True),
        ("What do you see? ", "Look at the pieces.", True),
        ("What do you see? ", "How many are there?", False),
        ("", "How many? And why?", False),
        ('He asked "why?" then. ', "What do you see?", True),
    ],
)
def test_the_first_question_stands(said: str, sentence: str, may: bool) -> None:
    assert may_ask("", said, sentence) is may


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("Are you ready?", False),
        ("Shall we go on?", False),
        ("A bar has 4 equal pieces.", True),
        ("What part is that?", True),
        ("So what part of the bar is that?", True),
        (QUESTION, True),
    ],
)
def test_where_a_question_is_put_no_other_is(sentence: str, may: bool) -> None:
    assert may_ask(QUESTION, "", sentence) is may
    assert may_ask(QUESTION, "Well done! ", sentence) is may
