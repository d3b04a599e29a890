"""The commit barrier: what promises durability is told only after its facts are in the log."""

from dataclasses import replace

from sessions import lines
from sessions.events import Committed, StorageBack, StorageLate
from sessions.reduce.draft import Draft


def committed(d: Draft, event: Committed) -> None:
    """Tell everything that is in the log now."""
    done = [pending for pending in d.state.commits if pending.number <= event.number]
    waiting = tuple(pending for pending in d.state.commits if pending.number > event.number)
    d.state = replace(d.state, commits=waiting)
    for pending in done:
        d.publish(*pending.outputs)


def storage_late(d: Draft, event: StorageLate) -> None:
    """The voice that plays goes on; new turns wait."""
    del event
    d.notice("storage_unavailable", lines.STORAGE_UNAVAILABLE)


def storage_back(d: Draft, event: StorageBack) -> None:
    """The log answers again."""
    del event
    d.notice("storage_back", lines.STORAGE_BACK)


def full(d: Draft, event_id: str | None) -> bool:
    """Too many facts wait for the log: refuse what would add another."""
    if len(d.state.commits) < d.state.rules.commits:
        return False
    d.refuse("storage_unavailable", lines.STORAGE_UNAVAILABLE, event_id=event_id)
    return True
