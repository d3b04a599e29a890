"""What a person (or their guardian) allowed, per purpose, with its history.

Nothing is allowed that was not granted; a withdrawal ends it and stays on record. Knows nothing
about who may grant: the row policies let guardians act for their wards and operators for all.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import asyncpg

from sessions.ids import TenantId
from tutor_server.errors import ForbiddenError
from tutor_server.storage.pool import Database, Scope


class Purpose(StrEnum):
    """What a consent is for. Learning from children is off without one."""

    TEACHER_VIEW = "teacher_view"
    """Teachers of the tenant may read what was said."""
    LEARN_FROM_VOTES = "learn_from_votes"
    LEARN_FROM_CHATS = "learn_from_chats"
    TRAIN_ADAPTER = "train_adapter"
    MEMORY = "memory"
    """What matters of earlier talks is kept, to be taken up in later ones."""
    FLIGHT_RECORD = "flight_record"
    """The session's inputs are kept for a short time, to replay a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One grant, standing or withdrawn."""

    purpose: str
    granted_by: str
    granted_at: datetime
    withdrawn_at: datetime | None = None


async def grant(
    database: Database, scope: Scope, *, person: str, purpose: Purpose, now: datetime
) -> None:
    """Record a consent; harmless when one stands. The scope's person grants it, or the person
    themself when the service writes it down.

    Raises ForbiddenError when the scope may not, StorageUnavailableError.
    """
    try:
        async with database.scoped(scope) as connection:
            await connection.execute(
                "INSERT INTO consents (tenant, person, purpose, granted_by, granted_at)"
                " VALUES ($1, $2, $3, $4, $5)"
                " ON CONFLICT (person, purpose) WHERE withdrawn_at IS NULL DO NOTHING",
                scope.tenant,
                person,
                purpose.value,
                scope.person or person,
                now,
            )
    except asyncpg.InsufficientPrivilegeError as error:
        raise ForbiddenError("You may not consent for this person.") from error


async def withdraw(
    database: Database, scope: Scope, *, person: str, purpose: Purpose, now: datetime
) -> bool:
    """End a standing consent; False when none stood (or none that this scope may end)."""
    async with database.scoped(scope) as connection:
        status = await connection.execute(
            "UPDATE consents SET withdrawn_at = $3"
            " WHERE person = $1 AND purpose = $2 AND withdrawn_at IS NULL",
            person,
            purpose.value,
            now,
        )
    return not status.endswith(" 0")


async def allowed(database: Database, tenant: TenantId, *, person: str, purpose: Purpose) -> bool:
    """Whether a consent stands now. Raises StorageUnavailableError; never guesses."""
    async with database.as_tenant(tenant) as connection:
        return bool(
            await connection.fetchval(
                "SELECT EXISTS (SELECT FROM consents WHERE person = $1 AND purpose = $2"
                " AND withdrawn_at IS NULL)",
                person,
                purpose.value,
            )
        )


async def history(database: Database, scope: Scope, *, person: str) -> tuple[Consent, ...]:
    """Every consent of a person that the scope may see, oldest first."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT purpose, granted_by, granted_at, withdrawn_at FROM consents"
            " WHERE person = $1 ORDER BY granted_at, id",
            person,
        )
    return tuple(Consent(**row) for row in rows)
