"""A model server as a child: it serves, or the start says why not, and it is never left behind."""

import asyncio
import shutil
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import psutil
import pytest

from inference.errors import ModelLoadError
from inference.scaling.model_server import ModelServer, Order

STUB = (sys.executable, "-m", "tests.inference.scaling.stub_server", "{socket}")


def order(*command: str, start_s: float = 60.0, stop_s: float = 30.0) -> Order:
    return Order(command=command, start_s=start_s, stop_s=stop_s)


def children(server: ModelServer) -> list[psutil.Process]:
    """Those that were told this server's socket."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if server.socket and any(server.socket in word for word in process.info["cmdline"] or ()):
            found.append(process)
    return found


async def test_it_is_open_while_the_child_serves() -> None:
    async with ModelServer(order(*STUB, "ok")) as server:
        assert await server.healthy()
        async with server.http.get("/v1/models") as response:
            assert response.status == 200
        (child,) = children(server)
    assert not child.is_running()
    assert not Path(server.socket).parent.exists()


async def test_a_child_that_dies_is_not_healthy() -> None:
    async with ModelServer(order(*STUB, "ok")) as server:
        children(server)[0].kill()
        async with asyncio.timeout(20):
            while await server.healthy():
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((sys.executable, "-c", "raise SystemExit(7)", "{socket}"), "ended with 7"),
        (("/no/such/program", "{socket}"), "ended with 1"),
    ],
)
async def test_a_child_that_ends_at_once(command: tuple[str, ...], said: str) -> None:
    with pytest.raises(ModelLoadError, match=said):
        await AsyncExitStack().enter_async_context(ModelServer(order(*command)))


async def test_a_child_that_never_becomes_ready_is_stopped() -> None:
    server = ModelServer(order(*STUB, "loading", start_s=1.0))
    with pytest.raises(ModelLoadError, match="in time"):
        await server.__aenter__()
    assert not children(server)


async def test_a_start_that_is_cancelled_leaves_nothing() -> None:
    server = ModelServer(order(*STUB, "loading"))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(server.__aenter__())
        while not children(server):
            await asyncio.sleep(0.01)
        task.cancel()
    assert not children(server)


async def test_a_child_that_does_not_mind_is_killed() -> None:
    async with ModelServer(order(*STUB, "stubborn", stop_s=0.2)) as server:
        (child,) = children(server)
    assert not child.is_running()


async def test_a_parent_that_is_killed_takes_its_child_along() -> None:
    script = (
        "import asyncio\n"
        "from inference.scaling.model_server import ModelServer, Order\n"
        "async def main():\n"
        f"    async with ModelServer(Order(command={(*STUB, 'ok')!r})) as server:\n"
        "        print(server.socket, flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    socket = (await parent.stdout.readline()).decode().strip()
    found = [p for p in psutil.process_iter(["cmdline"]) if socket in (p.info["cmdline"] or ())]
    assert len(found) == 1
    parent.send_signal(signal.SIGKILL)
    _, alive = await asyncio.to_thread(psutil.wait_procs, found, timeout=30)
    for left in alive:
        left.kill()
    await parent.wait()
    shutil.rmtree(Path(socket).parent)
    assert not alive


def test_orders_that_make_no_sense() -> None:
    with pytest.raises(ValueError, match="socket"):
        Order(command=("vllm", "serve"))
    with pytest.raises(ValueError, match="above 0"):
        order("x", "{socket}", stop_s=0)
