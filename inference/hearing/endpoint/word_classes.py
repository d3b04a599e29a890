"""Closed classes of English words, and the lesson's known wishes and terms. Pure.

A sentence may stop after some classes and hardly after others, whatever the wording: `give me the`
goes on, `say it again` is whole. Open classes (nouns, most verbs) are what is in none of them.
"""

from functools import cache

from inference.hearing.phrases import REMARKS, SCHOOL_TERMS, SOFTENERS, THINKING

CLASSES: dict[str, frozenset[str]] = {
    "determiner": frozenset(
        ("the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "these", "those",
         "some", "any", "every", "each")
    ),
    "preposition": frozenset(
        ("of", "to", "from", "by", "in", "on", "at", "for", "with", "about", "into", "between",
         "through", "than", "as", "like", "without", "under", "until", "per")
    ),
    "subject": frozenset(("i", "you", "he", "she", "we", "they", "who")),
    "object": frozenset(
        ("me", "it", "that", "this", "him", "them", "us", "one", "something", "anything",
         "myself", "everything", "nothing", "mine", "yours")
    ),
    "auxiliary": frozenset(
        ("is", "are", "was", "were", "am", "be", "been", "do", "does", "did", "can", "could",
         "will", "would", "should", "must", "may", "might", "have", "has", "had", "i'm", "it's",
         "that's", "what's", "there's", "he's", "she's", "you're", "we're", "they're", "i'd",
         "i'll", "i've", "don't", "can't", "didn't", "isn't", "doesn't", "won't", "let's")
    ),
    "asking": frozenset(("what", "how", "why", "which", "when", "where", "whose")),
    "closing": frozenset(
        ("again", "please", "now", "today", "too", "here", "there", "once", "more", "slower",
         "louder", "faster", "slowly", "yet", "already", "though", "right", "wrong", "correct",
         "later", "back", "either", "better", "easier", "first", "next", "last")
    ),
    "wanting": frozenset(
        ("give", "show", "tell", "explain", "say", "repeat", "read", "find", "get", "make",
         "take", "add", "need", "want", "think", "know", "mean", "means", "called", "because")
    ),
}  # fmt: skip
"""The last word's class says much; that of the word before it tells `what is` from `is`."""

WISHES = frozenset(REMARKS) - THINKING - SOFTENERS
_LONGEST = max(len(wish.split()) for wish in WISHES)


def classes_of(word: str) -> dict[str, float]:
    """1.0 for each class that has the word, by name."""
    return {name: float(word in members) for name, members in CLASSES.items()}


def is_wish(said: list[str]) -> bool:
    """The words are a known wish and nothing else: `um, say that again please`."""
    return " ".join(_core(said)) in WISHES


def ends_in_wish(said: list[str]) -> bool:
    """Two words or more at the end are a known wish: `i don't know can you help me`."""
    core = _core(said)
    longest = min(_LONGEST, len(core))
    return any(" ".join(core[-count:]) in WISHES for count in range(2, longest + 1))


def begins_wish(said: list[str]) -> bool:
    """More words would make a known wish: `give me`."""
    return " ".join(_core(said)) in _beginnings()


def ends_in_term(said: list[str], terms: tuple[str, ...]) -> bool:
    """The last words are a term of the lesson or of the school's, with or without article."""
    tail = " ".join(said)
    known = (*_school_terms(), *(term.lower() for term in terms))
    return any(tail == term or tail.endswith(f" {term}") for term in known)


def _core(said: list[str]) -> list[str]:
    while len(said) > 1 and said[0] in SOFTENERS:
        said = said[1:]
    while len(said) > 1 and said[-1] in SOFTENERS:
        said = said[:-1]
    return said


@cache
def _beginnings() -> frozenset[str]:
    words = [wish.split() for wish in WISHES]
    return frozenset(" ".join(w[:count]) for w in words for count in range(1, len(w))) - WISHES


@cache
def _school_terms() -> tuple[str, ...]:
    parts = (term.partition(" ") for term in SCHOOL_TERMS)
    return tuple(rest if article in ("a", "an", "the") else f"{article} {rest}".strip()
                 for article, _, rest in parts)  # fmt: skip
