"""What is worth remembering of one message, in the speaker's own words. Pure; knows no storage.

Extractive: a piece is a sentence as it was said, never a guess about the student. What a sentence
is follows from fixed phrases, so the same talk always leaves the same pieces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_CHARS: Final = 240
"""Longer sentences are cut at a word."""
FEWEST_WORDS: Final = 3
MOST_PER_MESSAGE: Final = 6
"""Of a long message the first pieces count."""
_READ_CHARS: Final = 4_000


class PieceKind(StrEnum):
    """What a piece is about, the most lasting first."""

    WAY = "way"
    """How the student learns best, and what they need for it."""
    ABOUT = "about"
    """What else the student said of themselves."""
    HARD = "hard"
    """What the student found hard."""
    PROMISE = "promise"
    """What was to be done later, by either side."""
    TALKED = "talked"
    """What was asked or worked on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One sentence worth remembering."""

    kind: PieceKind
    text: str


def pieces_of_student(text: str) -> tuple[Piece, ...]:
    """What a student's message leaves."""
    found = []
    for sentence in sentences(text):
        kind = _student_kind(sentence)
        if kind is not None:
            found.append(Piece(kind=kind, text=sentence))
    return tuple(found[:MOST_PER_MESSAGE])


def pieces_of_tutor(text: str) -> tuple[Piece, ...]:
    """What a tutor's message leaves: only what it promised."""
    return tuple(
        Piece(kind=PieceKind.PROMISE, text=sentence)
        for sentence in sentences(text)
        if _TUTOR_PROMISE.search(sentence) and not sentence.endswith("?")
    )[:MOST_PER_MESSAGE]


def sentences(text: str) -> Iterator[str]:
    """Sentences in order, each on one line and at most MOST_CHARS long."""
    for part in _END.split(text[:_READ_CHARS]):
        sentence = " ".join(part.split())
        if sentence:
            yield sentence if len(sentence) <= MOST_CHARS else _cut(sentence)


