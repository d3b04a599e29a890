"""Our server for load tests: the web role as it is shipped, stub models behind its sockets.

Postgres, Redis and the stubs run on the other core; the web role is started by its own command.
Nothing of the server is replaced: students have tokens, words pass the gate, facts are committed.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.load.density.places import module, on_servers_core
from tests.load.density.stub_models import MODEL
from tests.load.model_process import model_process
from tests.running_server import free_port, reachable_home
from tutor_server.app.login import new_token
from tutor_server.app.places import Places, places
from tutor_server.launcher.postgres import embedded_postgres
from tutor_server.launcher.postgres_cluster import APP_ROLE
from tutor_server.launcher.redis import embedded_redis
from tutor_server.launcher.role import RoleProcess
from tutor_server.settings import Settings, environment
from tutor_server.storage.migrate import migrate

TOKEN_S = 6 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server under test."""

    url: str
    """Takes offers."""
    pid: int
    tokens: tuple[str, ...] = ()
    log: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What outlives a web process."""

    settings: Settings
    places: Places
    tokens: tuple[str, ...]

    @asynccontextmanager
    async def web(self) -> AsyncIterator[Served]:
        """A fresh web process, until the block is left."""
        log = self.places.logs / "web.log"
        log.unlink(missing_ok=True)
        process = RoleProcess(
            name="web",
            command=on_servers_core(*module("tutor_server", "serve", "--role", "web")),
            environment=_environment(self.settings),
            log_path=log,
            step=lambda what: None,
        )
        running = await process.start()
        try:
            url = f"http://127.0.0.1:{self.settings.port}/v1/realtime/calls"
            yield Served(url=url, pid=running.pid, tokens=self.tokens, log=log)
        finally:
            await process.stop(running)


def _environment(settings: Settings) -> Mapping[str, str]:
    """Without what tells the benchmarks where the peers are: the server refuses strangers."""
    found = environment(settings)
    return {name: value for name, value in found.items() if not name.startswith("TUTOR_BENCH")}


@asynccontextmanager
async def installation(students: int, **more: object) -> AsyncIterator[Installation]:
    """Storage, stub models and a token for each student; `more` are settings."""
    async with AsyncExitStack() as stack:
        home = stack.enter_context(reachable_home())
        postgres = await stack.enter_async_context(embedded_postgres(home))
        redis = await stack.enter_async_context(embedded_redis(home))
        await migrate(postgres.urls.owner, app_role=APP_ROLE)
        models = free_port()
        settings = Settings(
            home=home,
            port=free_port(),
            database_url=postgres.urls.app,
            redis_url=redis.url,
            llm_url=f"http://127.0.0.1:{models}/v1",
            llm_model=MODEL,
            end_of_turn=f"http://127.0.0.1:{models}/end-of-turn",
            opens_per_minute=1_000_000,
            max_lag_ms=0.0,  # where admission would refuse is what is looked for
            **more,
        )
        found = places(settings)
        await stack.enter_async_context(
            model_process("tests.load.density.stub_models", found.speech_socket, str(models))
        )
        tokens = [await _token(settings, found, number) for number in range(students)]
        yield Installation(settings=settings, places=found, tokens=tuple(tokens))


async def _token(settings: Settings, found: Places, number: int) -> str:
    return await new_token(
        settings, found, name=f"Student {number}", role="student", life_s=TOKEN_S
    )
