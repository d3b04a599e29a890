"""Facts of lessons into the log, and the module's cursor over them."""

import secrets
from datetime import UTC, datetime

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.ids import StudentId
from tests.tutor_server.storage.world import World
from tutor_server.modules.lessons.progress import CONSUMER, apply
from tutor_server.storage.consumers import Consumers, Pending

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def fact(kind: FactKind, /, **body: JsonValue) -> Fact:
    """A fact of its own id."""
    return Fact(fact_id=secrets.token_hex(8), kind=kind, body=body, private={"answer": "s3cret"})


def started(lesson: str = "equal-parts", run: str = "r1", **more: JsonValue) -> Fact:
    """A lesson was begun."""
    body: dict[str, JsonValue] = {
        "run": run, "lesson": lesson, "path": "number-fractions", "version": "v1",
        "format": "reading", "decision": "",
    }  # fmt: skip
    return fact(FactKind.LESSON_STARTED, **{**body, **more})


def finished(lesson: str = "equal-parts", run: str = "r1", **more: JsonValue) -> Fact:
    """A lesson came to its end."""
    body: dict[str, JsonValue] = {
        "run": run, "lesson": lesson, "path": "number-fractions", "format": "reading", "xp": 30,
        "unaided_right": 1, "unaided_total": 2, "right": 2, "total": 2, "seconds": 300.5,
        "decision": "",
    }  # fmt: skip
    return fact(FactKind.LESSON_FINISHED, **{**body, **more})


def tried(item: str = "i1", run: str = "r1", attempt: int = 1, **more: JsonValue) -> Fact:
    """An answer, wrong unless told otherwise."""
    body: dict[str, JsonValue] = {
        "run": run, "lesson": "equal-parts", "path": "number-fractions", "item": item,
        "skill": "fraction-meaning", "kind": "fraction", "use": "practice", "correct": False,
        "aided": False, "hints": 0, "attempt": attempt, "error": "slip", "misconception": "",
        "seconds": None,
    }  # fmt: skip
    return fact(FactKind.ITEM_ATTEMPTED, **{**body, **more})


def hinted(item: str = "i1", run: str = "r1", rung: int = 1) -> Fact:
    """A hint."""
    return fact(
        FactKind.HINT_GIVEN, run=run, lesson="equal-parts", item=item, rung=rung, asked=True
    )


async def happened(
    world: World, *facts: Fact, at: datetime = NOON, student: StudentId | None = None
) -> int:
    """Append to a new session at a time, and let the module apply it; returns how many facts."""
    owned = await world.open(student)
    await owned.append(facts)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "UPDATE events SET at = $2 WHERE session = $1", owned.ownership.session_id, at
        )
    return await catch_up(world, student)


async def catch_up(world: World, student: StudentId | None = None) -> int:
    """Apply everything that a student's log has."""
    consumers = Consumers(world.database, world.keys)
    who = Pending(tenant_id=world.tenant, student_id=student or world.ada)
    applied = 0
    while count := await consumers.apply(CONSUMER, who, apply):
        applied += count
    return applied
