"""Moves places inside a block's text to places in the message. Knows markdown-it's tokens:
a block's text is its source lines without indent, quote marks and bullets."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.rules_core import StateCore
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block: where it starts in the block's text and in the message."""

    inside: int
    outside: int


def place_tokens(state: StateCore) -> None:
    """A core rule for after `inline`: every token's `place` becomes one of the message; a token
    whose line cannot be found again (an escaped table cell) loses it."""
    starts = _line_starts(state.src)
    row, cursor = 0, 0
    for token in state.tokens:
        if token.type == "tr_open" and token.map:
            row = cursor = starts[token.map[0]]
        in_cell = row and token.level and token.type == "inline" and token.map is None
        if token.type == "fence" and token.map:
            token.meta["start"] = starts[token.map[0]]
            token.meta["end"] = max(starts[token.map[0]], starts[token.map[1]] - 1)
        if token.type != "inline" or not token.children:
            continue
        lines = (
            _cell_line(state.src, token, cursor) if in_cell else _lines(state.src, token, starts)
        )
        if in_cell and lines:
            cursor = lines[0].outside + len(token.content)
        for child in token.children:
            _move(child, lines)


def _line_starts(source: str) -> list[int]:
    starts = [0]
    starts += [at + 1 for at, character in enumerate(source) if character == "\n"]
    return [*starts, len(source)]


def _lines(source: str, token: Token, starts: Sequence[int]) -> list[_Line]:
    """A block's lines are ends of source lines, so the last occurrence is the right one."""
    if token.map is None:
        return []
    found, inside = list[_Line](), 0
    for number, line in enumerate(token.content.split("\n"), start=token.map[0]):
        if number + 1 >= len(starts):
            break
        outside = source.rfind(line, starts[number], starts[number + 1])
        if outside < 0:
            return []
        found.append(_Line(inside, outside))
        inside += len(line) + 1
    return found


def _cell_line(source: str, token: Token, cursor: int) -> list[_Line]:
    end = source.find("\n", cursor)
    outside = source.find(token.content, cursor, end if end >= 0 else len(source))
    return [_Line(0, outside)] if outside >= 0 else []


def _move(token: Token, lines: Sequence[_Line]) -> None:
    place = token.meta.pop("place", None) if token.meta else None
    if place is None or not lines:
        return
    start, end = (_outside(at, lines) for at in (place[0], place[1] - 1))
    token.meta["start"], token.meta["end"] = start, end + 1


def _outside(at: int, lines: Sequence[_Line]) -> int:
    line = lines[bisect_right([line.inside for line in lines], at) - 1]
    return line.outside + at - line.inside
