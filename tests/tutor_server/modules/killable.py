"""A side module in a process of its own, to be killed.

Arguments: where the module is made (`package.module:name`, called with the keys), database URL,
home, rows per commit, tenant, students. Prints a line after each committed batch.
"""

import asyncio
import importlib
import sys
from pathlib import Path

from sessions.ids import StudentId, TenantId
from tutor_server.clock import monotonic
from tutor_server.storage import consumers
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.keys import KeyVault, load_master_key
from tutor_server.storage.pool import Database


async def main(maker: str, url: str, home: str, rows: str, tenant: str, *students: str) -> None:
    consumers.BATCH = int(rows)  # type: ignore[misc]  # many commits: a kill falls between them
    where, _, name = maker.partition(":")
    database = await Database.open(url)
    master = load_master_key(Path(home) / "keys" / "master")
    keys = KeyVault(database, master=master, clock=monotonic)
    consumer, effect = getattr(importlib.import_module(where), name)(keys)
    worker = Consumers(database, keys)
    for student in students:
        who = Pending(tenant_id=TenantId(tenant), student_id=StudentId(student))
        while await worker.apply(consumer, who, effect):
            sys.stdout.write("batch\n")
            sys.stdout.flush()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
