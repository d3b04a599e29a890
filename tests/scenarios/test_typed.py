"""Typed turns and what API clients do."""

import asyncio

from inference.contracts import Role
from sessions.commands import (
    AddItem,
    CancelReply,
    CreateReply,
    DeleteItem,
    ReplyOptions,
    Say,
    TurnSettings,
)
from sessions.ids import CallId, ItemId
from sessions.items import CallItem, CallOutputItem, MessageItem, Modality, Speaker
from sessions.outputs import (
    CallDelta,
    ItemAdded,
    ItemDeleted,
    ItemDone,
    Phase,
    Refused,
    ReplyCreated,
    ReplyDone,
    ReplyItemAdded,
    ReplyItemDone,
    ReplyStatus,
    ReplyText,
    SpeechStopped,
    VoiceStarted,
)
from tests.fakes.classroom import Classroom, virtual, words
from tests.fakes.thinking import FakeLlm, calls, text_events


def message(item_id: str, text: str, speaker: Speaker = Speaker.STUDENT) -> MessageItem:
    return MessageItem(item_id=ItemId(item_id), speaker=speaker, text=text, modality=Modality.TEXT)


@virtual
async def test_typing_interrupts_the_voice_and_is_answered() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.5)
        room.write("and two thirds")
        await room.quiet()
        first, second = room.all(ReplyDone)
        assert (first.status, second.status) == (ReplyStatus.CANCELLED, ReplyStatus.COMPLETED)
        assert room.student == ["what is one half", "and two thirds"]
        assert room.played == words(room.tutor)


@virtual
async def test_the_page_types_with_two_events_and_interrupts_as_well() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        room.post(AddItem(item=message("mine", "and two thirds")))
        room.post(CreateReply())
        await room.quiet()
        assert not room.all(Refused)
        assert room.student == ["what is one half", "and two thirds"]
        assert "two thirds" in room.tutor[-1]
        assert [d.reason for d in room.all(ReplyDone)] == ["turn_detected", ""]


@virtual
async def test_typing_in_a_pause_ends_the_spoken_turn_and_one_reply_answers_both() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half", silence_s=0.3)
        room.write("I mean two thirds")
        await room.quiet()
        assert room.student == ["what is one half", "I mean two thirds"]
        assert len(room.all(SpeechStopped)) == 1
        assert len(room.all(ReplyCreated)) == len(room.all(ReplyDone)) == 1


@virtual
async def test_typing_while_speaking_waits_for_the_speech_and_one_reply_answers_both() -> None:
    async with Classroom().open() as room:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(room.say("a b c d e f"))
            await asyncio.sleep(0.4)
            room.write("typed words")
        await room.quiet()
        assert room.student == ["typed words", "a b c d e f"]
        assert len(room.all(ReplyCreated)) == len(room.all(ReplyDone)) == 1


@virtual
async def test_who_types_beside_a_television_is_answered() -> None:
    async with Classroom().open() as room, asyncio.TaskGroup() as tasks:
        noise = tasks.create_task(room.say("tv " * 400))
        await asyncio.sleep(1.0)
        room.write("what is one half")
        await room.until(VoiceStarted, within_s=6.0)
        done = await room.until(ReplyDone, within_s=6.0)
        assert done.status is ReplyStatus.COMPLETED
        noise.cancel()


@virtual
async def test_two_typed_turns_in_a_row_get_one_reply_at_a_time() -> None:
    async with Classroom(voice=False).open() as room:
        room.write("first words")
        room.write("second words")
        await room.quiet()
        assert room.student == ["first words", "second words"]
        assert [d.status for d in room.all(ReplyDone)][-1] is ReplyStatus.COMPLETED
        assert "second words" in room.tutor[-1]


