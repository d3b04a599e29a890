"""Signs in a caption's plain text, in any language: which are mathematics, which are pauses.

Knows what stands left and right of a sign, nothing about markdown or LaTeX.
"""

import re
from collections.abc import Callable

from inference.speaking.lexicon import Lexicon
from inference.speaking.spans import Reading

_SIGNS = {
    "+": "plus",
    "=": "equals",
    "==": "equals",
    "<": "less",
    ">": "greater",
    "<=": "at_most",
    ">=": "at_least",
    "=<": "at_most",
    "=>": "gives",
    "->": "gives",
    "!=": "not_equal",
    "~=": "about",
    "\N{ALMOST EQUAL TO}": "about",
    "\N{NOT EQUAL TO}": "not_equal",
    "\N{LESS-THAN OR EQUAL TO}": "at_most",
    "\N{GREATER-THAN OR EQUAL TO}": "at_least",
    "\N{PLUS-MINUS SIGN}": "plus_minus",
    "\N{MINUS SIGN}": "minus",
    "\N{MULTIPLICATION SIGN}": "times",
    "\N{MIDDLE DOT}": "times",
    "\N{DOT OPERATOR}": "times",
    "\N{DIVISION SIGN}": "divided",
    "\N{INFINITY}": "infinity",
    "\N{GREEK SMALL LETTER PI}": "pi",
    "\N{DEGREE SIGN}": "degrees",
    "\N{RIGHTWARDS ARROW}": "gives",
    "\N{RIGHTWARDS DOUBLE ARROW}": "gives",
    "%": "percent",
    "**": "power",
}
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
_ROOT = {"\N{SQUARE ROOT}": "root", "\N{CUBE ROOT}": "cube_root"}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n")
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ]+")
_EXPONENT = re.compile(r"\^\{?\s?(-?\d+|-?[a-zA-Z](?![a-zA-Z]))\}?|\^(?=\()")
_BLANK = re.compile(r"_{2,}")
_PAUSE = re.compile(r"\.{2,}|…|[—–]|--+|\s?\|\s?")
_ABSOLUTE = re.compile(r"\|(?=[-+*/\w ]{1,12}\|)(?=[^|]*[\dxyzabn])(?=\S)")
_ENDS_OPERAND = re.compile(r"(?:[\d)²³%°!]|(?<![^\W\d_])[^\W\d_]|[⁰¹⁴-⁹ⁿ])$")
_STARTS_OPERAND = re.compile(r"[-+−]?(?:[\d(√.$£€]|[^\W\d_](?![^\W\d_]))")
_MATHS_INSIDE = re.compile(r"\([^()]*[-+*/^=×÷][^()]*\)")
_IS_ASKED = re.compile(r"(?:^|[.!?]\s+)(?:is|are|was)\s[^.!?<>=≤≥≠≈]*$", re.I)
"""`Is 3/4 > 2/3?` has its verb already."""
_ONE_OPERAND = re.compile(r"\([^\W_]{1,12}$")
_RANGE_BEFORE = re.compile(
    r"\b(?:pages?|grades?|ages?|aged|chapters?|lessons?|years?|steps?|questions?|problems?|from)"
    r"\s\d+\s?$",
    re.I,
)


def operand_before(text: str, at: int) -> bool:
    """Does a number, a bracket or a single letter end just before `at`, spaces apart?"""
    return _ENDS_OPERAND.search(text[max(0, at - 12) : at].rstrip()[-2:]) is not None


def operand_after(text: str, at: int) -> bool:
    """Does an operand start at `at`, spaces apart?"""
    return _STARTS_OPERAND.match(text[at : at + 12].lstrip()) is not None


