"""Phrases to arcs: exactly the sentences that the phrase describes, each at its cost."""

from collections.abc import Iterator

import pytest

from inference.hearing.automaton import (
    Arc,
    Choice,
    Maybe,
    Phrase,
    Repeat,
    chain,
    compile_arcs,
    either,
    vocabulary,
    words,
)


def sentences(phrase: Phrase, *, word_cost: float = 1.0, longest: int = 4) -> dict[str, float]:
    """Every sentence up to that many words, with its smallest cost."""
    arcs = compile_arcs(phrase, word_cost=word_cost)
    found: dict[str, float] = {}
    for said, cost in _walk(arcs, 0, (), 0.0, longest):
        text = " ".join(said)
        found[text] = min(cost, found.get(text, cost))
    return found


def _walk(
    arcs: tuple[Arc, ...], state: int, said: tuple[str, ...], cost: float, longest: int
) -> Iterator[tuple[tuple[str, ...], float]]:
    if state == 1:
        yield said, cost
    for arc in arcs:
        more = (arc.word,) if arc.word else ()
        if arc.source == state and len(said) + len(more) <= longest:
            yield from _walk(arcs, arc.target, said + more, cost + arc.cost, longest)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (words("one half"), {"one half": 2.0}),
        (either(["yes", "no"], 3.0), {"yes": 4.0, "no": 4.0}),
        (chain(Maybe(2.0, words("um")), words("four")), {"four": 1.0, "um four": 4.0}),
        (chain(words("a"), Maybe(1.0, words("b"))), {"a": 1.0, "a b": 3.0}),
        (
            Choice(((0.0, words("no")), (5.0, words("no thank you")))),
            {"no": 1.0, "no thank you": 8.0},
        ),
    ],
)
def test_sentences_and_costs(phrase: Phrase, expected: dict[str, float]) -> None:
    assert sentences(phrase) == expected


def test_repeat_is_once_or_more() -> None:
    subject = chain(words("point"), Repeat(0.5, either(["one", "two"])))
    found = sentences(subject, longest=3)
    assert set(found) == {
        "point one",
        "point two",
        "point one one",
        "point one two",
        "point two one",
        "point two two",
    }
    assert found["point one two"] == found["point one"] + 1.5


def test_vocabulary_is_every_word() -> None:
    subject = chain(Maybe(1.0, words("um")), Repeat(0.0, either(["a b", "c"])))
    assert vocabulary(subject) == {"um", "a", "b", "c"}
