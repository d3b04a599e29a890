"""Numbers in disguise: binary and other bases, single Roman numerals, marks to count, places in
the alphabet, codes of characters, Morse, the words of other languages. Knows no answers. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

from sessions.teaching.number_words import FIRST_WORDS, FOREIGN, LOOK_ENGLISH
from sessions.teaching.plain import plain

_HEX = r"(?:(?=[a-f]*\d)[0-9a-f]{1,10}|(?=[A-F]*\d)[0-9A-F]{1,10}|[A-F]{1,6})"
_BASES = (
    (re.compile(r"\bbinary|\bbase[- ](?:2|two)\b|\bzeros and ones\b", re.I), r"[01]{1,20}", 2),
    (re.compile(r"\boctal|\bbase[- ](?:8|eight)\b", re.I), r"[0-7]{1,12}", 8),
    (re.compile(r"\bhex|\bbase[- ](?:16|sixteen)\b", re.I), _HEX, 16),
    (re.compile(r"\bbase[- ](?:3|three)\b|\bternary", re.I), r"[0-2]{1,15}", 3),
)
_PREFIXED = re.compile(r"\b0[bB][01]{1,40}\b|\b0[xX][0-9a-fA-F]{1,12}\b|\b0[oO][0-7]{1,14}\b")
_ROMAN = re.compile(r"roman|numeral", re.I)
_ONE_NUMERAL = re.compile(r"(?<![A-Za-z'])[VXLCDM](?![A-Za-z'])|(?<=\bis )I(?=[.!]|$)")
_SMALL_NUMERALS = re.compile(r"(?<![A-Za-z'])[ivxlcdm]{2,}(?![A-Za-z'])")
_NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_MARKS = re.compile(r"([^\w\s.,;:!?\"'`*#=~()\[\]{}<>+/\\_-])(?:[\s,]?\1)+")
_LETTER_MARKS = re.compile(r"(?<!\w)([A-Za-z])(?:[\s,]\1)+(?!\w)")
_DOTS = re.compile(r"(?<![\w.])([.*o+-])(?:\s\1)+(?![\w.])|(?<!\S)([*.o+#-])\2{3,}(?!\S)")
_COUNT = re.compile(r"\bcount|\btall(?:y|ies)|\bmarks?\b|\bdots?\b|\bemoji|\bstars?\b", re.I)
_ALPHABET = re.compile(
    r"\balphabet|\bA ?(?:=|is|stands for) ?(?:1|one)\b|\bletters? (?:numbers?|code)|\bcode\b", re.I
)
_CODES = re.compile(r"\bascii|\bchar(?:acter)?s?(?:\(| codes?)|\bunicode\b|\bchr\b", re.I)
_MORSE = dict(
    zip(
        ("-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."),
        "0123456789",
        strict=True,
    )
)
_FEW = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_ZEROS = re.compile(rf"\b({'|'.join(_FEW)}) zeros?\b", re.I)
_KEYCAPS = str.maketrans({"\U0001f51f": "10", "\U0001f4af": "100"})


def numbers_in_disguise(text: str, asked: str = "") -> Iterator[str]:
    """The text with hidden numbers in digits, once for each disguise that it may be in."""
    for named, token, base in _BASES:
        if named.search(text) or named.search(asked):
            yield re.sub(rf"\b{token}\b", partial(_from_base, base), text)
    if _PREFIXED.search(text):
        yield _PREFIXED.sub(lambda match: str(int(match[0], 0)), text)
    if _ROMAN.search(text) or _ROMAN.search(asked):
        yield _SMALL_NUMERALS.sub(lambda match: match[0].upper(), text)
        yield _ONE_NUMERAL.sub(lambda match: str(_NUMERALS[match[0]]), text)
    yield from _counted(text, asked)
    if _ALPHABET.search(text) or _ALPHABET.search(asked):
        yield from _by_alphabet(text)
    if _CODES.search(text) or _CODES.search(asked):
        yield "".join(chr(int(code)) for code in re.findall(r"\b\d{2,3}\b", text))
    if re.search(r"\bmorse\b", f"{text} {asked}", re.I):
        yield "".join(_MORSE.get(t, " ") for t in re.findall(r"[.\-\u00b7\u2013]{5}", text))
    if text.translate(_KEYCAPS) != text:
        yield text.translate(_KEYCAPS)
    if _ZEROS.search(text):
        yield _ZEROS.sub(lambda match: ", ".join("0" * _FEW[match[1].lower()]), text)
    yield from _foreign(text, asked)


def _from_base(base: int, match: re.Match[str]) -> str:
    return str(int(match[0], base))


def _counted(text: str, asked: str) -> Iterator[str]:
    """Runs of one mark, and runs of different pictures, as their number."""
    shown = _LETTER_MARKS.sub(_count, _MARKS.sub(_count, text))
    if _COUNT.search(text) or _COUNT.search(asked):
        shown = _DOTS.sub(_count, shown)
        shown = re.sub(r"(?<!\w)([Il|/])\1*(?:\s?[Il|/]+)*(?!\w)", _tally, shown)
        pictures = sum(unicodedata.category(char) == "So" for char in text)
        if pictures > 1:
            yield f"It is {pictures}."
    if shown != text:
        yield shown


def _count(match: re.Match[str]) -> str:
    mark = next(filter(None, match.groups()))
    return f" {match[0].count(mark)} "


def _tally(match: re.Match[str]) -> str:
    """`|||| ||`; a single stroke is the word "I"."""
    strokes = len(re.sub(r"\s", "", match[0]))
    return f" {strokes} " if strokes > 1 else match[0]


def _by_alphabet(text: str) -> Iterator[str]:
    """A single letter as its place; places with dashes as letters."""
    yield re.sub(
        r"(?<![\w'])[A-Z](?![\w'])|(?<![\w'])[b-hj-z](?![\w'])",
        lambda match: str(ord(match[0].lower()) - ord("a") + 1),
        text,
    )
    yield re.sub(
        r"\b\d{1,2}(?:[-, ]+\d{1,2})+\b",
        lambda match: "".join(
            chr(ord("a") + int(n) - 1) if 1 <= int(n) <= 26 else " "
            for n in re.findall(r"\d+", match[0])
        ),
        text,
    )


def _foreign(text: str, asked: str) -> Iterator[str]:
    """Numbers in the words of another language: all of them where the language is named, elsewhere
    those that are no English words."""
    written, wished = plain(text).replace("-", " "), plain(asked)
    said = set(re.findall(r"[a-z]+", written))
    for language, words in FOREIGN.items():
        named = language in written or language in wished
        first = said & FIRST_WORDS[language]
        if not (first if named else first - LOOK_ENGLISH):
            continue
        known = [w for w in words if w in written and (named or w not in LOOK_ENGLISH)]
        pattern = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
        yield re.sub(rf"(?<![a-z])(?:{pattern})(?![a-z])", partial(_worth, words), written)


def _worth(words: dict[str, int], match: re.Match[str]) -> str:
    return str(words[match[0]])
