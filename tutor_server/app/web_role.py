"""The web role: HTTP, sockets, calls and the sessions' actors. No model library is loaded here."""

import asyncio
import random
import secrets
import ssl
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry

import tutor_server
from inference.contracts import EndOfTurnDetector
from inference.embedding.minilm import MiniLm
from inference.embedding.worker import EmbeddingWorker
from inference.hearing.end_of_turn import WordsEndOfTurn
from inference.hearing.vad import SileroActivity, SileroModel
from inference.llm.owned import Owned
from inference.safety.all_of import AllOf
from inference.safety.arithmetic import ArithmeticGate
from inference.safety.gate import GateSettings, RulesGate
from inference.safety.guarded import FailClosed
from inference.safety.pii import PiiMasker
from inference.speech_server.client import SpeechClient
from media.contracts import Peer, PeerCallbacks, PeerSettings, Playout, PlayoutListener, VoiceCodec
from media.files import decode_file, speech_file
from media.ice import browser_servers
from media.opus import OpusCodec
from media.pcm import Pcm24Codec
from media.peer import RtcPeer
from media.playout import QueuedPlayout
from media.wheel import Wheel
from sessions.commands import TurnSettings
from sessions.contracts import Ports, Publish
from sessions.grounding import Grounds
from sessions.session import Session, SessionOptions
from sessions.state import Rules
from tutor_server.app import side_modules
from tutor_server.app.authority import StoredAuthority, open_keyring
from tutor_server.app.detector import open_detector
from tutor_server.app.ears import Edges, Phrases
from tutor_server.app.lookup import open_grounds, version_of
from tutor_server.app.models import NANO, Thinking, open_llm
from tutor_server.app.news import News
from tutor_server.app.places import Places
from tutor_server.app.ready import ReadyPipe
from tutor_server.app.side_modules import Shared, registrations
from tutor_server.app.storage import Storage, StoredRecords, open_storage
from tutor_server.app.teaching import Teaching
from tutor_server.app.web_service import WebService
from tutor_server.app.workers import Workers, open_workers
from tutor_server.attach.admission import Limits, Pressure
from tutor_server.attach.contracts import Opened
from tutor_server.attach.hub import Hub, HubSettings
from tutor_server.clock import monotonic, wall_clock
from tutor_server.errors import StartError
from tutor_server.modules.flight.store import Flight, FlightStore
from tutor_server.modules.flight.writer import FlightWriter
from tutor_server.modules.lessons.checking import Checker
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.memory.live import MemoryMetrics, Remembering
from tutor_server.modules.memory.recall import Recaller
from tutor_server.modules.replies.cache import Around, ReplyCache
from tutor_server.modules.replies.hot import HotReplies
from tutor_server.modules.replies.metrics import ReplyMetrics
from tutor_server.modules.replies.sharing import Versions
from tutor_server.modules.replies.store import ReplyStore
from tutor_server.richtext.render import code_css, render
from tutor_server.settings import Settings
from tutor_server.storage.health import postgres_ms_or_none
from tutor_server.storage.redis_state import HotState
from tutor_server.web.contracts import HealthCheck, WebPorts, WebSettings
from tutor_server.web.link_metrics import LinkMetrics
from tutor_server.web.metrics import LiveMetrics
from tutor_server.web.server import build
from tutor_server.wire.session_object import OPUS

STATIC = Path(tutor_server.__file__).parent.parent / "static"
_GATE_DEADLINE_S = 0.5


