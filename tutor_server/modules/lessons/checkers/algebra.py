"""How an expression or equation stands to a key: right, equivalent, or wrong in a known way.

Works on parsed trees; imports sympy (through equivalence.py), so it is loaded only when needed.
"""

from dataclasses import dataclass
from fractions import Fraction

from tutor_server.modules.lessons.checkers import equivalence
from tutor_server.modules.lessons.checkers.forms import has_form
from tutor_server.modules.lessons.checkers.terms import (
    Add,
    Div,
    Mul,
    Neg,
    Num,
    Relation,
    Term,
    Var,
    letters,
    walk,
)

_ONE = Num(Fraction(1))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an answer stands to one key."""

    right: bool = False
    equivalent: bool = False
    """It means the same and is not in the form that was asked for."""


def judge(said: Term | Relation, key: Term | Relation, form: str = "") -> Verdict:
    """`form` is "", "expanded" or "factored"."""
    if isinstance(key, Relation):
        return _judge_relation(said, key)
    if isinstance(said, Relation):
        side = _value_side(said)
        return _judge_term(side, key, form) if side is not None else Verdict()
    return _judge_term(said, key, form)


def flags(said: Term | Relation, key: Term | Relation) -> frozenset[str]:
    """Patterns of a wrong answer: `sign`, `swapped`, `order` (the relation turned round)."""
    if isinstance(said, Relation) and isinstance(key, Relation) and said.sign != key.sign:
        as_equations = (Relation(r.left, "=", r.right) for r in (said, key))
        return frozenset({"order"} if equivalence.same_relation(*as_equations) else ())
    mine, theirs = _value(said), _value(key)
    if mine is None or theirs is None:
        return frozenset()
    found = set()
    if equivalence.same_term(Neg(mine), theirs):
        found.add("sign")
    if equivalence.same_term(Div(_ONE, mine), theirs):
        found.add("swapped")
    return frozenset(found)


def _judge_term(said: Term, key: Term, form: str) -> Verdict:
    if not equivalence.same_term(said, key):
        return Verdict()
    right = has_form(said, form)
    return Verdict(right=right, equivalent=not right)


def _value_side(said: Relation) -> Term | None:
    """`P = 2x + 4`, `2x + 4 = P` and `2(x + 2) = 2x + 4`, where the key is an expression."""
    if said.sign != "=":
        return None
    lone_right = isinstance(said.right, Var) and not isinstance(said.left, Var)
    return said.left if lone_right else said.right


def _judge_relation(said: Term | Relation, key: Relation) -> Verdict:
    solved = _solved(key)
    if not isinstance(said, Relation):
        # "4" for x = 4: the question told which letter.
        right = solved is not None and key.sign == "=" and equivalence.same_term(said, solved[1])
        return Verdict(right=right)
    if not equivalence.same_relation(said, key):
        return Verdict()
    if solved is None or letters(solved[1]):
        return Verdict(right=True)
    # 2x = 8 is equivalent to x = 4 and not yet solved.
    mine = _solved(said)
    right = mine is not None and mine[0] == solved[0] and _worked_out(mine[1])
    return Verdict(right=right, equivalent=not right)


def _solved(relation: Relation) -> tuple[Var, Term] | None:
    """The lone letter and the other side, when the letter is not in it."""
    for one, other in ((relation.left, relation.right), (relation.right, relation.left)):
        if isinstance(one, Var) and one.name not in letters(other):
            return one, other
    return None


def _worked_out(term: Term) -> bool:
    """A number in which nothing is left to add or multiply."""
    return not any(isinstance(node, Add | Mul) for node in walk(term))


def _value(term: Term | Relation) -> Term | None:
    if not isinstance(term, Relation):
        return term
    solved = _solved(term)
    return solved[1] if solved is not None else None
