"""Grounded replies: what a student asks is looked up in the lessons, and a reply says only what
the passage says; where it does not, the lesson's own sentences are said.

Used by live sessions (`sessions.mind`) and by the HTTP routes alike. Pure but for the look-up.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from inference.contracts import ChatRequest, FactCheck, Library, Passage
from sessions.sentences import split
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Item

FROM: Final = "From the lesson \u201c{title}\u201d: "
"""Before the lesson's own sentences: where they come from."""
UNSURE: Final = "unsure"
"""The doubt about a reply that says it does not know."""
_COUNT = (
    r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|"
    r"a hundred|a thousand)\b)"
)
_UNIT = (
    r"(?:seconds|minutes|hours|days|weeks|months|years|(?:centi|milli|kilo)?(?:met(?:er|re)|gram|"
    r"lit(?:er|re))s|mm|cm|m|km|g|kg|ml|l)\b"
)
_SUM: Final = re.compile(
    rf"""\d\s*[-+*/x\u00d7\u00f7\u2212^=]\s*\d|\d\s*[\u00b2\u00b3]|\b[a-z]\s*[-+=]\s*\d
    |\b(?:plus|minus|times|divided\ by)\s+\w+
    |\b(?:solve|calculate|work\ out|convert)\b
    |(?:%|\bpercent|\bhalf|\bthirds?|\bquarters?|\bsquare\ root|\bmean|\baverage)\s+of\s+{_COUNT}
    |{_COUNT}\s*(?:squared|cubed|to\ the\ power\ of)\b
    |\bround(?:ed|ing)?\s+(?:up\ |down\ |off\ )?-?{_COUNT}
    |\bas\ an?\ (?:decimal|fraction|percent)
    |\bhow\ many\ {_UNIT}|{_COUNT}.*\s(?:in|to|into)\ {_UNIT}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A task to be worked out, in digits or in words."""
_GRADER: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[- ]?grade", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+(?:[./]\d+)?")
_ABOUT: Final = re.compile(r"\s*(?:why|what does|what do|explain|how come)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What replies are grounded in."""

    library: Library
    facts: FactCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a reply should be grounded in."""

    question: str
    """The student's words, masked."""
    grade: int
    guards: tuple[Item, ...] = ()
    """Open items: no sentence that gives an answer away is ever retrieved."""
    rung: int = 0
    only: bool = False
    """The lessons alone answer; no model is asked."""
    before: str = ""
    """Said before the lesson's sentences when they alone answer."""
    own: Passage | None = None
    """Of the lesson under way: counts when no other is found."""
    scripted: bool = False
    """The reply has words of its own (its fallback) for the case that the model's are doubted."""

    @property
    def reading_grade(self) -> int:
        """For whom the answer is: "to a 3rd grader", else the student."""
        named = _GRADER.search(self.question)
        return min(12, int(named[1])) if named and int(named[1]) else self.grade

    @property
    def strict(self) -> bool:
        """Every sentence of the reply is compared with the passage. A task is not: its numbers
        are worked out and judged elsewhere, and only "I don't know" is replaced."""
        if _ABOUT.match(self.question):
            return True
        return not (_SUM.search(self.question) or len(_NUMBER.findall(self.question)) > 1)


async def look_up(grounds: Grounds, ask: Ask) -> Passage | None:
    """The passage without anything that would give an open item's answer away."""
    found = await grounds.library.find(ask.question, grade=ask.reading_grade) or ask.own
    if found is None or not ask.guards:
        return found
    said = _safe(found.said, ask)
    return replace(found, text=_safe(found.text, ask), said=said) if said else None


def _safe(text: str, ask: Ask) -> str:
    kept = ""
    for sentence in split(text):
        if all(leaks(item, sentence, ask.rung, kept) is None for item in ask.guards):
            kept += sentence
    return kept.strip()


def recite(ask: Ask, passage: Passage) -> tuple[str, ...]:
    """The lesson's sentences as a whole reply, in pieces."""
    return split(f"{ask.before}{_words(passage.title, passage.said)}")


def _words(title: str, said: str) -> str:
    return FROM.format(title=title) + said


class Grounding:
    """One reply, piece by piece."""

    def __init__(self, grounds: Grounds, ask: Ask, passage: Passage) -> None:
        self._facts = grounds.facts
        self._ask = ask
        self._passage = passage
        own = ask.own.text if ask.own else ""
        self._material = f"{passage.title}. {passage.text}\n{own}"
        self._said = ""
        self.over = False
        """The model's words were doubted: nothing of it is said any more."""

    def request(self, request: ChatRequest) -> ChatRequest:
        """The model's request, with the passage for those who read it. A task has none: it is to
        be worked out, and beside a passage our nano model works out one in ten wrongly."""
        return replace(request, passage=self._passage) if self._ask.strict else request

    def take(self, piece: str) -> tuple[str, ...]:
        """What is said for a piece of the model's reply: the piece, or the lesson's sentences."""
        if self.over:
            return ()
        known = f"{self._ask.question} {self._said}"
        doubt = self._facts.doubt(piece, self._material, known=known)
        if not doubt or (doubt != UNSURE and not self._ask.strict):
            self._said += piece
            return (piece,)
        self.over = True
        return () if self._ask.scripted else self._instead()

    def _instead(self) -> tuple[str, ...]:
        """The lesson's sentences, without those that the model has said."""
        told = (sentence.strip() for sentence in split(self._passage.said))
        left = " ".join(sentence for sentence in told if sentence not in self._said)
        if not left:
            return ()
        first, *rest = split(_words(self._passage.title, left))
        gap = " " if self._said and not self._said[-1].isspace() else ""
        return (gap + first, *rest)
