"""Decides who waits, who gets a slot and what the next step computes. Pure: time is an argument.

Voice before text before batch, first come first served within each. Knows no tensors, no threads.
"""

from dataclasses import dataclass

from inference.contracts import Priority
from inference.engine.slots import Row, SlotTable
from inference.errors import ModelOverloadedError

_ORDER = (Priority.VOICE, Priority.TEXT, Priority.BATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The next `count` uncomputed tokens of a row."""

    row: Row
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One step: chunks of prompts, and rows that decode one token; each ascending by slot."""

    prefill: tuple[Chunk, ...]
    decode: tuple[Chunk, ...]

    def __bool__(self) -> bool:
        return bool(self.prefill or self.decode)


class Batcher:
    """The waiting rows and the slots."""

    def __init__(self, *, slots: int, queue: int, chunk: int) -> None:
        """`queue` rows may wait; `chunk` prompt tokens are computed between decoding steps."""
        self._slots = SlotTable(slots)
        self._limit, self._chunk = queue, chunk
        self._waiting: dict[Priority, list[Row]] = {priority: [] for priority in _ORDER}

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
        self._admit()
        rows = self._slots.rows
        decode = tuple(Chunk(row=row, count=1) for row in rows if row.pending == 1)
        return Plan(prefill=self._prefill(rows), decode=decode)

    def _admit(self) -> None:
        for priority in _ORDER:
            while self._waiting[priority]:
                if self._slots.full and not self._make_room(priority):
                    return
                self._slots.admit(self._waiting[priority].pop(0))

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

    def _prefill(self, rows: list[Row]) -> tuple[Chunk, ...]:
        """Prompts by priority and age until the step's share of tokens is used up."""
        room = self._chunk
        chunks = []
        fresh = [row for row in rows if row.pending > 1]
        for row in sorted(fresh, key=lambda row: (_ORDER.index(row.priority), row.ticket)):
            if room == 0:
                break
            count = min(room, row.pending)
            chunks.append(Chunk(row=row, count=count))
            room -= count
        return tuple(sorted(chunks, key=lambda chunk: chunk.row.slot or 0))