@virtual
async def test_an_item_and_a_reply_by_hand() -> None:
    async with Classroom(voice=False).open() as room:
        room.post(AddItem(item=message("a", "be brief", Speaker.SYSTEM)))
        room.post(AddItem(item=message("b", "what is one half")))
        room.post(AddItem(item=message("c", "first of all", Speaker.SYSTEM), after=ItemId("root")))
        room.post(CreateReply(options=ReplyOptions(max_tokens=5, instructions="Rhyme.")))
        done = await room.until(ReplyDone)
        asked = room.llm.requests[0]
        assert [m.content for m in asked.messages] == [
            "You are a friendly tutor. Grade: 5.\nRhyme.",
            "first of all",
            "be brief",
            "what is one half",
        ]
        assert asked.sampling.max_tokens == 5
        assert done.options.instructions == "Rhyme."
        assert [o.after for o in room.all(ItemAdded)] == [None, "a", None]
        assert [o.item.item_id for o in room.all(ItemDone)] == ["a", "b", "c"]


@virtual
async def test_a_known_item_and_an_unknown_place_are_refused() -> None:
    async with Classroom(voice=False).open() as room:
        room.post(AddItem(item=message("a", "one"), event_id="e1"))
        room.post(AddItem(item=message("a", "two"), event_id="e2"))
        room.post(AddItem(item=message("b", "two"), after=ItemId("nowhere"), event_id="e3"))
        room.post(Say(text="  ", event_id="e4"))
        await asyncio.sleep(0.1)
        room.post(Say(text="three", item_id=ItemId("a"), event_id="e5"))
        await asyncio.sleep(0.1)
        assert [(r.event_id, r.code) for r in room.all(Refused)] == [
            ("e2", "duplicate_item"),
            ("e3", "item_not_found"),
            ("e4", "invalid_value"),
            ("e5", "duplicate_item"),
        ]
        assert room.student == ["one"]


@virtual
async def test_a_second_reply_waits_while_one_is_heard() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(1.0)
        room.post(CreateReply(event_id="late"))
        room.post(CreateReply(event_id="twice"))
        await room.quiet()
        refused = [(r.event_id, r.code) for r in room.all(Refused)]
        assert ("twice", "conversation_already_has_active_response") in refused
        assert "late" not in [event_id for event_id, _ in refused]
        assert [d.status for d in room.all(ReplyDone)].count(ReplyStatus.COMPLETED) == len(
            room.all(ReplyDone)
        )


@virtual
async def test_a_slow_reply_refuses_another() -> None:
    async with Classroom(voice=False, llm=FakeLlm(first_s=3.0)).open() as room:
        room.write("what is one half")
        await room.until(ReplyCreated)
        room.post(CreateReply(event_id="e"))
        await room.until(Refused)
        assert room.all(Refused)[0].code == "conversation_already_has_active_response"


@virtual
async def test_cancel_ends_the_reply_and_a_second_cancel_is_refused() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.5)
        room.post(CancelReply())
        room.post(CancelReply(event_id="again"))
        done = await room.until(ReplyDone)
        assert (done.status, done.reason) == (ReplyStatus.CANCELLED, "client_cancelled")
        await room.until(Refused)
        assert room.all(Refused)[0].code == "response_cancel_not_active"
        await room.quiet()
        assert room.played == words(room.tutor)
        assert (room.llm.running, room.tts.running) == (0, 0)


@virtual
async def test_a_reply_cancelled_before_it_began_begins_and_ends() -> None:
    room = Classroom(voice=False)
    room.log.delay_s = 0.5
    async with room.open():
        room.post(AddItem(item=message("a", "what is one half")))
        room.post(CreateReply())
        room.post(CancelReply())
        done = await room.until(ReplyDone)
        assert (done.status, done.items) == (ReplyStatus.CANCELLED, ())
        assert len(room.all(ReplyCreated)) == 1
        assert not room.llm.requests


@virtual
async def test_an_item_can_be_deleted_but_not_while_it_is_said() -> None:
    async with Classroom(voice=False, llm=FakeLlm(token_s=0.3)).open() as room:
        room.write("what is one half")
        added = await room.until(ReplyItemAdded)
        room.post(DeleteItem(item_id=added.item.item_id, event_id="busy"))
        await room.until(ReplyDone)
        room.post(DeleteItem(item_id=added.item.item_id))
        room.post(DeleteItem(item_id=ItemId("nobody"), event_id="none"))
        await room.until(ItemDeleted)
        assert [(r.event_id, r.code) for r in room.all(Refused)] == [
            ("busy", "invalid_value"),
            ("none", "item_not_found"),
        ]
        assert room.tutor == []


