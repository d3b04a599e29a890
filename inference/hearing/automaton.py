"""Phrases with probabilities, compiled to the arcs of a finite-state automaton.

Pure: knows no recogniser and no lesson. Words lie on arcs; an arc without a word is free to pass.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """One step from state to state; `cost` is a negative natural logarithm, at least 0."""

    source: int
    target: int
    cost: float
    word: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """A fixed run of words, blank-separated, at least one."""

    text: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Its parts one after another."""

    parts: "tuple[Phrase, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of its branches; each branch's cost is added where it is entered."""

    branches: "tuple[tuple[float, Phrase], ...]"


@dataclass(frozen=True, slots=True)
class Maybe:
    """Its phrase at that cost, or nothing for free."""

    cost: float
    phrase: "Phrase"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Its phrase once or more; each repetition costs `cost`."""

    cost: float
    phrase: "Phrase"


Phrase: TypeAlias = Words | Chain | Choice | Maybe | Repeat


def words(text: str) -> Words:
    """A fixed run of words."""
    return Words(text)


def chain(*parts: Phrase) -> Chain:
    """Its parts one after another."""
    return Chain(parts)


def either(texts: Iterable[str], cost: float = 0.0) -> Choice:
    """One of these runs of words, all at the same cost."""
    return Choice(tuple((cost, Words(text)) for text in texts))


@dataclass(slots=True)
class _Builder:
    word_cost: float
    arcs: list[Arc] = field(default_factory=list)
    states: int = 2

    def state(self) -> int:
        self.states += 1
        return self.states - 1

    def arc(self, source: int, target: int, cost: float, word: str | None = None) -> None:
        self.arcs.append(Arc(source=source, target=target, cost=cost, word=word))

    def add(self, phrase: Phrase, source: int, target: int, cost: float) -> None:
        match phrase:
            case Words(text):
                self._words(text.split(), source, target, cost)
            case Chain(parts):
                self._chain(parts, source, target, cost)
            case Choice(branches):
                for extra, branch in branches:
                    self.add(branch, source, target, cost + extra)
            case Maybe(extra, inner):
                self.arc(source, target, cost)
                self.add(inner, source, target, cost + extra)
            case Repeat(extra, inner):
                begin, end = self.state(), self.state()
                self.arc(source, begin, cost)
                self.add(inner, begin, end, 0.0)
                self.arc(end, begin, extra)
                self.arc(end, target, 0.0)

    def _words(self, run: list[str], source: int, target: int, cost: float) -> None:
        for word in run[:-1]:
            middle = self.state()
            self.arc(source, middle, cost + self.word_cost, word)
            source, cost = middle, 0.0
        self.arc(source, target, cost + self.word_cost, run[-1])

    def _chain(self, parts: tuple[Phrase, ...], source: int, target: int, cost: float) -> None:
        for part in parts[:-1]:
            middle = self.state()
            self.add(part, source, middle, cost)
            source, cost = middle, 0.0
        self.add(parts[-1], source, target, cost)


def compile_arcs(phrase: Phrase, *, word_cost: float) -> tuple[Arc, ...]:
    """Arcs from state 0 to state 1; every word costs `word_cost` besides its branch."""
    builder = _Builder(word_cost)
    builder.add(phrase, 0, 1, 0.0)
    return tuple(builder.arcs)


def vocabulary(phrase: Phrase) -> frozenset[str]:
    """Every word that the phrase can hold."""
    match phrase:
        case Words(text):
            return frozenset(text.split())
        case Chain(parts):
            return frozenset().union(*map(vocabulary, parts))
        case Choice(branches):
            return frozenset().union(*(vocabulary(branch) for _, branch in branches))
        case Maybe(_, inner) | Repeat(_, inner):
            return vocabulary(inner)
