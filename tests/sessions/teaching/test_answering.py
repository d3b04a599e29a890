"""Tests of sessions.teaching.answering: what follows on an answer."""

import pytest

from sessions.teaching.answering import asks_why, praise_for
from sessions.teaching.chance import draw
from sessions.teaching.events import AskedHint, Skipped, WentOn
from sessions.teaching.lesson import Outcome
from sessions.teaching.moves import Act, Reason
from sessions.teaching.notes import NoteKind
from sessions.teaching.run import Accommodations, Awaiting, Error, Part, Tried, Work
from tests.sessions.teaching.sample import NO_ANSWER, RIGHT, WRONG, believes, fresh
from tests.sessions.teaching.script import at_item, practising

SLIP = Outcome(correct=False, flags=frozenset({"off_by_one"}))
FORM = Outcome(correct=False, equivalent=True)


def test_a_remark_is_no_attempt() -> None:
    script = practising()
    move = script.answer(NO_ANSWER)
    assert (move.act, move.reason, move.notes) == (Act.ASK_ATTEMPT, Reason.NO_ATTEMPT, ())


def test_the_first_wrong_answer_without_a_pattern_brings_the_first_rung() -> None:
    script = practising()
    move = script.answer(WRONG)
    assert (move.act, move.text) == (Act.NUDGE, script.run.lesson.items[0].hints[0])
    assert [note.kind for note in move.notes] == [NoteKind.ITEM_ATTEMPTED, NoteKind.HINT_GIVEN]
    assert move.notes[1].body["asked"] is False


def test_a_slip_gets_a_second_look_without_help_and_still_counts_alone() -> None:
    script = practising()
    move = script.answer(SLIP)
    assert (move.act, move.reason, move.error) == (Act.ASK_ATTEMPT, Reason.SLIP, Error.SLIP)
    done = script.answer(RIGHT)
    assert done.reason is Reason.KEPT_TRYING
    assert script.run.record.work("n48").right_alone
    second = practising()
    second.answer(SLIP)
    assert second.answer(SLIP).act in {Act.NUDGE, Act.REPRESENT}


def test_a_misconception_is_probed_once_put_right_once_and_then_helped() -> None:
    script = practising()
    probe = script.answer(believes("adds-instead"))
    assert probe.act is Act.PROBE
    assert probe.probe is not None
    assert script.run.open_item == probe.probe
    assert len(probe.guards) == 2
    correct = script.answer(believes("adds-instead"))
    assert correct.act is Act.CORRECT
    assert correct.notes[0].body["use"] == "probe"
    assert script.run.record.probes[0].holds
    assert script.run.work.aided
    assert script.answer(believes("adds-instead")).act is Act.REPRESENT
    script.do(Skipped(at_s=0.0))
    assert script.answer(believes("adds-instead")).act is Act.NUDGE
    later = at_item("f34")
    later.answer(believes("adds-instead"))
    later.answer(RIGHT)
    assert later.answer(believes("adds-instead")).act is Act.CORRECT, "not probed again"


def test_a_probe_that_is_answered_right_leads_back_without_help() -> None:
    script = practising()
    script.answer(believes("adds-instead"))
    move = script.answer(RIGHT)
    assert (move.act, move.reason) == (Act.ASK_ATTEMPT, Reason.PROBE_RIGHT)
    assert not script.run.record.probes[0].holds
    assert not script.run.work.aided
    assert script.run.item is not None
    assert script.run.item.item_id == "n48", "the probe closes nothing"


def test_a_probe_answered_in_another_wrong_way_is_followed_by_a_hint() -> None:
    script = practising()
    script.answer(believes("adds-instead"))
    assert script.answer(NO_ANSWER).reason is Reason.AGAIN
    assert script.answer(WRONG).act is Act.NUDGE


def test_a_guess_is_asked_to_think_before_it_brings_help() -> None:
    script = at_item("roots")
    first = script.answer(WRONG, after_s=0.3)
    assert (first.act, first.reason) == (Act.ASK_ATTEMPT, Reason.GUESS)
    second = script.answer(WRONG, after_s=0.3)
    assert second.act in {Act.NUDGE, Act.REPRESENT}