@virtual
async def test_a_tool_call_goes_round() -> None:
    room = Classroom(voice=False, llm=FakeLlm(script=calls("look", '{"a": 12}', "Let me look.")))
    async with room.open():
        room.write("what is in the book")
        done = await room.until(ReplyDone)
        call = next(i for i in done.items if isinstance(i, CallItem))
        assert call.arguments == '{"a": 12}'
        assert "".join(d.text for d in room.all(CallDelta)) == call.arguments
        assert [o.index for o in room.all(ReplyItemAdded)] == [0, 1]
        room.llm.script = lambda _: text_events("It says twelve.")
        output = CallOutputItem(item_id=ItemId("o"), call_id=call.call_id, output="12")
        room.post(AddItem(item=output))
        room.post(CreateReply())
        await room.until(ReplyDone, 2)
        roles = [m.role for m in room.llm.requests[-1].messages]
        assert roles == [Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL]
        assert room.llm.requests[-1].messages[2].tool_calls[0].call_id == call.call_id


@virtual
async def test_a_tool_result_is_recorded_exactly_once() -> None:
    room = Classroom(voice=False, llm=FakeLlm(script=calls("look", "{}")))
    async with room.open():
        room.write("what is in the book")
        done = await room.until(ReplyDone)
        call = next(i for i in done.items if isinstance(i, CallItem))
        for number in range(3):
            room.post(
                AddItem(
                    item=CallOutputItem(
                        item_id=ItemId(f"o{number}"), call_id=call.call_id, output="12"
                    )
                )
            )
        stray = CallOutputItem(item_id=ItemId("s"), call_id=CallId("nobody"), output="1")
        room.post(AddItem(item=stray))
        await asyncio.sleep(0.1)
        codes = [r.code for r in room.all(Refused)]
        assert codes == ["duplicate_tool_output", "duplicate_tool_output", "item_not_found"]
        assert sum(isinstance(i, CallOutputItem) for i in room.session.items) == 1


@virtual
async def test_a_call_outlives_the_voice_that_announced_it() -> None:
    script = calls("look", '{"a": 12}', "Let me look this up in the big old book for you.")
    async with Classroom(llm=FakeLlm(script=script)).open() as room:
        await room.say("what is in the book")
        await room.until(VoiceStarted)
        told = await room.until(ReplyItemDone)
        assert isinstance(told.item, CallItem)
        assert not room.all(ReplyDone)
        await room.say("no stop that please")
        await room.until(ReplyDone)
        assert room.all(ReplyDone)[0].status is ReplyStatus.CANCELLED
        assert any(isinstance(i, CallItem) for i in room.session.items)


@virtual
async def test_a_reply_out_of_band_leaves_no_trace_in_the_history() -> None:
    async with Classroom(voice=False).open() as room:
        room.post(
            CreateReply(
                options=ReplyOptions(out_of_band=True, input_items=(message("x", "sum it up"),))
            )
        )
        done = await room.until(ReplyDone)
        assert done.items
        assert room.session.items == ()
        assert [m.content for m in room.llm.requests[0].messages[1:]] == ["sum it up"]


@virtual
async def test_personal_data_never_gets_past_the_intake() -> None:
    async with Classroom(voice=False).open() as room:
        room.write("call me at 555 0100 please")
        await room.until(ReplyDone)
        assert room.student == ["call me at [phone] please"]
        assert "555" not in str(room.llm.requests) + str(room.log.facts) + str(room.record)


@virtual
async def test_no_reply_by_itself_when_the_client_wants_to_ask() -> None:
    settings = TurnSettings(auto_reply=False)
    async with Classroom(settings=settings).open() as room:
        await room.say("what is one half")
        await room.quiet()
        assert room.student == ["what is one half"]
        assert not room.llm.requests
        room.post(CreateReply())
        await room.quiet()
        assert room.played == words(room.tutor)
        assert room.phase is Phase.LISTENING


@virtual
async def test_a_text_reply_streams_sentence_by_sentence() -> None:
    async with Classroom(voice=False, llm=FakeLlm(token_s=0.2)).open() as room:
        room.write("what is one half")
        await room.until(ReplyText, 1)
        assert not room.all(ReplyDone)
        await room.until(ReplyDone)
        assert len(room.all(ReplyText)) == 2
