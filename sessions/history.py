"""The conversation's items in memory, in order, with the ledgers of the tutor's voice.

Knows order, lookup and the bound; what the model is told of it is `prompt`'s business, what
lasts is the log's.
"""

from dataclasses import dataclass, replace

from sessions.ids import CallId, ItemId
from sessions.items import CallOutputItem, Item, MessageItem, Speaker
from sessions.ledger import Ledger

MAX_ITEMS = 2_000
"""Older items leave memory (never the log); a day of talking stays below."""
MAX_LEDGERS = 32
"""Only the newest replies keep word marks; older ones are truncated by share."""
ROOT = ItemId("root")
"""OpenAI's name for the place before the first item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item, and where its words are in the voice, while that is kept."""

    item: Item
    ledger: Ledger | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Items, oldest first."""

    entries: tuple[Entry, ...] = ()
    version: int = 0
    """Changes with every change; a speculation made on another version is stale."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The items alone."""
        return tuple(entry.item for entry in self.entries)

    def find(self, item_id: ItemId) -> Entry | None:
        """The entry of that id; the newest are searched first."""
        return next((e for e in reversed(self.entries) if e.item.item_id == item_id), None)

    def answered(self, call_id: CallId) -> bool:
        """Is the output of that call recorded?"""
        return any(
            isinstance(e.item, CallOutputItem) and e.item.call_id == call_id for e in self.entries
        )

    def before(self, item_id: ItemId) -> ItemId | None:
        """The item in front of `item_id`, None when it is the first or unknown."""
        ids = [entry.item.item_id for entry in self.entries]
        at = ids.index(item_id) if item_id in ids else 0
        return ids[at - 1] if at else None

    @property
    def last(self) -> ItemId | None:
        """The newest item's id."""
        return self.entries[-1].item.item_id if self.entries else None

    def add(self, item: Item, after: ItemId | None = None) -> "History":
        """Put an item behind `after`; None or unknown is the end, ROOT the beginning."""
        at = self._place(after)
        entries = (*self.entries[:at], Entry(item=item), *self.entries[at:])
        return History(entries=entries[-MAX_ITEMS:], version=self.version + 1)

    def put(self, item: Item, ledger: Ledger | None = None) -> "History":
        """Replace the item of the same id, if it is still here."""
        entries = tuple(
            replace(e, item=item, ledger=ledger or e.ledger)
            if e.item.item_id == item.item_id
            else e
            for e in self.entries
        )
        return History(entries=_forget_ledgers(entries), version=self.version + 1)

    def drop(self, item_id: ItemId) -> "History":
        """Without that item."""
        entries = tuple(e for e in self.entries if e.item.item_id != item_id)
        return History(entries=entries, version=self.version + 1)

    def tutors_last(self) -> str:
        """What the tutor said last, but for the server's own remarks; empty when nothing."""
        for entry in reversed(self.entries):
            item = entry.item
            if isinstance(item, MessageItem) and item.speaker is Speaker.TUTOR and not item.aside:
                return item.text
        return ""

    def tutor_asked(self) -> bool:
        """Did the tutor's last words end in a question?"""
        return self.tutors_last().rstrip().endswith("?")

    def _place(self, after: ItemId | None) -> int:
        if after == ROOT:
            return 0
        for at in range(len(self.entries) - 1, -1, -1):
            if self.entries[at].item.item_id == after:
                return at + 1
        return len(self.entries)


def of(items: tuple[Item, ...]) -> History:
    """The history a restarted owner begins with."""
    return History(entries=tuple(Entry(item=item) for item in items[-MAX_ITEMS:]))


def _forget_ledgers(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    kept = [at for at, entry in enumerate(entries) if entry.ledger is not None]
    if len(kept) <= MAX_LEDGERS:
        return entries
    old = set(kept[:-MAX_LEDGERS])
    return tuple(replace(e, ledger=None) if at in old else e for at, e in enumerate(entries))