def test_the_form_is_asked_for_and_is_no_ground_for_being_stuck() -> None:
    script = at_item("f34")
    for _ in range(2):
        assert script.answer(FORM).act is Act.ASK_FORM
    assert script.run.moment.stuck == 0
    assert script.answer(FORM).act is Act.NUDGE


def test_after_two_stuck_turns_another_way_is_offered_once() -> None:
    script = practising()
    script.answer(WRONG)
    move = script.answer(SLIP)
    assert move.act is Act.ASK_ATTEMPT
    offer = script.answer(SLIP)
    assert (offer.act, offer.part) == (Act.REPRESENT, Part.EXAMPLE)
    shown = script.do(WentOn(at_s=0.0))
    assert (shown.act, shown.part) == (Act.PRESENT, Part.EXAMPLE)
    assert shown.notes[0].body["by"] == "representation"
    assert script.run.moment.stuck == 0
    assert script.do(WentOn(at_s=0.0)).reason is Reason.AGAIN
    assert script.answer(WRONG).act is not Act.REPRESENT


def test_an_answer_counts_while_an_example_is_shown_or_offered() -> None:
    script = practising()
    for outcome in (WRONG, SLIP, SLIP):
        script.answer(outcome)
    assert script.run.moment.awaiting is Awaiting.OFFER
    assert script.answer(RIGHT).done is not None


@pytest.mark.parametrize("outcome", [WRONG, believes("adds-instead"), SLIP])
def test_a_transfer_item_gets_two_tries_and_no_help(outcome: Outcome) -> None:
    script = at_item("neg3")
    first = script.answer(outcome)
    assert first.act is Act.ASK_ATTEMPT
    last = script.answer(outcome)
    assert (last.act, last.reason) == (Act.FINISH, Reason.ENOUGH)
    kinds = [note.kind for note in script.notes]
    assert NoteKind.HINT_GIVEN not in kinds


def test_wrong_after_the_answer_was_shown_leads_on() -> None:
    script = practising()
    script.answer(WRONG)
    script.answer(SLIP)
    for _ in range(6):
        move = script.do(AskedHint(at_s=0.0))
        if move.act is Act.BOTTOM_OUT:
            break
        script.answer(SLIP)
    assert script.run.work.shown
    assert script.answer(WRONG).act is Act.MOVE_ON


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        ((Tried(correct=True, aided=False),), Reason.FIRST),
        (
            (Tried(correct=False, aided=False), Tried(correct=True, aided=False)),
            Reason.KEPT_TRYING,
        ),
        ((Tried(correct=True, aided=True, rung=4),), Reason.SHOWN),
    ],
)
def test_praise_is_for_the_way_of_working(tried: tuple[Tried, ...], expected: Reason) -> None:
    assert praise_for(Work(item_id="n48", tried=tried)) is expected


def test_why_is_asked_after_about_a_third_of_the_successes_that_invite_it() -> None:
    alone = Work(item_id="n48", tried=(Tried(correct=True, aided=False),))
    item = fresh().lesson.items[0]
    asked = [asks_why(fresh(run_id=f"r{n}"), item, alone) for n in range(300)]
    assert 60 < sum(asked) < 140
    aided = Work(item_id="n48", tried=(Tried(correct=True, aided=True),))
    assert not any(asks_why(fresh(run_id=f"r{n}"), item, aided) for n in range(30))
    short = Accommodations(reduced_text=True)
    assert not any(
        asks_why(fresh(run_id=f"r{n}", accommodations=short), item, alone) for n in range(30)
    )


def test_after_why_anything_leads_on() -> None:
    run_id = next(f"r{n}" for n in range(99) if draw(f"r{n}", "why", "n48") % 3 == 0)
    script = practising(run_id=run_id)
    move = script.answer(RIGHT)
    assert (move.act, move.guards) == (Act.ASK_WHY, ())
    assert script.run.open_item is None
    after = script.answer(NO_ANSWER, "because they are equal groups")
    assert (after.act, after.reason) == (Act.PRAISE, Reason.EXPLAINED)
    assert after.item is not None
    assert after.item.item_id == "f34"
