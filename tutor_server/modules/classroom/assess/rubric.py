"""A request to grade work, read and bounded: the work, the rubric's lines, the lesson's item.

What a line wants is said by `must_mention` and `equals`, which code checks, and by `criterion`,
which only the language model can judge. A line that says none of these is about the answer to the
item, when there is one. Pure.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec import Meta

from tutor_server.errors import InvalidRequestError
from tutor_server.modules.classroom.assess.amounts import amount_of
from tutor_server.modules.classroom.assess.keywords import plain

MOST_LINES: Final = 20
MOST_POINTS: Final = 1_000
MOST_ANSWER_CHARS: Final = 8_000
MOST_CONTEXT: Final = 20

Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100)]
Group: TypeAlias = Annotated[list[Word], Meta(min_length=1, max_length=20)]
Value: TypeAlias = Annotated[str, Meta(max_length=500)] | int | float | bool


class LineBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the rubric, as sent."""

    id: Name
    points: Annotated[float, Meta(gt=0, le=MOST_POINTS)]
    criterion: Annotated[str, Meta(max_length=500)] = ""
    must_mention: Annotated[list[Group], Meta(max_length=20)] = []
    equals: Annotated[str, Meta(max_length=64)] | int | float | None = None


class ItemBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item of a lesson, as sent."""

    lesson_id: Annotated[str, Meta(min_length=1, max_length=200)]
    item_id: Annotated[str, Meta(min_length=1, max_length=200)]


class AssessBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /v1/assess`."""

    answer: Annotated[str, Meta(min_length=1, max_length=MOST_ANSWER_CHARS)]
    rubric: Annotated[list[LineBody], Meta(min_length=1, max_length=MOST_LINES)]
    prompt: Annotated[str, Meta(max_length=4_000)] = ""
    item: ItemBody | None = None
    context: dict[Name, Value] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the rubric."""

    line_id: str
    points: float
    criterion: str
    """What is wanted, in words for the language model."""
    groups: tuple[tuple[str, ...], ...]
    """One of each group must be mentioned."""
    equals: Fraction | None
    """What the answer must come to."""

    @property
    def bare(self) -> bool:
        """It says nothing of what it wants."""
        return not self.criterion and not self.groups and self.equals is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is graded, and by what."""

    answer: str
    lines: tuple[Line, ...]
    prompt: str
    item: tuple[str, str] | None
    """Lesson id and item id."""
    context: tuple[tuple[str, str], ...]


def work_of(body: AssessBody) -> Work:
    """The request as it is used. Raises InvalidRequestError with the place of what is wrong."""
    if not body.answer.strip():
        raise InvalidRequestError("answer is empty.", param="answer")
    if len(body.context) > MOST_CONTEXT:
        raise InvalidRequestError(f"context has at most {MOST_CONTEXT} fields.", param="context")
    lines = tuple(_line(line, f"rubric[{place}]") for place, line in enumerate(body.rubric))
    if len({line.line_id for line in lines}) < len(lines):
        raise InvalidRequestError("Two lines of the rubric have the same id.", param="rubric")
    item = None if body.item is None else (body.item.lesson_id, body.item.item_id)
    return Work(
        answer=body.answer,
        lines=lines,
        prompt=body.prompt,
        item=item,
        context=tuple((name, str(value)) for name, value in body.context.items()),
    )


def _line(line: LineBody, place: str) -> Line:
    return Line(
        line_id=line.id,
        points=line.points,
        criterion=line.criterion.strip(),
        groups=_groups(line.must_mention, f"{place}.must_mention"),
        equals=_equals(line.equals, f"{place}.equals"),
    )


def _groups(groups: Sequence[Sequence[str]], place: str) -> tuple[tuple[str, ...], ...]:
    if not all(plain(word) for group in groups for word in group):
        raise InvalidRequestError("A word that must be mentioned is empty.", param=place)
    return tuple(tuple(group) for group in groups)


def _equals(value: str | float | None, place: str) -> Fraction | None:
    if value is None:
        return None
    number = value if isinstance(value, str) else _written(value)
    amount = amount_of(number)
    if amount is None:
        text = "equals must be one number of at most 15 digits, such as 7, -2.5, 3/4 or 50%."
        raise InvalidRequestError(text, param=place)
    return amount


def _written(value: float) -> str:
    """A JSON number as it was written, as far as 15 digits tell."""
    whole = value if isinstance(value, int) else None
    if whole is None and math.isfinite(value) and value == int(value):
        whole = int(value)
    if whole is None:
        return repr(value)
    # Python does not write numbers of thousands of digits.
    return str(whole) if abs(whole) < 10**15 else ""
