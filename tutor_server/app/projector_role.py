"""The projector role: side modules read the log, each by its own cursor, exactly once.

Also purges what has outlived its retention, and fits knowledge tracing anew once a day. Wakes
every half second; a module that fails is logged and tried again without holding up the others.
"""

import asyncio
import logging
from collections.abc import Iterable
from functools import cache

from inference.embedding.minilm import MiniLm
from inference.embedding.worker import EmbeddingWorker
from sessions.ids import TenantId
from tutor_server.app import side_modules
from tutor_server.app.places import Places
from tutor_server.app.ready import ReadyPipe
from tutor_server.app.side_modules import effects
from tutor_server.app.storage import open_storage
from tutor_server.clock import monotonic, wall_clock
from tutor_server.errors import TutorError
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.mastery.refit import refit
from tutor_server.settings import Settings
from tutor_server.storage.consumers import Consumers, Effect
from tutor_server.storage.expiry import BATCH_ROWS
from tutor_server.storage.people import People
from tutor_server.storage.pool import Database
from tutor_server.storage.retention import purge

log = logging.getLogger(__name__)

POLL_S = 0.5
PURGE_EVERY_S = 3600.0
REFIT_EVERY_S = 24 * 3600.0
"""Knowledge tracing learns from our own attempts, where there are enough."""
RETRY_S = 2.0


async def run_projector(settings: Settings, places: Places, pipe: ReadyPipe) -> None:
    """Until cancelled."""
    async with open_storage(settings, places) as storage:
        consumers = Consumers(storage.database, storage.keys)
        pipe.ready()
        # The sentence model is read at the first sentence that is to be remembered.
        load = cache(MiniLm.load)
        async with (
            EmbeddingWorker(lambda texts: load().embed(texts)) as embedder,
            asyncio.TaskGroup() as group,
        ):
            modules = effects(open_curriculum(), storage.keys, embedder)
            for name, effect in modules.items():
                group.create_task(_follow(consumers, name, effect))
            group.create_task(_purge(storage.database, storage.people))
            group.create_task(_refit(storage.database, storage.people))


async def _follow(consumers: Consumers, name: str, effect: Effect) -> None:
    while True:
        try:
            await consumers.catch_up(name, effect)
            await asyncio.sleep(POLL_S)
        except TutorError:
            # Storage is away or the module refused a batch: the cursor did not move.
            log.exception("a side module could not go on", extra={"consumer": name})
            await asyncio.sleep(RETRY_S)


async def _purge(database: Database, people: People) -> None:
    next_s = monotonic()
    while True:
        try:
            if monotonic() >= next_s:
                for tenant in await people.tenants():
                    await _purge_tenant(database, tenant)
                next_s = monotonic() + PURGE_EVERY_S
        except TutorError:
            log.exception("retention could not be applied")
        await asyncio.sleep(RETRY_S)


async def _refit(database: Database, people: People) -> None:
    while True:
        await asyncio.sleep(REFIT_EVERY_S)
        try:
            for tenant in await people.tenants():
                await refit(database, tenant)
        except TutorError:
            log.exception("knowledge tracing could not be fitted")


async def _purge_tenant(database: Database, tenant: TenantId) -> None:
    """Batch by batch, so that no transaction is long."""
    removed: Iterable[int] = (BATCH_ROWS,)
    while BATCH_ROWS in removed:
        removed = [
            *(await purge(database, tenant, now=wall_clock())).values(),
            *await side_modules.purge(database, tenant, now=wall_clock()),
        ]
