"""Facts are read as deeds, and whatever does not fit is nothing."""

import pytest

from inference.contracts import JsonValue
from sessions.contracts import FactKind
from tests.tutor_server.modules.classroom.facts import (
    finished,
    hinted,
    opened,
    said,
    started,
    tried,
)
from tutor_server.modules.classroom.deeds import (
    HintGiven,
    ItemTried,
    LessonFinished,
    LessonStarted,
    SessionOpened,
    Spoke,
    deed_of,
)


@pytest.mark.parametrize(
    ("fact", "deed"),
    [
        (opened(), SessionOpened()),
        (said("hello"), Spoke()),
        (started("angles", run="r2"), LessonStarted(run="r2", lesson="angles")),
        (
            tried("i2", True, 3, hints=2),
            ItemTried(
                run="r1", lesson="equal-parts", item="i2", attempt=3, correct=True, hints=2,
                use="practice",
            ),
        ),
        (hinted("i2", 4), HintGiven(run="r1", lesson="equal-parts", item="i2", rung=4)),
        (finished(), LessonFinished(run="r1", lesson="equal-parts")),
    ],
)  # fmt: skip
def test_what_sessions_and_lessons_leave_is_read(fact, deed) -> None:
    assert deed_of(fact.kind, fact.body) == deed


@pytest.mark.parametrize(
    "more",
    [
        {"attempt": 0},
        {"attempt": "1"},
        {"attempt": True},
        {"correct": "yes"},
        {"correct": None},
        {"item": ""},
        {"run": 7},
        {"lesson": "x" * 201},
        {"hints": -1},
    ],
)
def test_an_attempt_that_does_not_fit_is_nothing(more: dict[str, JsonValue]) -> None:
    fact = tried(**more)
    assert deed_of(fact.kind, fact.body) is None


@pytest.mark.parametrize("rung", [0, 5, "1", None, 1.5])
def test_a_hint_of_no_rung_is_nothing(rung: JsonValue) -> None:
    fact = hinted(**{"rung": rung})
    assert deed_of(fact.kind, fact.body) is None


def test_other_facts_are_nothing() -> None:
    others = set(FactKind) - {
        FactKind.SESSION_OPENED, FactKind.STUDENT_TURN, FactKind.LESSON_STARTED,
        FactKind.ITEM_ATTEMPTED, FactKind.HINT_GIVEN, FactKind.LESSON_FINISHED,
    }  # fmt: skip
    assert others
    for kind in others:
        assert deed_of(kind, tried().body) is None
