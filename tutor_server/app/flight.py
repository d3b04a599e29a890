"""`tutor flight list|show|replay`: for whoever runs the installation, who has its keys anyway."""

from collections.abc import Callable
from typing import Final

from sessions.ids import SessionId
from tutor_server.app.command_line import with_database
from tutor_server.app.places import places
from tutor_server.app.storage import open_storage
from tutor_server.clock import wall_clock
from tutor_server.errors import InvalidRequestError
from tutor_server.modules.flight.reading import Flights, listed, replayed, shown
from tutor_server.modules.flight.store import FlightStore
from tutor_server.settings import Settings
from tutor_server.storage.pool import ANY_TENANT, Scope

Say = Callable[[str], None]
_SERVICE: Final = Scope(tenant=ANY_TENANT, role="service")
_LINES: Final = {"show": shown, "replay": replayed}


async def print_flights(settings: Settings, say: Say, *, action: str, session: str) -> None:
    """The records there are, or what one holds, or whether it decides alike today.

    Raises InvalidRequestError (no session named), NotFoundError, ConflictError (damaged),
    StorageUnavailableError.
    """
    if action != "list" and not session:
        raise InvalidRequestError(f"tutor flight {action} needs a session's id.")
    async with (
        with_database(settings) as ready,
        open_storage(ready, places(ready)) as storage,
    ):
        store = FlightStore(storage.database, storage.keys, days=settings.flight_days)
        for line in await lines(Flights(store, now=wall_clock), action, session):
            say(f"{line}\n")


async def lines(flights: Flights, action: str, session: str) -> list[str]:
    """What a command says. Raises NotFoundError."""
    if action == "list":
        found = [listed(kept) for kept in await flights.kept(_SERVICE)]
        return found or ["No flight records are kept."]
    flown = await flights.of(_SERVICE, SessionId(session))
    return [line for one in flown for line in _LINES[action](one)]
