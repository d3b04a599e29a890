"""A question's surface as a row of plain tokens. Pure.

Lower case, contractions taken apart, numbers and signs on their own. Only end marks and quotation
marks are dropped, and case only where it cannot matter: any other sign stays a token, so what is
not understood can cost a hit but never makes a false one.
"""

import re
import unicodedata
from typing import Final

from tutor_server.modules.replies.lexicon import CONTRACTIONS, IS_AFTER

MAX_CHARS: Final = 400
"""A longer text is a talk, not a question that another child asks in the same words."""

_VULGAR: Final = re.compile("([¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
_SUPER: Final = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+)")
_SUB: Final = re.compile("([₀₁₂₃₄₅₆₇₈₉]+)")
_SIGNS: Final = str.maketrans(
    dict.fromkeys("−–—‒‑", "-") | dict.fromkeys("×·∙", "*") | {"÷": "/", "⁄": "/", "’": "'"}  # noqa: RUF001
)
_TOKEN: Final = re.compile(
    r"""
    (?P<number>\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
  | (?P<hyphen>(?<=[^\W\d_]{3})-(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})-(?=[^\W\d_]{3}))
  | (?P<tight>(?<=\d)[,:.](?=\d)|(?<=\d)[!'"])
  | (?P<mark>[.,?!;:"'“”„«»‘¿¡…])
  | (?P<space>\s+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DROPPED: Final = frozenset({"hyphen", "mark", "space"})
_SHOUT: Final = 12
"""Letters; a shorter text in capitals may be a formula."""
_SHORT: Final = frozenset(
    {"a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "hi", "if", "in", "is", "it"}
    | {"me", "my", "no", "of", "ok", "on", "or", "so", "to", "uh", "um", "up", "us", "we", "x"}
)
"""Short words that may begin a text with a capital."""


def tokens(text: str) -> list[str]:
    """The tokens of a text: words, numbers without thousands' commas, single signs."""
    plain = _clean(text)
    shouted = plain.isupper() and sum(map(str.isalpha, plain)) >= _SHOUT
    out: list[str] = []
    for match in _TOKEN.finditer(plain):
        kind, piece = match.lastgroup, match.group()
        if kind == "number":
            out.append(piece.replace(",", ""))
        elif kind == "word":
            out.extend(_words(_folded(piece, first=not out, shouted=shouted)))
        elif kind not in _DROPPED:
            out.append(piece)
    return out


def _clean(text: str) -> str:
    # Before NFKC, which would glue 3½ to 31/2 and x² to x2.
    text = _SUPER.sub(r" ^ \1 ", _VULGAR.sub(r" \1 ", text))
    text = _SUB.sub(r" _ \1 ", text)
    return unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)


def _folded(word: str, *, first: bool, shouted: bool) -> str:
    """Lower case, unless capitals may mean something: Bb and BB, Co and CO, mW and MW."""
    low = word.casefold()
    if shouted or low == "i" or word.startswith("I'"):
        return low
    inner = word[1:] != word[1:].lower()
    short = len(word) <= 2 and word[:1].isupper() and not (first and low in _SHORT)
    return word if inner or short else low


def _words(word: str) -> list[str]:
    if word in CONTRACTIONS:
        return CONTRACTIONS[word].split()
    for end, whole in (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will")):
        if word.endswith(end):
            return [word.removesuffix(end), whole]
    if word.endswith("'s"):
        owner = word.removesuffix("'s")
        return [owner, "is" if owner in IS_AFTER else "'s"]
    return [word]
