"""A server as a child: it starts, answers, ends, and leaves nothing behind."""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tutor_server.errors import StartError
from tutor_server.launcher import daemon as daemon_module
from tutor_server.launcher.confined import Account
from tutor_server.launcher.daemon import Daemon, keep_log_small, running

STUBBORN = (
    "import signal, pathlib, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path('up').touch(); time.sleep(60)"
)
WILLING = "import pathlib, time; pathlib.Path('up').touch(); time.sleep(60)"


def make(folder: Path, script: str) -> Daemon:
    """A daemon that runs a script and answers once it has made the file `up`."""
    folder.mkdir(exist_ok=True)

    async def answers() -> bool:
        return (folder / "up").exists()

    return Daemon(
        name="Thing",
        command=(sys.executable, "-c", script),
        account=Account(uid=os.geteuid(), gid=os.getegid(), lowered=False),
        folder=folder,
        log_path=folder.parent / "thing.log",
        answers=answers,
        stop_signal=signal.SIGTERM,
        stale=(folder / "up",),
    )


async def test_starts_and_stops_once(tmp_path: Path) -> None:
    thing = make(tmp_path / "d", WILLING)
    process = await thing.spawn()
    await thing.ready(process)
    await thing.stop(process)
    assert process.returncode == -signal.SIGTERM
    await thing.stop(process)


async def test_death_at_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    thing = make(tmp_path / "d", "raise SystemExit('the shelf is empty')")
    process = await thing.spawn()
    with pytest.raises(StartError, match="the shelf is empty"):
        await thing.ready(process)


async def test_silence_at_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon_module, "READY_TIMEOUT_S", 0.05)
    thing = make(tmp_path / "d", "import time; time.sleep(60)")
    process = await thing.spawn()
    with pytest.raises(StartError, match="did not answer in time"):
        await thing.ready(process)
    await thing.stop(process)


async def test_stubborn_server_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon_module, "STOP_TIMEOUT_S", 0.1)
    thing = make(tmp_path / "d", STUBBORN)
    process = await thing.spawn()
    await thing.ready(process)
    await thing.stop(process)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("script", [WILLING, STUBBORN])
async def test_leftovers_end_before_a_new_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(daemon_module, "STOP_TIMEOUT_S", 0.4)
    thing = make(tmp_path / "d", script)
    left = await thing.spawn()
    await thing.ready(left)
    new = await thing.spawn()
    await left.wait()
    await thing.ready(new)
    await thing.stop(new)


async def test_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    """Another program in the same folder, and the same program in another."""
    thing = make(tmp_path / "d", WILLING)
    shell = await asyncio.create_subprocess_exec("sleep", "60", cwd=thing.folder)
    elsewhere = make(tmp_path / "e", WILLING)
    neighbour = await elsewhere.spawn()
    process = await thing.spawn()
    await thing.ready(process)
    assert shell.returncode is None
    assert neighbour.returncode is None
    shell.kill()
    await shell.wait()
    await elsewhere.stop(neighbour)
    await thing.stop(process)


async def test_child_gets_none_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_SECRET", "do not tell")
    thing = make(tmp_path / "d", "import os; print(sorted(os.environ)); raise SystemExit(1)")
    process = await thing.spawn()
    await process.wait()
    assert "TUTOR_SECRET" not in thing.log_path.read_text()


class Prepared:
    """A prepared server that counts its releases."""

    def __init__(self, daemon: Daemon) -> None:
        self.daemon = daemon
        self.releases = 0

    def release(self) -> None:
        """Count."""
        self.releases += 1


async def test_running_releases_when_the_start_fails(tmp_path: Path) -> None:
    prepared = Prepared(make(tmp_path / "d", "raise SystemExit(1)"))
    with pytest.raises(StartError):
        async with running(lambda: prepared):
            pytest.fail("it did not start")
    assert prepared.releases == 1


async def test_running_stops_when_its_block_fails(tmp_path: Path) -> None:
    prepared = Prepared(make(tmp_path / "d", WILLING))
    with pytest.raises(KeyError):
        async with running(lambda: prepared):
            raise KeyError
    assert prepared.releases == 1
    assert not any(prepared.daemon._leftovers())


async def test_cancelled_while_preparing_releases_the_lock(tmp_path: Path) -> None:
    prepared = Prepared(make(tmp_path / "d", WILLING))
    started, finish = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow() -> Prepared:
        loop.call_soon_threadsafe(started.set)
        asyncio.run_coroutine_threadsafe(finish.wait(), loop).result()
        return prepared

    async def run() -> None:
        async with running(slow):
            pytest.fail("it was cancelled")

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(run())
        await started.wait()
        task.cancel()
        finish.set()
    assert prepared.releases == 1


def test_large_logs_move_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon_module, "_LOG_BYTES", 3)
    log = tmp_path / "thing.log"
    keep_log_small(log)
    log.write_text("abc")
    keep_log_small(log)
    assert log.exists()
    log.write_text("abcd")
    keep_log_small(log)
    assert not log.exists()
    assert (tmp_path / "thing.log.1").read_text() == "abcd"


async def test_last_words_of_an_empty_log(tmp_path: Path) -> None:
    thing = make(tmp_path / "d", "raise SystemExit(3)")
    assert thing.last_words() == ""
    process = await replace(thing, command=(sys.executable, "-c", "raise SystemExit(3)")).spawn()
    await process.wait()
    assert thing.last_words() == ""
