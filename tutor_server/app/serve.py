"""`tutor serve`: starts storage and every role, prints the link to open, keeps them running."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Callable
from dataclasses import dataclass, replace

from tutor_server.app import running
from tutor_server.app.login import new_link
from tutor_server.app.logs import set_up_logging
from tutor_server.app.places import Places, places
from tutor_server.app.urls import base_url
from tutor_server.attach.placement import worker_names
from tutor_server.clock import monotonic, wall_clock
from tutor_server.launcher.certificate import ensure_certificate, local_names
from tutor_server.launcher.daemon import Daemon
from tutor_server.launcher.postgres import PostgresServer
from tutor_server.launcher.postgres_cluster import APP_ROLE
from tutor_server.launcher.preflight import check_home, check_port
from tutor_server.launcher.progress import Progress
from tutor_server.launcher.redis import RedisServer
from tutor_server.launcher.role import RoleProcess
from tutor_server.launcher.supervisor import Part, Supervisor
from tutor_server.settings import Settings, environment
from tutor_server.storage.migrate import migrate

Write = Callable[[str], object]
ROLES = ("engine", "speech", "projector")
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class _Launch:
    """What one launch collects on its way."""

    settings: Settings
    places: Places
    supervisor: Supervisor
    progress: Progress


async def serve(settings: Settings, write: Write) -> None:
    """Run until SIGINT or SIGTERM, at any moment. Raises StartError with a plain sentence."""
    signals = _Signals()
    try:
        with signals:
            await _serve(settings, write)
    except asyncio.CancelledError:
        if not signals.came:
            raise


class _Signals:
    """Cancels the current task at the first SIGINT or SIGTERM; later ones change nothing,
    because stopping is already under way."""

    def __init__(self) -> None:
        self.came = False
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        for number in _STOP_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self._come)

    def __exit__(self, *exc: object) -> None:
        for number in _STOP_SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)

    def _come(self) -> None:
        if not self.came and self._task is not None:
            self.came = True
            self._task.cancel()


async def _serve(settings: Settings, write: Write) -> None:
    check_home(settings.home)
    check_port(settings.host, settings.port)
    found = places(settings)
    set_up_logging(settings)
    progress = Progress(write=write, clock=monotonic)
    launch = _Launch(
        settings=settings,
        places=found,
        supervisor=Supervisor(monotonic, changed=lambda: _tell(launch)),
        progress=progress,
    )
    write("Starting the tutor server\n")
    with _Storage(launch) as storage:
        try:
            launch.settings = await storage.start()
            await _start_roles(launch)
            await _announce(launch, write)
            await launch.supervisor.watch()
        except asyncio.CancelledError:
            write("Stopping; conversations are saved.\n")
            raise
        finally:
            running.remove(found, os.getpid())
            await launch.supervisor.stop()


class _Storage:
    """Postgres and Redis: ours unless settings name others."""

    def __init__(self, launch: _Launch) -> None:
        self._launch = launch
        self._servers: list[PostgresServer | RedisServer] = []

    def __enter__(self) -> "_Storage":
        return self

    def __exit__(self, *exc: object) -> None:
        for server in self._servers:
            server.release()

    async def start(self) -> Settings:
        """Settings with the URLs filled in; the schema is up to date."""
        settings = self._launch.settings
        progress = self._launch.progress
        progress.begin("storage")
        owner_url = settings.database_owner_url or settings.database_url
        if not settings.database_url:
            postgres = await asyncio.to_thread(PostgresServer.prepare, settings.home)
            self._servers.append(postgres)
            await self._start("postgres", postgres.daemon)
            owner_url = postgres.urls.owner
            settings = replace(settings, database_url=postgres.urls.app)
        await migrate(owner_url, app_role=_role_of(settings.database_url))
        progress.done("storage", "Postgres")
        if not settings.redis_url:
            progress.begin("redis")
            redis = await asyncio.to_thread(RedisServer.prepare, settings.home)
            self._servers.append(redis)
            await self._start("redis", redis.daemon)
            settings = replace(settings, redis_url=redis.url)
            progress.done("redis")
        # Children get the application's role only; migrations are done.
        return replace(settings, database_owner_url="")

    async def _start(self, name: str, daemon: Daemon) -> None:
        async def start() -> Process:
            process = await daemon.spawn()
            try:
                await daemon.ready(process)
            except BaseException:  # cancelled too: a child that is not ready must not stay
                await daemon.stop(process)
                raise
            return process

        await self._launch.supervisor.start(Part(name=name, start=start, stop=daemon.stop))


def _role_of(database_url: str) -> str:
    """The application's role in a database URL; our own server's when it names none."""
    _, _, rest = database_url.partition("://")
    user, at, _ = rest.partition("@")
    return user.partition(":")[0] if at and user else APP_ROLE


async def _start_roles(launch: _Launch) -> None:
    if launch.settings.tls and not launch.settings.tls_cert:
        pair = ensure_certificate(launch.places.keys, local_names(), wall_clock())
        launch.settings = replace(launch.settings, tls_cert=str(pair.cert), tls_key=str(pair.key))
    names = [role for role in ROLES if role != "engine" or not launch.settings.llm_url]
    async with asyncio.TaskGroup() as group:
        for name in names:
            group.create_task(_start_role(launch, name))
        for name in worker_names(launch.settings.workers):
            group.create_task(_start_role(launch, "web", worker=name))


async def _start_role(launch: _Launch, role: str, *, worker: str = "") -> None:
    """Web processes stop first: replies that are being said still need the other roles."""
    progress, name = launch.progress, worker or role
    to_terminal = launch.settings.log_format == "json"
    which = ("--worker", worker) if worker else ()
    process = RoleProcess(
        name=name,
        command=(sys.executable, "-m", "tutor_server", "serve", "--role", role, *which),
        environment=environment(launch.settings),
        log_path=None if to_terminal else launch.places.logs / f"{name}.log",
        step=lambda what: progress.step(name, what),
        more_s=launch.settings.drain_s if worker else 0.0,
    )
    progress.begin(name)
    await launch.supervisor.start(
        Part(name=name, start=process.start, stop=process.stop, stage=2 if worker else 1)
    )
    progress.done(name)


def _tell(launch: _Launch) -> None:
    """Leave word for the other commands: where the stores are, which processes run."""
    running.write(
        launch.places,
        running.Running(
            pid=os.getpid(),
            database_url=launch.settings.database_url,
            redis_url=launch.settings.redis_url,
            base_url=base_url(launch.settings),
            parts=launch.supervisor.pids,
        ),
    )


async def _announce(launch: _Launch, write: Write) -> None:
    settings = launch.settings
    _tell(launch)
    link = await new_link(settings, launch.places, name="Student", role="student")
    write(f"\nOpen this link (it works once, for 15 minutes):\n\n    {link}\n\n")
    write("A new link: .venv/bin/tutor link        Stop: Ctrl-C\n")
    if launch.settings.log_format != "json":
        write(f"Logs: {launch.places.logs}\n")
