"""The sentences the small recogniser can hear, as a grammar built from what is expected.

Knows the words of an arithmetic lesson and the everyday phrases of a lesson. Knows no recogniser:
whether a word can be pronounced is asked through a callback, and words that cannot are left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inference.contracts import AnswerKind, Expected
from inference.hearing.automaton import (
    Choice,
    Maybe,
    Phrase,
    Repeat,
    chain,
    either,
    vocabulary,
    words,
)
from inference.hearing.phrases import (
    ASK_NUMBER,
    ASK_TERM,
    FILLERS,
    OPERATORS,
    PART,
    PARTS,
    REMARKS,
    ROUNDED_TO,
    SCHOOL_TERMS,
    TEENS,
    TENS,
    UNITS,
    YES_NO,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What can be heard, and the wanted terms that the pronunciation dictionary cannot say."""

    phrase: Phrase
    missing: tuple[str, ...]


def build(
    expected: Expected,
    *,
    school_terms: Iterable[str] = SCHOOL_TERMS,
    pronounceable: Callable[[str], bool],
) -> Grammar:
    """The grammar of one utterance. `pronounceable` is asked word by word, in lower case."""
    wanted = [t for t in dict.fromkeys(map(_plain, (*school_terms, *expected.terms))) if t]
    terms = [t for t in wanted if all(map(pronounceable, t.split()))]
    lesson = [t for t in dict.fromkeys(map(_plain, expected.terms)) if t in terms]
    missing = tuple(t for t in wanted if t not in terms)
    return Grammar(phrase=_heard(expected.kind, terms, lesson), missing=missing)


def always_said() -> frozenset[str]:
    """The words that every grammar holds; a dictionary must know them all."""
    return vocabulary(_heard(AnswerKind.ANY, [], []))


def _plain(term: str) -> str:
    """Lower case letters and apostrophes, single blanks: as the dictionary writes words."""
    kept = "".join(c if c.isalpha() or c == "'" else " " for c in term.lower())
    return " ".join(kept.split())


def _heard(kind: AnswerKind, terms: list[str], lesson: list[str]) -> Phrase:
    maths, yes_no, remarks, topics = COSTS[kind]
    branches: list[tuple[float, Phrase]] = [
        (maths, _maths()),
        (yes_no, either(YES_NO, 3.0)),
        (remarks, either(REMARKS, 4.0)),
    ]
    if terms:
        branches.append((topics, _about(terms)))
    if lesson:
        branches.append((topics, either(lesson, 1.0)))
    return chain(Maybe(3.0, either(FILLERS)), Choice(tuple(branches)))


COSTS: dict[AnswerKind, tuple[float, float, float, float]] = {
    AnswerKind.NUMBER: (0.0, 8.0, 6.0, 10.0),
    AnswerKind.YES_NO: (4.0, 0.0, 3.0, 4.0),
    AnswerKind.EXPLAIN: (2.0, 2.0, 1.0, 0.0),
    AnswerKind.ANY: (1.0, 1.0, 1.0, 1.0),
}
"""Cost in nats of (maths, yes or no, remarks, terms): what was asked for is likelier, the rest
stays possible because students change the subject."""


def _about(terms: list[str]) -> Phrase:
    """what is a fraction; what does a fraction mean. A bare term is heard only of the lesson's
    own: `volume` alone was heard in talk of other things."""
    asked = chain(either(ASK_TERM, 2.0), either(terms, 3.0))
    meaning = chain(words("what does"), either(terms, 3.0), words("mean"))
    return Choice(((0.0, asked), (1.0, meaning)))


def _maths() -> Phrase:
    """[what is] one half [plus one quarter [equals three quarters]]; round forty seven to the
    nearest ten."""
    more: Phrase = Maybe(3.0, chain(either(OPERATORS, 1.0), _quantity()))
    second = Maybe(2.0, chain(either(OPERATORS, 1.0), _quantity(), more))
    plain = chain(Maybe(2.0, either(ASK_NUMBER, 2.0)), _quantity(), second)
    rounded = chain(words("round"), _quantity(), words("to"), either(ROUNDED_TO, 1.0))
    return Choice(((0.0, plain), (4.0, rounded)))


def _quantity() -> Phrase:
    fraction = _fraction()
    tail: Phrase = Choice(
        (
            (2.0, chain(words("over"), _whole())),
            (3.0, chain(words("and"), fraction)),
            (3.0, chain(words("percent"), _of())),
            (4.0, words("squared")),
            (5.0, words("cubed")),
            (3.0, chain(words("point"), Repeat(1.0, either(["zero", *UNITS], 2.0)))),
        )
    )
    plain = Choice(((2.0, words("zero")), (0.0, _whole())))
    number = chain(plain, Maybe(2.0, tail))
    part = chain(fraction, _of())
    value = Choice(((0.0, number), (2.0, part), (4.0, words("a hundred"))))
    return chain(Maybe(4.0, words("minus")), value)


def _of() -> Phrase:
    """One third [of twelve]. Nearer than an operator: `percent and sixty` was heard for it."""
    return Maybe(1.0, chain(words("of"), _whole()))


def _fraction() -> Phrase:
    return Choice(
        (
            (1.0, chain(words("one"), either(PART, 2.0))),
            (1.0, either([f"{'an' if p == 'eighth' else 'a'} {p}" for p in PART], 2.0)),
            (1.0, chain(either(UNITS[1:], 2.0), either(PARTS, 2.0))),
        )
    )


def _whole() -> Phrase:
    """One to nine hundred and ninety-nine."""
    unit = either(UNITS, 2.0)
    below: Phrase = Choice(
        ((2.0, either(TEENS, 2.0)), (2.0, chain(either(TENS, 2.0), Maybe(1.0, unit))))
    )
    rest: Phrase = chain(Maybe(0.5, words("and")), Choice(((0.5, unit), (0.5, below))))
    hundreds = chain(words("hundred"), Maybe(1.0, rest))
    return Choice(((0.0, chain(unit, Maybe(2.0, hundreds))), (0.0, below)))
