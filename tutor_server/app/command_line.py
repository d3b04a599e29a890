"""`tutor link`, `token`, `settings`, `keys`, `lessons`: short answers on standard output."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from tutor_server.app.authority import now_s, open_keyring
from tutor_server.app.login import new_link, new_token, reachable
from tutor_server.app.places import places
from tutor_server.errors import StartError, StorageUnavailableError
from tutor_server.launcher.postgres import embedded_postgres
from tutor_server.launcher.postgres_cluster import APP_ROLE
from tutor_server.modules.lessons.check import examine
from tutor_server.modules.lessons.load import CONTENT
from tutor_server.settings import Settings, listing
from tutor_server.storage.migrate import migrate

Say = Callable[[str], None]


@asynccontextmanager
async def with_database(settings: Settings) -> AsyncIterator[Settings]:
    """Settings with a database that answers: the running server's, or our own for a moment."""
    found = places(settings)
    running = reachable(settings, found)
    if running is not None:
        yield running
        return
    async with embedded_postgres(settings.home) as server:
        await migrate(server.urls.owner, app_role=APP_ROLE)
        yield replace(settings, database_url=server.urls.app)


async def print_link(settings: Settings, say: Say, *, name: str, role: str) -> None:
    """A login link. Raises StartError when no server runs: nobody could follow it."""
    found = places(settings)
    running = reachable(settings, found)
    if running is None:
        raise StartError("No tutor server is running here. Start it with: make serve")
    try:
        say(await new_link(running, found, name=name, role=role) + "\n")
    except StorageUnavailableError as error:
        raise StartError("The tutor server is not answering. Start it with: make serve") from (
            error
        )


async def print_token(settings: Settings, say: Say, *, name: str, role: str, life_s: int) -> None:
    """One bearer token and nothing else."""
    async with with_database(settings) as ready:
        say(await new_token(ready, places(ready), name=name, role=role, life_s=life_s) + "\n")


def print_settings(settings: Settings, say: Say) -> None:
    """Every setting: variable, flag, value, meaning."""
    for line in listing(settings):
        say(f"{line.variable:<26} {line.value or '(empty)'}\n")
        say(f"    {line.about} Flag {line.flag}, default {line.default or '(empty)'}.\n")


def rotate_keys(settings: Settings, say: Say, *, compromised: bool) -> None:
    """Sign with a new key from now on."""
    key = open_keyring(places(settings)).rotate(now_s=now_s(), compromised=compromised)
    say(f"New tokens are signed with key {key.kid}.\n")
    if compromised:
        say("Every token issued so far is refused from now on.\n")


def check_lessons(say: Say, *, path: str) -> None:
    """Prove the curriculum, or one path of it. Raises StartError when something is wrong."""
    report = examine(CONTENT, path)
    for line in (*report.problems, *report.lines):
        say(f"{line}\n")
    if report.problems:
        raise StartError(f"{len(report.problems)} problems in the lessons.")
