"""The automaton: the language it reads, its costs, and shared states in long texts."""

from itertools import product

import pytest

from inference.engine.automaton import DEAD, Automaton
from inference.engine.nodes import EMPTY, NOTHING, Repeat, chars, literal, pick, sequence


def reads(automaton: Automaton, text: bytes) -> bool:
    end = automaton.walk(automaton.start, text)
    return end != DEAD and automaton.states[end].accepts


GRAMMARS = {
    "a|ab": (pick(literal("a"), literal("ab")), {"a", "ab"}),
    "optional then b": (sequence(pick(EMPTY, literal("a")), literal("b")), {"b", "ab"}),
    "(ab?){1,2}c": (
        Repeat(sequence(literal("a"), pick(EMPTY, literal("b"))), literal("c"), 1, 2),
        {"ac", "abc", "aac", "aabc", "abac", "ababc"},
    ),
    "nothing at all": (EMPTY, {""}),
    "an impossible branch": (pick(sequence(literal("a"), NOTHING), literal("c")), {"c"}),
    "nested repeats": (
        Repeat(Repeat(literal("a"), literal("b"), 0, 1), literal("c"), 0, 1),
        {"c", "bc", "abc"},
    ),
}


@pytest.mark.parametrize("name", GRAMMARS)
def test_it_reads_exactly_its_language(name: str) -> None:
    root, language = GRAMMARS[name]
    automaton = Automaton(root)
    texts = {"".join(letters) for n in range(6) for letters in product("abc", repeat=n)}
    assert {text for text in texts if reads(automaton, text.encode())} == language


@pytest.mark.parametrize("name", GRAMMARS)
def test_rows_say_what_steps_say(name: str) -> None:
    automaton = Automaton(GRAMMARS[name][0])
    todo, seen = [automaton.start], set()
    while todo:
        index = todo.pop()
        row = automaton.row(index)
        assert [automaton.step(index, byte) for byte in range(256)] == row.tolist()
        new = set(row.tolist()) - seen - {DEAD}
        seen |= new
        todo += new


def test_cost_is_the_way_to_the_nearest_end() -> None:
    automaton = Automaton(sequence(literal("["), Repeat(chars("xy"), literal("]"), 2, 5)))
    costs = [
        automaton.states[automaton.walk(automaton.start, b"[xyx]"[:n])].cost for n in range(6)
    ]
    assert costs == [4, 3, 2, 1, 1, 0]


def test_the_middle_of_a_long_text_is_one_state() -> None:
    automaton = Automaton(sequence(Repeat(chars("xy"), literal("."), 0, 1000), literal("!")))
    near = {
        automaton.near(automaton.walk(automaton.start, b"x" * n), 20) for n in range(0, 980, 7)
    }
    assert len(near) == 1
    ends = [automaton.near(automaton.walk(automaton.start, b"x" * n), 20) for n in (990, 1000)]
    assert len({*near, *ends}) == 3
    assert automaton.states[near.pop()].cost == 2


def test_minimum_counts_are_never_cut_short() -> None:
    automaton = Automaton(Repeat(chars("xy"), literal("."), 100, 1000))
    assert automaton.near(automaton.start, 20) == automaton.start


def test_dead_stays_dead() -> None:
    automaton = Automaton(literal("ab"))
    assert automaton.walk(automaton.start, b"xab") == DEAD
