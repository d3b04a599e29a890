"""Writes a sentence in one plain way: the same thing said with other signs reads the same.

Undoes look-alike letters, invisible characters, digits of other scripts, Markdown and LaTeX.
Knows nothing of answers. Pure.
"""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3\U000e0000-\U000e01ef]"
)
_LOOKALIKES = str.maketrans(
    # Cyrillic, then Greek, then Latin small letters that look like plain ones.
    "\u0430\u0431\u0432\u0435\u0456\u0458\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445"
    "\u0455\u04bb\u0501\u051b\u051d\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7"
    "\u0131\u0261",
    "a6beijkmhopctyxshdqwoaeikvptuxig",
)
_SIGNS = str.maketrans(
    {
        "\u2212": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u00d7": "*",
        "\u22c5": "*",
        "\u00b7": "*",
        "\u2219": "*",
        "\u2217": "*",
        "\u00f7": "/",
        "\u2044": "/",
        "\u2215": "/",
        "\u2236": ":",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2026": "...",
        "\u00b0": " degrees ",
    }
)
_SUPERSCRIPT = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+")
_FRACTION_SIGN = re.compile("([\u00bc-\u00be\u2150-\u215e])")
_LATEX = (
    (re.compile(r"\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r" \1/\2 "),
    (re.compile(r"\\[dtc]?frac\s*(\d)\s*(\d)"), r" \1/\2 "),
    (re.compile(r"\\sqrt\s*\{([^{}]*)\}"), r" sqrt(\1) "),
    (re.compile(r"\\(?:text|mathrm|mathbf|boxed|mathit)\s*\{([^{}]*)\}"), r" \1 "),
    (re.compile(r"\\(?:cdot|times|ast)(?![a-z])"), " * "),
    (re.compile(r"\\(?:div)(?![a-z])"), " / "),
    (re.compile(r"\\(?:left|right|displaystyle|quad|qquad)(?![a-z])"), " "),
    (re.compile(r"\\le(?:q)?(?![a-z])"), " <= "),
    (re.compile(r"\\ge(?:q)?(?![a-z])"), " >= "),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\[,;:! ()\[\]]"), " "),
    (re.compile(r"[${}\\]"), " "),
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*\s*/?>")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_TICKS = re.compile("`+")
_EMPHASIS = re.compile(r"(?<![\w*)])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*(])")
_ZERO_IN_NUMBER = re.compile(r"(?<=\d)o(?=[\do]|\b)")
_ONE_IN_NUMBER = re.compile(r"\b[il|](?=\d+\b)")


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Lower case, plain letters and signs, no markup, single spaces; line breaks stay."""
    text = _FRACTION_SIGN.sub(r" \1", _INVISIBLE.sub("", text))
    text = _SUPERSCRIPT.sub(_power, text)
    text = "".join(_digit(char) for char in text)
    text = unicodedata.normalize("NFKD", text).translate(_SIGNS)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.casefold().translate(_LOOKALIKES)
    text = _TAG.sub("", text)
    for pattern, instead in _LATEX:
        text = pattern.sub(instead, text)
    text = _STRONG.sub(r"\2", _TICKS.sub("", text))
    text = _EMPHASIS.sub(r"\1", text).replace("**", "^")
    text = _ONE_IN_NUMBER.sub("1", _ZERO_IN_NUMBER.sub("0", text))
    text = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r" ?\n ?", "\n", text).strip()


def word_set(line: str) -> frozenset[str]:
    """A list of words that is easier to read as a line."""
    return frozenset(line.split())


def letters_joined(text: str) -> str:
    """Words that were spelled out are written together: `f-o-r-t-y`, `f o r t y`."""
    return _SPELLED.sub(lambda match: re.sub(r"[^a-z]", "", match[0]), text)


_SPELLED = re.compile(
    r"(?<![a-z0-9])[a-z](?:(?P<gap>[-. _,*])[a-z])(?:(?P=gap)[a-z])+(?![a-z0-9])"
)


def _power(match: re.Match[str]) -> str:
    return "^" + unicodedata.normalize("NFKC", match[0])


def _digit(char: str) -> str:
    """A digit of another script, in a circle and so on, as a plain digit."""
    if char.isascii() or unicodedata.category(char) not in {"Nd", "No"}:
        return char
    value = unicodedata.numeric(char, -1.0)
    return str(int(value)) if value >= 0 and value == int(value) else char
