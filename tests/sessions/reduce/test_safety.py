"""Tests of sessions.reduce.safety."""

from dataclasses import replace

from inference.contracts import Direction, Verdict
from sessions import lines
from sessions.effects import Judge, TimerName
from sessions.ids import ItemId
from sessions.outputs import Alert, Notice
from sessions.reduce.draft import Draft
from sessions.reduce.safety import instead, report
from sessions.state import State
from tests.fakes.talk import NO, Talk

ALARM = replace(NO, category="self_harm", alert=True)


def test_a_report_is_a_fact_a_notice_and_an_alert_only_for_a_human() -> None:
    for verdict, alerts in ((NO, 0), (ALARM, 1)):
        d = Draft(State(nonce="n"), 0.0)
        report(d, verdict, direction=Direction.FROM_STUDENT, item_id=ItemId("i"), text="secret")
        outputs = [getattr(effect, "output", None) for effect in d.effects]
        assert sum(isinstance(o, Alert) for o in outputs) == alerts
        assert sum(isinstance(o, Notice) for o in outputs) == 1
        assert "secret" not in str(outputs)


def test_there_is_always_something_to_say_instead() -> None:
    assert instead(NO) == NO.replacement
    assert instead(Verdict(allowed=False)) == lines.BLOCKED


def test_a_late_alarm_about_a_turn_that_went_on_is_raised_for_the_whole_turn() -> None:
    talk = Talk()
    talk.gate = False
    talk.onset().offset().final("I want to")
    judged = talk.all(Judge)[-1]
    talk.onset(0.2)
    talk.feed(talk.verdict(judged, ALARM))  # about revision 0: stale
    talk.offset().final("I want to hurt myself")
    talk.feed(talk.verdict(talk.all(Judge)[-1], ALARM))
    assert not talk.told(Alert)
    talk.ring(TimerName.END_OF_TURN, after_s=0.7)
    assert len(talk.told(Alert)) == 1
