"""Which models are in use, and how to get others: `open_llm`, `tutor models`.

Knows no torch: the engine is reached through its API, and hubs through huggingface_hub.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from prometheus_client import CollectorRegistry

from inference.contracts import LanguageModel
from inference.embedding.worker import EmbeddingWorker
from inference.errors import InferenceError
from inference.llm.client import Endpoint, OpenAiClient
from inference.llm.retry import Steadfast, Timing
from inference.router import Options, Router
from inference.routing.configured import Configuration, TierFileError, read_tiers
from inference.routing.decision import Decision
from inference.routing.metrics import RouterMetrics
from inference.routing.opening import open_tiers
from inference.safety.sensitive import Sensitive
from tutor_server.app.places import Places
from tutor_server.app.tiers import all_within, judge_of, only_tier, within
from tutor_server.clock import monotonic
from tutor_server.errors import StartError
from tutor_server.settings import Settings

log = logging.getLogger(__name__)

NANO = "nano"
"""Our own weights, as a setting and as a tier."""
TIER = NANO
_FIRST_EVENT_S = 1.0
_HEALTH_TIMEOUT_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking:
    """The routed tutor, and whether its engine answers now."""

    llm: LanguageModel
    healthy: Callable[[], Awaitable[bool]]


@asynccontextmanager
async def open_llm(
    settings: Settings, places: Places, registry: CollectorRegistry, embedder: EmbeddingWorker
) -> AsyncIterator[Thinking]:
    """The language model that settings name: tiers, a URL, or our engine. Raises StartError when
    the file of tiers cannot be used."""
    async with AsyncExitStack() as stack:
        metrics = RouterMetrics(registry)
        router = await _router(stack, settings, places, _Around(metrics, embedder))
        metrics.watch(router.resting)
        healthy = await _probe(stack, settings, places)
        # Fall back to another tier first, wait for one to come back last.
        yield Thinking(llm=Steadfast(router, Timing(now=monotonic)), healthy=healthy)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the router tells and asks."""

    metrics: RouterMetrics
    embedder: EmbeddingWorker


async def _router(
    stack: AsyncExitStack, settings: Settings, places: Places, around: _Around
) -> Router:
    def observe(decision: Decision) -> None:
        around.metrics.observe(decision)
        log.info("a tier was chosen", extra={"decision": str(decision)})

    sensitive = Sensitive()

    if settings.llm_tiers:
        found = _read_tiers(settings.llm_tiers)
        clients = await stack.enter_async_context(open_tiers(found.tiers))
        options = Options(
            policy=found.policy,
            judge=judge_of(settings, len(found.tiers), around.embedder),
            sensitive=sensitive,
            observe=observe,
        )
        return Router(all_within(found, clients), now=monotonic, options=options)
    if settings.llm_url:
        endpoint = Endpoint(
            base_url=settings.llm_url,
            api_key=settings.llm_api_key,
            models={TIER: settings.llm_model},
        )
    else:
        endpoint = Endpoint(socket_path=places.engine_socket, models={TIER: TIER}, native=True)
    client = await stack.enter_async_context(OpenAiClient(endpoint))
    options = Options(sensitive=sensitive, observe=around.metrics.observe)
    tier = only_tier(settings, TIER, first_event_s=_FIRST_EVENT_S)
    return Router({tier: within(tier, client, settings.llm_model)}, now=monotonic, options=options)


def _read_tiers(path: str) -> Configuration:
    try:
        return read_tiers(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise StartError(f"TUTOR_LLM_TIERS: {path} cannot be read: {error}.") from error
    except TierFileError as error:
        raise StartError(f"TUTOR_LLM_TIERS: {error}") from error


async def _probe(
    stack: AsyncExitStack, settings: Settings, places: Places
) -> Callable[[], Awaitable[bool]]:
    """Asks our engine's /health (200 once a reply has succeeded), or a URL for its models."""
    if settings.llm_url:
        asked = Endpoint(base_url=settings.llm_url, api_key=settings.llm_api_key)
        other = await stack.enter_async_context(OpenAiClient(asked))
        return lambda: _lists_models(other)
    session = await stack.enter_async_context(
        aiohttp.ClientSession(
            connector=aiohttp.UnixConnector(places.engine_socket),
            timeout=aiohttp.ClientTimeout(total=_HEALTH_TIMEOUT_S),
        )
    )
    return lambda: _is_healthy(session)


async def _lists_models(client: OpenAiClient) -> bool:
    try:
        await client.models()
    except InferenceError:
        return False
    return True


async def _is_healthy(session: aiohttp.ClientSession) -> bool:
    try:
        async with session.get("http://engine/health") as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False
