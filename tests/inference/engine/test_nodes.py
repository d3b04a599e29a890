"""Joining nodes: costs, and what cannot be completed."""

from inference.engine.nodes import (
    EMPTY,
    NEVER,
    NOTHING,
    Pick,
    Repeat,
    chars,
    literal,
    pick,
    sequence,
    span,
    take,
)


def test_costs_are_the_fewest_bytes() -> None:
    assert literal("naïve").cost == 6
    assert sequence().cost == EMPTY.cost == 0
    assert sequence(literal("ab"), EMPTY, chars("xyz")).cost == 3
    assert pick(literal("abc"), literal("z")).cost == 1
    assert Repeat(literal("ab"), literal("]"), 3, 9).cost == 7


def test_the_impossible_stays_impossible_and_leaves_choices() -> None:
    assert NOTHING.cost == NEVER
    assert sequence(literal("a"), NOTHING).cost == NEVER
    assert Repeat(NOTHING, literal("]"), 5, 9).cost == NEVER
    assert Repeat(NOTHING, literal("]"), 0, 9).cost == 1
    only = literal("a")
    assert pick(only, NOTHING) is only
    assert isinstance(empty := pick(), Pick)
    assert empty.cost == NEVER


def test_byte_sets() -> None:
    assert span(0x30, 0x32).allowed == chars("012").allowed
    assert take(1) is take(1)
