"""Facts as sessions and lessons leave them, and the module's cursor over them."""

import secrets
from datetime import datetime

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.facts import body_of, private_of
from sessions.ids import ItemId, StudentId
from sessions.items import MessageItem, Modality, Speaker
from tests.tutor_server.storage.world import World
from tutor_server.modules.classroom.store import CONSUMER, apply
from tutor_server.storage.consumers import Consumers, Effect, Pending
from tutor_server.storage.event_log import OwnedLog


def fact(
    kind: FactKind, private: dict[str, JsonValue] | None = None, /, **body: JsonValue
) -> Fact:
    """A fact of its own id; the body says what happened."""
    return Fact(fact_id=secrets.token_hex(8), kind=kind, body=body, private=private or {})


def opened() -> Fact:
    """A session began."""
    return fact(FactKind.SESSION_OPENED, grade=5, restored_items=0)


def started(lesson: str = "equal-parts", *, run: str = "r1") -> Fact:
    """A lesson began."""
    return fact(
        FactKind.LESSON_STARTED, run=run, lesson=lesson, path="number-fractions", version="v",
        format="practice", decision="",
    )  # fmt: skip


def tried(
    item: str = "i1", right: bool = False, attempt: int = 1, answer: str = "2/3", **more: JsonValue
) -> Fact:
    """An answer."""
    body: dict[str, JsonValue] = {
        "run": "r1",
        "lesson": "equal-parts",
        "path": "number-fractions",
        "item": item,
        "skill": "fraction-meaning",
        "kind": "fraction",
        "use": "practice",
        "correct": right,
        "aided": False,
        "hints": 0,
        "attempt": attempt,
        "error": "" if right else "slip",
        "misconception": "",
        "seconds": 4.0,
    }
    return fact(FactKind.ITEM_ATTEMPTED, {"answer": answer}, **{**body, **more})


def hinted(item: str = "i1", rung: int = 1, **more: JsonValue) -> Fact:
    """Help."""
    body: dict[str, JsonValue] = {
        "run": "r1", "lesson": "equal-parts", "item": item, "rung": rung, "asked": True,
        "by": "ladder",
    }  # fmt: skip
    return fact(FactKind.HINT_GIVEN, **{**body, **more})


def finished(*, run: str = "r1", lesson: str = "equal-parts") -> Fact:
    """A lesson came to its end."""
    return fact(
        FactKind.LESSON_FINISHED, run=run, lesson=lesson, path="number-fractions",
        format="practice", xp=30, unaided_right=1, unaided_total=2, right=2, total=2,
        seconds=300.0, decision="",
    )  # fmt: skip


def said(text: str, item_id: str = "", *, speaker: Speaker = Speaker.STUDENT) -> Fact:
    """Something in the conversation."""
    item = MessageItem(
        item_id=ItemId(item_id or secrets.token_hex(4)),
        speaker=speaker,
        text=text,
        modality=Modality.TEXT,
    )
    kind = FactKind.STUDENT_TURN if speaker is Speaker.STUDENT else FactKind.ITEM_ADDED
    return fact(kind, private_of(item), **body_of(item, None))


async def happened(
    world: World, *facts: Fact, at: datetime | None = None, student: StudentId | None = None
) -> OwnedLog:
    """Append to a new session; at a time other than now when one is given."""
    owned = await world.open(student)
    await owned.append(facts)
    if at is not None:
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.execute(
                "UPDATE events SET at = $2 WHERE session = $1", owned.ownership.session_id, at
            )
    return owned


async def catch_up(world: World, student: StudentId | None = None, effect: Effect = apply) -> int:
    """Apply everything that a student's log has."""
    consumers = Consumers(world.database, world.keys)
    who = Pending(tenant_id=world.tenant, student_id=student or world.ada)
    applied = 0
    while count := await consumers.apply(CONSUMER, who, effect):
        applied += count
    return applied
