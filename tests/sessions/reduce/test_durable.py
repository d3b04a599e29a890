"""Tests of sessions.reduce.durable."""

from dataclasses import replace

from sessions.commands import DeleteItem, Say
from sessions.events import Committed, StorageBack, StorageLate
from sessions.outputs import ItemDone, Notice, Refused, ReplyCreated
from tests.fakes.talk import Talk


def test_nothing_durable_is_told_before_it_is_in_the_log() -> None:
    talk = Talk(voice=False)
    talk.storage = False
    talk.ask(Say(text="why"))
    assert not talk.told(ItemDone)
    assert not talk.told(ReplyCreated)
    talk.feed(Committed(at_s=11.0, number=talk.state.commit_count))
    names = talk.names()
    assert names.index("ItemDone") < names.index("ReplyCreated")


def test_an_acknowledgement_covers_all_before_it_and_none_after() -> None:
    talk = Talk(voice=False)
    talk.storage = False
    talk.ask(Say(text="one")).ask(Say(text="two"))
    talk.feed(Committed(at_s=11.0, number=1))
    assert len(talk.told(ItemDone)) == 1
    talk.feed(Committed(at_s=12.0, number=2), Committed(at_s=12.0, number=2))
    assert len(talk.told(ItemDone)) == 2


def test_a_log_that_is_away_is_told_and_so_is_its_return() -> None:
    talk = Talk().feed(StorageLate(at_s=1.0), StorageBack(at_s=2.0))
    assert [n.code for n in talk.told(Notice)] == ["storage_unavailable", "storage_back"]


def test_when_too_much_waits_commands_that_need_the_log_are_refused() -> None:
    talk = Talk(voice=False)
    talk.state = replace(talk.state, rules=replace(talk.state.rules, commits=2))
    talk.storage = False
    for number in range(4):
        talk.ask(Say(text="why", event_id=f"e{number}"))
    assert [r.event_id for r in talk.told(Refused)] == ["e2", "e3"]
    item_id = talk.state.items[0].item_id
    talk.ask(DeleteItem(item_id=item_id))
    assert talk.told(Refused)[-1].code == "storage_unavailable"
