"""Tests of sessions.reduce.settle."""

from sessions import lines
from sessions.effects import TimerName
from sessions.events import Phrase
from sessions.outputs import Notice, Phase, ReplyCreated, TranscriptFailed
from tests.fakes.talk import Talk, answering


def unheard(talk: Talk, failure: str = "nothing_heard") -> Talk:
    talk.onset(1.0).offset().final("", failure=failure)
    return talk.ring(TimerName.END_OF_TURN, after_s=0.6)


def finish(talk: Talk) -> str:
    text = talk.reply.text
    talk.speak().play().drain()
    return text


def test_an_empty_turn_is_answered_gently_and_not_for_ever() -> None:
    talk = Talk()
    for _ in range(2):
        unheard(talk)
        assert finish(talk) == lines.NOTHING_HEARD
    unheard(talk)
    assert talk.state.reply is None
    assert len(talk.told(Notice)) == len(talk.told(TranscriptFailed)) == 3
    talk.say("why").think("Because.")
    finish(talk)
    unheard(talk)
    assert finish(talk) == lines.NOTHING_HEARD


def test_the_limits_are_said_once_in_a_while() -> None:
    talk = Talk()
    unheard(talk, "not_understood")
    assert finish(talk) == lines.NOT_UNDERSTOOD
    unheard(talk, "not_understood")
    assert finish(talk) == lines.NOTHING_HEARD
    for _ in range(3):
        talk.say("why").think("Because.")
        finish(talk)
    unheard(talk, "not_understood")
    assert finish(talk) == lines.NOT_UNDERSTOOD


def test_without_a_voice_it_is_only_shown() -> None:
    talk = unheard(Talk(voice=False))
    assert [n.code for n in talk.told(Notice)] == ["nothing_heard"]
    assert not talk.told(ReplyCreated)


def test_noise_behind_a_question_does_not_swallow_its_answer() -> None:
    talk = Talk()
    talk.storage = False
    talk.say("why")
    unheard(talk)
    assert not talk.told(Notice)
    assert talk.state.owed is not None
    assert talk.state.owed.turn == 1


def test_noise_that_stopped_the_tutor_lets_the_tutor_go_on() -> None:
    talk = answering()
    talk.played = 10_800
    talk.onset(0.3).ring(TimerName.OVERLAP, after_s=0.9).offset().final("")
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert finish(talk) == "two quarters."
    assert not talk.told(Notice)


def test_let_me_think_is_a_turn_without_a_reply() -> None:
    talk = Talk().onset().offset().final("let me think", phrase=Phrase.THINKING)
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.phase is Phase.WAITING
    assert len(talk.state.items) == 1
    unheard(talk)
    assert not talk.told(Notice)
    talk.ring(TimerName.WAITING, 1, after_s=20.0)
    assert finish(talk) == lines.STILL_HERE
    talk.ring(TimerName.WAITING, 1, after_s=20.0)
    assert talk.state.reply is None
    assert talk.phase is Phase.WAITING
    talk.say("it is four")
    assert talk.state.waiting is None
    talk.ring(TimerName.WAITING, 1)
    assert len(talk.told(ReplyCreated)) == 2


def test_the_soft_prompt_does_not_speak_into_a_turn() -> None:
    talk = Talk().onset().offset().final("let me think", phrase=Phrase.THINKING)
    talk.ring(TimerName.END_OF_TURN, after_s=0.6).onset(5.0)
    talk.ring(TimerName.WAITING, 1, after_s=15.0)
    assert talk.state.owed is None
