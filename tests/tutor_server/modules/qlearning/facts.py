"""Facts as sessions leave them, short to write in tests, and the module's cursor over them."""

import secrets
from datetime import UTC, datetime

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.ids import StudentId
from tests.tutor_server.storage.world import World
from tutor_server.modules.qlearning.store import CONSUMER, apply
from tutor_server.storage.consumers import Consumers, Effect, Pending
from tutor_server.storage.keys import KeyVault

STATE = "grade:5-6 alone:new hints:few mood:calm"
FIX_STATE = "grade:5-6 alone:new hints:few mood:calm error:slip"
OPTIONS = ("reading", "practice", "video")
FIXES = ("hint_ladder", "worked_example")
MONDAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def fact(kind: FactKind, /, **body: JsonValue) -> Fact:
    return Fact(fact_id=secrets.token_hex(8), kind=kind, body=body)


def decided(decision: str = "d1", /, **more: JsonValue) -> Fact:
    """A format was chosen."""
    options = more.get("options", list(OPTIONS))
    assert isinstance(options, list)
    body: dict[str, JsonValue] = {
        "decision": decision,
        "kind": "format",
        "lesson": "equal-parts",
        "skill": "fraction-meaning",
        "state": STATE,
        "options": options,
        "chosen": options[0],
        "probabilities": [1 / len(options)] * len(options),
        "source": "bandit",
    }
    return fact(FactKind.DECISION_MADE, **{**body, **more})


def fixed(decision: str = "f1", /, **more: JsonValue) -> Fact:
    """A fix was chosen."""
    return decided(decision, **{"kind": "fix", "options": list(FIXES), "state": FIX_STATE, **more})


def started(run: str = "r1", decision: str = "d1", lesson: str = "equal-parts") -> Fact:
    return fact(FactKind.LESSON_STARTED, run=run, lesson=lesson, decision=decision, path="p")


def finished(right: int = 4, total: int = 5, *, run: str = "r1", decision: str = "d1") -> Fact:
    return fact(
        FactKind.LESSON_FINISHED, run=run, lesson="equal-parts", decision=decision, path="p",
        unaided_right=right, unaided_total=total, xp=30, format="reading", right=5, total=6,
        seconds=60.0,
    )  # fmt: skip


def tried(item: str = "i1", right: bool = True, /, **more: JsonValue) -> Fact:
    """An answer, the first and without help unless told otherwise."""
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
        "attempt": 1,
        "error": "" if right else "slip",
        "misconception": "",
        "seconds": None,
    }
    return fact(FactKind.ITEM_ATTEMPTED, **{**body, **more})


async def happened(
    world: World, *facts: Fact, at: datetime | None = None, student: StudentId | None = None
) -> None:
    """Append to a new session; at a time other than now when one is given."""
    owned = await world.open(student or world.ada)
    await owned.append(facts)
    if at is not None:
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.execute(
                "UPDATE events SET at = $2 WHERE session = $1", owned.ownership.session_id, at
            )


def module(keys: KeyVault) -> tuple[str, Effect]:
    """For `trouble`."""
    del keys
    return CONSUMER, apply


async def catch_up(
    world: World, student: StudentId | None = None, *, effect: Effect = apply
) -> int:
    """Apply everything that a student's log has."""
    consumers = Consumers(world.database, world.keys)
    who = Pending(tenant_id=world.tenant, student_id=student or world.ada)
    applied = 0
    while count := await consumers.apply(CONSUMER, who, effect):
        applied += count
    return applied


async def learned(
    world: World, *facts: Fact, at: datetime | None = None, student: StudentId | None = None
) -> None:
    """Append, and let the module read it."""
    await happened(world, *facts, at=at, student=student)
    await catch_up(world, student)
