"""A little algebra: are two expressions in single letters the same for every value?

Reads sums, products, powers with small whole exponents and division by numbers into polynomials
with exact coefficients. Knows no roots and no functions; what it cannot read is None. Pure.
"""

import re
from fractions import Fraction

Monomial = tuple[tuple[str, int], ...]
Polynomial = dict[Monomial, Fraction]
"""Coefficients by monomial, without zeros: 3xy² is {(("x", 1), ("y", 2)): 3}."""

_TOKEN = re.compile(r"\d+\.\d+|\d+|[a-z]|[-+*/^()]|(\S)")
_FUNCTION = re.compile(r"sqrt|root|sin|cos|tan|log|exp|abs")
_MOST_POWER = 6
_MOST_TERMS = 60
_MOST_TOKENS = 80
_MOST_DIGITS = 12


def polynomial(text: str) -> Polynomial | None:
    """Read an expression such as `3x + 2`, `(x+1)(x-1)`, `x^2/2`; None when it is none."""
    if _FUNCTION.search(text):
        return None
    tokens = list[str]()
    for match in _TOKEN.finditer(text.replace("**", "^")):
        if match[1] or len(match[0]) > _MOST_DIGITS:
            return None
        tokens.append(match[0])
    if not tokens or len(tokens) > _MOST_TOKENS:
        return None
    try:
        return _Parser(tokens).expression()
    except (IndexError, ValueError, ZeroDivisionError):
        return None


def relation(text: str) -> tuple[Polynomial, str] | None:
    """Read `left = right` or an inequality as `left - right`, up to a positive factor; for an
    equation up to any factor."""
    parts = re.split(r"(<=|>=|<|>|=)", text)
    if len(parts) != 3:
        return None
    left, right = polynomial(parts[0]), polynomial(parts[2])
    if left is None or right is None:
        return None
    sign = parts[1]
    if sign in {">", ">="}:
        left, right, sign = right, left, sign.replace(">", "<")
    return _normal(_add(left, right, -1), any_sign=sign == "="), sign


def _normal(terms: Polynomial, *, any_sign: bool) -> Polynomial:
    if not terms:
        return terms
    lead = terms[max(terms)]
    factor = lead if any_sign else abs(lead)
    return {monomial: c / factor for monomial, c in terms.items()}


def is_number(terms: Polynomial) -> Fraction | None:
    """Its value when it has no letters."""
    if not terms:
        return Fraction(0)
    return terms.get(()) if len(terms) == 1 else None


def _add(left: Polynomial, right: Polynomial, sign: int) -> Polynomial:
    result = dict(left)
    for monomial, c in right.items():
        result[monomial] = result.get(monomial, Fraction(0)) + sign * c
    return {monomial: c for monomial, c in result.items() if c}


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(left) * len(right) > _MOST_TERMS:
        raise ValueError
    result: Polynomial = {}
    for a, x in left.items():
        for b, y in right.items():
            powers = dict(a)
            for letter, power in b:
                powers[letter] = powers.get(letter, 0) + power
            monomial = tuple(sorted(powers.items()))
            result[monomial] = result.get(monomial, Fraction(0)) + x * y
    return {monomial: c for monomial, c in result.items() if c}


class _Parser:
    """Recursive descent; a product may be written without its sign."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def expression(self) -> Polynomial:
        """All of the tokens."""
        terms = self._sum()
        if self._at != len(self._tokens):
            raise ValueError
        return terms

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _sum(self) -> Polynomial:
        terms = self._product()
        while self._next() in {"+", "-"}:
            sign = 1 if self._next() == "+" else -1
            self._at += 1
            terms = _add(terms, self._product(), sign)
        return terms

    def _product(self) -> Polynomial:
        sign = 1
        while self._next() in {"+", "-"}:
            sign = -sign if self._next() == "-" else sign
            self._at += 1
        terms = _times(self._power(), {(): Fraction(sign)})
        while self._next() and self._next() not in {"+", "-", ")"}:
            if self._next() == "/":
                self._at += 1
                divisor = is_number(self._power())
                if divisor is None:
                    raise ValueError
                terms = _times(terms, {(): 1 / divisor})
                continue
            self._at += self._next() == "*"
            terms = _times(terms, self._power())
        return terms

    def _power(self) -> Polynomial:
        terms = self._atom()
        if self._next() != "^":
            return terms
        exponent = int(self._tokens[self._at + 1])
        if not 0 <= exponent <= _MOST_POWER:
            raise ValueError
        self._at += 2
        result: Polynomial = {(): Fraction(1)}
        for _ in range(exponent):
            result = _times(result, terms)
        return result

    def _atom(self) -> Polynomial:
        part = self._tokens[self._at]
        self._at += 1
        if part == "(":
            terms = self._sum()
            if self._next() != ")":
                raise ValueError
            self._at += 1
            return terms
        if part == "-":
            return _times(self._atom(), {(): Fraction(-1)})
        if part.isalpha():
            return {((part, 1),): Fraction(1)}
        number = Fraction(part)
        return {(): number} if number else {}
