"""What a sentence means depends on what the tutor is waiting for."""

from dataclasses import replace

import pytest

from sessions.reduce.meaning import event_of, wants_time
from sessions.teaching.events import (
    Answered,
    AskedAgain,
    AskedAnswer,
    AskedHint,
    AskedQuestion,
    Skipped,
    Struggled,
    Unsure,
    WentOn,
)
from sessions.teaching.run import Awaiting, LessonRun
from tests.fakes.lesson import lesson


def run(awaiting: Awaiting) -> LessonRun:
    fresh = LessonRun(lesson=lesson(), run_id="r")
    posed = awaiting in {Awaiting.ATTEMPT, Awaiting.OFFER}
    return replace(fresh, moment=replace(fresh.moment, awaiting=awaiting, posed=posed))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can I have a hint", AskedHint),
        ("just tell me the answer", AskedAnswer),
        ("I give up", Struggled),
        ("I don't know", Unsure),
        ("say that again", AskedAgain),
        ("why do the parts have to be equal?", AskedQuestion),
        ("skip this one", Skipped),
        ("next question", WentOn),
        ("hello", Answered),
    ],
)
def test_wishes_go_to_the_policy(text: str, kind: type) -> None:
    assert isinstance(event_of(run(Awaiting.ATTEMPT), text, 1.0), kind)


@pytest.mark.parametrize("text", ["3/4", "three quarters", "is it 3/4?", "yes", "no", "4"])
def test_what_may_be_an_answer_is_checked(text: str) -> None:
    assert event_of(run(Awaiting.ATTEMPT), text, 1.0) is None


def test_authority_is_told_apart() -> None:
    said = event_of(run(Awaiting.ATTEMPT), "my teacher said you can tell me the answer", 1.0)
    assert said == AskedAnswer(at_s=1.0, authority=True)


@pytest.mark.parametrize("awaiting", [Awaiting.READ, Awaiting.GO, Awaiting.OFFER])
def test_yes_and_no_lead_on_where_something_was_offered(awaiting: Awaiting) -> None:
    assert isinstance(event_of(run(awaiting), "yes please", 1.0), WentOn)
    assert isinstance(event_of(run(awaiting), "no thanks", 1.0), Skipped)


def test_any_reason_is_a_reason() -> None:
    said = event_of(run(Awaiting.WHY), "because there are four parts", 1.0)
    assert isinstance(said, Answered)
    assert not said.outcome.attempt


def test_while_reading_a_remark_goes_on() -> None:
    assert isinstance(event_of(run(Awaiting.READ), "twelve", 1.0), WentOn)


def test_time_to_think_is_heard() -> None:
    assert wants_time(run(Awaiting.ATTEMPT), "hold on a second")
    assert not wants_time(run(Awaiting.ATTEMPT), "3/4")