def sign(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """One sign, pause or bracket; None for everything that is a word or a number."""
    for rule in _RULES.get(text[at], (_other,)):
        if reading := rule(text, at, lexicon):
            return reading
    return None


def _other(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    for pattern, words in ((_BLANK, lexicon.blank), (_PAUSE, ",")):
        if match := pattern.match(text, at):
            return Reading(words, match.end())
    match = _SIGN.match(text, at)
    if match is None:
        return None
    words = str(getattr(lexicon, _SIGNS[match[0]]))
    if lexicon.english and _IS_ASKED.search(text[max(0, at - 80) : at]):
        words = words.removeprefix("is ")
    return Reading(words, match.end())


def _minus(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """Subtraction, a negative number, a range, a hyphen or a dash."""
    if text.startswith(("->", "--"), at):
        return None
    before, after = operand_before(text, at), operand_after(text, at + 1)
    spaced = text[at - 1 : at].isspace() or at == 0
    if before and after and _RANGE_BEFORE.search(text, max(0, at - 24), at):
        return Reading(lexicon.to, at + 1)
    unary = (
        after and not text[at + 1 : at + 2].isspace() and (spaced or not _word_before(text, at))
    )
    if before and after:
        return Reading(lexicon.minus, at + 1)
    if unary:
        return Reading(lexicon.negative or lexicon.minus, at + 1)
    return Reading("," if spaced and text[at + 1 : at + 2].isspace() else "", at + 1)


def _word_before(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum()


def _en_dash(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    tight = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
    return Reading(lexicon.to if tight else ",", at + 1)


def _star(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    length = 2 if text.startswith("**", at) else 1
    if not (operand_before(text, at) and operand_after(text, at + length)):
        return Reading("", at + length)
    return Reading(lexicon.power if length == 2 else lexicon.times, at + length)


def _slash(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    if not (operand_before(text, at) and operand_after(text, at + 1)):
        return Reading("", at + 1)
    spaced = text[at - 1 : at].isspace() and text[at - 2 : at - 1] != ")"
    return Reading(lexicon.divided if spaced else lexicon.over, at + 1)


def _caret(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    match = _EXPONENT.match(text, at)
    if match is None or not operand_before(text, at):
        return Reading("", at + 1)
    if match[1] is None:
        return Reading(lexicon.power, match.end())
    return Reading(exponent_words(match[1], lexicon), match.end())


def _superscript(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    match = _SUPERSCRIPT.match(text, at)
    if match is None:
        return None
    exponent = match.group().translate(_SUPERSCRIPTS)
    return Reading(exponent_words(exponent, lexicon), match.end())


def exponent_words(exponent: str, lexicon: Lexicon) -> str:
    """`2` -> squared, `-1` -> to the power of minus one."""
    if exponent in {"2", "3"}:
        return lexicon.squared if exponent == "2" else lexicon.cubed
    digits = exponent.lstrip("-+")
    sign_words = f"{lexicon.minus} " if exponent.startswith("-") else ""
    body = lexicon.number(digits) if digits.isascii() and digits.isdecimal() else digits
    return f"{lexicon.power} {sign_words}{body}".rstrip()


def _root(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    return Reading(str(getattr(lexicon, _ROOT[text[at]])), at + 1)


def _opening(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`2(x + 3)` multiplies, `f(x)` is "f of x", other brackets are a pause."""
    touching = at > 0 and operand_before(text, at) and not text[at - 1].isspace()
    if not touching:
        return _opening_apart(text, at, lexicon)
    if not lexicon.english:
        return Reading(lexicon.times, at + 1)
    if text[at - 1] in "fgh" and re.match(r"\([^()+]{1,6}\)", text[at:]):
        return Reading("of", at + 1)
    quantity = " the quantity" if _MATHS_INSIDE.match(text, at) else ""
    return Reading(f"{lexicon.times}{quantity}", at + 1)


def _opening_apart(text: str, at: int, lexicon: Lexicon) -> Reading:
    if not _MATHS_INSIDE.match(text, at):
        return Reading(",", at + 1)
    binds = text[max(0, at - 3) : at].rstrip()[-1:] in set("-*/×÷−·√")
    return Reading("the quantity" if binds and lexicon.english else "", at + 1)


def _closing(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    short = _ONE_OPERAND.search(text[max(0, at - 14) : at]) is not None
    ends = not text[at + 1 : at + 2] or text[at + 1] in "^²³.,;:!?)"
    return Reading("" if short or ends else ",", at + 1)


def _bar(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    if not _ABSOLUTE.match(text, at):
        closes = operand_before(text, at) and not text[at - 1 : at].isspace()
        return Reading("", at + 1) if closes else None
    if not lexicon.english or operand_before(text, at):
        return Reading("", at + 1)
    return Reading("the absolute value of", at + 1)


def _tilde(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    tight = text[at + 1 : at + 2].isdigit()
    words = ("about" if lexicon.english else lexicon.about) if tight else ""
    return None if text.startswith("~=", at) else Reading(words, at + 1)


def _exclamation(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`5! = 120` is a factorial; "It is 5!" is joy."""
    if text.startswith("!=", at):
        return None
    factorial = text[at - 1 : at].isdigit() and re.match(r"!\s?[=/*×÷]", text[at : at + 3])
    return Reading("factorial" if factorial and lexicon.english else "!", at + 1)


_RULES: dict[str, tuple[Callable[[str, int, Lexicon], Reading | None], ...]] = {
    "-": (_minus, _other),
    "\N{EN DASH}": (_en_dash,),
    "*": (_star,),
    "/": (_slash,),
    "^": (_caret,),
    "(": (_opening,),
    ")": (_closing,),
    "|": (_bar, _other),
    "~": (_tilde, _other),
    "!": (_exclamation, _other),
    "\N{SQUARE ROOT}": (_root,),
    "\N{CUBE ROOT}": (_root,),
    **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", (_superscript,)),
}
