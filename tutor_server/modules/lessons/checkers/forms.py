"""Whether an expression is written as the item asks: expanded or factored.

Judges the tree as the student wrote it, before anything is worked out.
"""

from collections.abc import Iterator
from fractions import Fraction

from tutor_server.modules.lessons.checkers import equivalence
from tutor_server.modules.lessons.checkers.terms import (
    Add,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Term,
    Var,
    letters,
)


def has_form(term: Term, form: str) -> bool:
    """`form` is "", "expanded" or "factored"."""
    if form == "expanded":
        return _expanded(term)
    return form != "factored" or _factored(term)


def _expanded(term: Term) -> bool:
    """A sum of products of numbers and letters, like terms put together."""
    seen = set()
    for part in _summands(term):
        monomial = _monomial(part)
        if monomial is None or monomial in seen:
            return False
        seen.add(monomial)
    return True


def _summands(term: Term) -> Iterator[Term]:
    if isinstance(term, Add):
        for part in term.parts:
            yield from _summands(part)
    elif isinstance(term, Neg) and isinstance(term.inner, Add):
        yield term  # -(a + b) is not multiplied out
    else:
        yield term


def _monomial(term: Term) -> frozenset[tuple[str, Fraction]] | None:
    """Its letters with their powers; None for anything else, or with two numbers in it."""
    powers: dict[str, Fraction] = {}
    numbers = 0
    for factor in _factors(term):
        match factor:
            case Num():
                numbers += 1
            case Var(name):
                powers[name] = powers.get(name, Fraction(0)) + 1
            case Pow(Var(name), Num(value)) if name not in powers:
                powers[name] = value
            case _:
                return None
    return frozenset(powers.items()) if numbers < 2 else None


def _factors(term: Term) -> Iterator[Term]:
    match term:
        case Neg(inner) if not isinstance(inner, Add):
            yield from _factors(inner)
        case Mul(parts):
            for part in parts:
                yield from _factors(part)
        case Div(Num(top), Num(bottom)) if bottom:
            yield Num(top / bottom)
        case Div(top, Num() as bottom):
            yield from _factors(top)
            yield bottom
        case _:
            yield term


def _factored(term: Term) -> bool:
    """A product with a sum in it, from which nothing more can be taken out."""
    factors = list(_factors(term))
    sums = [factor for factor in factors if isinstance(_base(factor), Add)]
    if not sums or (len(factors) == 1 and not isinstance(factors[0], Pow)):
        return False
    return all(letters(factor) and _prime(_base(factor)) for factor in sums)


def _base(term: Term) -> Term:
    return term.base if isinstance(term, Pow) else term


def _prime(term: Term) -> bool:
    number, count = equivalence.factors(term)
    return count == 1 and abs(number) == 1 and abs(equivalence.content(term)) == 1
