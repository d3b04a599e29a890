"""`/health`: this process lives. `/ready`: a conversation would work. `/metrics`: Prometheus."""

import asyncio

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from tutor_server.web.contracts import PORTS, HealthCheck
from tutor_server.web.forward import carried
from tutor_server.web.worker_metrics import of_all

_DEADLINE_S = 2.0


async def health(request: web.Request) -> web.Response:
    """Always 200 while the loop turns."""
    return web.json_response({"status": "ok", "version": request.app[PORTS].settings.version})


async def _passes(check: HealthCheck) -> bool:
    try:
        async with asyncio.timeout(_DEADLINE_S):
            return await check()
    except TimeoutError:
        return False


async def ready(request: web.Request) -> web.Response:
    """200 only when storage, engine and speech all answer; 503 names what does not."""
    checks = request.app[PORTS].health
    names = list(checks)
    async with asyncio.TaskGroup() as group:
        results = [group.create_task(_passes(checks[name])) for name in names]
    parts = {name: result.result() for name, result in zip(names, results, strict=True)}
    good = all(parts.values())
    body = {
        "status": "ready" if good else "not_ready",
        "parts": {name: "ok" if up else "not answering" for name, up in parts.items()},
    }
    return web.json_response(body, status=200 if good else 503)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus text; only for this machine or an operator (see server.py)."""
    ports = request.app[PORTS]
    body = generate_latest(ports.registry)
    if not carried(request):
        body = await of_all(ports.workers, body)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
