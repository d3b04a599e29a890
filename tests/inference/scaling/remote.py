"""A second engine process on a port of this machine, as if it were another machine."""

import asyncio
import contextlib
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

KEY = "a-key-of-the-tests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Where it is, and its process."""

    url: str
    """With `/v1`."""
    process: Process


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def remote_engine(model: Path, home: Path, *flags: str) -> AsyncIterator[Remote]:
    """Starts it; ready on entering, ended on leaving."""
    _write_key(home)
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "inference.scaling.engine", f"--listen=127.0.0.1:{port}",
        f"--model={model}", f"--key-file={home / 'key'}", *flags,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await until_healthy(f"http://127.0.0.1:{port}", process)
        yield Remote(url=f"http://127.0.0.1:{port}/v1", process=process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _write_key(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "key").write_text(KEY + "\n")


async def until_healthy(url: str, process: Process) -> None:
    """Wait for `/health`; the process must not end before."""
    async with asyncio.timeout(120), aiohttp.ClientSession() as http:
        while True:
            assert process.returncode is None
            with contextlib.suppress(aiohttp.ClientError, OSError):
                async with http.get(f"{url}/health") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.1)