def content_words(text: str) -> frozenset[str]:
    """Words that say something, by their stems; a plural is its singular."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    stems = (_stem(word) for word in words if word not in _EMPTY)
    return frozenset(stem for stem in stems if stem not in _EMPTY_STEMS and len(stem) > 1)


def _student_kind(sentence: str) -> PieceKind | None:
    said = sentence.lower().replace("’", "'")
    words = content_words(said)
    if len(said.split()) < FEWEST_WORDS or not words or _ANSWER.search(said):
        return None
    question = said.endswith("?") or _QUESTION.match(said) is not None
    kinds = {
        PieceKind.HARD: _HARD.search(said) and len(words) >= 1,
        PieceKind.PROMISE: not question and _STUDENT_PROMISE.search(said),
        PieceKind.WAY: not question and _WAY.search(said),
        PieceKind.ABOUT: not question and _is_about(said),
        PieceKind.TALKED: (question or _DID.search(said)) and len(words) >= 2,
    }
    return next((kind for kind, fits in kinds.items() if fits), None)


def _is_about(said: str) -> bool:
    """Of the student, and not a word problem told in the first person."""
    return bool(_ABOUT.search(said)) and len(_NUMBER.findall(said)) < 2


def _cut(sentence: str) -> str:
    return sentence[:MOST_CHARS].rsplit(" ", 1)[0]


def _stem(word: str) -> str:
    word = word.removesuffix("'s").strip("'")
    for end, instead in _ENDINGS:
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word.removesuffix(end) + instead
            break
    return word.removesuffix("e") if len(word) > 3 else word


_END: Final = re.compile(r"(?<=[.!?…])\s+|\n+|;\s+")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W_]|')*")
_NUMBER: Final = re.compile(r"\d+")
_ENDINGS: Final = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("ss", "ss"), ("s", ""))
_QUESTION: Final = re.compile(
    r"(?:so |and |but |wait |ok(?:ay)? |um |please )*(?:"
    r"(?:what|why|how|when|where|who|which)(?:'s|'re)? (?:\w+ )?(?:is|are|was|were|do|does|did|"
    r"can|could|should|would|will|has|have|many|much|come|about|if)\b"
    r"|(?:what|how|who|where|why)'s\b"
    r"|(?:can|could|would|will|is|are|do|does|did|should) (?:i|you|we|it|they|he|she|the|this|"
    r"that|there|a|an|all|every|any)\b"
    r"|(?:tell me|explain|show me|help me)\b)"
)
_ANSWER: Final = re.compile(
    r"\b(?:the answer|my answer|i (?:got|get) -?\d|i (?:think|guess|say) (?:it'?s|that|the)\b|"
    r"it'?s -?\d|equals)\b"
)
_HARD: Final = re.compile(
    r"\b(?:(?:do not|don't|dont|didn't|did not|can't|cannot|never) (?:\w+ )?(?:get|understand|"
    r"remember|see how|see why|follow|manage)\b|confus\w+|stuck (?:on|with|at)|struggl\w+|"
    r"(?:hard|difficult|tricky|impossible) (?:for me|to)|"
    r"(?:is|are|was|were|it's|that's|find\w*|found|seems?|looks?|gets?) (?:\w+ ){0,5}?"
    r"(?:hard|difficult|tricky|confusing|impossible)\b|"
    r"(?:keep|always|often) (?:\w+ )?(?:forget\w*|mix\w*|get\w*|mak\w+|los\w+)\b[^.]*"
    r"(?:wrong|up|mistakes?|lost|forget\w*)?|mix(?:ed)? (?:\w+ )*up|makes? no sense|lost me|"
    r"bad at|weak at|trouble with|(?:worst|hardest) (?:part|thing|bit))"
)
_STUDENT_PROMISE: Final = re.compile(
    r"\b(?:next time|tomorrow|later (?:on|today|this)|after (?:school|dinner|lunch)|tonight|"
    r"remind me|i promise|(?:on|by|next|this) (?:monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|week(?:end)?)\b[^.]*\b(?:i'?ll|i will|let's|we)|"
    r"(?:i'?ll|i will|i'm going to|i am going to|i'm gonna|let's|we (?:should|could|can)) "
    r"(?:\w+ ){0,3}(?:practi[sc]e|finish|try|do|learn|read|write|bring|show|ask|revise|study|"
    r"come back|continue|work on|look at)\b)"
)
_TUTOR_PROMISE: Final = re.compile(
    r"\b(?:next time|tomorrow|another (?:day|time)|in our next (?:lesson|talk|session)|"
    r"come back to|i'?ll remember|i will remember|(?:we|i)(?:'ll| will| can) [^.]{0,60}"
    r"(?:later|next|soon|again))\b",
    re.I,
)
_DID: Final = re.compile(
    r"\b(?:we|i)(?:'re| are|'m| am| have|'ve)? (?:just )?(?:did|do|done|doing|learned|learnt|"
    r"learning|talked|talking|working|studied|studying|started|starting)\b"
)
_WAY: Final = re.compile(
    r"\b(?:helps? me\b|i (?:[\w']+ )?(?:learn|understand|remember|think|read|work)s? (?:[\w']+ )?"
    r"(?:best|better|easier|faster|more easily)\b|(?:easier|better|best) for me|"
    r"works? (?:best |well |better )?for me|i (?:really |always |also )?need\b|i'm allowed|"
    r"i am allowed|i (?:have|need) to have|i use [^.]*\b(?:when|for|to|because)\b)"
)
_ABOUT: Final = re.compile(
    r"\b(?:"
    r"i (?:[\w']+ )?(?:[\w']+ )?(?:like|love|enjoy|prefer|hate|dislike|adore|play|collect|"
    r"read|watch|practi[sc]e|support|draw|paint|sing|dance|cook|bake|swim|skate|ride|run|build|code|make|"
    r"live|have|had|own|want|wish|need|use|take|wear|speak|go to|feel|learn|work|study|find|"
    r"grew|moved|started|joined|train|remember|forget|hope|dream|wake|go)\b"
    r"|(?:i'm|i am|im|i was|i've been) (?!sure\b|done\b|ready\b|back\b|here\b|sorry\b|not sure)"
    r"|my (?:\w+ ){0,3}?(?:is|are|was|were|has|have|had|likes?|loves?|plays?|works?|lives?|"
    r"helps?|comes?|speaks?|says|called|makes?)\b"
    r"|when i grow up|helps? me\b|(?:easier|better|best) for me|works? (?:best )?for me"
    r"|(?:we|me and my \w+|my \w+ and i) (?:\w+ )?(?:live|have|play|go|speak|moved|like|love)\b"
    r")"
)
_EMPTY: Final = frozenset(
    (  # noqa: SIM905  a list of words
        "a about after again all also always am an and any are as at back be because been before "
        "being but by can can't cannot could did didn't do doesn't does don't dont done each even "
        "every for from get give go going gonna got had has hasn't have haven't he help her here "
        "him his how i i'd i'll i'm i've if im in into is isn't it it's its just know let let's "
        "like ll lot make many maybe me mean more most much my need no not now of off oh ok okay "
        "on one only or other our out over please put really right said same say see she should "
        "show so some something still sure tell than thank thanks that that'll that's the their "
        "them then there there's these they thing things think this those to today too try um up "
        "use very want was way we we're well were what what's when where which who why will with "
        "would yeah yes yet you you're your"
    ).split()
)
_EMPTY_STEMS: Final = frozenset(map(_stem, _EMPTY))
