"""Bands, their string form, and how attempts move them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tutor_server.modules.qlearning.facts import tried
from tutor_server.modules.qlearning.deeds import ItemTried, deed_of
from tutor_server.modules.qlearning.state import (
    WINDOW,
    Alone,
    Grade,
    Hints,
    Mood,
    Profile,
    State,
    after,
    fix_state,
    format_state,
    grade_of,
    state_like,
)


def attempt(right: bool = True, **more) -> ItemTried:
    fact = tried("i1", right, **more)
    deed = deed_of(fact.kind, fact.body)
    assert isinstance(deed, ItemTried)
    return deed


def walked(*attempts: ItemTried) -> Profile:
    profile = Profile()
    for one in attempts:
        profile = after(profile, one)
    return profile


states = st.builds(
    State,
    grade=st.sampled_from(Grade),
    alone=st.sampled_from(Alone),
    hints=st.sampled_from(Hints),
    mood=st.sampled_from(Mood),
    error=st.sampled_from(["", "slip", "misconception", "unnamed"]),
)


@given(states)
def test_the_string_form_comes_back(state: State) -> None:
    assert State.parse(str(state)) == state


def test_the_string_form_is_stable() -> None:
    """Stored values are found under it."""
    state = format_state(Profile(), Grade.MIDDLE)
    assert str(state) == "grade:5-6 alone:new hints:few mood:calm"
    assert str(fix_state(Profile(error="slip"), Grade.LOW)) == (
        "grade:1-4 alone:new hints:few mood:calm error:slip"
    )


@pytest.mark.parametrize(
    "text",
    ["", "x", "grade:5-6", "grade:5-6 alone:new hints:few mood:calm more:1",
     "grade:9 alone:new hints:few mood:calm", "alone:new grade:5-6 hints:few mood:calm",
     "grade:5-6 alone:new hints:few mood:calm error:", "grade:5-6  alone:new"],
)  # fmt: skip
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        State.parse(text)


@pytest.mark.parametrize("error", ["", "two words", "a:b", "x\ny", "é!"])
def test_an_odd_error_never_breaks_the_string_form(error: str) -> None:
    state = fix_state(Profile(error=error), Grade.HIGH)
    assert (state.error, State.parse(str(state))) == ("unnamed", state)


@pytest.mark.parametrize(
    ("grade", "band"), [(1, Grade.LOW), (4, Grade.LOW), (5, Grade.MIDDLE), (6, Grade.MIDDLE),
                        (7, Grade.HIGH), (12, Grade.HIGH)]
)  # fmt: skip
def test_grades(grade: int, band: Grade) -> None:
    assert grade_of(grade) is band


@pytest.mark.parametrize(
    ("window", "band"),
    [("", Alone.NEW), ("11", Alone.NEW), ("100", Alone.LOW), ("0101", Alone.MIDDLE),
     ("1110", Alone.MIDDLE), ("11110", Alone.HIGH), ("1" * 10, Alone.HIGH)],
)  # fmt: skip
def test_alone(window: str, band: Alone) -> None:
    assert format_state(Profile(alone=window), Grade.LOW).alone is band


@pytest.mark.parametrize(
    ("window", "band"),
    [("", Hints.FEW), ("00010", Hints.FEW), ("0010", Hints.SOME), ("01", Hints.MANY)],
)
def test_hints(window: str, band: Hints) -> None:
    assert format_state(Profile(helped=window), Grade.LOW).hints is band


@pytest.mark.parametrize(
    ("window", "band"),
    [("", Mood.CALM), ("00", Mood.CALM), ("1000", Mood.STUCK), ("00001", Mood.CALM),
     ("0000100011", Mood.STUCK), ("0001100011", Mood.CALM)],
)  # fmt: skip
def test_mood(window: str, band: Mood) -> None:
    assert format_state(Profile(answers=window), Grade.LOW).mood is band


def test_only_first_tries_without_help_count_as_alone() -> None:
    profile = walked(attempt(False), attempt(attempt=2), attempt(aided=True), attempt(use="quiz"))
    assert (profile.alone, profile.answers, profile.helped) == ("01", "0111", "0010")


def test_a_probe_changes_nothing() -> None:
    before = walked(attempt(False))
    assert after(before, attempt(use="probe", error="misconception")) == before


def test_the_error_is_that_of_the_newest_wrong_answer() -> None:
    assert walked(attempt(False, error="misread")).error == "misread"
    assert walked(attempt(False), attempt()).error == ""


@given(st.lists(st.booleans(), max_size=40))
def test_only_the_newest_count(rights: list[bool]) -> None:
    profile = walked(*(attempt(right) for right in rights))
    assert profile.alone == "".join(str(int(right)) for right in rights)[-WINDOW:]


def test_a_later_state_is_of_the_same_kind() -> None:
    profile = walked(*(attempt(False) for _ in range(3)))
    first, second = format_state(Profile(), Grade.LOW), fix_state(Profile(), Grade.HIGH)
    assert state_like(first, profile) == format_state(profile, Grade.LOW)
    assert state_like(second, profile) == fix_state(profile, Grade.HIGH)
