"""Takes markdown and emoji out of a caption and remembers where every kept character stood.

Knows the marks a chat message may carry, not what the words mean. LaTeX is left alone.
"""

import re
from dataclasses import dataclass

FORMULA = re.compile(
    r"\\\((?P<round>.{0,2000}?)\\\)|\\\[(?P<square>.{0,2000}?)\\\]|\$\$(?P<double>.{1,2000}?)\$\$"
    r"|\$(?=\S)(?P<single>[^$\n]{1,500}?)(?<=\S)\$(?![\d$])",
    re.S,
)
"""Formulas: their stars, underscores and braces are not markdown."""

_DROPPED = tuple(
    re.compile(pattern, re.M | re.S)
    for pattern in (
        r"^[ \t]*(?:`{3,}|~{3,})[^\n]*$",  # code fences and their language
        r"^[ \t]{0,3}#{1,6}[ \t]+",  # headings
        r"^[ \t]{0,3}(?:>[ \t]+)+(?=\D)",  # quotes; "> 5" is a comparison
        r"^[ \t]*[-*+•][ \t]+(?=\S)",  # bullets
        r"^[ \t]*(?:-[ \t]*){3,}$|^[ \t]*(?:\*[ \t]*){3,}$|^[ \t]*(?:_[ \t]*){3,}$",  # rules
        r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t:-]*$",  # the line under a table's head
        r"</?(?:a|b|br|code|div|em|i|img|li|ol|p|pre|s|span|strong|sub|sup|u|ul)\b[^<>]{0,500}>",
        r"(?<!\\)`+",
        # emoji; ticks and crosses have names
        "[\U0001f000-\U0001faff\u2600-\u2704\u2706-\u2712\u2715-\u2716\u2719-\u274b\u274d-\u27bf]",
        "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]",
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]",  # control characters, lone surrogates
    )
)
_WRAPPED = tuple(
    re.compile(pattern, re.S)
    for pattern in (
        # Group 1 is kept. Emphasis hugs its words and stands apart from letters and digits,
        # so "2*3*4" and "snake_case_name" stay as they are.
        r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,500}(?: \"[^\"\n]{0,200}\")?\)",
        r"(?<![\w*])\*\*\*(?=[^\s*])(.{1,1000}?)(?<=[^\s*])\*\*\*(?![\w*])",
        r"(?<![\w*])\*\*(?=[^\s*])(.{1,1000}?)(?<=[^\s*])\*\*(?![\w*])",
        r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\*(?![\w*])",
        r"(?<![\w_])__(?=[^\s_])(.{1,1000}?)(?<=[^\s_])__(?![\w_])",
        r"(?<![\w_])_(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_])_(?![\w_])",
        r"~~(?=[^\s~])([^~\n]{1,1000}?)(?<=[^\s~])~~",
    )
)


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without markup; `at[i]` is the place in the caption of character i."""

    text: str
    at: tuple[int, ...]


def strip_markup(caption: str) -> Plain:
    """Keep what a reader would read aloud; formulas stay whole, with their delimiters."""
    keep = bytearray(b"\x01" * len(caption))
    fixed = _formula_places(caption)
    for pattern in _WRAPPED:
        for match in pattern.finditer(caption):
            if not _inside(fixed, match.start()):
                keep[match.start() : match.start(1)] = bytes(match.start(1) - match.start())
                keep[match.end(1) : match.end()] = bytes(match.end() - match.end(1))
    for pattern in _DROPPED:
        for match in pattern.finditer(caption):
            if not _inside(fixed, match.start()):
                keep[match.start() : match.end()] = bytes(match.end() - match.start())
    at = tuple(index for index, kept in enumerate(keep) if kept)
    return Plain("".join(caption[index] for index in at), at)


def _formula_places(caption: str) -> bytearray:
    places = bytearray(len(caption))
    for match in FORMULA.finditer(caption):
        places[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return places


def _inside(places: bytearray, at: int) -> bool:
    return at < len(places) and places[at] == 1
