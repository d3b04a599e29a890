"""Tests of sessions.reduce.advance."""

from sessions.commands import CreateReply, Say, TurnSettings
from sessions.outputs import ReplyCreated
from tests.fakes.talk import Talk, answering


def test_a_reply_waits_for_the_log_for_speech_and_for_the_reply_before_it() -> None:
    talk = Talk(voice=False)
    talk.storage = False
    talk.ask(Say(text="why"))
    assert not talk.told(ReplyCreated)
    speaking = Talk(voice=False).onset().ask(Say(text="why"))
    assert not speaking.told(ReplyCreated)
    assert speaking.state.owed is not None
    busy = answering().ask(CreateReply())
    assert not busy.told(ReplyCreated)
    busy.drain()
    assert len(busy.told(ReplyCreated)) == 1


def test_a_client_in_push_to_talk_may_ask_while_the_microphone_is_open() -> None:
    talk = Talk(TurnSettings(hands_free=False)).onset().ask(CreateReply())
    assert len(talk.told(ReplyCreated)) == 1
    hands_free = Talk().onset().ask(CreateReply())
    assert not hands_free.told(ReplyCreated)
