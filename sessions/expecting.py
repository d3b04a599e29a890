"""What the tutor waits for after its own question: the kind of the answer, and the answer itself
where the lesson or the question tells it. Pure; kinds are told from English, sums from any text.
"""

import re
from functools import lru_cache

from inference.contracts import AnswerKind, Expected
from sessions.teaching.choice_names import LETTERS
from sessions.teaching.lesson import Item, ItemKind
from sessions.teaching.numbers import read
from sessions.teaching.sums import sums

_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_MARKUP = re.compile(r"[*_`$]+")
_LONGEST = 300
"""Characters of a question; a longer one is no question."""
_YES_NO = re.compile(
    r"(?:(?:so|and|now|well|okay|then|but),? )?(?:is|are|was|were|am|do|does|did|can|could|shall|"
    r"should|would|will|have|has|had)\b"
)
_ASKS_MORE = re.compile(
    r"\b(?:or|why|how|explain|describe|tell|say|name|show|solve|find|work out|calculate|guess|"
    r"(?:know|remember) what)\b"
)
"""`Can you tell me ...?` and `Is it this or that?` want more than yes or no."""
_NUMBER = re.compile(
    r"\b(?:how (?:many|much|old|far|long|tall|big|high|wide|deep|heavy|fast)|"
    r"(?:what|which) (?:number|fraction|percent|percentage|digit|time|value|amount|"
    r"answer choice)|what (?:do|did|would) (?:you|we) get|"
    r"what(?:'s| is| are| was| would be| will be) (?:the|your|our|its|his|her|their) "
    r"(?:\w+ ){0,2}(?:answer|value|area|perimeter|volume|circumference|sum|total|difference|"
    r"product|quotient|remainder|length|width|height|distance|cost|price|average|mean|median|"
    r"range|result|number|amount|fraction|percent|percentage|score|ratio|rate|slope|angle|"
    r"temperature|speed|time|change|rest|output|input|digit))\b|=\s*\??$"
)
_EXPLAIN = re.compile(
    r"\b(?:why|how (?:do|does|did|would|could|can|is|are|was|come)|explain|describe|"
    r"in your own words|tell me|(?:know|remember) what|"
    r"what (?:happens|do you think|did you do|would happen))\b"
)


def of_item(item: Item) -> Expected:
    """An open item: its checker says what kind of answer, its key which."""
    match item.kind:
        case ItemKind.NUMBER | ItemKind.FRACTION:
            return Expected(kind=AnswerKind.NUMBER, answers=(item.answer,))
        case ItemKind.CHOICE:
            return Expected(terms=item.choices, answers=(item.answer, *_letter(item)))
        case ItemKind.STEPS:
            return Expected(terms=item.choices, answers=(item.answer,))
        case _:
            return Expected(kind=AnswerKind.EXPLAIN)


@lru_cache(maxsize=1024)
def of_question(text: str, *, english: bool = True) -> Expected:
    """What the tutor's words wait for, if they end in a question, or in one sentence after it."""
    question = _question(text)
    more = _ASKS_MORE.search(question)
    if english and _YES_NO.match(question) and not more:
        return Expected(kind=AnswerKind.YES_NO)
    values = {found.value for found in sums(read(question))}
    if values:
        answers = tuple(map(str, values)) if len(values) == 1 else ()
        return Expected(kind=AnswerKind.NUMBER, answers=answers)
    if english and _NUMBER.search(question):
        return Expected(kind=AnswerKind.NUMBER)
    if english and _EXPLAIN.search(question):
        return Expected(kind=AnswerKind.EXPLAIN)
    return Expected()


def _letter(item: Item) -> tuple[str, ...]:
    """Of the right choice; not A, for `a` begins many an answer."""
    at = item.choices.index(item.answer) if item.answer in item.choices else 0
    return (LETTERS[at],) if 0 < at < len(LETTERS) else ()


def _question(text: str) -> str:
    """The last one, in lower case; empty when there is none near the end."""
    plain = _MARKUP.sub("", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()
    last = _SENTENCE.split(plain.strip()[-_LONGEST:])[-2:]
    asked = (sentence.strip(" ()") for sentence in reversed(last))
    return next((sentence for sentence in asked if sentence.endswith(("?", "="))), "")
