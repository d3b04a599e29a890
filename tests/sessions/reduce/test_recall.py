"""Tests of sessions.reduce.recall."""

from sessions.ids import CallId, ItemId
from sessions.items import CallItem, Item, MessageItem, Modality, Speaker
from sessions.reduce.recall import recall
from sessions.teaching.talk import MOST_EXCHANGES, Exchange


def said(speaker: Speaker, text: str, *, unheard: str = "", aside: bool = False) -> MessageItem:
    return MessageItem(
        item_id=ItemId(text),
        speaker=speaker,
        text=text,
        modality=Modality.TEXT,
        unheard=unheard,
        aside=aside,
    )


def test_the_last_exchange_waits_for_its_answer() -> None:
    items: tuple[Item, ...] = (
        said(Speaker.TUTOR, "Hello."),
        said(Speaker.STUDENT, "hi"),
        said(Speaker.TUTOR, "What is 6 times 8?", unheard=" Take your time."),
        CallItem(item_id=ItemId("c"), call_id=CallId("c"), name="look", arguments="{}"),
        said(Speaker.STUDENT, "hm"),
        said(Speaker.TUTOR, "I did not catch that.", aside=True),
        said(Speaker.STUDENT, "the first digit?"),
    )
    assert recall(items) == (
        Exchange(tutor="Hello."),
        Exchange(student="hi", tutor="What is 6 times 8? Take your time."),
        Exchange(student="hm\nthe first digit?"),
    )


def test_two_replies_in_a_row_are_one() -> None:
    items = (said(Speaker.STUDENT, "hi"), said(Speaker.TUTOR, "Yes."), said(Speaker.TUTOR, "Go."))
    assert recall(items) == (Exchange(student="hi", tutor="Yes.\nGo."),)


def test_only_the_last_exchanges_count() -> None:
    items = tuple(
        said(speaker, f"{speaker} {number}")
        for number in range(100)
        for speaker in (Speaker.STUDENT, Speaker.TUTOR)
    )
    talk = recall(items)
    assert len(talk) == MOST_EXCHANGES
    assert talk[-1] == Exchange(student="student 99", tutor="tutor 99")
    with_hints = recall(items, ("A hint.", "Another."))
    assert with_hints[:2] == (Exchange(tutor="A hint."), Exchange(tutor="Another."))
    assert with_hints[2:] == talk[2:]
