"""Our engine in a process of its own, as the server runs it: `python -m tests.load.engine_process
SOCKET`. Writes `ready` once it serves; ends when stdin does."""

import asyncio
import sys

from inference.engine.server import serve_engine
from tests.load.engine import settings


def _ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


async def main(socket: str) -> None:
    """Serve until stdin ends."""
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve_engine(settings(socket), ready=_ready))
        await asyncio.to_thread(sys.stdin.read)
        serving.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
