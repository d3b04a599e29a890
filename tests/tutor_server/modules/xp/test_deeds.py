"""Reading facts: the right ones become deeds, everything else nothing, and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.contracts import FactKind
from tests.tutor_server.modules.xp.facts import finished, hinted, rated, tried, voted
from tutor_server.modules.xp.deeds import (
    SHAPES,
    HintGiven,
    ItemTried,
    LessonFinished,
    RatingGiven,
    VoteCast,
    deed_of,
    key,
)


@pytest.mark.parametrize(
    ("made", "shape"),
    [(finished(), LessonFinished), (tried(), ItemTried), (hinted(), HintGiven),
     (voted(), VoteCast), (rated(), RatingGiven)],
)  # fmt: skip
def test_facts_of_the_contract_are_deeds(made, shape) -> None:
    assert isinstance(deed_of(made.kind, made.body), shape)


def test_the_same_deed_told_twice_has_one_key() -> None:
    for make in (lambda: finished(run="r"), tried, hinted, lambda: voted("v"), lambda: rated("i")):
        first, again = make(), make()
        assert first.fact_id != again.fact_id
        deeds = [deed_of(made.kind, made.body) for made in (first, again)]
        assert deeds[0].key == deeds[1].key


def test_other_deeds_have_other_keys() -> None:
    made = [
        finished(run="r"), finished(run="s"), tried(), tried(attempt=2), tried("i2"),
        tried(run="r2"), hinted(), hinted(rung=2), voted("r"), rated("r"),
    ]  # fmt: skip
    assert len({deed_of(item.kind, item.body).key for item in made}) == len(made)


@given(st.lists(st.lists(st.text(max_size=3), max_size=3), min_size=2, max_size=2))
def test_keys_do_not_run_together(parts: list[list[str]]) -> None:
    assert (key(*parts[0]) == key(*parts[1])) == (parts[0] == parts[1])


def test_other_kinds_are_no_deeds() -> None:
    for kind in set(FactKind) - set(SHAPES):
        assert deed_of(kind, finished().body) is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"run": None},
        {"run": ""},
        {"lesson": 7},
        {"lesson": "x" * 201},
        {"xp": -1},
        {"xp": "30"},
        {"xp": True},
        {"xp": 1e400},
        {"xp": 10**30},
    ],
)
def test_bad_bodies_are_nothing(body) -> None:
    whole = dict(finished().body) | body if body else {}
    assert deed_of(FactKind.LESSON_FINISHED, whole) is None


@pytest.mark.parametrize(
    "bad", [{"attempt": 0}, {"attempt": 1.5}, {"correct": "yes"}, {"item": []}]
)
def test_bad_attempts_are_nothing(bad) -> None:
    assert deed_of(FactKind.ITEM_ATTEMPTED, dict(tried().body) | bad) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(
    st.sampled_from(sorted(SHAPES)),
    st.dictionaries(
        st.sampled_from(["run", "lesson", "path", "xp", "item", "attempt", "correct", "vote"]),
        json_values,
    ),
)
def test_nothing_raises(kind: FactKind, body) -> None:
    deed_of(kind, body)
