"""Kept replies in Postgres, nearest by pgvector. Knows rows; knows no gate and no threshold.

Every method acts as the service inside one tenant and raises StorageUnavailableError.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sessions.ids import StudentId, TenantId
from tutor_server.modules.replies.question import Partition, Question
from tutor_server.modules.replies.threshold import Check
from tutor_server.storage.pool import Connection, Database, Row

FIRST_LIFE: Final = timedelta(days=1)
LONGEST_LIFE: Final = timedelta(days=30)
MOST_PER_FORM: Final = 3
"""Replies of one form in one partition: their questions are too unlike to share one."""
MOST_CHECKS: Final = 500
"""Newest checks of a reply that count."""

_PLACE = """tenant = $1 AND form = $2 AND item = $3 AND scope = $4 AND locale = $5 AND grade = $6
    AND policy = $7 AND prompt_version = $8 AND model_version = $9"""
_ANY = f"SELECT EXISTS (SELECT FROM cached_replies WHERE {_PLACE} AND expires_at > $10)"  # noqa: S608
_NEAREST = f"""
    SELECT id, reply, 1 - (embedding <=> ($11::text)::vector) AS similarity FROM cached_replies
    WHERE {_PLACE} AND expires_at > $10 ORDER BY embedding <=> ($11::text)::vector LIMIT 1
"""  # noqa: S608 a constant
_CHECKS = """
    SELECT similarity, agreed FROM cached_reply_checks WHERE tenant = $1 AND reply = $2
    ORDER BY id DESC LIMIT $3
"""
_KEEP = f"""
    INSERT INTO cached_replies (tenant, form, item, scope, locale, grade, policy, prompt_version,
        model_version, created_at, embedding, id, student, reply, expires_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ($11::text)::vector, $12, $13, $14, $15
    WHERE (SELECT count(*) FROM cached_replies WHERE {_PLACE} AND expires_at > $10) < $16
"""  # noqa: S608 a constant
_CONFIRM = """
    UPDATE cached_replies SET confirmed = confirmed + 1,
        expires_at = greatest(expires_at, $3::timestamptz + least($5::interval,
            $4::interval * power(2, least(confirmed + 1, 20))))
    WHERE tenant = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The kept reply whose question is most like the one that is asked."""

    reply_id: str
    reply: str
    similarity: float
    checks: tuple[Check, ...]


class ReplyStore:
    """Reads and writes kept replies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def any(self, partition: Partition, form: bytes, *, now: datetime) -> bool:
        """Whether a living reply has this form; cheap, for most questions have none."""
        async with self._database.as_tenant(partition.tenant) as connection:
            return bool(await connection.fetchval(_ANY, *_place(partition, form), now))

    async def nearest(
        self, partition: Partition, form: bytes, vector: NDArray[np.float32], *, now: datetime
    ) -> Near | None:
        """The living reply of this form with the most similar question, and its checks."""
        place = (*_place(partition, form), now, _text(vector))
        async with self._database.as_tenant(partition.tenant) as connection:
            row = await connection.fetchrow(_NEAREST, *place)
            if row is None:
                return None
            told = await connection.fetch(_CHECKS, partition.tenant, row["id"], MOST_CHECKS)
        return _near(row, told)

    async def keep(
        self,
        question: Question,
        form: bytes,
        vector: NDArray[np.float32],
        reply: str,
        *,
        now: datetime,
    ) -> str | None:
        """A new reply for one day; its id, or None when its form has enough of them."""
        reply_id = f"reply_{secrets.token_hex(12)}"
        async with self._database.as_tenant(question.partition.tenant) as connection:
            status = await connection.execute(
                _KEEP,
                *_place(question.partition, form),
                now,
                _text(vector),
                reply_id,
                question.student,
                reply,
                now + FIRST_LIFE,
                MOST_PER_FORM,
            )
        return reply_id if status.endswith(" 1") else None

    async def hit(self, tenant: TenantId, reply_id: str) -> None:
        """Count that it was said again."""
        async with self._database.as_tenant(tenant) as connection:
            await connection.execute(
                "UPDATE cached_replies SET hits = hits + 1 WHERE tenant = $1 AND id = $2",
                tenant,
                reply_id,
            )

    async def check(self, tenant: TenantId, reply_id: str, check: Check, *, now: datetime) -> None:
        """Remember how a hit compared with a fresh reply; agreement makes the life longer."""
        async with self._database.as_tenant(tenant) as connection:
            await connection.execute(
                "INSERT INTO cached_reply_checks (tenant, reply, similarity, agreed, at)"
                " SELECT $1, $2, $3, $4, $5 WHERE EXISTS"
                " (SELECT FROM cached_replies WHERE tenant = $1 AND id = $2)",
                tenant,
                reply_id,
                check.similarity,
                check.agreed,
                now,
            )
            if check.agreed:
                await confirm(connection, tenant, reply_id, now=now)

    async def confirm(self, tenant: TenantId, reply_id: str, *, now: datetime) -> None:
        """Somebody was content: it lives longer."""
        async with self._database.as_tenant(tenant) as connection:
            await confirm(connection, tenant, reply_id, now=now)

    async def remove(self, tenant: TenantId, reply_id: str) -> bool:
        """Forget one reply; whether it was there."""
        async with self._database.as_tenant(tenant) as connection:
            return await remove(connection, tenant, reply_id)

    async def remove_other_versions(
        self, tenant: TenantId, *, policy: str, prompt_version: str, model_version: str
    ) -> int:
        """Forget what another policy, prompt or model said; returns how many."""
        async with self._database.as_tenant(tenant) as connection:
            status = await connection.execute(
                "DELETE FROM cached_replies WHERE tenant = $1 AND (policy <> $2"
                " OR prompt_version <> $3 OR model_version <> $4)",
                tenant,
                policy,
                prompt_version,
                model_version,
            )
        return int(status.rpartition(" ")[2])


async def confirm(
    connection: Connection, tenant: TenantId, reply_id: str, *, now: datetime
) -> None:
    """Each confirmation doubles the life that begins now: 2 days, 4, 8, up to 30."""
    await connection.execute(_CONFIRM, tenant, reply_id, now, FIRST_LIFE, LONGEST_LIFE)


async def remove(connection: Connection, tenant: TenantId, reply_id: str) -> bool:
    """Forget one reply and its checks, in the caller's transaction."""
    status = await connection.execute(
        "DELETE FROM cached_replies WHERE tenant = $1 AND id = $2", tenant, reply_id
    )
    return status.endswith(" 1")


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove what a student's questions left, within the erasure's transaction. Redis forgets it
    within hot.LIFE_S."""
    await connection.execute(
        "DELETE FROM cached_replies WHERE tenant = $1 AND student = $2", tenant, student
    )


def _place(partition: Partition, form: bytes) -> tuple[object, ...]:
    return (
        partition.tenant,
        form,
        partition.item,
        partition.scope,
        partition.locale,
        partition.grade,
        partition.policy,
        partition.prompt_version,
        partition.model_version,
    )


def _text(vector: NDArray[np.float32]) -> str:
    """As pgvector reads it."""
    return "[" + ",".join(map(str, vector.tolist())) + "]"


def _near(row: Row, told: Sequence[Row]) -> Near:
    return Near(
        reply_id=row["id"],
        reply=row["reply"],
        similarity=float(row["similarity"]),
        checks=tuple(
            Check(similarity=check["similarity"], agreed=check["agreed"]) for check in told
        ),
    )
