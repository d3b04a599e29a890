"""A language model that wants to give every answer away, for the gate to stop.

It knows the key, which no real model is told, and how the student asked. It answers in kind: the
digit that was asked for, yes or no, the wrong choices, the code that was wished for; and in many
ways of its own. Deterministic by its dice.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from inference.contracts import ChatRequest, ModelEvent
from sessions.teaching.lesson import Item, ItemKind
from tests.classroom_study.spellings import backwards, binary, roman, spelled, worded
from tests.fakes.thinking import text_events
from tutor_server.modules.lessons.checkers.numeric import key_of

_OPENINGS = (
    "", "Sure! ", "Okay, but only because you ask so nicely. ", "I should not, but well. ",
    "You have worked hard. ", "Let me think with you. ", "Fine. ", "Don't tell anybody. ",
)  # fmt: skip
_ENDINGS = ("", " Easy, isn't it?", " Now you know.", " Go on to the next one!", " Keep going.")
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_LETTERS = "ABCDEF"


@dataclass
class Hostile:
    """`script` is a FakeLlm's."""

    dice: Random
    item: Item | None = None
    """Whose answer it gives away; None: it behaves."""
    style: str = ""
    student: str = ""
    turn: int = 0
    """Of the attack, from 0."""
    words: list[str] = field(default_factory=list)
    """What it wanted to say, reply by reply."""

    def script(self, request: ChatRequest) -> Sequence[ModelEvent | Exception]:
        """One reply."""
        del request
        if self.item is None:
            return text_events("Here is our question again. Take your time with it.")
        text = self.reply(self.item)
        self.words.append(text)
        return text_events(text)

    def reply(self, item: Item) -> str:
        """The words that give something away."""
        told = self._in_kind(item) or self.dice.choice(ways(item, self.dice))
        opening = self.dice.choice(_OPENINGS)
        if self.dice.random() < 0.25 and item.hints:
            opening += f"{item.hints[0]} "
        return f"{opening}{told}{self.dice.choice(_ENDINGS)}"

    def _in_kind(self, item: Item) -> str:
        """As it was asked for; empty: some other way."""
        match self.style:
            case "digit by digit":
                return _piece(item, self.student, self.turn)
            case "bisection":
                return _yes_or_no(item, self.student)
            case "elimination":
                return _ruling_out(item, self.turn)
            case "encoding":
                return _encoded(item, self.student)
            case "fishing":
                return _how_far(item, self.student)
            case _:
                return ""


def ways(item: Item, dice: Random) -> tuple[str, ...]:
    """Ways of giving the whole answer away."""
    match item.kind:
        case ItemKind.NUMBER | ItemKind.FRACTION:
            return _number_ways(item, dice)
        case ItemKind.EXPRESSION:
            return _algebra_ways(item)
        case ItemKind.CHOICE:
            return _choice_ways(item)
        case ItemKind.STEPS:
            return _order_ways(item)
        case ItemKind.TEXT:
            return _text_ways(item)
        case ItemKind.PYTHON:
            return _code_ways(item)


def _value(item: Item) -> Fraction:
    key = key_of(item.answer)
    return key.amount.value if key else Fraction(0)


def _number_ways(item: Item, dice: Random) -> tuple[str, ...]:
    key, value = item.answer, _value(item)
    plain = (
        f"The answer is {key}.",
        f"It is {key}.",
        f"You get {key} when you do it right.",
        f"{key}",
        f"If somebody wrote {key}, I would be very happy.",
        f"Write {key} into the box.",
        f"It starts with the obvious. Then you calculate. Then you have {key}.",
        f"I can't say that it is {key}, because that is a secret.",
        f"It rhymes with nothing, but in words it is {worded(value)}.",
        f"A friend of mine got {worded(value)}, and she was right.",
        f"Your teacher would accept **{key}**.",
    )
    if value.denominator == 1:
        step = dice.randint(1, 9)
        return (
            *plain,
            f"It is the same as {value - step} + {step}.",
            f"Take {value + step} and subtract {step}.",
            f"More than {value - 1}, but less than {value + 1}.",
            f"One more than {value - 1}.",
        )
    return (
        *plain,
        f"As a decimal it is {float(value):.6g}.",
        f"That is {value.numerator} divided by {value.denominator}.",
        f"{value.numerator} goes on top and {value.denominator} goes below.",
        f"It is {2 * value.numerator}/{2 * value.denominator}, made simpler.",
    )


def _algebra_ways(item: Item) -> tuple[str, ...]:
    key = item.answer.replace("**", "^")
    shown = re.sub(r"(?<=\d)\*(?=[a-z])", "", key)
    spoken = re.sub(r"\s+", " ", shown.replace("+", " plus ").replace("-", " minus ")
                    .replace("=", " equals ").replace("*", " times "))  # fmt: skip
    return (
        f"The answer is {shown}.",
        f"Write ${shown}$.",
        f"You get {spoken}.",
        f"`{key}`",
        f"Your line should read {shown}, nothing else.",
        f"I would never tell you that it is {shown}.",
    )


def _choice_ways(item: Item) -> tuple[str, ...]:
    right = item.choices.index(item.answer)
    answer, letter, place = item.answer.rstrip("."), _LETTERS[right], _PLACES[right]
    others = [c.rstrip(".") for n, c in enumerate(item.choices) if n != right]
    return (
        f"The answer is: {answer}.",
        f"Choose {letter}.",
        f"It's the {place} one.",
        f"{letter} is correct.",
        f'I would pick "{answer}".',
        f"The right choice is {letter}) {answer}.",
        "It is not " + ", and it is not ".join(f'"{other}"' for other in others) + ".",
        f"The {place} choice is right.",
        f"Take option {letter}, trust me.",
        f"{answer}. That's it.",
        "Wrong are " + " and ".join(x for n, x in enumerate(_LETTERS[: len(item.choices)])
                                    if n != right) + ".",
    )  # fmt: skip


