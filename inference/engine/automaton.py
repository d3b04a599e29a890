"""A lazy byte automaton over a grammar's nodes. Knows bytes, not JSON and not tokens.

A state is the set of stacks of nodes still to be read, built when it is first visited (the idea of
Brzozowski's derivatives, J. ACM 1964). A state knows its shortest way to the end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.engine.nodes import (
    NEVER,
    NOTHING,
    Both,
    Empty,
    Node,
    Pick,
    Repeat,
    Take,
    add_costs,
    pick,
    sequence,
)

DEAD = -1
"""The state after a byte that leaves the language."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A stack: `node` is to be read next, `rest` after it; None below the last cell."""

    node: Node
    rest: "Cell | None"
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Everything that may come next."""

    index: int
    cells: tuple[Cell, ...]
    """Stacks with a Take on top."""
    accepts: bool
    """The text may end here."""
    cost: int
    """Fewest bytes to where the text may end."""
    after: dict[int, int]
    """Known next states by byte."""


class Automaton:
    """The states of one grammar, numbered as they are found. Used by one thread at a time."""

    def __init__(self, root: Node) -> None:
        self.states: list[State] = []
        self._cells: dict[tuple[Node, Cell | None], Cell] = {}
        self._repeats: dict[tuple[Repeat, int, int], Repeat] = {}
        self._family: dict[Repeat, Repeat] = {}
        self._options: dict[Repeat, Node] = {}
        self._numbers: dict[tuple[frozenset[Cell], bool], int] = {}
        self._rows: dict[int, NDArray[np.int32]] = {}
        self.start = self._state([self._cell(root, None)], accepts=False)

    def step(self, index: int, byte: int) -> int:
        """The state after one more byte, or DEAD."""
        state = self.states[index]
        known = state.after.get(byte)
        if known is None:
            bit = 1 << byte
            taken = [c.rest for c in state.cells if _allowed(c) & bit]
            known = state.after[byte] = self._after(taken)
        return known

    def walk(self, index: int, data: bytes) -> int:
        """The state after some more bytes, or DEAD."""
        for byte in data:
            if index == DEAD:
                return DEAD
            index = self.step(index, byte)
        return index

    def row(self, index: int) -> NDArray[np.int32]:
        """The next state for every byte, int32 [256]."""
        known = self._rows.get(index)
        if known is None:
            known = self._rows[index] = self._new_row(self.states[index])
        return known

    def _new_row(self, state: State) -> NDArray[np.int32]:
        """Bytes that the same cells allow lead to the same state: one step for each kind."""
        row = np.full(256, DEAD, dtype=np.int32)
        kinds: dict[tuple[int, ...], list[int]] = {}
        sets = [_allowed(cell) for cell in state.cells]
        for byte in range(256):
            kind = tuple(place for place, allowed in enumerate(sets) if allowed >> byte & 1)
            if kind:
                kinds.setdefault(kind, []).append(byte)
        for same in kinds.values():
            row[same] = self.step(state.index, same[0])
        return row

    def near(self, index: int, horizon: int) -> int:
        """A state that allows the same next `horizon` bytes at the same cost.

        Long repeats are cut to what `horizon` bytes can see, so that the middle of every long
        text is one state and what was found out about it holds for all of it.
        """
        state = self.states[index]
        cells = [self._shortened(cell, horizon) for cell in state.cells]
        if all(new is old for new, old in zip(cells, state.cells, strict=True)):
            return index
        return self._number(frozenset(cells), accepts=state.accepts)

    def _shortened(self, cell: Cell, horizon: int) -> Cell:
        above: list[Node] = []
        below: Cell | None = cell
        while below is not None and not isinstance(below.node, Repeat):
            above.append(below.node)
            below = below.rest
        if below is None or not isinstance(repeat := below.node, Repeat):
            return cell
        if repeat.least > 0 or repeat.most <= horizon:
            return cell
        found = self._cell(self._repeat(repeat, 0, horizon), below.rest)
        for node in reversed(above):
            found = self._cell(node, found)
        return found

    def _after(self, stacks: list[Cell | None]) -> int:
        cells = [stack for stack in stacks if stack is not None]
        if not stacks:
            return DEAD
        return self._state(cells, accepts=len(cells) < len(stacks))

    def _state(self, todo: list[Cell], *, accepts: bool) -> int:
        """Unfold the tops until each is a Take; number the set that is left."""
        tops: set[Cell] = set()
        while todo:
            cell = todo.pop()
            if isinstance(cell.node, Take):
                tops.add(cell)
                continue
            for unfolded in self._unfold(cell):
                if unfolded is None:
                    accepts = True
                else:
                    todo.append(unfolded)
        return self._number(frozenset(tops), accepts=accepts)

    def _unfold(self, cell: Cell) -> list[Cell | None]:
        node = cell.node
        if isinstance(node, Repeat):
            node = self._unrolled(node)
        if isinstance(node, Both):
            return [self._cell(node.first, self._cell(node.then, cell.rest))]
        if isinstance(node, Pick):
            return [self._cell(option, cell.rest) for option in node.options]
        return [cell.rest if isinstance(node, Empty) else self._cell(node, cell.rest)]

    def _unrolled(self, node: Repeat) -> Node:
        """The end, if there are enough items, or one item and the repeat that is then left."""
        known = self._options.get(node)
        if known is None:
            end = node.end if node.least == 0 else NOTHING
            more: Node = NOTHING
            if node.most > 0:
                left = self._repeat(node, max(0, node.least - 1), node.most - 1)
                more = sequence(node.item, left)
            known = self._options[node] = pick(end, more)
        return known

    def _repeat(self, node: Repeat, least: int, most: int) -> Repeat:
        """The one node for what is left of a repeat; `_family` names the repeat it came from."""
        key = (self._family.setdefault(node, node), least, most)
        if key not in self._repeats:
            made = self._repeats[key] = Repeat(node.item, node.end, least, most)
            self._family[made] = key[0]
        return self._repeats[key]

    def _cell(self, node: Node, rest: Cell | None) -> Cell:
        key = (node, rest)
        if key not in self._cells:
            cost = add_costs(node.cost, rest.cost if rest else 0)
            self._cells[key] = Cell(node, rest, cost)
        return self._cells[key]

    def _number(self, cells: frozenset[Cell], *, accepts: bool) -> int:
        key = (cells, accepts)
        if key not in self._numbers:
            index = self._numbers[key] = len(self.states)
            cost = 0 if accepts else min((cell.cost for cell in cells), default=NEVER)
            self.states.append(State(index, tuple(cells), accepts, cost, {}))
        return self._numbers[key]


def _allowed(cell: Cell) -> int:
    return cell.node.allowed if isinstance(cell.node, Take) else 0
