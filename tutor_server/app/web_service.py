"""How one web process serves and how it leaves: its sockets, what runs beside the requests, and
the handing over of its sessions when it is asked to stop.

A worker among several listens on the public port together with the others (SO_REUSEPORT: the
kernel spreads new connections and forgets a dead process at once) and on a Unix socket of its
own for them.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tutor_server.app.news import News
from tutor_server.app.workers import Workers
from tutor_server.attach.admission import Pressure, watch
from tutor_server.attach.hub import Hub
from tutor_server.clock import monotonic
from tutor_server.errors import StartError
from tutor_server.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebService:
    """What one web process is made of, seen from outside its requests."""

    settings: Settings
    hub: Hub
    workers: Workers
    pressure: Pressure
    news: News
    tls: ssl.SSLContext | None

    async def run(self, runner: web.AppRunner, ready: Callable[[], None]) -> None:
        """Serve until cancelled, then hand the sessions over; cancelled again, leave at once.
        Raises StartError when the port cannot be had."""
        public = await self._listen(runner)
        async with asyncio.TaskGroup() as group:
            beside = [
                group.create_task(self.news.run()),
                group.create_task(self.workers.run()),
                group.create_task(watch(self.pressure, clock=monotonic, cpu_s=time.thread_time)),
            ]
            ready()
            try:
                await asyncio.Event().wait()
            finally:
                await self._leave(public)
                for task in beside:
                    task.cancel()

    async def _listen(self, runner: web.AppRunner) -> web.TCPSite:
        settings = self.settings
        public = web.TCPSite(
            runner,
            settings.host,
            settings.port,
            ssl_context=self.tls,
            reuse_address=True,
            reuse_port=bool(self.workers.others),
        )
        try:
            if self.workers.others:
                await web.UnixSite(runner, self.workers.socket).start()
            await public.start()
        except OSError as error:
            raise StartError(f"Port {settings.port} cannot be used: {error.strerror}.") from error
        return public

    async def _leave(self, public: web.TCPSite) -> None:
        """New connections go to the others from now on; those that are here are served on."""
        log.info("leaving", extra={"sessions": len(self.hub.rooms)})
        await public.stop()
        self.hub.stop_accepting()
        self.workers.leaving.set()
        if self.workers.others:
            await self.workers.tell()
        await self.hub.drain(self.settings.drain_s)
