"""Connections to Postgres, each transaction bound to whom it acts for.

Row-level security reads three settings that live as long as one transaction: `app.tenant`,
`app.role` and `app.person`. This module sets them and translates lost connections; it knows no
table. A transaction without them sees nothing.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self, TypeAlias

import asyncpg

from sessions.ids import StudentId, TenantId
from tutor_server.errors import (
    StartError,
    StorageFullError,
    StorageUnavailableError,
    UnsafeRoleError,
)

ANY_TENANT: Final = TenantId("*")
"""Seen by the service role only; no tenant can have this id."""
ACQUIRE_TIMEOUT_S = 5.0
STATEMENT_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 2.0

Row: TypeAlias = Mapping[str, Any]
"""An asyncpg.Record; its columns are typed by the query beside it."""


class Connection(Protocol):
    """The part of asyncpg.Connection that the server uses, inside one transaction."""

    async def execute(self, query: str, *args: object) -> str: ...

    async def executemany(self, query: str, args: Sequence[Sequence[object]]) -> None: ...

    async def fetch(self, query: str, *args: object) -> Sequence[Row]: ...

    async def fetchrow(self, query: str, *args: object) -> Row | None: ...

    async def fetchval(self, query: str, *args: object) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """For whom a transaction acts; the policies of the migrations read it."""

    tenant: TenantId
    role: str
    """`student`, `guardian`, `teacher`, `operator` or `service`."""
    person: str = ""
    """The person's id; empty for the service."""


# OSError covers refused, reset and timed-out connections. The caller may try again.
_LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
)
_REFUSED = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError)


class Database:
    """A pool of connections for the application's role."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str, *, size: int = 10) -> Self:
        """Connect once to see that it works.

        Raises StorageUnavailableError, UnsafeRoleError, StartError (wrong password or name).
        """
        pool = await asyncpg.create_pool(
            url,
            min_size=0,  # else the pool logs a traceback a second while Postgres is away
            max_size=size,  # a further caller waits ACQUIRE_TIMEOUT_S, then is told to retry
            command_timeout=STATEMENT_TIMEOUT_S,
            init=_prepare_connection,
            reset=_keep,
            server_settings={
                "application_name": "tutor",
                "lock_timeout": "5s",
                "idle_in_transaction_session_timeout": "30s",
            },
        )
        database = cls(pool)
        try:
            await database._refuse_unsafe_role()
        except _REFUSED as error:
            await database.close()
            raise StartError(f"The database refused the connection: {error}.") from error
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Close every connection; in-flight ones get 2 s."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._pool.close()
        except (TimeoutError, *_LOST):
            self._pool.terminate()

    def as_student(
        self, tenant: TenantId, student: StudentId
    ) -> AbstractAsyncContextManager[Connection]:
        """A transaction that sees and writes this student's rows only."""
        return self.scoped(Scope(tenant=tenant, role="student", person=student))

    def as_tenant(self, tenant: TenantId) -> AbstractAsyncContextManager[Connection]:
        """A transaction of the service inside one tenant."""
        return self.scoped(Scope(tenant=tenant, role="service"))

    def as_service(self) -> AbstractAsyncContextManager[Connection]:
        """A transaction of the service across tenants."""
        return self.scoped(Scope(tenant=ANY_TENANT, role="service"))

    @asynccontextmanager
    async def scoped(self, scope: Scope) -> AsyncIterator[Connection]:
        """A transaction in a scope, committed when left without an error.

        Raises StorageUnavailableError when the connection cannot be had or is lost; the
        transaction may then have been committed or not.
        """
        async with self._connection() as connection, connection.transaction():
            await connection.execute(
                "SELECT set_config('app.tenant', $1, true), set_config('app.role', $2, true),"
                " set_config('app.person', $3, true)",
                scope.tenant,
                scope.role,
                scope.person,
            )
            yield connection

    @asynccontextmanager
    async def unscoped(self) -> AsyncIterator[Connection]:
        """A transaction for nobody: it sees no row of any table that has a tenant."""
        async with self._connection() as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        try:
            async with self._acquired() as connection:
                try:
                    yield connection
                except asyncpg.InterfaceError as error:
                    # asyncpg reports a dead connection and a wrong call by the same class.
                    if _is_gone(connection):
                        raise StorageUnavailableError from error
                    raise
                except asyncpg.InternalClientError as error:
                    # A dying server's last error came before our query: "cannot switch to state".
                    with suppress(asyncpg.InterfaceError):  # already taken away
                        connection.terminate()
                    raise StorageUnavailableError from error
        except asyncpg.DiskFullError as error:
            raise StorageFullError from error
        except _LOST as error:
            raise StorageUnavailableError from error

    @asynccontextmanager
    async def _acquired(self) -> AsyncIterator[Any]:
        try:
            connection = await self._pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        except asyncpg.InterfaceError as error:
            raise StorageUnavailableError("The tutor is shutting down.") from error
        try:
            yield connection
        finally:
            await self._pool.release(connection)

    async def _refuse_unsafe_role(self) -> None:
        async with self.unscoped() as connection:
            unsafe = await connection.fetchval(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
        if unsafe:
            raise UnsafeRoleError


def _is_gone(connection: Any) -> bool:
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True  # the pool has already taken it away


async def _prepare_connection(connection: Any) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=json.dumps, decoder=json.loads
        )


async def _keep(connection: object) -> None:
    """Everything we set is local to a transaction, so a returned connection needs no reset;
    that saves one of eight round trips per append."""