async def run_web(
    settings: Settings, places: Places, pipe: ReadyPipe, *, worker: str = "web"
) -> None:
    """Serve until cancelled, as one of several workers unless the name is `web`. Raises
    StartError when the port cannot be had."""
    async with AsyncExitStack() as stack:
        parts = await _open_parts(stack, settings, places, worker)
        ports = _ports(parts)
        service = WebService(
            settings=settings,
            hub=ports.hub,
            workers=parts.workers,
            pressure=parts.pressure,
            news=News(ports.hub, parts.storage.database),
            tls=_tls(settings),
        )
        runner = web.AppRunner(build(ports), access_log=None, shutdown_timeout=5.0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await service.run(runner, pipe.ready)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What is open while the role runs."""

    settings: Settings
    storage: Storage
    hot: HotState
    workers: Workers
    pressure: Pressure
    speech: SpeechClient
    thinking: Thinking
    authority: StoredAuthority
    vad: SileroModel
    registry: CollectorRegistry
    replies: ReplyCache
    grounds: Grounds
    checker: Checker
    teaching: Teaching
    detector: EndOfTurnDetector | None
    flights: FlightStore
    recording: FlightWriter
    recaller: Recaller
    recalls: MemoryMetrics


async def _open_parts(
    stack: AsyncExitStack, settings: Settings, places: Places, worker: str
) -> _Parts:
    storage = await stack.enter_async_context(open_storage(settings, places))
    hot = HotState.connect(settings.redis_url, clock=monotonic)
    stack.push_async_callback(hot.close)
    registry = CollectorRegistry()
    flights = FlightStore(storage.database, storage.keys, days=settings.flight_days)
    curriculum = await asyncio.to_thread(open_curriculum)
    load = cache(MiniLm.load)
    embedder = await stack.enter_async_context(EmbeddingWorker(lambda texts: load().embed(texts)))
    return _Parts(
        settings=settings,
        storage=storage,
        hot=hot,
        workers=await stack.enter_async_context(
            open_workers(
                worker, settings.workers, places=places, hot=hot, database=storage.database
            )
        ),
        pressure=Pressure(_limits(settings)),
        speech=SpeechClient(places.speech_socket),
        thinking=await stack.enter_async_context(open_llm(settings, places, registry, embedder)),
        authority=StoredAuthority(storage, open_keyring(places)),
        vad=SileroModel(),
        registry=registry,
        replies=await _open_replies(stack, settings, storage, registry, embedder),
        grounds=await stack.enter_async_context(open_grounds(curriculum, embedder)),
        checker=await stack.enter_async_context(Checker()),
        teaching=Teaching(storage, curriculum),
        detector=await stack.enter_async_context(open_detector(settings.end_of_turn)),
        flights=flights,
        recording=await stack.enter_async_context(FlightWriter(flights, now=wall_clock).running()),
        recaller=Recaller(
            database=storage.database, keys=storage.keys, embedder=embedder, now=wall_clock
        ),
        recalls=MemoryMetrics(registry),
    )


async def _open_replies(
    stack: AsyncExitStack,
    settings: Settings,
    storage: Storage,
    registry: CollectorRegistry,
    embedder: EmbeddingWorker,
) -> ReplyCache:
    hot = HotReplies.connect(settings.redis_url, clock=monotonic)
    stack.push_async_callback(hot.close)
    return ReplyCache(
        ReplyStore(storage.database),
        hot,
        Around(
            embedder=embedder, metrics=ReplyMetrics(registry), now=wall_clock, draw=random.random
        ),
    )


def _around(parts: _Parts) -> Shared:
    model = parts.settings.llm_tiers or parts.settings.llm_url or parts.settings.llm_model
    versions = Versions(
        policy="1",
        prompt=f"2-{version_of(parts.teaching.curriculum)}",
        model=f"{model}@{version('tutor-server')}",
    )
    return Shared(
        checker=parts.checker,
        replies=parts.replies,
        versions=versions,
        flights=parts.flights,
    )


def _fresh_id(kind: str) -> str:
    return f"{kind}_{secrets.token_urlsafe(12)}"


def make_codec(name: str) -> VoiceCodec:
    """The voice codec of a format name."""
    return OpusCodec() if name == OPUS else Pcm24Codec()


def _session_factory(
    parts: _Parts, gate: FailClosed, masker: PiiMasker
) -> Callable[[Opened, TurnSettings, Publish], Session]:
    def make(opened: Opened, turn: TurnSettings, publish: Publish) -> Session:
        ports = Ports(
            stt=parts.speech,
            tts=parts.speech,
            llm=Remembering(
                Owned(parts.thinking.llm, opened.identity.student_id),
                partial(parts.recaller.recall, opened.identity),
                parts.recalls,
            ),
            gate=gate,
            masker=masker,
            vad=SileroActivity(parts.vad),
            segmenter=Edges(),
            end_of_turn=WordsEndOfTurn(),
            detector=parts.detector,
            phrases=Phrases(),
            checker=parts.checker,
            grounds=parts.grounds,
            log=opened.log,
            clock=monotonic,
        )
        options = SessionOptions(
            settings=turn,
            history=opened.history,
            lesson=parts.teaching.resume(opened),
            paused=opened.paused,
            whole_class=opened.whole_class,
            learned=opened.learned,
            rules=Rules(instructed=parts.settings.llm_model != NANO),
            record=parts.recording.open(Flight(identity=opened.identity, epoch=opened.epoch)),
        )
        return Session(opened.identity, ports, _playout, publish, options=options)

    return make


def _playout(listener: PlayoutListener) -> Playout:
    return QueuedPlayout(listener, monotonic)


def _peer_factory(settings: Settings) -> Callable[[Playout, PeerCallbacks], Peer]:
    peer_settings = PeerSettings(ice_servers=settings.ice_servers)
    wheel = Wheel()

    def make(playout: Playout, callbacks: PeerCallbacks) -> Peer:
        return RtcPeer(playout, callbacks, peer_settings, wheel=wheel)

    return make


def _ports(parts: _Parts) -> WebPorts:
    settings = parts.settings
    rules = RulesGate(_gate_settings(settings))
    gate = FailClosed(AllOf(rules, ArithmeticGate()), timeout_s=_GATE_DEADLINE_S)
    masker = PiiMasker()
    metrics = LiveMetrics(parts.registry)
    hub = Hub(
        parts.workers.store(parts.storage),
        _session_factory(parts, gate, masker),
        HubSettings(max_sessions=settings.max_sessions, idle_s=settings.session_idle_s),
        clock=monotonic,
        render=_rendered,
        busy=parts.pressure.refuses,
    )
    parts.workers.serve(hub)
    hub.watchers += [metrics.watch, parts.recording.watch]
    metrics.count_sessions(hub)
    metrics.show_pressure(parts.pressure)
    LinkMetrics(parts.registry, hub)
    return WebPorts(
        hub=hub,
        authority=parts.authority,
        records=StoredRecords(parts.storage),
        limiter=parts.hot,
        workers=parts.workers,
        stt=parts.speech,
        tts=parts.speech,
        llm=parts.thinking.llm,
        gate=gate,
        masker=masker,
        make_peer=_peer_factory(settings),
        make_codec=make_codec,
        decode_file=decode_file,
        encode_file=speech_file,
        render=_rendered,
        code_css=code_css(),
        registry=parts.registry,
        modules=registrations(parts.storage, parts.teaching, _around(parts)),
        module_routes=side_modules.ROUTES,
        grounds=parts.grounds,
        health=_health(parts),
        clock=monotonic,
        fresh_id=_fresh_id,
        hearing_limits=parts.speech.limits,
        settings=_web_settings(settings),
    )


def _gate_settings(settings: Settings) -> GateSettings:
    return GateSettings(help_text=settings.helpline) if settings.helpline else GateSettings()


def _limits(settings: Settings) -> Limits:
    lag_s = settings.max_lag_ms / 1000
    return Limits(lag_s=lag_s, calm_lag_s=lag_s / 2)


def _rendered(text: str) -> str:
    return render(text, words=True)


def _web_settings(settings: Settings) -> WebSettings:
    return WebSettings(
        static=STATIC,
        version=version("tutor-server"),
        origins=settings.allowed_origins,
        secure=bool(settings.tls_cert),
        ice_servers=browser_servers(settings.ice_servers),
        language=settings.language,
        opens_per_minute=settings.opens_per_minute,
    )


def _health(parts: _Parts) -> Mapping[str, HealthCheck]:
    """What a conversation needs; Redis is not among it."""

    async def storage() -> bool:
        return await postgres_ms_or_none(parts.storage.database, clock=monotonic) is not None

    return {
        "storage": storage,
        "engine": parts.thinking.healthy,
        "speech": parts.speech.healthy,
    }


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if not settings.tls_cert:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_cert, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise StartError(f"TUTOR_TLS_CERT or TUTOR_TLS_KEY cannot be used: {error}.") from error
    return context
