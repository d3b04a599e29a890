"""A consumer in a process of its own, to be killed: applies Ada's facts three at a time.

Arguments: database URL, home, tenant, student. Prints a line after each committed batch.
"""

import asyncio
import sys
from pathlib import Path

from sessions.ids import StudentId, TenantId
from tutor_server.clock import monotonic
from tutor_server.storage import consumers
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.keys import KeyVault, load_master_key
from tutor_server.storage.pool import Connection, Database

consumers.BATCH = 3  # type: ignore[misc]  # many commits, so that a kill falls between them


async def effect(connection: Connection, logged: LoggedFact) -> None:
    """Leaves one row per application in `blobs`, whose key would let a second one through."""
    await connection.execute(
        "INSERT INTO blobs (path, tenant, student, kind, size_bytes, sha256)"
        " SELECT $3 || '/' || count(*), $1, $2, 'tally', $4, decode(repeat('00', 32), 'hex')"
        " FROM blobs WHERE student = $2",
        logged.tenant_id,
        logged.student_id,
        logged.student_id,
        logged.student_seq,
    )


async def main(url: str, home: str, tenant: str, student: str) -> None:
    database = await Database.open(url)
    master = load_master_key(Path(home) / "keys" / "master")
    worker = Consumers(database, KeyVault(database, master=master, clock=monotonic))
    who = Pending(tenant_id=TenantId(tenant), student_id=StudentId(student))
    while await worker.apply("xp", who, effect):
        sys.stdout.write("batch\n")
        sys.stdout.flush()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
