"""Works out instructions: "take 50 and subtract 7", "start with 6, double it, then add 30".

One number and then one step after the other. Knows no question and no answer. Pure; exact
fractions.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from sessions.teaching.number_scan import Mention
from sessions.teaching.numbers import Reading

_N = r"#(\d+)#"
_LINK = (
    r"[\s,;.:]*(?:(?:and|then|next|now|after that|afterwards|finally|so|you|we|it|if|must|should|"
    r"have to|just|only|please)\b[\s,;.:]*)*"
)
_IT = r"(?:\s+(?:it|that|this|the (?:result|number|total|rest)))?"
_UNIT = r"(?:\s+(?!(?:and|then|from|to|by|of|or|is|are|which|what|how|but|in|if)\b)[a-z]+)?"
"""A word that says of what: `take 50 rolls`."""
_START = re.compile(
    rf"\b(?:take|start(?:ing)? (?:with|at|from|on)|begin(?:ning)? (?:with|at|from)|"
    rf"(?:go|count(?:ing)?) from|from|have|with|at|use|pick|choose|write|think of|the number)\s+"
    rf"(?:the number\s+)?{_N}"
)
_Step = Callable[[Fraction, Fraction], Fraction | None]
_WITH_NUMBER: tuple[tuple[re.Pattern[str], _Step], ...] = (
    (
        re.compile(
            rf"(?:subtract|take away|take off|take|remove|minus|drop|deduct|cut off|give away|"
            rf"lose|go (?:down|back)|count (?:down|back)|step back)(?: by)?\s+{_N}"
            rf"{_UNIT}(?: (?:from it|away|off|back))?"
        ),
        lambda a, b: a - b,
    ),
    (
        re.compile(
            rf"(?:add|plus|put|give|go (?:up|on|forward)|count (?:up|on)|step forward|"
            rf"increase{_IT})(?: by)?\s+{_N}{_UNIT}(?: (?:more|to it|on top|extra))?"
        ),
        lambda a, b: a + b,
    ),
    (
        re.compile(rf"(?:go|count|step|move)\s+{_N}{_UNIT} (?:back|down|less|to the left)"),
        lambda a, b: a - b,
    ),
    (
        re.compile(rf"(?:go|count|step|move)\s+{_N}{_UNIT} (?:up|on|forward|more|to the right)"),
        lambda a, b: a + b,
    ),
    (re.compile(rf"(?:multiply|times|multiplied){_IT}(?: by| with)?\s+{_N}"), lambda a, b: a * b),
    (
        re.compile(rf"(?:divide|divided|share|split|cut){_IT}(?: by| into| in| among)?\s+{_N}"),
        lambda a, b: a / b if b else None,
    ),
)
_ALONE: tuple[tuple[re.Pattern[str], Callable[[Fraction], Fraction]], ...] = (
    (re.compile(rf"double{_IT}"), lambda a: 2 * a),
    (re.compile(rf"(?:triple|treble){_IT}"), lambda a: 3 * a),
    (re.compile(rf"halve{_IT}"), lambda a: a / 2),
    (re.compile(rf"square{_IT}"), lambda a: a * a),
)
_PART_OF = re.compile(rf"(?:take|find|keep)\s+{_N}(?:\s+of\s+(?:it|that|this))?")
"""`take half of it`: a part of what is there."""
_SKIPPED = re.compile(_UNIT)
_MOST_STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What comes out, and the numbers that went in."""

    value: Fraction
    operands: tuple[Mention, ...]
    start: int
    """In Reading.canon."""
    end: int


def recipes(reading: Reading) -> Iterator[Recipe]:
    """Every instruction of the text, after each of its steps."""
    for first in _START.finditer(reading.canon):
        mention = reading.mentions[int(first[1])]
        value, operands, at = _amount(mention), [mention], first.end()
        for _ in range(_MOST_STEPS):
            unit = _SKIPPED.match(reading.canon, at)
            done = _step(reading, value, at) or (unit and _step(reading, value, unit.end()))
            if not done:
                break
            value, more, at = done
            operands += more
            yield Recipe(value=value, operands=tuple(operands), start=first.start(), end=at)


def _step(
    reading: Reading, value: Fraction, at: int
) -> tuple[Fraction, list[Mention], int] | None:
    """The value after the step that is told here, its number, and where it ends."""
    link = re.compile(_LINK).match(reading.canon, at)
    at = link.end() if link else at
    part = _PART_OF.match(reading.canon, at)
    if part and 0 < _amount(reading.mentions[int(part[1])]) < 1:
        mention = reading.mentions[int(part[1])]
        return value * _amount(mention), [mention], part.end()
    for pattern, work in _WITH_NUMBER:
        match = pattern.match(reading.canon, at)
        if match:
            mention = reading.mentions[int(match[1])]
            result = work(value, _amount(mention))
            return None if result is None else (result, [mention], match.end())
    for pattern, change in _ALONE:
        match = pattern.match(reading.canon, at)
        if match:
            return change(value), [], match.end()
    return None


def _amount(mention: Mention) -> Fraction:
    return mention.value / 100 if mention.percent else mention.value
