"""Does a sentence say only what its material says? Numbers, units, negation, terms and who does
what to whom must be in the passage or in the student's own words.

Rules, not a model: the same sentence always gets the same verdict, and a doubt costs little, for
then the lesson's own sentence is said. Whether a sum is true is for `arithmetic.py`. Pure; about
1 ms for a sentence and a passage.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import Final

from inference.safety.amounts import amounts, plain_maths
from inference.safety.everyday import EMPTY, EVERYDAY, NEGATIONS, OPPOSITES, STRONG, WEAK
from inference.safety.stems import stem, words

UNSURE: Final = re.compile(
    r"\bI don't know|\bI do not know|\bI'm not sure|\bI am not sure|\bhaven't learn|"
    r"\bhave not learn|\bcan't help with that|\bcannot help with that", re.IGNORECASE
)  # fmt: skip
"""No statement at all: the model says that it does not know."""
_SENTENCE: Final = re.compile(r"(?<=[.!?:])[\"'\u201d)*_]*\s+|\n+")
_CLAUSE: Final = re.compile(
    r"[,;:\u2014()]+\s|\s\u2013\s|\s(?:and|but|while|whereas|because|so|although|though)\s"
)
_NAME: Final = re.compile(r"(?<=[\w,;] )[A-Z][a-z]{2,}")
"""A capital within a sentence: somebody, some place."""
_LOOSE: Final = 0.5
"""Share of a sentence's words that may be everyday words of its own."""
_ALIKE: Final = 0.6
"""Share of a clause's words from which a clause of the material says something about the same."""
_FEW: Final = 3
"""Words that a clause needs to be compared in its order."""
_NEAR: Final = 0.9
"""Of the best likeness: what is as good as the best."""
_ASIDE: Final = re.compile(
    r"\b(?:that|who|which)\s+(?:do|does|did|is|are|was|were|can|could|will|has|have)"
    r"(?:\s+not|n't|not)\b"
)
"""A denial within a description denies nothing of the statement."""
_PRONOUN: Final = re.compile(r"(?:(?:But|And|So|Then|Here|There|Now),?\s+)?(?:It|They|it|they)\b")
_EXCLUDING: Final = frozenset({"only", "never", "none", "nobody"})
_VERB: Final = re.compile(
    r"\s(?:is|are|was|were|has|have|had|do|does|did|can|will|may|must|says?|means?)\b"
)
_TOGETHER: Final = 0.6
"""Share of a sentence's terms that two neighbouring sentences of the material must hold."""
_PREFIX: Final = 5
"""Letters that make `reflect` and `reflection` relatives."""


class Faithful:
    """Implements inference.contracts.FactCheck."""

    def doubt(self, sentence: str, material: str, *, known: str) -> str:
        """See FactCheck: `unsure`, `number`, `unit`, `name`, `term`, `opposite`, `negation`,
        `quantity`, `swapped`, or "" when all is supported."""
        return doubt(sentence, material, known=known)


def doubt(sentence: str, material: str, *, known: str = "") -> str:
    """The first reason to doubt a sentence."""
    if UNSURE.search(sentence):
        return "unsure"
    if sentence.rstrip().endswith("?"):
        return ""  # who asks states nothing
    return _amounts(sentence, material, known) or _words(sentence, material, known)


def _amounts(sentence: str, material: str, known: str) -> str:
    there = amounts(f"{material}\n{known}")
    values = {amount.value for amount in there}
    units = {(amount.value, amount.unit) for amount in there}
    for amount in amounts(sentence):
        if amount.value not in values:
            return "number"
        if amount.unit and (amount.value, amount.unit) not in units:
            return "unit"
    return ""


