"""What a blocked sentence does besides being replaced: a fact, a notice, an alert."""

from inference.contracts import Direction, Verdict
from sessions import lines
from sessions.contracts import FactKind
from sessions.ids import ItemId
from sessions.outputs import Alert
from sessions.reduce.draft import Draft


def report(
    d: Draft, verdict: Verdict, *, direction: Direction, item_id: ItemId, text: str
) -> None:
    """Record it, and tell operators at once where a human must look."""
    body = {"category": verdict.category, "direction": direction.value, "item_id": item_id}
    d.commit(d.fact(FactKind.SAFETY, {**body, "alert": verdict.alert}, {"text": text}))
    d.notice("safety", lines.SAFETY)
    if verdict.alert:
        d.publish(Alert(category=verdict.category, item_id=item_id))


def instead(verdict: Verdict) -> str:
    """What the tutor says instead."""
    return verdict.replacement or lines.BLOCKED
