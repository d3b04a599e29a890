# ruff: noqa: RUF001, RUF003  these signs are what the module is about
"""Brings what students type, say and paste into one plain spelling, before anything is read.

Knows characters and LaTeX; knows no kind of answer.
"""

import re
import unicodedata
from typing import Final

MAX_CHARS: Final = 2_000
"""Longer answers are cut: no question of ours needs more, and every checker stays quick."""

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(f"(⁻?)([{_SUPERSCRIPTS}]+)")
_VULGAR = re.compile("[¼½¾⅐-⅞↉]")
_SIGNS: Final = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "﹣": "-", "－": "-",
        "×": "*", "·": "*", "⋅": "*", "∗": "*", "∙": "*", "✕": "*", "✖": "*",
        "÷": "/", "⁄": "/", "∕": "/", "∶": ":", "＝": "=",
        "’": "'", "‘": "'", "“": '"', "”": '"', "′": "'", "…": "...",
        "→": ";", "➔": ";", "⇒": ";",
    }
)  # fmt: skip
_LATEX: Final = (
    (re.compile(r"\\(?:left|right|displaystyle|,|;|!|quad)(?![a-zA-Z])"), " "),
    (re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)(?!\d)"), r" (\1)/(\2) "),
    (re.compile(r"\\(?:times|cdot|ast)(?![a-zA-Z])"), "*"),
    (re.compile(r"\\div(?![a-zA-Z])"), "/"),
    (re.compile(r"\\leq?(?![a-zA-Z])"), "<="),
    (re.compile(r"\\geq?(?![a-zA-Z])"), ">="),
    (re.compile(r"\\pi(?![a-zA-Z])"), " pi "),
    (re.compile(r"\\(?:text|mathrm)\s*\{([^{}]*)\}"), r" \1 "),
    (re.compile(r"\^\s*\{([^{}]*)\}"), r"^(\1)"),
    (re.compile(r"\\sqrt\s*\{([^{}]*)\}"), r" sqrt(\1) "),
    (re.compile(r"\\([%$&#_{}])"), r"\1"),
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_PLAIN_NUMBER = re.compile(r"\((\d+)\)/\((\d+)\)")
_MAX_NESTED: Final = 8
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")


def plain(text: str) -> str:
    """One spelling for signs, vulgar fractions, powers and LaTeX. Letters keep their case and
    lines stay lines."""
    text = text[:MAX_CHARS]
    text = _VULGAR.sub(_spelled_out, text)
    text = _SUPERSCRIPT.sub(_power, text)
    # NFKC last: it would turn x² into x2 and ¾ into 3⁄4 with no space after a whole number.
    text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    text = "".join(" " if _invisible(char) else char for char in text)
    return _SPACES.sub(" ", _latex(text)).strip()[: 2 * MAX_CHARS]


def folded(text: str) -> str:
    """Plain, and without case."""
    return plain(text).casefold()


def words(text: str) -> str:
    """Folded, with nothing but words, numbers and single spaces: for comparing prose."""
    kept = "".join(char if char.isalnum() else _kept(char) for char in folded(text))
    return " ".join(kept.split())


def _kept(char: str) -> str:
    return "" if char == "'" else " "


def _spelled_out(match: re.Match[str]) -> str:
    value = unicodedata.normalize("NFKC", match[0]).replace("⁄", "/")
    return f" {value} "


def _power(match: re.Match[str]) -> str:
    digits = "".join(str(_SUPERSCRIPTS.index(char)) for char in match[2])
    return f"^(-{digits})" if match[1] else f"^{digits}"


def _invisible(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    }


def _latex(text: str) -> str:
    if "\\" in text:
        for pattern, replacement in _LATEX:
            text = pattern.sub(replacement, text)
        for _ in range(_MAX_NESTED):
            text, count = _FRACTION.subn(r" (\1)/(\2) ", text)
            if not count:
                break
        text = _PLAIN_NUMBER.sub(r"\1/\2", text)
    return text.replace("$", " ").replace("`", " ")
