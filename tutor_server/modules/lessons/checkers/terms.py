"""Algebra as a small tree, read by our own parser: never `eval`, never sympy's reader of text.

`3x + 2`, `2(x - 1)^2`, `sqrt(2)/2`, `x = 4`, `2x >= 6`. Everything that could grow without end is
refused while reading: length, depth, digits, exponents and the number of terms after
multiplying out. Knows no question; sympy comes in elsewhere (`equivalence.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

MAX_CHARS: Final = 300
MAX_DEPTH: Final = 20
MAX_DIGITS: Final = 12
MAX_EXPONENT: Final = 12
MAX_TERMS: Final = 400
"""Terms after multiplying out; sympy expands this many in well under 0.1 s."""
MAX_BITS: Final = 600
"""Of any number within."""
MAX_LETTERS: Final = 6
"""Different letters in one expression."""


class UnreadableError(ValueError):
    """This text is no expression, or a larger one than we work with."""


@dataclass(frozen=True, slots=True)
class Num:
    """A number as it was written."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Var:
    """A letter."""

    name: str


@dataclass(frozen=True, slots=True)
class Add:
    """A sum; a difference is a sum with a Neg."""

    parts: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Neg:
    """The opposite."""

    inner: "Term"


@dataclass(frozen=True, slots=True)
class Mul:
    """A product."""

    parts: "tuple[Term, ...]"


@dataclass(frozen=True, slots=True)
class Div:
    """A quotient."""

    top: "Term"
    bottom: "Term"


@dataclass(frozen=True, slots=True)
class Pow:
    """A power; the exponent is a number or one letter with a number."""

    base: "Term"
    exponent: "Term"


@dataclass(frozen=True, slots=True)
class Root:
    """A square root."""

    inner: "Term"


Term: TypeAlias = Num | Var | Add | Neg | Mul | Div | Pow | Root


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation or an inequality."""

    left: Term
    sign: str
    """`=`, `<`, `>`, `<=` or `>=`."""
    right: Term


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>sqrt|pi|[A-Za-z])|(?P<sign>\*\*|[-+*/^()√π]))"
)
_SIGNS: Final = re.compile(r"<=|>=|=<|=>|≤|≥|==|[=<>]")
_SIGN_NAMES: Final = {"=<": "<=", "=>": ">=", "≤": "<=", "≥": ">=", "==": "="}


def parse(text: str) -> Term | Relation:
    """Read a plain text (see cleaning.plain). Raises UnreadableError."""
    if len(text) > MAX_CHARS:
        raise UnreadableError("too long")
    signs = [_SIGN_NAMES.get(sign, sign) for sign in _SIGNS.findall(text)]
    sides = [_Reader(side).whole() for side in _SIGNS.split(text)]
    if not signs:
        return sides[0]
    if len(signs) > 1:
        raise UnreadableError("several relations")
    return Relation(sides[0], signs[0], sides[1])


def letters(term: Term | Relation) -> frozenset[str]:
    """The names of its variables; pi is a number."""
    return frozenset(node.name for node in walk(term) if isinstance(node, Var)) - {"pi"}


def walk(term: Term | Relation) -> Iterator[Term]:
    """Every node, the outermost first."""
    if isinstance(term, Relation):
        yield from walk(term.left)
        yield from walk(term.right)
        return
    yield term
    for part in _parts(term):
        yield from walk(part)


def _parts(term: Term) -> tuple[Term, ...]:
    match term:
        case Add(parts) | Mul(parts):
            return parts
        case Neg(inner) | Root(inner):
            return (inner,)
        case Div(first, second) | Pow(first, second):
            return (first, second)
        case _:
            return ()


class _Reader:
    """Recursive descent over one side of a relation."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Term:
        term = self._sum()
        if self._at < len(self._tokens):
            raise UnreadableError("something is left over")
        if len(letters(term)) > MAX_LETTERS:
            raise UnreadableError("too many letters")
        _measure(term)
        return term

    def _sum(self) -> Term:
        parts = [self._product()]
        while self._peek() in {"+", "-"}:
            sign = self._take()
            part = self._product()
            parts.append(Neg(part) if sign == "-" else part)
        return parts[0] if len(parts) == 1 else Add(tuple(parts))

    def _product(self) -> Term:
        """Left to right; 3x and 1/2x bind like 3*x and 1/2*x."""
        term = self._signed()
        while True:
            sign = self._peek()
            if sign in {"*", "/"}:
                self._take()
                right = self._signed()
                term = Div(term, right) if sign == "/" else _times(term, right)
            elif sign and sign not in {"+", "-", ")", "^", "**"}:
                term = _times(term, self._power())
            else:
                return term

    def _signed(self) -> Term:
        sign = self._peek()
        if sign not in {"+", "-"}:
            return self._power()
        self._take()
        self._deeper()
        inner = self._signed()
        self._depth -= 1
        return Neg(inner) if sign == "-" else inner

    def _power(self) -> Term:
        base = self._atom()
        if self._peek() not in {"^", "**"}:
            return base
        self._take()
        self._deeper()
        exponent = self._exponent()
        self._depth -= 1
        return Pow(base, exponent)

    def _exponent(self) -> Term:
        if self._peek() == "-":
            self._take()
            return Neg(self._power())
        return self._power()

    def _atom(self) -> Term:
        word = self._take()
        if word == "(":
            self._deeper()
            inner = self._sum()
            if self._take() != ")":
                raise UnreadableError("a bracket is open")
            self._depth -= 1
            return inner
        if word in {"sqrt", "√"}:
            self._deeper()
            inner = self._atom()
            self._depth -= 1
            return Root(inner)
        if word[:1].isdigit():
            if len(word) > MAX_DIGITS:
                raise UnreadableError("too many digits")
            return Num(Fraction(word))
        if word == "π":
            return Var("pi")
        if word[:1].isalpha():
            return Var(word)
        raise UnreadableError("a number or a letter is missing")

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableError("too deep")

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise UnreadableError("a sign that we do not know")
        number = match["number"]
        yield (f"0{number}" if number[0] == "." else number) if number else match[0].strip()
        at = match.end()