def _words(sentence: str, material: str, known: str) -> str:
    support = _stem_set(f"{material} {known}")
    own = frozenset(stem(word) for word in words(known))
    names = (stem(name.lower()) for name in _NAME.findall(plain_maths(sentence)))
    if any(name not in support and name not in EMPTY | EVERYDAY for name in names):
        return "name"
    told = _telling(sentence)
    missing = [word for word in told if not _supported(word, support)]
    if any(word not in EVERYDAY for word in missing):
        return "term"
    if frozenset(told) - EVERYDAY and len(missing) > _LOOSE * len(told):
        return "term"
    clauses = _clauses(material)
    parts = _parts(sentence)
    for part in dict.fromkeys((*parts, sentence)):
        if reason := _compared(_Clause(part), clauses, own, whole=part in parts):
            return reason
    return _opposed(sentence, material, own) or _mixed(sentence, material, own)


def _mixed(sentence: str, material: str, own: frozenset[str]) -> str:
    """Words of the material, but nowhere there are they said of one another."""
    terms = frozenset(word for word in _telling(sentence) if word not in EVERYDAY) - own
    if len(terms) < _FEW:
        return ""
    told = [frozenset(map(stem, words(plain_maths(one)))) for one in _sentences(material)]
    pairs = (
        told[at] | told[at + 1] if at + 1 < len(told) else told[at] for at in range(len(told))
    )
    best = max((len(terms & pair) / len(terms) for pair in pairs), default=0.0)
    return "mixed" if best < _TOGETHER else ""


def _compared(
    said: "_Clause", material: Sequence["_Clause"], own: frozenset[str], *, whole: bool
) -> str:
    """A clause beside those of the material that speak of the same."""
    if not said.told:
        return ""
    about = [other for other in material if said.share(other) >= _ALIKE]
    best = max((said.likeness(other) for other in about), default=0.0)
    near = [other for other in about if said.likeness(other) >= _NEAR * best]
    if not near:
        return ""
    if _miscounted(said, near, about):
        return "number"
    if len(said.told) < 2:
        return ""
    if whole and all(said.denies is not other.denies for other in near):
        return "negation"
    if all(_too_strong(said, other, own) for other in near):
        return "quantity"
    return _misplaced(said, about, own)


def _miscounted(said: "_Clause", near: Sequence["_Clause"], about: Sequence["_Clause"]) -> bool:
    """What is most alike has other numbers, and nothing of like size has these."""
    counted = [other for other in near if other.values]
    if not counted or any(other.values <= said.values for other in counted):
        return False
    size = len(said.values) + 1
    fits = (len(other.values) <= size and other.values >= said.values for other in about)
    return bool(said.values) and not any(fits)


def _too_strong(said: "_Clause", other: "_Clause", own: frozenset[str]) -> bool:
    """`only` and `never` need the same word; `all` only forgets a `some`."""
    new = said.strong - other.strong - own
    return bool(new & _EXCLUDING) or bool(new and other.weak)


def _misplaced(said: "_Clause", about: Sequence["_Clause"], own: frozenset[str]) -> str:
    """The words of the material, but another does what one does there."""
    if len(said.row) < _FEW or any(_in_order(said.row, other.row) for other in about):
        return ""
    return "swapped" if any(_swapped(said.row, other.row, own) for other in about) else ""


