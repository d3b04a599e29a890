"""Who may look at a class, at a student, at what was said. The row policies say it again.

Every refusal is a sentence that the teacher's page can show.
"""

from collections.abc import Set as AbstractSet
from typing import Final

from aiohttp import web

from sessions.ids import StudentId
from tutor_server.errors import ForbiddenError, NotFoundError
from tutor_server.storage.consents import Purpose, allowed
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Caller

STAFF: Final = frozenset({"teacher", "operator", "service"})
CONSENTING: Final = frozenset({"guardian", "operator", "service"})
"""Who may record what a student allows."""
_READING: Final = frozenset({"student", "guardian", "operator", "service"})
"""Who may read what those students said whom they may know, without a consent."""
CONSENT_MISSING: Final = "consent_missing"
"""The error's code while a student does not allow that teachers read what was said."""


async def require(request: web.Request, roles: AbstractSet[str], *, refusal: str) -> Caller:
    """The caller, of one of these roles. Raises TokenError, ForbiddenError."""
    who = await caller(request)
    if who.role not in roles:
        raise ForbiddenError(refusal)
    return who


def scope_of(who: Caller) -> Scope:
    """What the row policies let the caller see."""
    return Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)


async def known_student(request: web.Request, database: Database, scope: Scope) -> StudentId:
    """The student of the address. Raises NotFoundError, also when the scope may not know them."""
    student = id_of(request, "student_id")
    async with database.scoped(scope) as connection:
        found = await connection.fetchval(
            "SELECT true FROM people WHERE id = $1 AND role = 'student' AND erased_at IS NULL",
            student,
        )
    if not found:
        raise NotFoundError("There is no such student.")
    return StudentId(student)


def id_of(request: web.Request, name: str) -> str:
    """An id of the address. Raises NotFoundError for characters that no id has and that Postgres
    does not take, such as NUL."""
    text = request.match_info[name]
    if not text.isprintable():
        raise NotFoundError
    return text


async def may_read(database: Database, scope: Scope, student: StudentId) -> bool:
    """Whether the scope may read what a student, whom it knows, said."""
    if scope.role == "teacher":
        return await allowed(database, scope.tenant, person=student, purpose=Purpose.TEACHER_VIEW)
    return scope.role in _READING


async def require_reading(database: Database, scope: Scope, student: StudentId) -> None:
    """Raises ForbiddenError `consent_missing`."""
    if not await may_read(database, scope, student):
        error = ForbiddenError(
            "This student has not allowed teachers to read what was said."
            " A guardian or an operator can give consent."
        )
        error.code = CONSENT_MISSING
        raise error
