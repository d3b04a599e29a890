"""What storage tests share: a fresh tenant, facts to append, and servers that may be killed."""

import asyncio
import contextlib
import secrets
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sessions.contracts import Fact, FactKind, Identity
from sessions.ids import SessionId, StudentId, TenantId
from tutor_server.clock import monotonic
from tutor_server.launcher.daemon import ENVIRONMENT, Daemon
from tutor_server.storage.event_log import EventLog, OwnedLog
from tutor_server.storage.keys import KeyVault, load_master_key
from tutor_server.storage.people import People, PersonRole
from tutor_server.storage.pool import Database, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One fresh tenant with two students."""

    database: Database
    keys: KeyVault
    people: People
    log: EventLog
    tenant: TenantId
    ada: StudentId
    ben: StudentId

    async def open(self, student: StudentId | None = None) -> OwnedLog:
        """A new session of a student, Ada's unless told otherwise."""
        session_id = SessionId(secrets.token_hex(8))
        identity = Identity(
            tenant_id=self.tenant, student_id=student or self.ada, session_id=session_id
        )
        return await self.log.open_session(identity, owner="test")

    def as_(self, role: str, person: str = "") -> Scope:
        """A viewer of this tenant."""
        return Scope(tenant=self.tenant, role=role, person=person)

    async def person(self, role: PersonRole, name: str = "Grown Up") -> str:
        """Somebody of another role."""
        return await self.people.ensure_person(self.tenant, role, name)


async def make_world(database: Database, home: Path) -> World:
    """A tenant of its own, so that tests share a database without seeing one another."""
    keys = KeyVault(database, master=load_master_key(home / "keys" / "master"), clock=monotonic)
    people = People(database, keys)
    tenant = TenantId(f"t{secrets.token_hex(6)}")
    await people.ensure_tenant(tenant, name="A school")
    ada = StudentId(await people.ensure_person(tenant, PersonRole.STUDENT, "Ada"))
    ben = StudentId(await people.ensure_person(tenant, PersonRole.STUDENT, "Ben"))
    return World(
        database=database,
        keys=keys,
        people=people,
        log=EventLog(database, keys),
        tenant=tenant,
        ada=ada,
        ben=ben,
    )


def turn(text: str, fact_id: str = "") -> Fact:
    """A student's turn."""
    return Fact(
        fact_id=fact_id or secrets.token_hex(8),
        kind=FactKind.STUDENT_TURN,
        body={"item_id": "item_1", "turn": 1},
        private={"text": text},
    )


async def until(check: Callable[[], Awaitable[object]]) -> None:
    """Let others work until the check says yes; fails after very many tries. The first come at
    once; then each gives Postgres a moment, which on a busy machine needs many of them."""
    for tries in range(100_000):
        if await check():
            return
        await asyncio.sleep(0 if tries < 1_000 else 0.001)
    raise TimeoutError("it never came true")


@contextlib.contextmanager
def running(daemon: Daemon, *options: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The daemon as a plain child, outside of any event loop."""
    child = subprocess.Popen(
        [*daemon.command, *options],
        cwd=daemon.folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=daemon.account.user,
        group=daemon.account.group,
        extra_groups=daemon.account.extra_groups,
        start_new_session=True,
    )
    try:
        asyncio.run(_until_ready(daemon))
        yield child
    finally:
        child.send_signal(daemon.stop_signal)
        child.wait(30)


async def _until_ready(daemon: Daemon) -> None:
    for _ in range(1_500):
        if await daemon.answers():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(f"{daemon.name} did not start")
