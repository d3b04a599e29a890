"""How well could errors of `tutoring_bridge` be named at all? Two ways of naming are learned on a
train part and tried once on a held-out part (by a hash of the conversation's id); beside them
stand the commonest label and what one expert says of another's label.

Knows rows and labels, nothing of our names for errors.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import log

from tests.classroom_study.intervals import wilson

HELD_OUT_OF = 3
"""One conversation in so many is held out."""
LEAST = 8
"""A situation that was seen less often in the train part says nothing."""
Guess = Callable[["Case"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One expert's label of the end of a conversation."""

    case_id: str
    label: str
    question: str
    """The tutor's last."""
    said: str
    """The student's answer."""

    @property
    def held_out(self) -> bool:
        """Is the conversation kept for the trial?"""
        digest = hashlib.sha256(self.case_id.encode()).hexdigest()
        return int(digest, 16) % HELD_OUT_OF == 0


def ceiling(cases: Sequence[Case], labels: Sequence[str]) -> Iterator[str]:
    """Lines: agreement of two experts, then what was learned on the held-out part."""
    yield from agreement(cases, labels)
    train = [case for case in cases if not case.held_out]
    held = [case for case in cases if case.held_out]
    commonest = Counter(case.label for case in train).most_common(1)[0][0] if train else ""
    yield ""
    yield (
        f"learned on {len(train)} rows, tried on {len(held)} held-out rows "
        f"(sha256 of c_id modulo {HELD_OUT_OF} is 0)"
    )
    yield _row("always the commonest label of the train part", lambda _: commonest, held)
    for name, guess in (
        ("learned table: kind of question x kind of answer", table(train, commonest)),
        ("learned naive Bayes: that and the words", bayes(train, labels)),
    ):
        yield _row(name, guess, held)
        yield from _matrix(guess, held, labels)


def _row(name: str, guess: Guess, held: Sequence[Case]) -> str:
    hits = sum(guess(case) == case.label for case in held)
    low, high = wilson(hits, len(held))
    return (
        f"{name}: {hits} of {len(held)} = {hits / max(len(held), 1):.0%} "
        f"(95%: {low:.0%} to {high:.0%})"
    )


def _matrix(guess: Guess, held: Sequence[Case], labels: Sequence[str]) -> Iterator[str]:
    yield "  label of the expert".ljust(24) + "".join(label.rjust(14) for label in labels)
    for label in labels:
        named = Counter(guess(case) for case in held if case.label == label)
        cells = "".join(str(named[other] or ".").rjust(14) for other in labels)
        yield f"  {label}".ljust(24) + cells


# --- two experts


def agreement(cases: Sequence[Case], labels: Sequence[str]) -> Iterator[str]:
    """One expert's labels as names for the other's, and which labels they share."""
    by_id = defaultdict[str, list[str]](list)
    for case in cases:
        by_id[case.case_id].append(case.label)
    pairs = [pair for given in by_id.values() for pair in permutations(given, 2)]
    if not pairs:
        yield "no conversation has two labels"
        return
    both = Counter(pairs)
    seen = Counter(first for first, _ in pairs)
    same = sum(both[label, label] for label in labels) / len(pairs)
    chance = sum((seen[label] / len(pairs)) ** 2 for label in labels)
    kappa = (same - chance) / (1 - chance) if chance < 1 else 1.0
    best = sum(max(both[label, other] for other in labels) for label in labels) / len(pairs)
    yield (
        f"two experts on {len(pairs) // 2} pairs of labels: same in {same:.0%}, "
        f"Cohen's kappa {kappa:.2f}; always the commonest label "
        f"{max(seen.values()) / len(pairs):.0%}"
    )
    yield (
        "  one expert's label, translated in the best way for these very pairs, names the other's "
        f"in {best:.0%}: more is not in the labels"
    )
    shares = (f"{label} {both[label, label] / max(seen[label], 1):.0%}" for label in labels)
    yield "  a second expert says the same of: " + ", ".join(shares)


# --- the learned ways

_WORK = re.compile(r"final answer|your answer\?|sure (?:about|with|of)|done|finished|ready")
_ABOUT_YOU = re.compile(r"\b(?:do|did|would|can|have|are) you\b|make sense|need (?:any )?help")
_SUM = re.compile(
    r"how (?:many|much)|\bvalue of|\bsum\b|\bproduct\b|\bdifference\b|\d ?[-+x*/\u00f7\u00d7] ?\d"
)
_YES = re.compile(r"\W*(?:y|ya|yas|ye|yea|yeah|yep|yes+|sure|ok|okay|mhm)\b.{0,12}")
_NO = re.compile(r"\W*(?:no|nope|nah|idk|i don.?t|not|umm?|help|huh|what)\b")
_NUMBER = re.compile(r"[^a-z]*\d[\d.,/ ]*[^a-z]*(?:[a-z.]{1,4})?")


def situation(case: Case) -> tuple[str, str]:
    """Kind of question, kind of answer."""
    question, said = case.question.lower(), case.said.strip().lower()
    asked = next(
        (
            name
            for name, pattern in (("work", _WORK), ("student", _ABOUT_YOU), ("sum", _SUM))
            if pattern.search(question)
        ),
        "matter",
    )
    answer = next(
        (
            name
            for name, pattern in (("yes", _YES), ("no", _NO), ("number", _NUMBER))
            if (pattern.match(said) if name == "no" else pattern.fullmatch(said))
        ),
        "words" if len(said.split()) > 1 else "word",
    )
    return asked, answer


def table(train: Sequence[Case], commonest: str) -> Guess:
    """The commonest label of each situation that was seen often enough."""
    seen = defaultdict[tuple[str, str], Counter[str]](Counter)
    for case in train:
        seen[situation(case)][case.label] += 1
    learned = {
        key: labels.most_common(1)[0][0] for key, labels in seen.items() if labels.total() >= LEAST
    }
    return lambda case: learned.get(situation(case), commonest)


def bayes(train: Sequence[Case], labels: Sequence[str]) -> Guess:
    """Naive Bayes with the situation and the words as features, add-one smoothed."""
    prior = Counter(case.label for case in train)
    counts = defaultdict[str, Counter[str]](Counter)
    for case in train:
        counts[case.label].update(_features(case))
    known = frozenset(feature for counter in counts.values() for feature in counter)

    def score(case: Case, label: str) -> float:
        total = counts[label].total() + len(known)
        return log((prior[label] + 1) / (len(train) + len(labels))) + sum(
            log((counts[label][feature] + 1) / total) for feature in _features(case) & known
        )

    return lambda case: max(labels, key=lambda label: score(case, label))


def _features(case: Case) -> frozenset[str]:
    asked, answer = situation(case)
    words = {f"q:{word}" for word in re.findall(r"[a-z]+", case.question.lower())}
    words |= {f"a:{word}" for word in re.findall(r"[a-z]+", case.said.lower())}
    return frozenset(words | {f"asked {asked}", f"answer {answer}", f"{asked} {answer}"})
