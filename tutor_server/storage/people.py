"""Tenants and people: opaque ids, names sealed, found again by a keyed mark of the name.

Knows roles and accommodations as data; what a role may do is decided elsewhere.
"""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from inference.contracts import JsonValue
from sessions.ids import StudentId, TenantId
from tutor_server.errors import InvalidRequestError, NotFoundError, StorageUnavailableError
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.pool import Connection, Database, Row
from tutor_server.storage.retention import DEFAULT_DAYS

HOME_TENANT: Final = TenantId("home")
"""The tenant of an installation that never made another."""
MAX_NAME_CHARS: Final = 100


class PersonRole(StrEnum):
    """What a person is to a tenant."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    OPERATOR = "operator"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person; `display_name` is empty once erased."""

    person_id: str
    tenant_id: TenantId
    role: PersonRole
    display_name: str
    grade: int = 5
    """School grade 1 to 12."""
    locale: str = ""
    """BCP 47; empty until one is chosen."""
    accommodations: Mapping[str, JsonValue] = field(default_factory=dict)


class People:
    """Makes and finds people. Every method raises StorageUnavailableError."""

    def __init__(self, database: Database, keys: KeyVault) -> None:
        self._database = database
        self._keys = keys

    async def ensure_tenant(self, tenant: TenantId, *, name: str) -> None:
        """Make the tenant with the default retention unless it is there."""
        async with self._database.as_tenant(tenant) as connection:
            made = await connection.fetchval(
                "INSERT INTO tenants (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING"
                " RETURNING id",
                tenant,
                name,
            )
            if made is not None:
                await connection.executemany(
                    "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, $3)",
                    [(tenant, kind.value, days) for kind, days in DEFAULT_DAYS.items()],
                )

    async def tenants(self) -> tuple[TenantId, ...]:
        """Every tenant's id."""
        async with self._database.as_service() as connection:
            rows = await connection.fetch("SELECT id FROM tenants ORDER BY id")
        return tuple(TenantId(row["id"]) for row in rows)

    async def ensure_person(self, tenant: TenantId, role: PersonRole, name: str) -> str:
        """The id of the person of this name and role, made if need be.

        The same name (after Unicode NFKC, case and space folding) finds the same person. Raises
        InvalidRequestError (empty or too long), NotFoundError (no such tenant).
        """
        shown = " ".join(unicodedata.normalize("NFKC", name).split())
        if not 0 < len(shown) <= MAX_NAME_CHARS:
            raise InvalidRequestError(
                f"A name has 1 to {MAX_NAME_CHARS} characters.", param="name"
            )
        mark = self._keys.mark(f"{tenant}\0{role}\0{shown.casefold()}")
        async with self._database.as_tenant(tenant) as connection:
            if await connection.fetchval("SELECT id FROM tenants WHERE id = $1", tenant) is None:
                raise NotFoundError("There is no such tenant.")
            found = await _find(connection, tenant, role, mark)
            return found or await self._make(connection, tenant, role, (shown, mark))

    async def get(self, tenant: TenantId, person_id: str) -> Person:
        """Raises NotFoundError, ErasedError."""
        cipher = await self._keys.cipher(tenant, person_id)
        async with self._database.as_tenant(tenant) as connection:
            row = await connection.fetchrow(
                "SELECT id, tenant, role, name_sealed, grade, locale, accommodations FROM people"
                " WHERE id = $1 AND erased_at IS NULL",
                person_id,
            )
        if row is None:
            raise NotFoundError("There is no such person.")
        name = cipher.open(row["name_sealed"], place=_name_place(person_id)).decode()
        return _person(row, name)

    async def set_learning_needs(self, person: Person) -> None:
        """Store the person's grade, locale and accommodations."""
        async with self._database.as_tenant(person.tenant_id) as connection:
            await connection.execute(
                "UPDATE people SET grade = $2, locale = $3, accommodations = $4"
                " WHERE id = $1 AND erased_at IS NULL",
                person.person_id,
                person.grade,
                person.locale,
                dict(person.accommodations),
            )

    async def set_locale(self, tenant: TenantId, person_id: str, locale: str) -> None:
        """Store the language that a person chose (BCP 47); empty is none."""
        async with self._database.as_tenant(tenant) as connection:
            await connection.execute(
                "UPDATE people SET locale = $2 WHERE id = $1 AND erased_at IS NULL",
                person_id,
                locale,
            )

    async def put_under_guard(
        self, tenant: TenantId, *, guardian: str, student: StudentId
    ) -> None:
        """The guardian may see and consent for the student from now on."""
        async with self._database.as_tenant(tenant) as connection:
            await connection.execute(
                "INSERT INTO guardianships (tenant, guardian, student) VALUES ($1, $2, $3)"
                " ON CONFLICT DO NOTHING",
                tenant,
                guardian,
                student,
            )

    async def _make(
        self, connection: Connection, tenant: TenantId, role: PersonRole, named: tuple[str, bytes]
    ) -> str:
        name, mark = named
        person_id = f"{role[:2]}_{secrets.token_hex(12)}"
        made = await connection.fetchval(
            "INSERT INTO people (id, tenant, role, name_mark, locale) VALUES ($1, $2, $3, $4, '')"
            " ON CONFLICT (tenant, role, name_mark) DO NOTHING RETURNING id",
            person_id,
            tenant,
            role.value,
            mark,
        )
        if made is None:  # another process made the same person while we looked
            made = await _find(connection, tenant, role, mark)
            if made is None:
                raise StorageUnavailableError
            return made
        cipher = await self._keys.create(connection, tenant, person_id)
        await connection.execute(
            "UPDATE people SET name_sealed = $2 WHERE id = $1",
            person_id,
            cipher.seal(name.encode(), place=_name_place(person_id)),
        )
        return person_id


async def _find(
    connection: Connection, tenant: TenantId, role: PersonRole, mark: bytes
) -> str | None:
    found: str | None = await connection.fetchval(
        "SELECT id FROM people WHERE tenant = $1 AND role = $2 AND name_mark = $3",
        tenant,
        role.value,
        mark,
    )
    return found


def _person(row: Row, name: str) -> Person:
    return Person(
        person_id=row["id"],
        tenant_id=TenantId(row["tenant"]),
        role=PersonRole(row["role"]),
        display_name=name,
        grade=row["grade"],
        locale=row["locale"],
        accommodations=row["accommodations"],
    )


def _name_place(person_id: str) -> str:
    return f"name:{person_id}"
