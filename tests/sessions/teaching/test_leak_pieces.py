"""Tests of sessions.teaching.leak_pieces: what several replies make up together."""

from dataclasses import replace

import pytest

from sessions.teaching.finding import LeakKind
from sessions.teaching.leak_pieces import pieces_leak
from sessions.teaching.leak_values import value_key
from sessions.teaching.talk import Exchange, Talk
from tests.sessions.teaching.leak_items import ITEMS


def kind(name: str, *rows: tuple[str, str], answer: str = "") -> LeakKind | None:
    """What the last of the rows (student, tutor) gives away."""
    item = replace(ITEMS[name], answer=answer) if answer else ITEMS[name]
    key = value_key(item, item.answer)
    assert key is not None
    talk: Talk = tuple(Exchange(student=student, tutor=tutor) for student, tutor in rows[:-1])
    found = pieces_leak(key, talk, *rows[-1])
    return found.kind if found else None


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("n48", [("", "The first digit is 4."), ("", "The last digit is 8.")], LeakKind.DIGITS),
        ("n48", [("the first digit?", "4."), ("and the second digit?", "8.")], LeakKind.DIGITS),
        ("n48", [("", "It starts with a four."), ("", "It ends in 8.")], LeakKind.DIGITS),
        ("n48", [("", "8 is in the ones place."), ("", "The tens digit: 4.")], LeakKind.DIGITS),
        ("n1200", [("", "The first digit is 1."), ("", "The third digit is 0."),
                   ("", "The last digit is 0.")], LeakKind.DIGITS),
        ("f34", [("the top number?", "The top number is 3."),
                 ("and the bottom number?", "4.")], LeakKind.DIGITS),
        ("f34", [("", "Write 3 above the line."), ("", "Put 4 below it.")], LeakKind.DIGITS),
        ("m312", [("", "3 on top."), ("", "2 below.")], None),
        ("n48", [("", "More than 47, but less than 49.")], LeakKind.LIMITS),
        ("n48", [("is it more than 46?", "Yes."), ("more than 48?", "No.")], LeakKind.LIMITS),
        ("n35", [("", "It is more than 3.4."), ("", "It is less than 3.6.")], LeakKind.LIMITS),
        ("f56", [("", "More than 4/5."), ("", "Less than 6/7.")], LeakKind.LIMITS),
        ("n48", [("44", "You are 4 too low.")], LeakKind.SUM),
        ("n48", [("is it 50?", "Subtract 2.")], LeakKind.SUM),
        ("n48", [("24", "Your number must be twice that.")], LeakKind.SUM),
        ("n48", [("52", "You are off by 4.")], LeakKind.SUM),
    ],
)  # fmt: skip
def test_pieces_that_make_up_the_answer(
    name: str, rows: list[tuple[str, str]], expected: LeakKind | None
) -> None:
    assert kind(name, *rows) is expected


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("n48", [("", "The first digit is 4.")]),
        ("n48", [("", "It is more than 40."), ("", "It is less than 60.")]),
        ("n48", [("", "Each tray holds 8, which is more than 6.")]),
        ("n48", [("", "Is it more than 47?"), ("", "Is it less than 49?")]),
        ("n48", [("14", "You are not far. Look at the trays again.")]),
        ("n48", [("14", "Add 8 once for each tray.")]),
        ("n48", [("is it 48 rolls or 6?", "Try it with 8 for each of the trays.")]),
        ("f34", [("", "The bottom number counts all pieces."), ("", "There are 4 of them.")]),
        ("f34", [("what is the top number?", "How many pieces does she take?")]),
        ("f12", [("", "It is more than 0 and less than 1.")]),
        ("n7", [("", "It is more than 5."), ("", "It is less than 12.")]),
        ("neg3", [("", "It is less than 4."), ("", "It is below 0.")]),
    ],
)
def test_help_that_leaves_the_answer_open(name: str, rows: list[tuple[str, str]]) -> None:
    assert kind(name, *rows) is None


def test_what_was_out_before_does_not_silence_the_tutor() -> None:
    told = ("", "The first digit is 4, and the last digit is 8.")
    assert kind("n48", told) is LeakKind.DIGITS
    assert kind("n48", told, ("", "Yes, the first digit is 4.")) is None


def test_wrong_pieces_are_no_pieces() -> None:
    assert kind("n48", ("", "The first digit is 5."), ("", "The last digit is 8.")) is None
    assert kind("n48", ("", "It is more than 60."), ("", "It is less than 49.")) is None
