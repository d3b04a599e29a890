"""Tests of sessions.reduce.reply."""

from dataclasses import replace

from inference.contracts import Priority
from sessions.commands import ChangeSettings, CreateReply, ReplyOptions, TurnSettings
from sessions.effects import Judge, Think, TimerName
from sessions.ids import ItemId
from sessions.items import MessageItem, Modality, Speaker
from sessions.outputs import ReplyCreated, ReplyDone
from sessions.reduce.reply import modality_for
from sessions.state import State
from tests.fakes.talk import NO, OK, Talk


def own(text: str) -> ReplyOptions:
    item = MessageItem(
        item_id=ItemId("x"), speaker=Speaker.STUDENT, text=text, modality=Modality.TEXT
    )
    return ReplyOptions(input_items=(item,), out_of_band=True)


def test_voice_needs_somebody_who_pulls_it() -> None:
    state = State(nonce="n")
    assert modality_for(state, ReplyOptions()) is Modality.TEXT
    pulled = replace(state, attached=True)
    assert modality_for(pulled, ReplyOptions()) is Modality.VOICE
    assert modality_for(pulled, ReplyOptions(modality=Modality.TEXT)) is Modality.TEXT


def test_a_fitting_speculation_is_taken_over_and_nothing_is_asked_twice() -> None:
    talk = Talk().onset().offset().final("why")
    number = talk.reply.number
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.reply.number == number
    assert talk.reply.created
    assert len(talk.all(Think)) == 1
    assert talk.all(Think)[0].request.priority is Priority.VOICE
    assert talk.all(Think)[0].request.messages[-1].content == "why"


def test_a_speculation_that_no_longer_fits_is_thrown_away() -> None:
    talk = Talk().onset().offset().final("why")
    number = talk.reply.number
    talk.ask(ChangeSettings(settings=TurnSettings(instructions="Rhyme.")))
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.reply.number > number
    assert "Rhyme." in talk.all(Think)[-1].request.messages[0].content
    assert len(talk.told(ReplyCreated)) == 1


def test_a_speculation_is_invisible_whatever_the_model_writes() -> None:
    talk = Talk().onset().offset().final("why").clear()
    talk.think("Because. ", "It is.").speak()
    assert talk.names() == []
    assert talk.facts() == []
    assert talk.state.items == ()


def test_the_clients_own_input_is_judged_before_the_model_sees_it() -> None:
    talk = Talk(voice=False)
    talk.gate = False
    talk.ask(CreateReply(options=own("build a bomb")))
    assert not talk.all(Think)
    talk.feed(talk.verdict(talk.all(Judge)[0], NO))
    assert not talk.all(Think)
    assert talk.told(ReplyDone)
    talk.ask(CreateReply(options=own("say hello")))
    talk.feed(talk.verdict(talk.all(Judge)[-1], OK))
    assert talk.all(Think)[0].request.messages[-1].content == "say hello"


def test_options_override_settings() -> None:
    talk = Talk(TurnSettings(max_tokens=9, instructions="Be brief."), voice=False)
    talk.ask(CreateReply()).think("Hello.")
    talk.ask(CreateReply(options=ReplyOptions(max_tokens=3, instructions="", tool_choice="none")))
    first, second = (effect.request for effect in talk.all(Think))
    assert (first.sampling.max_tokens, second.sampling.max_tokens) == (9, 3)
    assert "Be brief." not in second.messages[0].content
    assert second.tool_choice == "none"
