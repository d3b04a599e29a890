"""Whether two terms or relations mean the same, by sympy, on trees that are bounded already.

The only module that imports sympy; it is loaded when the first expression is checked (0.4 s),
in a process of its own while a server runs (see checking.py).
"""

from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import sympy

from tutor_server.modules.lessons.checkers.terms import (
    Add,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Relation,
    Root,
    Term,
    Var,
    walk,
)

_FLIPPED: Final = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_POINTS: Final = (Fraction(7, 5), Fraction(13, 11), Fraction(17, 7), Fraction(5, 3))
"""Where terms with roots and unknown exponents are compared: positive and unlikely zeros."""
_DIGITS: Final = 40
_CLOSE: Final = sympy.Float("1e-25", _DIGITS)


@lru_cache(maxsize=2048)
def to_sympy(term: Term) -> Any:
    """The term as sympy has it: numbers are worked out, nothing is multiplied out."""
    match term:
        case Num(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Var(name):
            return sympy.pi if name == "pi" else sympy.Symbol(name)
        case Add(parts):
            return sympy.Add(*map(to_sympy, parts))
        case Neg(inner):
            return -to_sympy(inner)
        case Mul(parts):
            return sympy.Mul(*map(to_sympy, parts))
        case Div(top, bottom):
            return to_sympy(top) / to_sympy(bottom)
        case Pow(base, exponent):
            return to_sympy(base) ** to_sympy(exponent)
        case Root(inner):
            return sympy.sqrt(to_sympy(inner))


def same_term(one: Term, other: Term) -> bool:
    """Whether the two are equal for every value of the letters."""
    first, second = to_sympy(one), to_sympy(other)
    if not (_finite(first) and _finite(second)):
        return False
    if _rational(one) and _rational(other):
        return bool(sympy.cancel(first - second) == 0)
    return _same_at_points(first, second)


def same_relation(one: Relation, other: Relation) -> bool:
    """Whether one is the other, turned round or multiplied by a number."""
    left = to_sympy(one.left) - to_sympy(one.right)
    right = to_sympy(other.left) - to_sympy(other.right)
    if not (_finite(left) and _finite(right)) or left == 0 or right == 0:
        return False
    ratio = sympy.cancel(left / right)
    if not (ratio.is_number and ratio.is_real) or ratio == 0:
        return False
    return one.sign == (other.sign if ratio > 0 else _FLIPPED[other.sign])


def is_number(term: Term) -> bool:
    """Whether no letter is left in it."""
    return not to_sympy(term).free_symbols


def standard(term: Term | Relation) -> str:
    """For showing: sympy's own spelling."""
    if isinstance(term, Relation):
        return f"{to_sympy(term.left)} {term.sign} {to_sympy(term.right)}"
    return str(to_sympy(term))


def factors(term: Term) -> tuple[Any, int]:
    """The number in front and how many factors with letters the term has at most."""
    number, parts = sympy.factor_list(to_sympy(term))
    return number, sum(power for _, power in parts)


def content(term: Term) -> Any:
    """The greatest number that could be taken out of a polynomial."""
    return sympy.Poly(to_sympy(term)).primitive()[0]


def _rational(term: Term) -> bool:
    """Only the four operations and whole powers: sympy.cancel decides it exactly."""
    return all(
        not isinstance(node, Root)
        and not (isinstance(node, Pow) and not _whole_power(node.exponent))
        for node in walk(term)
    )


def _whole_power(exponent: Term) -> bool:
    return bool(to_sympy(exponent).is_Integer)


def _finite(value: Any) -> bool:
    return not value.has(sympy.zoo, sympy.nan, sympy.oo)


def _same_at_points(first: Any, second: Any) -> bool:
    difference = first - second
    symbols = sorted(difference.free_symbols, key=str)
    for turn in range(len(_POINTS)):
        values = {
            symbol: sympy.Rational(str(_POINTS[(turn + place) % len(_POINTS)] + place))
            for place, symbol in enumerate(symbols)
        }
        found = sympy.N(difference.subs(values), _DIGITS)
        if not found.is_number or not _finite(found) or abs(found) > _CLOSE:
            return False
    return True