def _times(left: Term, right: Term) -> Term:
    before = left.parts if isinstance(left, Mul) else (left,)
    return Mul((*before, right))


@dataclass(frozen=True, slots=True)
class _Size:
    """How large a term can become when it is multiplied out."""

    terms: int
    bits: int
    value: Fraction | None = None
    """Of a term that is a small number."""


def _measure(term: Term) -> _Size:
    """Raises UnreadableError above the limits, before anything is multiplied out."""
    size = _size(term)
    if size.terms > MAX_TERMS or size.bits > MAX_BITS:
        raise UnreadableError("too large")
    return size


def _size(term: Term) -> _Size:
    match term:
        case Num(value):
            bits = value.numerator.bit_length() + value.denominator.bit_length()
            return _Size(1, bits, value)
        case Var():
            return _Size(1, 1)
        case Neg(inner):
            size = _measure(inner)
            return _Size(size.terms, size.bits, None if size.value is None else -size.value)
        case Root(inner):
            size = _measure(inner)
            return _Size(size.terms, size.bits)
        case Add(parts):
            sizes = [_measure(part) for part in parts]
            return _Size(sum(size.terms for size in sizes), sum(size.bits for size in sizes))
        case Mul(parts):
            terms = bits = 1
            for size in map(_measure, parts):
                terms, bits = terms * size.terms, bits + size.bits
            return _Size(terms, bits)
        case Div(top, bottom):
            above, below = _measure(top), _measure(bottom)
            ratio = above.value / below.value if above.value and below.value else None
            return _Size(above.terms * below.terms, above.bits + below.bits, ratio)
        case Pow(base, exponent):
            return _power_size(_measure(base), _measure(exponent), exponent)


def _power_size(base: _Size, power: _Size, exponent: Term) -> _Size:
    if power.value is None:
        # 2^n and 3^(n + 1); a tower of powers is refused.
        if power.terms > 2 or any(isinstance(node, Pow | Root | Div) for node in walk(exponent)):
            raise UnreadableError("an exponent that we do not work with")
        return _Size(base.terms, base.bits * MAX_EXPONENT)
    steps = abs(power.value)
    if steps > MAX_EXPONENT or power.value.denominator > 3:
        raise UnreadableError("too high a power")
    count = max(int(steps) + (steps.denominator > 1), 1)
    # Terms of (a + b + ...)^n: n + t - 1 over t - 1, bounded from above by t^n.
    terms = min(base.terms**count, _choose(count + base.terms - 1, count))
    return _Size(terms, base.bits * count)


def _choose(n: int, k: int) -> int:
    result = 1
    for step in range(1, k + 1):
        result = result * (n - k + step) // step
        if result > MAX_TERMS * MAX_TERMS:
            break
    return result
