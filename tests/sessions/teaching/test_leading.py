"""Tests of sessions.teaching.leading: presenting, going on, leaving out, taking up again."""

from sessions.teaching.events import AskedAgain, Skipped, Started, Waited, WentOn
from sessions.teaching.leading import unprobed
from sessions.teaching.lesson import Format
from sessions.teaching.moves import Act, Reason
from sessions.teaching.notes import NoteKind, restore
from sessions.teaching.run import Accommodations, Awaiting, Part
from tests.sessions.teaching.sample import RIGHT, WRONG, believes, fresh
from tests.sessions.teaching.script import Script, practising

START = Started(at_s=0.0)
ON = WentOn(at_s=0.0)
AGAIN = AskedAgain(at_s=0.0)


def test_reading_comes_first_piece_by_piece() -> None:
    script = Script(fresh(format=Format.READING))
    first = script.do(START)
    assert (first.act, first.part, first.last_piece) == (Act.PRESENT, Part.SIMPLE, False)
    assert [note.kind for note in first.notes] == [NoteKind.LESSON_STARTED]
    assert script.do(AGAIN).text == first.text
    second = script.do(ON)
    assert (second.last_piece, second.guards) == (True, ())
    posed = script.do(ON)
    assert (posed.act, posed.item) == (Act.POSE, script.run.lesson.items[0])


def test_an_answer_to_what_a_dialogue_asks_leads_on() -> None:
    script = Script(fresh(format=Format.DIALOGUE))
    move = script.do(START)
    assert move.oral
    assert script.answer(WRONG, "five").act is Act.PRESENT


def test_a_part_can_be_left_out() -> None:
    script = Script(fresh(format=Format.READING))
    script.do(START)
    assert script.do(Skipped(at_s=0.0)).act is Act.POSE


def test_who_needs_one_step_per_turn_gets_praise_and_the_next_question_apart() -> None:
    script = practising(accommodations=Accommodations(one_step=True, reduced_text=True))
    praise = script.answer(RIGHT)
    assert (praise.act, praise.item, praise.guards) == (Act.PRAISE, None, ())
    assert script.run.moment.awaiting is Awaiting.GO
    assert script.do(ON).act is Act.POSE


def test_leaving_out_an_item_leaves_no_fact_and_no_xp() -> None:
    script = practising()
    move = script.do(Skipped(at_s=0.0))
    assert (move.act, move.reason, move.notes) == (Act.MOVE_ON, Reason.SKIPPED, ())
    assert move.done == script.run.lesson.items[0]
    assert script.run.xp == 0


def test_saying_it_again_changes_nothing() -> None:
    script = practising()
    record = script.run.record
    move = script.do(AGAIN)
    assert (move.act, move.reason, script.run.record) == (Act.POSE, Reason.AGAIN, record)
    script.answer(believes("adds-instead"))
    assert script.do(AGAIN).act is Act.PROBE
    script.answer(believes("adds-instead"))
    script.answer(believes("adds-instead"))
    assert script.run.moment.awaiting is Awaiting.OFFER
    assert script.do(AGAIN).act is Act.REPRESENT


def test_after_a_restart_it_goes_on_where_it_stopped() -> None:
    script = practising()
    script.answer(RIGHT)
    script.do(ON)
    back = Script(restore(fresh(format=Format.PRACTICE), script.notes))
    move = back.do(START)
    assert (move.act, move.reason, move.notes) == (Act.POSE, Reason.RESUMED, ())
    assert move.item == script.run.lesson.items[1]


def test_after_a_restart_a_probe_is_taken_up() -> None:
    script = practising()
    script.answer(believes("adds-instead"))
    assert unprobed(script.run) == "adds-instead"
    back = Script(restore(fresh(format=Format.PRACTICE), script.notes))
    move = back.do(START)
    assert (move.act, move.reason) == (Act.PROBE, Reason.RESUMED)
    script.answer(believes("adds-instead"))
    assert unprobed(script.run) == ""


def test_a_restart_before_the_first_item_begins_with_the_reading_again() -> None:
    script = Script(fresh(format=Format.READING))
    script.do(START)
    back = Script(restore(fresh(format=Format.READING), script.notes))
    move = back.do(START)
    assert (move.act, move.notes) == (Act.PRESENT, ())


def test_started_twice_says_it_again_and_writes_nothing() -> None:
    script = practising()
    move = script.do(START)
    assert (move.act, move.reason, move.notes) == (Act.POSE, Reason.AGAIN, ())


def test_silence_is_first_left_alone_then_met_with_patience_then_with_an_offer() -> None:
    script = practising()
    moves = [script.do(Waited(seconds=s, at_s=0.0)) for s in (5, 25, 30, 70, 500)]
    assert [(move.act, move.reason) for move in moves] == [
        (Act.WAIT, Reason.NONE),
        (Act.WAIT, Reason.WAITED),
        (Act.WAIT, Reason.NONE),
        (Act.ASK_ATTEMPT, Reason.WAITED),
        (Act.WAIT, Reason.NONE),
    ]
    script.answer(WRONG)
    assert script.do(Waited(seconds=25, at_s=0.0)).reason is Reason.WAITED, "counted anew"


def test_nobody_is_hurried_while_reading() -> None:
    script = Script(fresh(format=Format.READING))
    script.do(START)
    assert script.do(Waited(seconds=900, at_s=0.0)).reason is Reason.NONE
