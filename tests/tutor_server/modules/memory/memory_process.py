"""The module in a process of its own, to be killed.

Arguments: database URL, home, tenant, students. Prints a line after each committed batch.
"""

import asyncio
import sys
from pathlib import Path

from inference.safety.sensitive import is_sensitive
from sessions.ids import StudentId, TenantId
from tests.tutor_server.modules.memory.talk import TITLES, WordEmbedder
from tutor_server.clock import monotonic
from tutor_server.modules.memory.store import CONSUMER, Memory
from tutor_server.storage import consumers
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.keys import KeyVault, load_master_key
from tutor_server.storage.pool import Database

consumers.BATCH = 7  # type: ignore[misc]  # many commits, so that a kill falls between them


async def main(url: str, home: str, tenant: str, *students: str) -> None:
    database = await Database.open(url)
    master = load_master_key(Path(home) / "keys" / "master")
    keys = KeyVault(database, master=master, clock=monotonic)
    memory = Memory(keys=keys, embedder=WordEmbedder(), title=TITLES.get, unfit=is_sensitive)
    worker = Consumers(database, keys)
    for student in students:
        who = Pending(tenant_id=TenantId(tenant), student_id=StudentId(student))
        while await worker.apply(CONSUMER, who, memory.apply):
            sys.stdout.write("batch\n")
            sys.stdout.flush()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
