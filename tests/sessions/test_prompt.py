"""Tests of sessions.prompt."""

from inference.contracts import Role
from sessions.ids import CallId, ItemId
from sessions.items import (
    CallItem,
    CallOutputItem,
    Item,
    ItemStatus,
    MessageItem,
    Modality,
    Speaker,
)
from sessions.prompt import MAX_ITEMS, messages


def said(
    text: str, speaker: Speaker = Speaker.STUDENT, *, aside: bool = False, unheard: str = ""
) -> MessageItem:
    status = ItemStatus.INCOMPLETE if unheard else ItemStatus.COMPLETED
    return MessageItem(
        item_id=ItemId(text),
        speaker=speaker,
        text=text,
        modality=Modality.VOICE,
        aside=aside,
        unheard=unheard,
        status=status,
    )


def call(name: str) -> CallItem:
    return CallItem(item_id=ItemId(name), call_id=CallId(name), name="look", arguments="{}")


def output(name: str) -> CallOutputItem:
    return CallOutputItem(item_id=ItemId("o" + name), call_id=CallId(name), output="out" + name)


def told(*items: Item) -> list[tuple[Role, str]]:
    return [(m.role, m.content) for m in messages(items, grade=3)[1:]]


def test_the_system_prompt_is_what_the_nano_model_was_trained_with() -> None:
    assert messages((), grade=3)[0].content == "You are a friendly tutor. Grade: 3."
    more = messages((), grade=3, instructions="Be brief.")[0].content
    assert more == "You are a friendly tutor. Grade: 3.\nBe brief."


def test_only_what_was_heard_is_told_with_a_mark_where_it_was_cut() -> None:
    assert told(said("why"), said("Because", Speaker.TUTOR, unheard=" it is so.")) == [
        (Role.USER, "why"),
        (Role.ASSISTANT, "Because [interrupted]"),
    ]


def test_asides_are_not_told() -> None:
    assert told(said("a"), said("I didn't catch that.", Speaker.TUTOR, aside=True)) == [
        (Role.USER, "a")
    ]


def test_results_follow_their_calls_whatever_was_said_meanwhile() -> None:
    items = (
        said("q"),
        said("Let me look.", Speaker.TUTOR),
        call("a"),
        call("b"),
        said("hurry"),
        output("b"),
        output("a"),
    )
    assert told(*items) == [
        (Role.USER, "q"),
        (Role.ASSISTANT, "Let me look."),
        (Role.TOOL, "outa"),
        (Role.TOOL, "outb"),
        (Role.USER, "hurry"),
    ]
    assert [c.call_id for c in messages(items, grade=3)[2].tool_calls] == ["a", "b"]


def test_a_call_without_a_result_is_left_out() -> None:
    assert told(said("q"), call("a")) == [(Role.USER, "q")]
    assert told(said("q"), output("a")) == [(Role.USER, "q")]


def test_a_call_without_words_is_a_message_of_its_own() -> None:
    assert told(said("q"), call("a"), output("a")) == [
        (Role.USER, "q"),
        (Role.ASSISTANT, ""),
        (Role.TOOL, "outa"),
    ]


def test_only_the_newest_items_are_told() -> None:
    assert len(told(*(said(f"n{n}") for n in range(MAX_ITEMS + 9)))) == MAX_ITEMS