def _swapped(said: Sequence[str], there: Sequence[str], own: frozenset[str]) -> bool:
    """The same row of words but for one that was put for another, or for two that changed
    places."""
    terms = [word for word in dict.fromkeys(said) if word not in EVERYDAY]
    places = [there.index(word) for word in terms if word in there]
    if len(places) >= _ALIKE * len(terms) and _one_exchange(places):
        return True
    matcher = SequenceMatcher(None, said, there, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return False
    for tag, begin, end, there_begin, there_end in matcher.get_opcodes():
        if tag == "replace" and end - begin <= 2 and there_end - there_begin <= 2:
            aligned = there[there_begin:there_end]
            new = [word for word in said[begin:end] if word not in aligned and word not in own]
            lost = [word for word in aligned if word not in said]
            if frozenset(new) - EVERYDAY and frozenset(lost) - EVERYDAY:
                return True
    return False


def _in_order(said: Sequence[str], there: Sequence[str]) -> bool:
    """All of it, in the same order, perhaps with gaps."""
    rest = iter(there)
    return all(word in rest for word in said)


def _one_exchange(places: Sequence[int]) -> bool:
    """Out of order, and in order once two that are no neighbours in a list change places."""
    if len(places) < _FEW or list(places) == sorted(places):
        return False
    for one, other in combinations(range(len(places)), 2):
        swapped = list(places)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if swapped == sorted(places):
            return other - one > 1
    return False


def _opposed(sentence: str, material: str, own: frozenset[str]) -> str:
    """A word where the sentence of the material that is most alike has its opposite."""
    said = _Clause(sentence)
    if not said.told:
        return ""
    others = [_Clause(other) for other in _sentences(material)]
    best = max((said.share(other) for other in others), default=0.0)
    near = [other for other in others if best and said.share(other) >= 0.9 * best]
    for one, other in OPPOSITES:
        for word, opposite in ((one, other), (other, one)):
            if word in said.all and word not in own and opposite not in said.all:
                against = [c for c in near if opposite in c.all and word not in c.all]
                if near and len(against) == len(near) and best >= _ALIKE / 2:
                    return "opposite"
    return ""


class _Clause:
    """A stretch of text, as it is compared."""

    __slots__ = ("all", "denies", "row", "strong", "told", "values", "weak")

    def __init__(self, text: str, subject: tuple[str, ...] = ()) -> None:
        """`subject`: what a pronoun at the beginning stands for."""
        plain = plain_maths(text)
        said = words(plain)
        denied = words(_ASIDE.sub(" ", plain))
        self.row = (*subject, *_telling(plain))
        self.told = frozenset(self.row)
        self.all = frozenset(map(stem, said)) | self.told
        self.denies = sum(word in NEGATIONS for word in denied) % 2 == 1
        self.strong = frozenset(said) & STRONG
        self.weak = bool(frozenset(said) & WEAK)
        self.values = frozenset(amount.value for amount in amounts(text))

    def share(self, other: "_Clause") -> float:
        """Of this clause's words, how many the other has."""
        return len(self.told & other.told) / len(self.told) if self.told else 0.0

    def likeness(self, other: "_Clause") -> float:
        """Dice's coefficient of the words of both."""
        return 2 * len(self.told & other.told) / (len(self.told) + len(other.told) or 1)


def _supported(word: str, support: frozenset[str]) -> bool:
    if word in support:
        return True
    if len(word) < _PREFIX + 1:
        return False
    head = word[: max(_PREFIX, round(len(word) * 0.7))]
    return any(other.startswith(head) for other in support)


def _telling(text: str) -> list[str]:
    """Stems that carry a fact, in their order."""
    return [word for word in map(stem, words(plain_maths(text))) if word not in EMPTY]


@lru_cache(maxsize=64)
def _stem_set(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(plain_maths(text))))


@lru_cache(maxsize=32)
def _clauses(material: str) -> tuple[_Clause, ...]:
    """Clauses and whole sentences of the material; its questions state nothing."""
    found: list[_Clause] = []
    subject: tuple[str, ...] = ()
    for sentence in _sentences(material):
        if sentence.endswith("?"):
            subject = ()
            continue
        stands_for = subject if _PRONOUN.match(sentence) else ()
        for number, part in enumerate(dict.fromkeys((sentence, *_parts(sentence)))):
            found.append(_Clause(part, stands_for if number < 2 else ()))
        if not stands_for:
            subject = tuple(_telling(_VERB.split(sentence, maxsplit=1)[0])[:_FEW])
    return tuple(clause for clause in found if clause.told)


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def _parts(sentence: str) -> list[str]:
    return [part.strip() for part in _CLAUSE.split(sentence) if part.strip()]
