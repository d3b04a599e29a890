"""Decides who waits, who gets a slot and what the next step computes. Pure: time is an argument.

Voice before text before batch. Within each, the student with the fewest rows at work comes next,
then who waits longest. Prompts that are nearly computed go first, but the oldest always gets on.
Knows no tensors, no threads.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from inference.contracts import Priority
from inference.engine.slots import Copy, Row, SlotTable
from inference.errors import ModelOverloadedError

_ORDER = (Priority.VOICE, Priority.TEXT, Priority.BATCH)
_OLDEST_SHARE = 8
"""One part in so many of a step's prompt tokens is the oldest prompt's."""
_LONG_SHARE = 3
"""A prompt that does not fit into a step takes at most one part in so many of it: who comes while
it is computed does not wait for a whole step."""
_PADDING = 2
_SLACK = 16
"""Prompts computed as one batch differ in length by less than this factor, or by at most so many
tokens: the forward passes that are spared cost more than the padding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The next `count` uncomputed tokens of a row."""

    row: Row
    count: int
    slot: int
    """Where the row was when this was planned: it may have left its slot before the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One step: what is copied first, in order; then batches of prompts; then the rows that decode
    one token. Each batch ascends by slot."""

    prefill: tuple[tuple[Chunk, ...], ...]
    decode: tuple[Chunk, ...]
    copies: tuple[Copy, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.prefill or self.decode)


class Batcher:
    """The waiting rows and the slots."""

    def __init__(self, *, slots: int, queue: int, chunk: int) -> None:
        """`queue` rows may wait; `chunk` prompt tokens are computed between decoding steps."""
        self._slots = SlotTable(slots)
        self._limit, self._chunk = queue, chunk
        self._waiting: dict[Priority, list[Row]] = {priority: [] for priority in _ORDER}
        self._served: dict[str, int] = {}
        self._admitted = 0

    @property
    def waiting(self) -> int:
        """Rows without a slot."""
        return sum(len(rows) for rows in self._waiting.values())

    @property
    def running(self) -> int:
        """Rows in slots."""
        return len(self._slots.rows)

    def submit(self, row: Row) -> Row | None:
        """Let a row wait. When the queue is full, the newest row of a lower priority gives its
        place up and is returned; without one, raises ModelOverloadedError."""
        bumped = None
        if self.waiting >= self._limit:
            bumped = self._bump(row.priority)
        self._waiting[row.priority].append(row)
        return bumped

    def _bump(self, priority: Priority) -> Row:
        for lower in reversed(_ORDER[_ORDER.index(priority) + 1 :]):
            if self._waiting[lower]:
                return self._waiting[lower].pop()
        raise ModelOverloadedError(f"{self._limit} completions are waiting already")

    def remove(self, row: Row) -> None:
        """The row has ended or was cancelled, wherever it is; does nothing when it has left."""
        if row.slot is not None:
            self._slots.release(row)
        elif row in self._waiting[row.priority]:
            self._waiting[row.priority].remove(row)

    def expired(self, now_s: float) -> list[Row]:
        """Rows, waiting or running, whose deadline has passed."""
        waiting = [row for priority in _ORDER for row in self._waiting[priority]]
        return [row for row in (*waiting, *self._slots.rows) if row.deadline_s <= now_s]

    def next_deadline_s(self) -> float | None:
        """When `expired` will next have something to say; None when nobody is here."""
        waiting = [row for priority in _ORDER for row in self._waiting[priority]]
        return min((row.deadline_s for row in (*waiting, *self._slots.rows)), default=None)

    def plan(self) -> Plan:
        """Admit whom there is room for, and say what the next step computes."""
        copies = tuple(self._admit())
        rows = self._slots.rows
        decode = tuple(_chunk(row, 1) for row in rows if row.pending == 1 and row.begun)
        return Plan(prefill=_batches(self._prefill(rows)), decode=decode, copies=copies)

    def _admit(self) -> Iterator[Copy]:
        for priority in _ORDER:
            while self._waiting[priority]:
                if self._slots.full and not self._make_room(priority):
                    return
                copy = self._slots.admit(self._next(self._waiting[priority]))
                if copy is not None:
                    yield copy

    def _next(self, waiting: list[Row]) -> Row:
        """Of the student with the fewest rows at work; among equals of who was served longest
        ago; of one student the first."""
        at_work = Counter(row.owner for row in self._slots.rows)

        def rank(place: int) -> tuple[int, int, int]:
            owner = waiting[place].owner
            return at_work[owner], self._served.get(owner, 0), place

        row = waiting.pop(min(range(len(waiting)), key=rank))
        self._served.pop(row.owner, None)
        self._admitted += 1
        self._served[row.owner] = self._admitted
        if len(self._served) > self._limit:  # who was served longest ago counts as never served
            del self._served[next(iter(self._served))]
        return row

    def _make_room(self, priority: Priority) -> bool:
        """A voice never waits for batch work: the newest batch row goes back to the queue with
        its tokens, and goes on from there when there is room again."""
        batch = [row for row in self._slots.rows if row.priority is Priority.BATCH]
        if priority is not Priority.VOICE or not batch:
            return False
        newest = max(batch, key=lambda row: row.ticket)
        self._slots.release(newest)
        newest.cached = 0
        self._waiting[Priority.BATCH].insert(0, newest)
        return True

    def _prefill(self, rows: list[Row]) -> list[Chunk]:
        """Prompts of the highest priority first, the shortest rest before the others, until the
        step's share of tokens is used up. The oldest of that priority never stands still."""
        # One that was held but for its last token waits for its first word like the others.
        fresh = [row for row in rows if row.pending > 1 or not row.begun]
        if not fresh:
            return []
        first = min(fresh, key=lambda row: (_ORDER.index(row.priority), row.ticket))
        counts = {first.ticket: min(first.pending, max(1, self._chunk // _OLDEST_SHARE))}
        room = self._chunk - counts[first.ticket]
        for row in sorted(
            fresh, key=lambda row: (_ORDER.index(row.priority), row.pending, row.ticket)
        ):
            had = counts.get(row.ticket, 0)
            most = row.pending if row.pending <= self._chunk else self._chunk // _LONG_SHARE
            more = min(room, max(0, most - had))
            counts[row.ticket] = had + more
            room -= more
        return [_chunk(row, counts[row.ticket]) for row in fresh if counts[row.ticket]]


def _chunk(row: Row, count: int) -> Chunk:
    assert row.slot is not None, "only a row in a slot is computed"  # noqa: S101
    return Chunk(row=row, count=count, slot=row.slot)


def _batches(chunks: list[Chunk]) -> tuple[tuple[Chunk, ...], ...]:
    """Chunks of like length together: a batch is padded to its longest."""
    batches: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: -chunk.count):
        if not batches or _far(chunk.count, batches[-1][0].count):
            batches.append([])
        batches[-1].append(chunk)
    return tuple(tuple(sorted(batch, key=lambda chunk: chunk.slot)) for batch in reversed(batches))


def _far(count: int, longest: int) -> bool:
    return longest >= _PADDING * count and longest - count > _SLACK
