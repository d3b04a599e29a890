"""Which row sits in which cache slot, and what each slot still remembers. Pure; knows no tensors.

A slot that a finished row leaves keeps its keys and values. A new prompt that begins with the same
tokens (the next turn of a conversation does) takes that slot and computes only the rest.
"""

from dataclasses import dataclass, field

from inference.contracts import Priority

MIN_REUSE = 16
"""Tokens in common from which on a remembered prefix decides the choice of the slot."""


@dataclass(slots=True, kw_only=True, eq=False)
class Row:
    """One completion being computed, from its admission to the queue until it leaves."""

    ticket: int
    priority: Priority
    deadline_s: float
    """On the engine's clock."""
    tokens: list[int]
    """Prompt and reply so far."""
    cached: int = 0
    """How many of `tokens` have keys and values in the slot."""
    adapter: str | None = None
    """What its keys and values were computed with; None is the base model."""
    slot: int | None = None
    reused: int = 0
    """How many prompt tokens were found in the slot at admission."""

    @property
    def pending(self) -> int:
        """Tokens still to be computed before the next one can be drawn."""
        return len(self.tokens) - self.cached


@dataclass(slots=True)
class _Slot:
    row: Row | None = None
    remembered: list[int] = field(default_factory=list)
    adapter: str | None = None
    """Of the row that left what is remembered."""
    left_at: int = 0
    """When its last row left, in releases; 0 is never."""


class SlotTable:
    """A fixed number of slots; at most one row in each."""

    def __init__(self, count: int) -> None:
        self._slots = [_Slot() for _ in range(count)]
        self._releases = 0

    @property
    def rows(self) -> list[Row]:
        """Rows at work, ascending by slot."""
        return [slot.row for slot in self._slots if slot.row is not None]

    @property
    def full(self) -> bool:
        """Whether no slot is free."""
        return all(slot.row is not None for slot in self._slots)

    def admit(self, row: Row) -> None:
        """Give the row the free slot that spares most work, else the one idle for longest."""
        free = [i for i, slot in enumerate(self._slots) if slot.row is None]
        common = {i: self._common(i, row) for i in free}
        best = max(free, key=lambda i: common[i])
        if common[best] < MIN_REUSE:
            best = min(free, key=lambda i: (self._slots[i].left_at, i))
        # The last token is computed again: its logits are what the first draw needs.
        row.cached = row.reused = min(common[best], len(row.tokens) - 1)
        row.slot = best
        self._slots[best].row = row

    def release(self, row: Row) -> None:
        """Free the row's slot; what is cached there stays for a later prompt."""
        assert row.slot is not None, "only a row in a slot can leave it"  # noqa: S101
        self._releases += 1
        left = row.tokens[: row.cached]
        self._slots[row.slot] = _Slot(None, left, row.adapter, self._releases)
        row.slot = None

    def _common(self, slot: int, row: Row) -> int:
        """Tokens of the row whose keys and values the slot holds. What another adapter computed
        is never reused: it would carry one student's model into another's reply."""
        if self._slots[slot].adapter != row.adapter:
            return 0
        return _common(self._slots[slot].remembered, row.tokens)


def _common(first: list[int], second: list[int]) -> int:
    """Length of the common beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))
