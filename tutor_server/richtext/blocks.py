"""A block rule for markdown-it: displayed formulas between `$$` or `\\[ \\]` over several lines,
which paragraphs would take apart ("- 2" is a list, "=" a heading)."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_OPEN = re.compile(r"(\$\$|\\\[)(?!.*(?:\$\$|\\\]).*\S)")
_CLOSE = {"$$": "$$", "\\[": "\\]"}
_MAX_LINES = 60


def add_block_rules(md: MarkdownIt) -> None:
    """Formulas may end a paragraph."""
    md.block.ruler.before("fence", "formula_block", _formula_block, {"alt": ["paragraph"]})


def _formula_block(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    match = _OPEN.match(state.src[start : state.eMarks[line]])
    if match is None or state.is_code_block(line):
        return False
    closing = _CLOSE[match[1]]
    for number in range(line, min(last, line + _MAX_LINES)):
        begin = start + 2 if number == line else state.bMarks[number]
        at = state.src.find(closing, begin, state.eMarks[number])
        if at < 0:
            continue
        if state.src[at + 2 : state.eMarks[number]].strip(" .,;"):
            return False
        if not silent:
            _push(state, (line, number + 1), (start, at + 2))
        return True
    return False  # not closed yet: the lines stay text until it is


def _push(state: StateBlock, lines: tuple[int, int], place: tuple[int, int]) -> None:
    state.line = lines[1]
    token = state.push("formula", "", 0)
    token.map = [*lines]
    token.content = state.src[place[0] + 2 : place[1] - 2]
    token.meta = {"start": place[0], "end": place[1], "block": True}
