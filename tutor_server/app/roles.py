"""Runs one role. Imports only what that role needs: web must never load torch."""

import asyncio
import signal
from collections.abc import Coroutine

from tutor_server.app.logs import set_up_logging
from tutor_server.app.places import places
from tutor_server.app.ready import ReadyPipe, open_pipe
from tutor_server.settings import Settings


async def run_role(
    role: str,
    settings: Settings,
    *,
    ready_fd: int | None,
    parent_pid: int | None,
    worker: str = "web",
) -> None:
    """Until SIGTERM or SIGINT; `worker` names a web process among several. Raises StartError,
    SettingsError."""
    set_up_logging(settings)
    pipe = open_pipe(ready_fd, parent_pid)
    await _until_signal(_role(role, settings, pipe, worker))


def _role(
    role: str, settings: Settings, pipe: ReadyPipe, worker: str
) -> Coroutine[None, None, None]:
    found = places(settings)
    if role == "engine":
        from tutor_server.app.engine_role import run_engine

        return run_engine(settings, found, pipe)
    if role == "speech":
        from tutor_server.app.speech_role import run_speech

        return run_speech(settings, found, pipe)
    if role == "projector":
        from tutor_server.app.projector_role import run_projector

        return run_projector(settings, found, pipe)
    from tutor_server.app.web_role import run_web

    return run_web(settings, found, pipe, worker=worker)


async def _until_signal(main: Coroutine[None, None, None]) -> None:
    """Cancel the role at the first signal; what it raises by itself comes out here."""
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(main)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
