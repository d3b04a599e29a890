"""Tests of sessions.reduce.close."""

import pytest

from sessions.commands import Close, Say
from sessions.contracts import FactKind
from sessions.effects import Stop, StopVoice, TimerName, Unlisten
from sessions.events import Committed, Fenced
from sessions.outputs import Closed, ReplyCreated, ReplyDone, ReplyStatus
from tests.fakes.talk import Talk, answering


def moments() -> dict[str, Talk]:
    return {
        "listening": Talk(),
        "speaking": Talk().onset(),
        "paused": Talk().onset().offset(),
        "speculating": Talk().onset().offset().final("why").think("Because."),
        "transcribing": Talk().onset().offset().ring(TimerName.END_OF_TURN, after_s=0.6),
        "thinking": Talk().say("why"),
        "voice": answering(),
        "overlap": answering().onset(0.2),
        "text": Talk(voice=False).say("why").think("Because. ", done=False),
    }


@pytest.mark.parametrize("moment", list(moments()))
def test_from_any_state_exactly_once(moment: str) -> None:
    talk = moments()[moment]
    created = len(talk.told(ReplyCreated)) + (moment in ("voice", "overlap"))
    talk.ask(Close(reason="idle")).ask(Close(reason="left"))
    assert talk.told(Closed) == [Closed(reason="idle")]
    assert talk.effects[-1] == Stop()
    assert talk.facts()[-1] is FactKind.SESSION_CLOSED
    assert len(talk.told(ReplyDone)) == created
    talk.clear().ask(Say(text="too late")).onset()
    assert talk.effects == []


@pytest.mark.parametrize("moment", list(moments()))
def test_a_fence_at_any_moment_ends_it_without_another_word_for_the_log(moment: str) -> None:
    talk = moments()[moment]
    created = len(talk.told(ReplyCreated)) + (moment in ("voice", "overlap"))
    facts = len(talk.facts())
    talk.feed(Fenced(at_s=20.0), Fenced(at_s=20.0))
    assert talk.told(Closed) == [Closed(reason="fenced")]
    assert len(talk.facts()) == facts
    ends = talk.told(ReplyDone)
    assert len(ends) == created
    assert all(done.items == () for done in ends)


def test_what_was_heard_is_recorded_first() -> None:
    talk = answering()
    talk.played = 10_800
    talk.ask(Close(reason="left"))
    assert talk.facts() == [FactKind.REPLY_DONE, FactKind.SESSION_CLOSED]
    assert talk.told(ReplyDone)[0].reason == "session_closed"
    assert getattr(talk.state.items[-1], "text", "") == "It is"


def test_a_log_that_does_not_answer_is_not_waited_for_for_ever() -> None:
    talk = answering()
    talk.storage = False
    talk.ask(Close(reason="left"))
    assert not talk.told(Closed)
    talk.ring(TimerName.CLOSING, 0, after_s=3.0)
    done = talk.told(ReplyDone)[0]
    assert (done.status, done.reason) == (ReplyStatus.FAILED, "storage_unavailable")
    assert talk.told(Closed) == [Closed(reason="left")]
    talk.feed(Committed(at_s=30.0, number=99)).ring(TimerName.CLOSING, 0)
    assert len(talk.told(Closed)) == len(talk.told(ReplyDone)) == 1


def test_recognitions_and_voices_are_let_go() -> None:
    talk = moments()["speculating"].ask(Close(reason="left"))
    assert talk.all(Unlisten)
    assert talk.all(StopVoice)
