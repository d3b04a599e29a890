"""What each kind of fact leaves, and what it takes back."""

import pytest

from sessions.contracts import FactKind
from tests.tutor_server.modules.memory.talk import TITLES, fact, message, replied, said
from tutor_server.modules.memory.told import told_by


def left(one) -> list[tuple[str, str, str]]:
    return [
        (told.item, piece.kind.value, piece.text)
        for told in told_by(one, TITLES.get)
        for piece in told.pieces
    ]


def test_a_students_turn_and_a_tutors_promise() -> None:
    assert left(said("I love football.", item="i1")) == [("i1", "about", "I love football.")]
    assert left(replied("Good. Next time we will do decimals.", item="i2")) == [
        ("i2", "promise", "Next time we will do decimals.")
    ]
    assert not left(replied("I love football too, and fractions are hard for me."))


def test_what_the_gate_blocked_leaves_nothing() -> None:
    assert not left(said("I love football.", aside=True))


@pytest.mark.parametrize(("speaker", "count"), [("student", 1), ("tutor", 0), ("system", 0)])
def test_items_that_a_client_added(speaker: str, count: int) -> None:
    added = fact(FactKind.ITEM_ADDED, message("i1", speaker), {"text": "I love football."})
    assert len(left(added)) == count
    call = {"item_id": "i1", "type": "call", "speaker": "student"}
    assert not left(fact(FactKind.ITEM_ADDED, call, {"text": "I love football."}))


def test_what_was_deleted_or_shortened_is_taken_back_first() -> None:
    (gone,) = told_by(fact(FactKind.ITEM_DELETED, {"item_id": "i1"}), TITLES.get)
    assert (gone.item, gone.instead, gone.pieces) == ("i1", True, ())
    heard = {"text": "Next time we will do decimals.", "unheard": " And primes tomorrow."}
    (less,) = told_by(fact(FactKind.ITEM_TRUNCATED, {"item_id": "i2"}, heard), TITLES.get)
    assert less.instead
    assert [piece.text for piece in less.pieces] == ["Next time we will do decimals."]


def test_lessons() -> None:
    begun = fact(FactKind.LESSON_STARTED, {"run": "r", "lesson": "equal-parts"})
    assert left(begun) == [("", "talked", "the lesson Equal parts")]
    tried = {"lesson": "angles", "skill": "measure-angles", "correct": False, "attempt": 2}
    assert left(fact(FactKind.ITEM_ATTEMPTED, tried)) == [
        ("", "hard", "measure angles, in the lesson Angles")
    ]
    for change in ({"correct": True}, {"attempt": 1}, {"lesson": "unknown"}, {"skill": ""}):
        assert not left(fact(FactKind.ITEM_ATTEMPTED, {**tried, **change}))


@pytest.mark.parametrize("kind", list(FactKind))
def test_anything_that_does_not_fit_is_nothing(kind: FactKind) -> None:
    for body, private in (
        ({}, {}),
        ({"item_id": 5, "items": 7, "lesson": None}, {"text": 3, "items": "x"}),
        ({"items": [1, {}], "type": None}, {"items": [{}, 2]}),
    ):
        assert not left(fact(kind, body, private))


def test_an_out_of_band_reply_is_no_part_of_the_talk() -> None:
    reply = replied("Next time we will do decimals.")
    aside = fact(FactKind.REPLY_DONE, {**reply.body, "out_of_band": True}, reply.private)
    assert not left(aside)
