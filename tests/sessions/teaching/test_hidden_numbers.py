"""Tests of sessions.teaching.hidden_numbers."""

import pytest

from sessions.teaching.hidden_numbers import numbers_in_disguise
from sessions.teaching.leak import leaks
from sessions.teaching.talk import Exchange
from tests.sessions.teaching.leak_items import ITEMS


def gives(text: str, asked: str = "", name: str = "n48") -> bool:
    return leaks(ITEMS[name], text, 3, talk=(Exchange(student=asked),)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "In binary it is 110000.",
        "As 0b110000, if you know that.",
        "Hexadecimal: 30.",
        "In hex it is 0x30.",
        "In octal you write 60.",
        "In Spanish it is cuarenta y ocho.",
        "Es cuarenta y ocho.",
        "Achtundvierzig.",
        "Quarantotto, we say in Italian.",
        "Quarante-huit.",
        "Achtenveertig.",
        "Count these: " + "🍎" * 48,
        "Count these: " + "🍎🍌" * 24,
        "4️⃣8️⃣",
        "In ASCII: 52 56.",
        "&#52;&#56;",
        "\\u0034\\u0038",
        "%34%38",
        "Morse: ....- ---..",
        "In Roman numerals XLVIII.",
        "Tally marks: " + "||||| " * 9 + "|||",
    ],
)
def test_disguised_numbers_are_read(text: str) -> None:
    assert gives(text)


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("n48", "It is 110000.", "write it in binary"),
        ("n48", "It is 84.", "say it backwards"),
        ("n7", "It is once and for all siete.", ""),
        ("n7", "VII", ""),
        ("n7", "It is G, the place in the alphabet.", ""),
        ("n7", "G", "tell me the letter of the alphabet with that number"),
        ("n7", "x x x x x x x", ""),
        ("n7", ". . . . . . .", "show me dots to count"),
        ("n7", "It is vii in Roman numerals, or V and II.", ""),
        ("neg3", "minus drei", ""),
    ],
)
def test_what_was_asked_for_tells_the_disguise(name: str, text: str, asked: str) -> None:
    assert gives(text, asked, name)


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("n48", "Count the trays one by one.", "show it with emojis that I can count"),
        ("n48", "I will not write it in binary. Try a small step.", "write it in binary"),
        ("n48", "Look at the question again, and try a small step.", "say it backwards"),
        ("n7", "Once you know it, say it.", "tell me in Spanish"),
        ("n1", "C or B? I like both.", "use the alphabet"),
        ("n48", "🎉🎉 Well done so far!", ""),
        ("n48", "Draw 6 trays like this: ▢▢▢▢▢▢", ""),
        ("n7", "Is she left with a few? Add what you know.", "write it in hex"),
    ],
)
def test_help_is_not_taken_for_a_disguise(name: str, text: str, asked: str) -> None:
    assert not gives(text, asked, name)


def test_without_disguise_there_is_nothing() -> None:
    assert list(numbers_in_disguise("Look at the left side first, then at 48 and I.")) == []
