"""Which row sits in which cache slot, and what each slot still remembers. Pure; knows no tensors.

A slot that a finished row leaves keeps its keys and values. A new prompt that begins with the same
tokens computes only the rest: the next turn of a conversation takes its slot again, and a prompt
that shares a beginning with another conversation (the system prompt) has that part copied.
"""

from dataclasses import dataclass, field

from inference.contracts import Priority

MIN_REUSE = 16
"""Tokens in common from which on a beginning is copied, and tokens that a remembered conversation
may lose to a new row without being kept for its next turn."""


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
    """How many prompt tokens were found computed at admission."""
    owner: str = ""
    """The student, for fair shares; all rows that name nobody are one student's."""

    @property
    def pending(self) -> int:
        """Tokens still to be computed before the next one can be drawn."""
        return len(self.tokens) - self.cached

    @property
    def begun(self) -> bool:
        """Whether anything was computed for it since it got its slot."""
        return self.cached > self.reused


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The first `count` positions of slot `source` are to be copied to slot `target`."""

    source: int
    target: int
    count: int


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

    def admit(self, row: Row) -> Copy | None:
        """Give the row a free slot: its own conversation's, else the one idle for longest, and
        say what is to be copied there from another slot before anything is computed."""
        common = [self._common(i, row) for i in range(len(self._slots))]
        free = [i for i, slot in enumerate(self._slots) if slot.row is None]
        place = self._place(free, common)
        donor = max(range(len(common)), key=lambda i: (common[i], i == place))
        if common[donor] < MIN_REUSE:
            donor = place
        # The last token is computed again: its logits are what the first draw needs.
        row.cached = row.reused = min(common[donor], len(row.tokens) - 1)
        row.slot = place
        self._slots[place].row = row
        if donor == place:
            return None
        return Copy(source=donor, target=place, count=row.cached)

    def _place(self, free: list[int], common: list[int]) -> int:
        best = max(free, key=lambda i: common[i])
        lost = len(self._slots[best].remembered) - common[best]
        if common[best] >= MIN_REUSE and lost < MIN_REUSE:
            return best
        return min(free, key=lambda i: (self._slots[i].left_at, i))

    def release(self, row: Row) -> None:
        """Free the row's slot; what is cached there stays for a later prompt."""
        assert row.slot is not None, "only a row in a slot can leave it"  # noqa: S101
        self._releases += 1
        left = row.tokens[: row.cached]
        self._slots[row.slot] = _Slot(None, left, row.adapter, self._releases)
        row.slot = None

    def _common(self, place: int, row: Row) -> int:
        """Tokens of the row whose keys and values the slot holds. What another adapter computed
        is never reused: it would carry one student's model into another's reply."""
        slot = self._slots[place]
        if slot.row is not None:
            held, adapter = slot.row.tokens[: slot.row.cached], slot.row.adapter
        else:
            held, adapter = slot.remembered, slot.adapter
        return _common(held, row.tokens) if adapter == row.adapter else 0


def _common(first: list[int], second: list[int]) -> int:
    """Length of the common beginning; halves the range, because comparing slices is quick."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
