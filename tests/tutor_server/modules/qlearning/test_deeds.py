"""Facts become deeds, or nothing."""

import pytest

from sessions.contracts import FactKind
from sessions.decision import Decision
from tests.tutor_server.modules.qlearning.facts import decided, finished, fixed, started, tried
from tutor_server.modules.qlearning.deeds import (
    DecisionMade,
    ItemTried,
    LessonFinished,
    LessonStarted,
    deed_of,
)


def deed(fact):
    return deed_of(fact.kind, fact.body)


def test_each_kind() -> None:
    assert isinstance(deed(decided()), DecisionMade)
    assert isinstance(deed(fixed()), DecisionMade)
    assert isinstance(deed(started()), LessonStarted)
    assert isinstance(deed(finished()), LessonFinished)
    assert isinstance(deed(tried()), ItemTried)
    assert deed_of(FactKind.STUDENT_TURN, {"turn": 1}) is None


def test_a_decision_of_the_session_is_read_whole() -> None:
    made = Decision(
        decision_id="d", kind="format", skill="s", state="", options=("a", "b"), chosen="b",
        probabilities=(0.25, 0.75), source="random",
    )  # fmt: skip
    found = deed_of(FactKind.DECISION_MADE, made.body("l"))
    assert isinstance(found, DecisionMade)
    assert (found.options, found.probabilities, found.lesson) == (("a", "b"), (0.25, 0.75), "l")


@pytest.mark.parametrize(
    "fact",
    [
        decided(chosen="song"),
        decided(probabilities=[1.0]),
        decided(probabilities=[0.5, 0.7, -0.2]),
        decided(options=["x"] * 21),
        decided(kind="path"),
        decided(decision=""),
        decided(state="s" * 201),
        started(run=""),
        finished(right=-1),
        finished(decision=7),
        tried(attempt=0),
        tried(correct="yes"),
        tried(item="i" * 201),
    ],
)
def test_what_does_not_fit_is_nothing(fact) -> None:
    assert deed(fact) is None


def test_the_key_is_what_happened_not_who_told_it() -> None:
    assert tried().fact_id != tried().fact_id
    assert deed(tried()).key == deed(tried(right=True, hints=2)).key
    keys = {
        deed(f).key
        for f in (tried(), tried(attempt=2), tried("i2"), tried(run="r2"), started(), finished(),
                  decided(), decided("r1"))
    }  # fmt: skip
    assert len(keys) == 8


def test_names_with_any_character_keep_keys_apart() -> None:
    one, two = deed(tried('a","1', run="r")), deed(tried("1", run='r","a'))
    assert one.key != two.key


@pytest.mark.parametrize(
    ("right", "total", "share"), [(4, 5, 0.8), (0, 0, 0.0), (3, 0, 0.0), (7, 5, 1.0)]
)
def test_the_share_of_what_was_done_alone(right: int, total: int, share: float) -> None:
    assert deed(finished(right, total)).share == share


@pytest.mark.parametrize(
    ("more", "shows"),
    [({}, True), ({"aided": True}, False), ({"attempt": 2}, False), ({"use": "probe"}, False),
     ({"use": "review"}, True)],
)  # fmt: skip
def test_first_tries_without_help_show_what_is_done_alone(more, shows: bool) -> None:
    assert deed(tried(**more)).shows_alone is shows
