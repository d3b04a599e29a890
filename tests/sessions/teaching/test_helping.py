"""Tests of sessions.teaching.helping: hints in order, never the answer before real attempts."""

import pytest

from sessions.teaching.events import (
    AskedAnswer,
    AskedHint,
    AskedQuestion,
    Event,
    Started,
    Struggled,
    Unsure,
    WentOn,
)
from sessions.teaching.helping import tried_since_help
from sessions.teaching.lesson import Format, Outcome
from sessions.teaching.moves import Act, Reason
from sessions.teaching.run import Accommodations, Awaiting, By, Error, Help, Tried, Work
from tests.sessions.teaching.sample import WRONG, believes, fresh
from tests.sessions.teaching.script import Script, at_item, practising

HINT = AskedHint(at_s=0.0)
TELL = AskedAnswer(at_s=0.0)
SLIP = Outcome(correct=False, flags=frozenset({"off_by_one"}))


def test_the_first_hint_is_given_to_who_has_read_the_question() -> None:
    script = practising()
    assert script.do(HINT, after_s=0.5).act is Act.SLOW_DOWN
    assert script.do(HINT).act is Act.NUDGE


def test_without_timers_no_hint_is_too_soon() -> None:
    script = practising(accommodations=Accommodations(timers_off=True))
    assert script.do(HINT, after_s=0.1).act is Act.NUDGE


def test_collecting_hints_is_slowed_down_by_a_try_in_between() -> None:
    script = practising()
    acts = [script.do(HINT).act for _ in range(5)]
    assert acts == [Act.NUDGE, Act.SLOW_DOWN, Act.LOCATE, Act.SLOW_DOWN, Act.HINT]
    more = [script.do(HINT) for _ in range(4)]
    assert {move.act for move in more} == {Act.SLOW_DOWN, Act.ASK_ATTEMPT}
    assert not script.run.work.shown
    tried = practising()
    tried.do(HINT)
    tried.answer(SLIP)
    assert tried.do(HINT).act is Act.LOCATE, "with a try nothing is slowed"


def test_a_guess_does_not_buy_a_hint() -> None:
    work = Work(
        item_id="n48",
        tried=(Tried(correct=False, aided=True, rung=1, error=Error.GUESS),),
        helps=(Help(rung=1, asked=True),),
    )
    assert not tried_since_help(work)


def test_no_help_in_a_transfer_item_and_none_before_the_first_try_of_a_quiz_item() -> None:
    transfer, quiz = at_item("neg3"), at_item("eq4")
    for event in (HINT, TELL, AskedQuestion(text="What is a degree?", at_s=0.0)):
        assert transfer.do(event).reason is Reason.ALONE
        assert quiz.do(event).reason is Reason.FIRST_TRY
    quiz.answer(WRONG)
    assert quiz.do(HINT).act in {Act.SLOW_DOWN, Act.LOCATE}


def test_begging_never_brings_the_answer_before_it_is_earned() -> None:
    script = practising()
    moves = [script.do(AskedAnswer(at_s=0.0, authority=n % 2 == 1)) for n in range(3)]
    assert [move.reason for move in moves] == [Reason.BEGGED, Reason.AUTHORITY, Reason.NONE]
    assert moves[2].act is Act.COMFORT
    assert not script.run.work.helps
    script.answer(SLIP)
    assert script.do(TELL).act is Act.NUDGE, "a try is answered with a hint"


def test_who_has_tried_and_had_all_hints_is_shown_the_way() -> None:
    script = practising()
    script.answer(SLIP)
    for _ in range(5):
        script.do(HINT)
    assert script.run.work.rungs == 3
    assert script.do(TELL).act is not Act.BOTTOM_OUT, "one try is not enough"
    script.answer(SLIP)
    if script.run.moment.awaiting is Awaiting.OFFER:
        script.do(WentOn(at_s=0.0))
        script.do(WentOn(at_s=0.0))
    shown = script.do(TELL)
    assert (shown.act, shown.text) == (Act.BOTTOM_OUT, script.run.lesson.items[0].hints[3])
    assert shown.guards == ()


def test_i_do_not_know_brings_a_nudge_then_another_way_then_small_steps() -> None:
    script = practising()
    first = script.do(Unsure(at_s=0.0))
    assert (first.act, first.notes[0].body["asked"]) == (Act.NUDGE, False)
    assert script.do(Unsure(at_s=0.0)).act is Act.REPRESENT
    script.do(WentOn(at_s=0.0))
    script.do(WentOn(at_s=0.0))
    acts = [script.do(Unsure(at_s=0.0)) for _ in range(6)]
    assert {move.act for move in acts} <= {Act.ASK_ATTEMPT, Act.LOCATE, Act.HINT}
    assert not script.run.work.shown
    alone = at_item("neg3")
    assert alone.do(Unsure(at_s=0.0)).reason is Reason.SMALL_STEP


def test_who_struggles_is_comforted_first_and_helped_then() -> None:
    script = practising()
    assert script.do(Struggled(at_s=0.0)).act is Act.COMFORT
    assert script.do(Struggled(at_s=0.0)).act is not Act.COMFORT


def test_a_question_about_the_topic_is_answered_and_is_help_for_an_open_item() -> None:
    question = AskedQuestion(text="What does the denominator count?", at_s=0.0)
    script = practising()
    move = script.do(question)
    assert (move.act, move.item) == (Act.ANSWER_QUESTION, script.run.item)
    assert [help_.by for help_ in script.run.work.helps] == [By.QUESTION]
    assert script.run.moment.awaiting is Awaiting.ATTEMPT
    reading = Script(fresh(format=Format.READING))
    reading.do(Started(at_s=0.0))
    move = reading.do(question)
    assert (move.act, move.item, move.notes) == (Act.ANSWER_QUESTION, None, ())
    assert reading.run.moment.awaiting is Awaiting.READ


def test_while_a_misconception_is_probed_a_question_leads_back_to_the_probe() -> None:
    script = practising()
    script.answer(believes("adds-instead"))
    move = script.do(AskedQuestion(text="Why?", at_s=0.0))
    assert (move.act, move.reason) == (Act.PROBE, Reason.AGAIN)


@pytest.mark.parametrize("event", [HINT, TELL, Unsure(at_s=0.0)])
def test_who_cannot_answer_a_probe_is_not_asked_twice(event: Event) -> None:
    script = practising()
    script.answer(believes("adds-instead"))
    move = script.do(event)
    assert move.act is Act.NUDGE
    assert script.run.moment.awaiting is Awaiting.ATTEMPT
    assert script.run.open_item == script.run.item
