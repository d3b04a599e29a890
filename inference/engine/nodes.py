"""The nodes that a grammar of bytes is made of, and the functions that join them.

Nodes form a graph without cycles. Each knows how few bytes can complete it. Knows no JSON.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

NEVER = 1 << 30
"""The cost of what cannot be completed."""


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """Reads one byte out of a set, given as 256 bits."""

    allowed: int
    cost: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Empty:
    """Reads nothing."""

    cost: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """Reads `first`, then `then`."""

    first: "Node"
    then: "Node"
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """Reads one of the options; without options it reads nothing at all, ever."""

    options: tuple["Node", ...]
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """Reads `item` from `least` to `most` times, then `end`."""

    item: "Node"
    end: "Node"
    least: int
    most: int

    @property
    def cost(self) -> int:
        """Bytes of the fewest items, and the end."""
        return min(NEVER, self.least * self.item.cost + self.end.cost)


Node: TypeAlias = Take | Empty | Both | Pick | Repeat

EMPTY = Empty()
NOTHING = Pick((), NEVER)


@lru_cache(maxsize=512)
def take(allowed: int) -> Take:
    """The one node for this set of bytes."""
    return Take(allowed)


def span(first: int, last: int) -> Take:
    """One byte from `first` to `last`."""
    return take((1 << (last + 1)) - (1 << first))


def chars(text: str) -> Take:
    """One of these ASCII characters."""
    return take(sum(1 << ord(char) for char in set(text)))


def add_costs(first: int, second: int) -> int:
    """Cost of one thing after another."""
    return min(NEVER, first + second)


def sequence(*nodes: Node) -> Node:
    """All nodes, one after another."""
    joined: Node = EMPTY
    for node in reversed(nodes):
        joined = node if joined is EMPTY else Both(node, joined, add_costs(node.cost, joined.cost))
    return joined


def literal(text: str) -> Node:
    """Exactly this text, in UTF-8."""
    return sequence(*(take(1 << byte) for byte in text.encode()))


def pick(*nodes: Node) -> Node:
    """One of the nodes; those that cannot be completed are left out."""
    possible = tuple(node for node in nodes if node.cost < NEVER)
    if len(possible) == 1:
        return possible[0]
    return Pick(possible, min((node.cost for node in possible), default=NEVER))
