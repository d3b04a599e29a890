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
    Words,
    chain,
    either,
    vocabulary,
    words,
)

SCHOOL_TERMS: tuple[str, ...] = (
    "a fraction", "fractions", "a numerator", "a denominator", "a decimal", "decimals",
    "a percent", "a percentage", "a quotient", "a remainder", "a factor", "a multiple",
    "a prime number", "an even number", "an odd number", "a square", "a square root",
    "a triangle", "a rectangle", "a circle", "a polygon", "an angle", "a right angle",
    "area", "perimeter", "volume", "an equation", "an expression", "a variable", "algebra",
    "addition", "subtraction", "multiplication", "division", "place value", "rounding",
    "a ratio", "the average", "gravity", "energy", "a cell", "photosynthesis", "evaporation",
    "a planet", "a noun", "a verb", "an adjective",
)  # fmt: skip

UNITS = "one|two|three|four|five|six|seven|eight|nine".split("|")
TEENS = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen".split("|")
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety".split("|")
PART = "half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth".split("|")
PART_AFTER_A = [part for part in PART if part != "eighth"]
PARTS = [
    *("halves|thirds|quarters|fourths|fifths|sixths|sevenths|eighths|ninths".split("|")),
    *("tenths|hundredths".split("|")),
]

YES_NO = (
    "yes", "yeah", "yep", "yes it is", "yes i do", "yes please", "no", "nope", "no it isn't",
    "no thank you", "okay", "sure", "right", "correct", "that's right", "true", "false", "maybe",
    "not yet", "not really", "i think so", "i don't think so",
)  # fmt: skip
PHRASES = (
    "i don't know", "i'm not sure", "i have no idea", "i don't understand", "i don't get it",
    "i'm confused", "i'm stuck", "why", "why not", "how", "how do you know", "how does that work",
    "what", "what do you mean", "help", "help me", "can you help me", "i need help",
    "repeat that", "say that again", "can you repeat that", "can you say that again",
    "give me a hint", "can i have a hint", "a hint please", "let me think", "let me see", "wait",
    "wait a minute", "hold on", "one moment", "give me a second", "stop", "be quiet",
    "next question", "next", "go on", "continue", "another one", "another question", "again",
    "let's go", "i'm ready", "i'm done", "finished", "show me", "show me how", "show me an example",
    "give me an example", "slow down", "slower please", "too fast", "that was easy",
    "that's too hard", "this is hard", "i'm tired", "i need a break", "hello", "hi",
    "good morning", "how are you", "thank you", "thanks", "please", "goodbye", "bye", "i got it",
    "i understand", "explain that", "explain it again", "tell me more", "skip this one",
)  # fmt: skip
ASK_TERM = (
    "what is", "what's", "what are", "what does", "explain", "tell me about", "help me with",
    "teach me", "i want to learn about", "how do you find", "is it",
)  # fmt: skip
ASK_NUMBER = (
    "what is", "what's", "how much is", "is it", "is the answer", "it is", "it's", "it equals",
    "the answer is", "my answer is", "i think it's", "i think it is", "i think", "i got",
    "equals", "maybe", "that's", "because", "calculate", "so",
)  # fmt: skip
OPERATORS = (
    "plus", "minus", "times", "divided by", "multiplied by", "over", "and", "take away",
    "is", "equals", "is equal to", "equal to", "is more than", "is less than", "is bigger than",
    "is smaller than",
)  # fmt: skip
FILLERS = ("um", "uh", "er", "hmm", "well", "oh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What can be heard, and the wanted terms that the pronunciation dictionary cannot say."""

    phrase: Phrase
    missing: tuple[str, ...]


def build(
    expected: Expected,
    *,
    school_terms: Iterable[str],
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
    maths, yes_no, phrases, topics = COSTS[kind]
    branches: list[tuple[float, Phrase]] = [
        (maths, _maths()),
        (yes_no, either(YES_NO, 3.0)),
        (phrases, either(PHRASES, 4.0)),
    ]
    if terms:
        asked = chain(Maybe(1.0, either(ASK_TERM, 2.0)), either(terms, 3.0), Maybe(3.0, words("mean")))
        branches.append((topics, asked))
    if lesson:
        branches.append((topics, either(lesson, 1.0)))
    return chain(Maybe(3.0, either(FILLERS)), Choice(tuple(branches)))


COSTS: dict[AnswerKind, tuple[float, float, float, float]] = {
    AnswerKind.NUMBER: (0.0, 4.0, 3.0, 4.0),
    AnswerKind.YES_NO: (4.0, 0.0, 3.0, 4.0),
    AnswerKind.EXPLAIN: (2.0, 2.0, 1.0, 0.0),
    AnswerKind.ANY: (1.0, 1.0, 1.0, 1.0),
}
"""Cost in nats of (maths, yes or no, phrases, terms): what was asked for is likelier, the rest
stays possible because students change the subject."""


def _maths() -> Phrase:
    """[what is] one half [plus one quarter [equals three quarters]]."""
    more: Phrase = Maybe(3.0, chain(either(OPERATORS, 1.0), _quantity()))
    second = Maybe(2.0, chain(either(OPERATORS, 1.0), _quantity(), more))
    return chain(Maybe(2.0, either(ASK_NUMBER, 2.0)), _quantity(), second)


def _quantity() -> Phrase:
    fraction = _fraction()
    tail: Phrase = Choice(
        (
            (2.0, chain(words("over"), _whole())),
            (3.0, chain(words("and"), fraction)),
            (3.0, words("percent")),
            (3.0, chain(words("point"), Repeat(1.0, either(["zero", *UNITS], 2.0)))),
        )
    )
    plain = Choice(((2.0, words("zero")), (0.0, _whole())))
    return chain(
        Maybe(4.0, words("minus")),
        Choice(((0.0, chain(plain, Maybe(2.0, tail))), (1.0, fraction), (4.0, words("a hundred")))),
    )


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
        ((1.0, either(TEENS, 2.0)), (1.0, chain(either(TENS, 2.0), Maybe(1.0, unit))))
    )
    rest: Phrase = chain(Maybe(0.5, words("and")), Choice(((0.5, unit), (0.5, below))))
    hundreds = chain(words("hundred"), Maybe(1.0, rest))
    return Choice(((0.0, chain(unit, Maybe(2.0, hundreds))), (0.0, below)))
