"""Inline rules for markdown-it: formulas, typed mathematics and single words, each with its
place in the block's text. Knows markdown-it's parser state, no HTML."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick

from tutor_server.richtext.plain_maths import expression_at

_FORMULA = re.compile(
    r"\\\((?P<round>.{1,1000}?)\\\)|\\\[(?P<square>.{1,1000}?)\\\]|\$\$(?P<double>.{1,1000}?)\$\$"
    r"|\$(?=\S)(?P<single>[^$\n]{1,500}?)(?<=\S)\$(?![\d$])",
    re.S,
)
_PROSE = re.compile(r"(?:^|\s)[a-z]{2,}(?:\s|$)")
_LATEX = re.compile(r"[\\^_=+]")
_SPACES = re.compile(r"[ \t\xa0]+")
_OPENING = re.compile(r"[(\"'{]")
_WORD = re.compile(r"(?:\$(?=\d))?[^\s*_~\[\]<&\\`$]+")
"""Up to a space or a character that may be markdown; `$5` is one word."""


def add_inline_rules(md: MarkdownIt, *, words: bool) -> None:
    """Words come first, because the text rule would take several at once."""
    md.inline.ruler.before("text", "words", _word_rule if words else _prose_rule)
    md.inline.ruler.before("words", "formula", _formula)
    md.inline.ruler.at("backticks", _code)


def _formula(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "\\$":
        return False
    match = _FORMULA.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    source = next(group for group in match.groups() if group is not None)
    if match["single"] and _PROSE.search(source) and not _LATEX.search(source):
        return False  # "$5 or 6$" is money
    if not silent:
        block = bool(match["double"] or match["square"])
        _push(state, "formula", source, (state.pos, match.end()), block=block)
    state.pos = match.end()
    return True


def _word_rule(state: StateInline, silent: bool) -> bool:
    return _prose(state, silent=silent, wrap=True)


def _prose_rule(state: StateInline, silent: bool) -> bool:
    return _prose(state, silent=silent, wrap=False)


def _prose(state: StateInline, *, silent: bool, wrap: bool) -> bool:
    """One run of spaces, one typed expression or one word."""
    at = state.pos
    if match := _SPACES.match(state.src, at, state.posMax):
        return _plain(state, match, silent=silent)
    expression = expression_at(state.src, at, state.posMax)
    if expression is not None:
        if not silent:
            _push(state, "formula", expression.latex, (at, expression.end))
            state.tokens[-1].info = state.src[at : expression.end]
        state.pos = expression.end
        return True
    match = _OPENING.match(state.src, at, state.posMax)
    if match:
        return _plain(state, match, silent=silent)  # "(1/2 of it" starts with a formula
    match = _WORD.match(state.src, at, state.posMax)
    if match is None:
        return False
    if not wrap:
        return _plain(state, match, silent=silent)
    if not silent:
        _push(state, "word", match[0], match.span())
    state.pos = match.end()
    return True


def _plain(state: StateInline, match: re.Match[str], *, silent: bool) -> bool:
    if not silent:
        state.pending += match[0]
    state.pos = match.end()
    return True


def _code(state: StateInline, silent: bool) -> bool:
    """markdown-it's own rule, with the place of what it found."""
    start, count = state.pos, len(state.tokens)
    found = backtick(state, silent)
    if found and len(state.tokens) > count and state.tokens[-1].type == "code_inline":
        state.tokens[-1].meta = {"place": (start, state.pos)}
    return found


def _push(
    state: StateInline, kind: str, content: str, place: tuple[int, int], *, block: bool = False
) -> None:
    token = state.push(kind, "", 0)
    token.content = content
    token.meta = {"place": place, "block": block}
