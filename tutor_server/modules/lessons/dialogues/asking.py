"""What a student may ask about a passage, and what of the passage answers it. Pure."""

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from inference.contracts import Passage
from inference.safety.everyday import EMPTY, EVERYDAY
from inference.safety.stems import stem
from tutor_server.modules.lessons.retrieval.full_text import terms
from tutor_server.modules.lessons.retrieval.passages import Kind, LessonPassage, Level
from tutor_server.modules.lessons.retrieval.sentences import points_back, sentences

MOST_WORDS: Final = {Level.SIMPLE: 32, Level.FULL: 45}
"""Of a reply, by reading level; its first sentence is always said."""
_TERM: Final = (
    "What is {x}?", "what does {x} mean", "Can you explain {x}?", "tell me about {x}",
    "I don't understand {x}.", "what's {x}", "{x}?", "Please explain {x} again.",
    "what do you mean by {x}", "say it again, what is {x}", "define {x}", "explain {x} to me",
)  # fmt: skip
_ABOUT: Final = (
    "tell me about {x} and {y}", "what about {x} and {y}", "How do {x} and {y} belong together?",
    "what has {x} to do with {y}", "Why is it {x} with {y}?", "how is it with {x} and {y}",
    "Can you explain {x} and {y}?", "I don't get it with {x} and {y}", "why {x} {y}",
    "what happens with {x} and {y}", "How does {x} go with {y}?", "is {x} about {y}",
)  # fmt: skip
_NOUN: Final = re.compile(r"[a-z][a-z-]{2,}(?: [a-z-]{3,}){0,2}")
"""What can be asked about: one to three plain words."""
_NAMED: Final = re.compile(r"What is (.+?)\? ")
_WORD: Final = re.compile(r"\b[A-Za-z]{4,}\b")
_FORMULA: Final = re.compile(r"```.*?```|`[^`]*`|\$[^$]*\$", re.DOTALL)
_WHOLE: Final = (".", "!", ".*", ".**", "!*", ".)", ".\u201d", '."')


def terms_of(passage: LessonPassage) -> list[str]:
    """What a TERM passage says the meaning of."""
    found = _NAMED.search(passage.key) if passage.kind is Kind.TERM else None
    named = found[1].split(" and ") if found else []
    return [term for term in named if _NOUN.fullmatch(term) and stem(term) not in EMPTY | EVERYDAY]


def about_term(term: str, random: Random) -> str:
    """A question about a word."""
    return random.choice(_TERM).format(x=term)


def about_text(text: str, random: Random) -> str:
    """A question about what one sentence of a text says; "" when it says too little."""
    told = [_words(sentence) for sentence in sentences(_FORMULA.sub(" ", text))]
    told = [words for words in told if len(words) > 1]
    if not told:
        return ""
    words = random.choice(told)
    one, other = sorted(random.sample(range(len(words)), 2))
    return random.choice(_ABOUT).format(x=words[one], y=words[other])


def _words(sentence: str) -> list[str]:
    found = dict.fromkeys(word.lower() for word in _WORD.findall(sentence))
    return [word for word in found if stem(word) not in EMPTY | EVERYDAY]


def answer_of(passage: Passage, question: str, level: Level) -> str:
    """Of what the passage says, the whole sentences that share most with the question, no more
    than a reply has; "" when there is none."""
    told = sentences(passage.said)
    asked = frozenset(terms(question))
    begins = [at for at in range(len(told)) if not (at and points_back(told[at]))]
    windows = [_window(told[at:], MOST_WORDS[level]) for at in begins]
    best = max(windows, key=lambda one: len(asked & frozenset(terms(one))), default="")
    return best if best.endswith(_WHOLE) else ""


def _window(told: Sequence[str], most: int) -> str:
    """Sentences of at most so many words; the first always."""
    said = told[0]
    for sentence in told[1:]:
        if len(f"{said} {sentence}".split()) > most:
            break
        said = f"{said} {sentence}"
    return said


def nearest(passages: list[LessonPassage], question: str) -> LessonPassage | None:
    """The passage that shares most with a question; None when none shares anything."""
    asked = frozenset(terms(question))
    best = max(passages, key=lambda one: len(asked & frozenset(terms(one.key))), default=None)
    return best if best and asked & frozenset(terms(best.key)) else None
