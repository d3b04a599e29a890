"""Finds mathematics that was typed without LaTeX ("1/2 + 1/4 = 3/4", "x^2", "6 ÷ 2") and
writes it as LaTeX. Pure; knows nothing of markdown or HTML."""

import re
from dataclasses import dataclass

_OPERATORS = {
    "+": "+",
    "-": "-",
    "\N{MINUS SIGN}": "-",
    "*": r"\times ",
    "\N{MULTIPLICATION SIGN}": r"\times ",
    "\N{MIDDLE DOT}": r"\cdot ",
    "/": "/",
    "\N{DIVISION SIGN}": r"\div ",
    "=": "=",
    "<": r"\lt ",
    ">": r"\gt ",
    "<=": r"\le ",
    ">=": r"\ge ",
    "!=": r"\ne ",
    "\N{LESS-THAN OR EQUAL TO}": r"\le ",
    "\N{GREATER-THAN OR EQUAL TO}": r"\ge ",
    "\N{NOT EQUAL TO}": r"\ne ",
    "\N{ALMOST EQUAL TO}": r"\approx ",
    "\N{PLUS-MINUS SIGN}": r"\pm ",
}
_SIGNS = "|".join(map(re.escape, sorted(_OPERATORS, key=len, reverse=True)))
_OPERATOR = re.compile(f"( ?)({_SIGNS})( ?)")
_MIXED = re.compile(r"(\d+) (\d+)/(\d+)(?![\d/])", re.A)
_FRACTION = re.compile(r"(\d+)/(\d+)(?![\d/])", re.A)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+", re.A)
_VARIABLE = re.compile(r"[a-zA-Z](?![a-zA-Z'\N{RIGHT SINGLE QUOTATION MARK}])")
_POWER = re.compile(r"\^(?:\{(-?\w{1,6})\}|\((-?\w{1,6})\)|(-?\d{1,4}|[a-zA-Z](?![a-zA-Z])))")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_DATE = re.compile(r"\d+/\d+/\d+|\d+-\d+-\d+", re.A)
_MAX_CHARS = 200
_BEFORE = re.compile(r"[\w.,$£€@#/\\^\-+=<>]$")
_AFTER = re.compile(r"[\w/^(]|[.,:]\d|-\w|%")


@dataclass(frozen=True, slots=True)
class Expression:
    """LaTeX for the characters up to `end`."""

    latex: str
    end: int


def expression_at(text: str, at: int, end: int | None = None) -> Expression | None:
    """The longest expression from `at`, not beyond `end`. A lone number or letter is prose."""
    if at and _BEFORE.match(text, at - 1, at):
        return None
    if _DATE.match(text, at):
        return None
    reader = _Reader(text, at, min(len(text) if end is None else end, at + _MAX_CHARS))
    latex = reader.expression(0)
    if latex is None or not reader.is_maths or _AFTER.match(text, reader.at):
        return None
    return Expression(latex, reader.at)


def _bare(latex: str) -> str:
    """Without the brackets that a fraction bar makes needless."""
    whole = latex.startswith("(") and latex.find(")") == len(latex) - 1
    return latex[1:-1] if whole else latex


@dataclass(slots=True)
class _Reader:
    """Recursive descent; leaves `at` after what could be read."""

    text: str
    at: int
    limit: int
    is_maths: bool = False
    digits: bool = False

    def expression(self, depth: int) -> str | None:
        first = self.operand(depth)
        if first is None:
            return None
        parts, operators = [first], 0
        while (found := self._next_operand(depth)) is not None:
            match, operand = found
            operators += 1
            if match[2] == "/" and not match[1]:
                parts[-1] = rf"\frac{{{_bare(parts[-1])}}}{{{_bare(operand)}}}"
            else:
                parts += [_OPERATORS[match[2]], operand]
            # A tight dash or slash makes no mathematics by itself: "3-5" may be pages.
            tight = match[2] in "-/" and not match[1]
            self.is_maths |= (self.digits and not tight) or operators > 1
        return "".join(parts)

    def _next_operand(self, depth: int) -> tuple[re.Match[str], str] | None:
        """The next operator with its right side; the reader stays where it is without one."""
        match, start, sure = self._match(_OPERATOR), self.at, self.is_maths
        if match is None or bool(match[1]) != bool(match[3]):
            return None  # "3 -b" and "x- 2" are dashes
        self.at = match.end()
        operand = self.operand(depth)
        if operand is None or self._is_article(operand):
            self.at, self.is_maths = start, sure
            return None
        return match, operand

    def _is_article(self, operand: str) -> bool:
        """`3 - a lot`: the letter belongs to the sentence."""
        rest = self.text[self.at : self.at + 3]
        return operand in {"a", "I", "A"} and re.match(r" [a-z]", rest) is not None

    def operand(self, depth: int) -> str | None:
        sign = ""
        if self.text[self.at : self.at + 1] in {"-", "\N{MINUS SIGN}"}:
            sign, self.at = "-", self.at + 1
        for part in (self._bracket, self._root, self._mixed, self._term):
            if (latex := part(depth)) is not None:
                return sign + latex + self._power()
        return None

    def _bracket(self, depth: int) -> str | None:
        if self.text[self.at : self.at + 1] != "(" or depth > 6:
            return None
        start, self.at = self.at, self.at + 1
        inner = self.expression(depth + 1)
        if inner is None or self.text[self.at : self.at + 1] != ")" or self.at >= self.limit:
            self.at = start
            return None
        self.at += 1
        return f"({inner})"

    def _root(self, depth: int) -> str | None:
        if self.text[self.at : self.at + 1] != "\N{SQUARE ROOT}":
            return None
        self.at += 1
        inner = self._bracket(depth) or self._term(depth)
        self.is_maths |= inner is not None
        return rf"\sqrt{{{_bare(inner)}}}" if inner else None

    def _mixed(self, depth: int) -> str | None:
        match = self._match(_MIXED)
        if match and int(match[2]) < int(match[3]):
            latex = rf"{match[1]}\frac{{{match[2]}}}{{{match[3]}}}"
        elif match := self._match(_FRACTION):
            latex = rf"\frac{{{match[1]}}}{{{match[2]}}}"
        else:
            return None
        self.at, self.is_maths, self.digits = match.end(), True, True
        return latex

    def _term(self, depth: int) -> str | None:
        """A number, a variable, or a number of variables: `3`, `x`, `2x`, `3ab`, `2(x + 1)`."""
        latex = ""
        if match := self._match(_NUMBER):
            latex, self.at, self.digits = match[0].replace(",", "{,}"), match.end(), True
            letters = re.compile(r"[a-z]{1,2}(?![a-zA-Z])").match(self.text, self.at)
            if letters:
                latex, self.at = latex + letters[0], letters.end()
        elif match := self._match(_VARIABLE):
            latex, self.at = match[0], match.end()
        if latex and (factor := self._bracket(depth)):
            latex += factor
        return latex or None

    def _power(self) -> str:
        if match := self._match(_POWER):
            self.at, self.is_maths, self.digits = match.end(), True, True
            return "^{" + (match[1] or match[2] or match[3]) + "}"
        if match := self._match(_SUPERSCRIPT):
            self.at, self.is_maths, self.digits = match.end(), True, True
            return "^{" + match[0].translate(_SUPERSCRIPTS) + "}"
        return ""

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.text, self.at, self.limit)
