"""Tests of sessions.reduce.tools."""

from sessions.contracts import FactKind
from sessions.effects import Judge, TimerName
from sessions.events import CallGrew, ThinkingDone
from sessions.items import CallItem, ItemStatus
from sessions.outputs import CallDelta, ReplyDone, ReplyItemAdded, ReplyItemDone
from sessions.reduce.tools import MAX_ARGUMENTS, MAX_CALLS
from tests.fakes.talk import OK, Talk


def grow(talk: Talk, arguments: str, key: str = "k") -> Talk:
    return talk.feed(
        CallGrew(
            at_s=talk.now_s,
            response=talk.reply.number,
            call_id=key,
            name="look",
            arguments=arguments,
        )
    )


def done(talk: Talk, reason: str = "tool_calls") -> Talk:
    return talk.feed(
        ThinkingDone(
            at_s=talk.now_s,
            response=talk.reply.number,
            reason=reason,
            prompt_tokens=1,
            completion_tokens=1,
        )
    )


def test_nothing_of_a_call_is_told_before_the_turn_is_committed() -> None:
    talk = Talk().onset().offset().final("why").clear()
    done(grow(grow(talk, '{"a"'), ": 1}"))
    assert talk.names() == []
    assert talk.facts() == []
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert [d.text for d in talk.told(CallDelta)] == ['{"a": 1}']
    assert FactKind.ITEM_ADDED in talk.facts()
    assert talk.told(ReplyDone)


def test_a_discarded_speculation_takes_its_calls_with_it() -> None:
    talk = Talk().onset().offset().final("why")
    done(grow(talk, "{}"))
    talk.onset(0.1).offset().final("why not").ring(TimerName.END_OF_TURN, after_s=0.6)
    talk.think("Because.").speak().play().drain()
    assert not talk.told(CallDelta)
    assert not any(isinstance(item, CallItem) for item in talk.state.items)


def test_parallel_calls_have_ids_of_their_own() -> None:
    talk = Talk(voice=False).say("why")
    done(grow(grow(grow(talk, '{"a"', "x"), "{}", "y"), ": 1}", "x"))
    calls = [i for i in talk.state.items if isinstance(i, CallItem)]
    assert [c.arguments for c in calls] == ['{"a": 1}', "{}"]
    assert len({c.call_id for c in calls}) == 2
    assert [o.index for o in talk.told(ReplyItemDone)] == [0, 1]
    assert talk.told(ReplyDone)[0].items == tuple(calls)


def test_words_come_before_the_call_that_follows_them() -> None:
    talk = Talk(voice=False).say("why")
    talk.gate = False
    talk.think("Let me look. ", done=False)
    grow(talk, "{}")
    assert not talk.told(ReplyItemAdded)
    talk.feed(talk.verdict(talk.all(Judge)[-1], OK))
    assert [o.index for o in talk.told(ReplyItemAdded)] == [0, 1]
    assert isinstance(talk.told(ReplyItemAdded)[1].item, CallItem)


def test_a_call_cut_off_by_the_limit_is_not_recorded() -> None:
    talk = Talk(voice=False).say("why")
    done(grow(talk, '{"a'), "length")
    item = talk.told(ReplyItemDone)[0].item
    assert isinstance(item, CallItem)
    assert item.status is ItemStatus.INCOMPLETE
    assert not any(isinstance(i, CallItem) for i in talk.state.items)


def test_calls_are_bounded() -> None:
    talk = Talk(voice=False).say("why")
    for number in range(MAX_CALLS + 3):
        grow(talk, "x", f"k{number}")
    assert len(talk.reply.calls) == MAX_CALLS
    grow(talk, "y" * (MAX_ARGUMENTS + 9), "k0")
    assert len(talk.reply.calls[0].item.arguments) == MAX_ARGUMENTS
