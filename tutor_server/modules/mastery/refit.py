"""Learns a school's skill models and weights from its own attempts, where that is allowed.

Only attempts of students with a standing consent to learn from what they do are read. The fit
runs in a thread; what it found replaces what was there in one transaction, so an answer is
judged by the old numbers or by the new ones, never by a mixture. Called once in a while by
whoever owns the projector's tasks.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from sessions.ids import TenantId
from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.past import USUAL
from tutor_server.modules.mastery.priors import SKILL
from tutor_server.modules.mastery.school import School, enough, fit_school
from tutor_server.storage.consents import Purpose
from tutor_server.storage.pool import Connection, Database

PAGE: Final = 5_000
"""Attempts per query."""
MOST_ATTEMPTS: Final = 200_000
"""Read at most; that many take about half a minute to learn from."""

_READ = """
    SELECT a.student, a.place, a.skill, a.item, a.kind, a.use, a.attempt, a.is_right
    FROM mastery_attempts a
    WHERE a.tenant = $1 AND (a.student, a.place) > ($2, $3) AND EXISTS (
        SELECT FROM consents c WHERE c.tenant = a.tenant AND c.person = a.student
        AND c.purpose = $4 AND c.withdrawn_at IS NULL)
    ORDER BY a.student, a.place LIMIT $5
"""


async def refit(database: Database, tenant: TenantId) -> School | None:
    """Learn and take over what helps; None when there is too little to learn from, and then
    nothing changes. Raises StorageUnavailableError."""
    students = await _read(database, tenant)
    if not enough(students):
        return None
    school = await asyncio.to_thread(fit_school, students)
    async with database.as_tenant(tenant) as connection:
        await _save(connection, tenant, school)
    return school


async def _read(database: Database, tenant: TenantId) -> list[list[tuple[Question, bool]]]:
    """The students' answers in order of time."""
    students: dict[str, list[tuple[Question, bool]]] = {}
    student, place, read = "", 0, 0
    while read < MOST_ATTEMPTS:
        async with database.as_tenant(tenant) as connection:
            rows = await connection.fetch(
                _READ, tenant, student, place, Purpose.LEARN_FROM_CHATS.value, PAGE
            )
        for row in rows:
            question = Question(
                skill=row["skill"],
                item=row["item"],
                kind=row["kind"],
                use=row["use"],
                attempt=row["attempt"],
            )
            students.setdefault(row["student"], []).append((question, row["is_right"]))
        if len(rows) < PAGE:
            break
        student, place, read = rows[-1]["student"], rows[-1]["place"], read + len(rows)
    return list(students.values())


async def _save(connection: Connection, tenant: TenantId, school: School) -> None:
    await connection.execute("DELETE FROM mastery_models WHERE tenant = $1", tenant)
    await connection.execute("DELETE FROM mastery_weights WHERE tenant = $1", tenant)
    await connection.executemany(
        "INSERT INTO mastery_models (tenant, skill, p_init, learn, slip, guess, usual)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        _model_rows(tenant, school.models, school.usual),
    )
    await connection.executemany(
        "INSERT INTO mastery_weights (tenant, feature, weight) VALUES ($1, $2, $3)",
        [(tenant, feature, weight) for feature, weight in school.weights.items()],
    )


def _model_rows(
    tenant: TenantId, models: Mapping[str, SkillModel], usual: Mapping[str, float]
) -> Sequence[tuple[object, ...]]:
    rows = []
    for skill in sorted(models.keys() | usual.keys()):
        model = models.get(skill, SKILL)
        rows.append(
            (
                tenant, skill, model.p_init, model.learn, model.slip, model.guess,
                usual.get(skill, USUAL),
            )
        )  # fmt: skip
    return rows
