"""Does a sentence give an expression or the solution of an equation away?

Expressions are compared as polynomials, so that `2 + 3x` is seen for `3*x + 2`; what this little
algebra cannot read is compared as text. Pure.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from sessions.teaching.algebra import Polynomial, is_number, polynomial, relation
from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.leak_values import value_key, value_leak
from sessions.teaching.lesson import Item
from sessions.teaching.numbers import Reading
from sessions.teaching.plain import plain
from sessions.teaching.sums import with_signs

_TOKEN = re.compile(r"\d+\.\d+|\d+|(?<![a-z])[a-z](?![a-z])|<=|>=|[-+*/^()<>=]|\S+")
_PIECE = re.compile(r"\d+\.\d+|\d+|[a-z]|[-+*/^()]|<=|>=|[<>=]")
_RELATION = re.compile(r"<=|>=|<|>|=")
_ARTICLES = frozenset({"a", "i"})


@lru_cache(maxsize=256)
def _letters(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<![a-z])[a-z](?![a-z])|(?<=\d)[a-z]\b", plain(text)))


def algebra_leak(item: Item, reading: Reading) -> Leak | None:
    """The first way in which the text gives the key away."""
    answer = plain(item.answer)
    sides = _RELATION.split(answer)
    if len(sides) == 2 and "=" in answer and re.fullmatch(r" ?[a-z] ?", sides[0]):
        return _solution_leak(item, sides[0].strip(), sides[1].strip(), reading)
    if len(sides) == 2:
        return _relation_leak(item, answer, reading)
    key = polynomial(answer)
    if key is None:
        return _as_text(answer, reading)
    if is_number(key) is not None:
        found = value_key(item, item.answer)
        return value_leak(found, reading) if found else None
    return _expression_leak(item, key, reading)


def _solution_leak(item: Item, letter: str, value: str, reading: Reading) -> Leak | None:
    key = value_key(item, value, letter)
    if key is not None:
        return value_leak(key, reading)
    terms = polynomial(value)
    return _expression_leak(item, terms, reading) if terms else _as_text(value, reading)


def _relation_leak(item: Item, answer: str, reading: Reading) -> Leak | None:
    key = relation(answer)
    if key is None:
        return _as_text(answer, reading)
    letters = _letters(item.question + answer)
    posed = key in [relation(run) for run in _runs(item.question, letters)]
    if posed and not _solved(answer):
        return None
    for run in _runs(_with_relations(reading), letters):
        # Where 2m > 30 is to be solved, it may be said; m > 15 may not.
        if relation(run) == key and (_solved(run) or not posed):
            return Leak(kind=LeakKind.EXPRESSION, found=run)
    return None


def _solved(run: str) -> bool:
    """Does a letter stand alone on one side?"""
    return any(re.fullmatch(r"[a-z]", side) for side in _sides(run))


def _with_relations(reading: Reading) -> str:
    text = _spoken(reading)
    for pattern, sign in _SPOKEN_RELATIONS:
        text = pattern.sub(f" {sign} ", text)
    return text


_SPOKEN_RELATIONS = (
    (re.compile(r"(?:is )?(?:greater|more|bigger|larger) than or equal to|is at least"), ">="),
    (re.compile(r"(?:is )?(?:less|smaller|fewer) than or equal to|is at most"), "<="),
    (re.compile(r"(?:is )?(?:greater|more|bigger|larger) than"), ">"),
    (re.compile(r"(?:is )?(?:less|smaller|fewer) than"), "<"),
    (re.compile(r"\b(?:equals|is equal to|is)\b"), "="),
)


def _expression_leak(item: Item, key: Polynomial, reading: Reading) -> Leak | None:
    letters = _letters(f"{item.question} {item.answer}")
    asked = [_squeezed(side) for run in _runs(item.question, letters) for side in _sides(run)]
    for run in _runs(_spoken(reading), letters):
        for side in _sides(run):
            if _gives(side, key) and _squeezed(side) not in asked:
                return Leak(kind=LeakKind.EXPRESSION, found=side)
    return _factors(item, key, reading, letters)


def _gives(side: str, key: Polynomial) -> bool:
    """Is it the key, written with something to work out? A single letter is none."""
    return polynomial(side) == key and (len(key) > 1 or len(_squeezed(side)) > 1)


def _factors(
    item: Item, key: Polynomial, reading: Reading, letters: frozenset[str]
) -> Leak | None:
    """`(x + 2) and (x + 3)`: the product's factors one by one."""
    if item.form != "factored":
        return None
    brackets = re.findall(r"\([^()]+\)", _spoken(reading))
    for first in range(len(brackets)):
        for second in range(first + 1, len(brackets)):
            product = f"{brackets[first]}{brackets[second]}"
            if letters & set(product) and polynomial(product) == key:
                return Leak(kind=LeakKind.EXPRESSION, found=product)
    return None


def _as_text(answer: str, reading: Reading) -> Leak | None:
    squeezed = _squeezed(answer)
    if len(squeezed) > 1 and squeezed in _squeezed(reading.text):
        return Leak(kind=LeakKind.EXPRESSION, found=answer)
    return None


def _squeezed(text: str) -> str:
    return re.sub(r"[\s*]+", "", text)


def _sides(run: str) -> list[str]:
    """The sides of its equations, without signs that hang over."""
    parts = (part.strip(" +*/^") for part in _RELATION.split(run))
    return [part for part in parts if part]


def _spoken(reading: Reading) -> str:
    """`three times x, then plus two` with signs and digits."""
    text = with_signs(reading.canon)
    text = re.sub(r",? (?:and )?(?:then )?([-+*/])", r" \1", text)
    for number, mention in enumerate(reading.mentions):
        text = text.replace(f"#{number}#", f" {mention.surface} ", 1)
    return text


def _runs(text: str, letters: frozenset[str]) -> Iterator[str]:
    """Stretches of numbers, known single letters and signs, and their parts without a loose
    bracket or an article in front."""
    run = list[str]()
    for match in (*_TOKEN.finditer(read_plain(text)), None):
        pieces = _pieces(match[0], letters) if match else None
        if pieces is not None:
            run += pieces
            continue
        yield from _trimmed(run)
        run = []


def read_plain(text: str) -> str:
    """In plain writing; a full stop or a comma ends a run."""
    return re.sub(r"[.,;:!?](?=\s|$)", " | ", plain(text))


def _pieces(token: str, letters: frozenset[str]) -> list[str] | None:
    pieces = _PIECE.findall(token)
    if "".join(pieces) != token:
        return None
    if any(piece.isalpha() and piece not in letters for piece in pieces):
        return None
    return pieces


def _trimmed(run: list[str]) -> Iterator[str]:
    while run and run[0] in {*"+*/^)<>=", *_ARTICLES}:
        run = run[1:]
    if len(run) > 1 or (run and run[0].isalpha()):
        yield " ".join(run)
        if run[0] == "(" and run[-1] == ")":
            yield " ".join(run[1:-1])
