"""The web processes of one installation that share a port: who has which session, who has room,
which students are where.

Redis says it quickly, and is told again and again: a route lives 15 s, the rest 5 s. What Redis
does not know, the owner's name in the session's row says, and without loads new sessions stay
where they arrive. Neither is trusted: an owner that does not answer is none, and whoever opens a
session claims it in Postgres under a higher epoch, which fences the owner before. Alone, nothing
of this is used.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from types import MappingProxyType

import aiohttp
import msgspec

from sessions.contracts import Identity
from sessions.ids import SessionId
from tutor_server.app.places import Places
from tutor_server.app.storage import LogStore, Storage
from tutor_server.attach.contracts import Opened, SessionStore, Student
from tutor_server.attach.hub import Hub
from tutor_server.attach.placement import Load, choose, worker_names
from tutor_server.attach.presence import Presence, here, together, told
from tutor_server.storage.pool import Database
from tutor_server.storage.redis_state import ROUTE_LIFE_S, HotState
from tutor_server.storage.session_list import owner_of

TELL_S = 1.0
"""Between two words on this worker's load."""
TELLS_PER_ROUTE = ROUTE_LIFE_S // 3
_ANSWER_S = 1.5
"""A worker whose loop is later than this has lost its students' voices anyway."""
_READ_S = 15.0
"""An answer that a lesson waits for takes up to 12 s."""


def address(places: Places, worker: str) -> str:
    """What a worker is called in Redis and Postgres: no two of any host are called the same."""
    return f"{socket.gethostname()}:{places.worker_socket(worker)}"


class RoutedStore:
    """An attach.contracts.SessionStore that also tells the other workers."""

    def __init__(self, store: LogStore, hot: HotState, *, owner: str) -> None:
        self._store = store
        self._hot = hot
        self._owner = owner

    async def open(self, student: Student, session_id: SessionId | None) -> Opened:
        """See SessionStore."""
        opened = await self._store.open(student, session_id)
        await self._hot.keep_route(opened.identity.session_id, owner=self._owner)
        return opened

    async def closed(self, identity: Identity, epoch: int) -> None:
        """The route goes first: whoever comes back now is served by the next owner."""
        await self._hot.drop_route(identity.session_id, owner=self._owner)
        await self._store.closed(identity, epoch)


class Workers:
    """See web.contracts.Workers; made by `open_workers`."""

    def __init__(
        self,
        name: str,
        others: Mapping[str, aiohttp.ClientSession],
        *,
        places: Places,
        hot: HotState,
        database: Database,
    ) -> None:
        self.name = name
        self.others = tuple(others)
        self._sessions = MappingProxyType(dict(others))
        self._places = places
        self._hot = hot
        self._database = database
        self._by_address = {address(places, other): other for other in others}
        self._hub: Hub | None = None
        self.leaving = asyncio.Event()
        """Set when this worker stops: sockets that it carries for others find another way."""

    def serve(self, hub: Hub) -> None:
        """This worker's sessions; once, before the first request."""
        self._hub = hub

    @property
    def address(self) -> str:
        """How the others and the log know this one."""
        return address(self._places, self.name)

    @property
    def socket(self) -> str:
        """Where this one listens for the others."""
        return self._places.worker_socket(self.name)

    def store(self, storage: Storage) -> SessionStore:
        """Opens sessions as this worker's."""
        store = LogStore(storage, owner=self.address)
        return RoutedStore(store, self._hot, owner=self.address) if self.others else store

    def reach(self, worker: str) -> aiohttp.ClientSession:
        """A client of that worker's own socket."""
        return self._sessions[worker]

    async def owner(self, session_id: SessionId) -> str | None:
        """See web.contracts.Workers. Raises StorageUnavailableError."""
        if not self.others or self._here.holds(session_id):
            return None
        found = await self._hot.route(session_id) or await owner_of(self._database, session_id)
        return await self._if_it_answers(self._by_address.get(found or ""))

    async def of_call(self, call_id: str) -> str | None:
        """See web.contracts.Workers."""
        begun = (name for name in self.others if call_id.startswith(f"call_{name}_"))
        return await self._if_it_answers(next(begun, None))

    async def place(self) -> str | None:
        """See web.contracts.Workers. Raises OverloadedError."""
        heard = await self._hot.loads(tuple(self._by_address))
        loads = {
            worker: msgspec.json.decode(text, type=Load)
            for worker, text in zip(self.others, heard, strict=True)
            if text is not None
        }
        return choose(self._load, loads) if self.others else None

    async def present(self) -> Presence:
        """See web.contracts.Workers."""
        others = await self._hot.here(tuple(self._by_address))
        return together(here(self._here.rooms), others)

    async def tell(self) -> None:
        """How this worker is doing, and who is here, now."""
        load = msgspec.json.encode(self._load).decode()
        await self._hot.keep_load(self.address, load)
        await self._hot.keep_here(self.address, told(here(self._here.rooms)))

    async def run(self) -> None:
        """Keep telling the others, until cancelled; alone there is nobody to tell."""
        beat = 0
        while self.others:
            await self.tell()
            if beat % TELLS_PER_ROUTE == 0:
                await self._keep_routes()
            beat += 1
            await asyncio.sleep(TELL_S)

    async def _keep_routes(self) -> None:
        live = [room.identity.session_id for room in self._here.rooms if room.ended is None]
        await self._hot.keep_routes(live, owner=self.address)

    @property
    def _load(self) -> Load:
        return Load(students=self._here.students, accepts=self._here.accepts)

    @property
    def _here(self) -> Hub:
        if self._hub is None:  # serve() comes before the first request
            raise RuntimeError("workers used before their hub was known")
        return self._hub

    async def _if_it_answers(self, worker: str | None) -> str | None:
        """A killed worker's socket refuses at once, a hanging one's stays silent: the sessions
        of both are free."""
        if worker is None:
            return None
        try:
            async with (
                asyncio.timeout(_ANSWER_S),
                self.reach(worker).get("http://worker/health") as answer,
            ):
                return worker if answer.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None


@asynccontextmanager
async def open_workers(
    name: str, count: int, *, places: Places, hot: HotState, database: Database
) -> AsyncIterator[Workers]:
    """Clients of the other workers; none of them is reached before it is needed."""
    async with AsyncExitStack() as stack:
        others = {}
        names = worker_names(count)
        for other in names:
            if name in names and other != name:  # else it runs by itself: `tutor serve --role web`
                others[other] = await stack.enter_async_context(
                    aiohttp.ClientSession(
                        # Each carried WebSocket keeps a connection.
                        connector=aiohttp.UnixConnector(places.worker_socket(other), limit=0),
                        cookie_jar=aiohttp.DummyCookieJar(),
                        auto_decompress=False,
                        timeout=aiohttp.ClientTimeout(sock_connect=_ANSWER_S, sock_read=_READ_S),
                    )
                )
        yield Workers(name, others, places=places, hot=hot, database=database)
