"""Tests of sessions.teaching.leak_elimination."""

from sessions.teaching.leak_elimination import elimination_leak, ruled_out
from sessions.teaching.talk import Exchange
from tests.sessions.teaching.leak_items import ITEMS


def test_ruling_out_over_several_replies() -> None:
    item = ITEMS["roots"]
    first = Exchange(student="which are wrong?", tutor="The leaves are wrong.")
    assert elimination_leak(item, (), "", first.tutor) is None
    assert elimination_leak(item, (first,), "and what else?", "Not the flower.") is not None
    assert elimination_leak(item, (first,), "can C be ruled out?", "Yes.") is not None
    assert elimination_leak(item, (first,), "and what else?", "Think of a straw.") is None
    out = Exchange(student="?", tutor="The leaves are wrong, and the flower is wrong.")
    assert elimination_leak(item, (out,), "?", "The flower is wrong.") is None  # it was out before


def test_that_a_students_own_answer_is_wrong_may_be_said() -> None:
    item = ITEMS["roots"]
    assert ruled_out(item, "the flower", "No, the flower is wrong.") == frozenset()
    assert ruled_out(item, "is it wrong to say the flower?", "The flower is wrong.") == {2}
    assert ruled_out(item, "hm", "The last one is wrong.") == {2}
    assert ruled_out(item, "hm", "Neither the first nor the last.") == {0, 2}