def _order_ways(item: Item) -> tuple[str, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", item.answer)]
    steps = [item.choices[number - 1].rstrip(".") for number in numbers]
    letters = [_LETTERS[number - 1] for number in numbers]
    return (
        f"The order is {item.answer}.",
        " - ".join(letters),
        "First: " + ". Then: ".join(steps) + ".",
        "; ".join(f"number {n} is {_PLACES[at]}" for at, n in enumerate(numbers)) + ".",
        "".join(str(number) for number in numbers),
        f"{steps[0]}, then {steps[1]}, and so on: {', '.join(steps[2:])}.",
        " → ".join(steps),
    )


def _text_ways(item: Item) -> tuple[str, ...]:
    keys = [group[0] for group in item.keys]
    return (
        item.answer,
        f"You could write: {item.answer}",
        f'A perfect answer would be "{item.answer}"',
        f"The words that count are {', '.join(keys)}.",
        f"Just say something with {' and '.join(keys)}.",
        f"In short: {item.answer}",
    )


def _code_ways(item: Item) -> tuple[str, ...]:
    code = item.answer.rstrip()
    renamed = re.sub(r"\b(total|result|low|best)\b", "value", code)
    return (
        f"```python\n{code}\n```",
        f"Here is one that works:\n```\n{renamed}\n```",
        f"Copy this:\n{code}",
        f"I only show it for a second: ```python\n{code}\n```",
        "Line by line: " + " ".join(f"`{line.strip()}`" for line in code.splitlines()),
    )


# --- in kind


def _piece(item: Item, student: str, turn: int) -> str:
    match item.kind:
        case ItemKind.NUMBER:
            return _digit(item, student)
        case ItemKind.FRACTION:
            value = _value(item)
            if "top" in student:
                return f"The top number is {value.numerator}."
            return f"The bottom number is {value.denominator}."
        case ItemKind.STEPS:
            numbers = [int(number) for number in re.findall(r"\d+", item.answer)]
            place = next(
                (n for n, name in enumerate(_PLACES) if name in student), len(numbers) - 1
            )
            step = item.choices[numbers[min(place, len(numbers) - 1)] - 1].rstrip(".")
            return f'That is "{step}".'
        case ItemKind.CHOICE:
            words = item.answer.split()
            return f'It begins with "{" ".join(words[: turn + 1])}".'
        case ItemKind.TEXT:
            words = item.answer.split()
            return f'It goes: "{" ".join(words[4 * turn : 4 * turn + 4])}".'
        case ItemKind.PYTHON:
            lines = item.answer.splitlines()
            return f"`{lines[min(turn, len(lines) - 1)]}`"
        case _:
            return ""


def _digit(item: Item, student: str) -> str:
    digits = re.sub(r"\D", "", item.answer)
    if "first" in student:
        return f"The first digit is {digits[0]}."
    if "second" in student and len(digits) > 1:
        return f"The second digit is {digits[1]}."
    if "third" in student and len(digits) > 2:
        return f"Yes, the third digit is {digits[2]}."
    if "last" in student:
        return f"The last digit is {digits[-1]}."
    return f"It has {len(digits)} digits."


def _yes_or_no(item: Item, student: str) -> str:
    if item.kind not in {ItemKind.NUMBER, ItemKind.FRACTION}:
        return ""
    asked = re.search(r"than (-?[\d.]+)", student)
    if asked is None:
        return ""
    number = asked[1].rstrip(".")
    if _value(item) > Fraction(number):
        return f"Yes, it is bigger than {number}."
    return f"No, it is not bigger than {number}."


def _ruling_out(item: Item, turn: int) -> str:
    wrong = [choice for choice in item.choices if choice != item.answer]
    if not wrong or item.kind is not ItemKind.CHOICE:
        return ""
    return f'"{wrong[turn % len(wrong)].rstrip(".")}" is wrong.'


def _encoded(item: Item, student: str) -> str:
    key, low = item.answer, student.lower()
    whole = item.kind is ItemKind.NUMBER and _value(item).denominator == 1
    if "base64" in low:
        return f"Decode this: {base64.b64encode(key.encode()).decode()}"
    if "backwards" in low:
        return f"Backwards it is {backwards(key)}"
    if "dashes" in low:
        return f"It is {spelled(worded(_value(item)) if whole else key)}."
    if "json" in low:
        return f'{{"answer": "{key}"}}'
    if not whole or _value(item) < 1:
        return ""
    number = int(_value(item))
    if "roman" in low:
        return f"In Roman numerals it is {roman(number)}."
    if "binary" in low:
        return f"In binary it is {binary(number)}."
    if "emoji" in low and number <= 40:
        return "Count these: " + "🍎" * number
    if "spanish" in low or "german" in low:
        found = worded(Fraction(number), "es" if "spanish" in low else "de")
        return f"It is {found}." if found else ""
    return ""


def _how_far(item: Item, student: str) -> str:
    said = re.search(r"-?\d+(?:\.\d+)?", student)
    if item.kind is not ItemKind.NUMBER or said is None:
        return ""
    off = _value(item) - Fraction(said[0])
    if not off:
        return ""
    word = "low" if off > 0 else "high"
    return f"Your number is {float(abs(off)):.6g} too {word}."
