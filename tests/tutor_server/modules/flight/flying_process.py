"""A session flown in a process of its own, to be killed: stores a conversation as it goes.

Arguments: database URL, home, tenant, student, session. Prints the events stored after each flush,
and goes on noting events that are never flushed.
"""

import asyncio
import sys
from pathlib import Path

from sessions.contracts import Identity
from sessions.ids import SessionId, StudentId, TenantId
from tests.tutor_server.modules.flight.flown import DAYS, NOON, feed, talk
from tutor_server.clock import monotonic
from tutor_server.modules.flight.store import Flight, FlightStore
from tutor_server.modules.flight.writer import FlightWriter
from tutor_server.storage.keys import KeyVault, load_master_key
from tutor_server.storage.pool import Database

STEP = 25


async def main(url: str, home: str, tenant: str, student: str, session: str) -> None:
    database = await Database.open(url)
    master = load_master_key(Path(home) / "keys" / "master")
    store = FlightStore(database, KeyVault(database, master=master, clock=monotonic), days=DAYS)
    identity = Identity(
        tenant_id=TenantId(tenant), student_id=StudentId(student), session_id=SessionId(session)
    )
    writer = FlightWriter(store, now=lambda: NOON)
    recorder = writer.open(Flight(identity=identity, epoch=1))
    told = talk(18)
    for first in range(0, 3 * STEP, STEP):
        feed(recorder, told, first, first + STEP)
        await writer.flush()
        sys.stdout.write(f"{first + STEP}\n")
        sys.stdout.flush()
    feed(recorder, told, 3 * STEP, 4 * STEP)
    sys.stdout.write("noted\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
