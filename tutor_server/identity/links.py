"""One-time login links: a signed token that works once, within fifteen minutes.

The use is recorded in Postgres, so a second use is refused on every process and after a
restart. Knows nothing about cookies or pages.
"""

from datetime import UTC, datetime
from typing import Final

import asyncpg

from tutor_server.errors import LinkExpiredError, LinkUsedError, NotFoundError, TokenExpiredError
from tutor_server.identity.keyring import Keyring
from tutor_server.identity.tokens import Grant, Principal, TokenKind, issue, verify
from tutor_server.storage.people import Person
from tutor_server.storage.pool import Database

LIFE_S: Final = 15 * 60


def make_link_token(keyring: Keyring, person: Person, *, now_s: int) -> str:
    """The token of a link that logs this person in."""
    grant = Grant(
        person_id=person.person_id,
        tenant_id=person.tenant_id,
        role=person.role,
        name=person.display_name,
        kind=TokenKind.LINK,
        life_s=LIFE_S,
    )
    return issue(keyring, grant, now_s=now_s)


async def spend(database: Database, keyring: Keyring, token: str, *, now_s: int) -> Principal:
    """Log in by a link's token, once.

    Raises LinkUsedError, LinkExpiredError, TokenError, NotFoundError (the person is no more),
    StorageUnavailableError (the link may then be used or not: try again).
    """
    try:
        principal = verify(keyring, token, now_s=now_s, kinds=frozenset({TokenKind.LINK}))
    except TokenExpiredError as error:
        raise LinkExpiredError from error
    try:
        async with database.as_tenant(principal.tenant_id) as connection:
            first = await connection.fetchval(
                "INSERT INTO login_links (jti, tenant, person, used_at, expires_at)"
                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING jti",
                principal.token_id,
                principal.tenant_id,
                principal.person_id,
                _at(now_s),
                _at(principal.expires_at_s),
            )
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFoundError("There is no such person.") from error
    if first is None:
        raise LinkUsedError
    return principal


def _at(unix_s: int) -> datetime:
    return datetime.fromtimestamp(unix_s, tz=UTC)
