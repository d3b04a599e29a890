"""A fake tutor for the pages' tests: plays the wire protocol, decides nothing by itself.

Events are numbered, kept and replayed as the real server does; what they say is the test's. Voice
goes over WebSocket, or over WebRTC where a test asks for it.
"""

import asyncio
import base64
import contextlib
import json
import math
import struct
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from aiohttp import web
from aiortc import RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from tests.static.fake_lessons import FakeLessons

STATIC = Path(__file__).parents[2] / "static"
TESTS = Path(__file__).parent
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self' ws: wss:; worker-src 'self'"
)
WAIT_S = 30.0

Event = dict[str, object]


def tone(duration_ms: int, hz: int = 440) -> str:
    """Base64 PCM16 mono 24 kHz."""
    samples = (
        round(9000 * math.sin(2 * math.pi * hz * i / 24000)) for i in range(24 * duration_ms)
    )
    return base64.b64encode(b"".join(struct.pack("<h", sample) for sample in samples)).decode()


def message(item_id: str, role: str, text: str, *, voice: bool = False) -> Event:
    """A conversation item of OpenAI's shape."""
    kind = ("input_" if role == "user" else "output_") + ("audio" if voice else "text")
    content = {"type": kind, ("transcript" if voice else "text"): text}
    return {"id": item_id, "type": "message", "role": role, "status": "completed",
            "content": [content]}  # fmt: skip


@dataclass
class FakeSession:
    """One session: its log, and the connection that is attached now."""

    session_id: str
    epoch: int = 1
    events: list[Event] = field(default_factory=list)
    received: list[Event] = field(default_factory=list)
    heard: asyncio.Condition = field(default_factory=asyncio.Condition)
    deliver: Callable[[Event], None] | None = None
    hang_up: Callable[[int], None] | None = None
    """Takes the close code of a WebSocket."""
    path: str = ""

    @property
    def seq(self) -> int:
        return len(self.events)

    def emit(self, kind: str, **fields: object) -> Event:
        """Logs an event and sends it to whoever is attached."""
        number = self.seq + 1
        event: Event = {"type": kind, "event_id": f"event_{number}", "seq": number, **fields}
        self.events.append(event)
        if self.deliver:
            self.deliver(event)
        return event

    async def take(self, event: Event) -> None:
        async with self.heard:
            self.received.append(event)
            self.heard.notify_all()
        item = event.get("item")
        if event["type"] == "conversation.item.create" and isinstance(item, dict):
            self._store(item)

    def _store(self, item: Event) -> None:
        known = [e for e in self.events if e["type"] == "conversation.item.added"]
        if any(cast("Event", e["item"])["id"] == item["id"] for e in known):
            self.emit("error", error={"code": "duplicate_item", "message": "known"})
            return
        self.emit("conversation.item.added", item=item)
        self.emit("conversation.item.done", item=item)

    def detach(self, code: int = 1012) -> None:
        """Whoever is attached is cut off."""
        if self.hang_up:
            self.hang_up(code)
        self.deliver = self.hang_up = None

    def count(self, kind: str) -> int:
        return sum(event["type"] == kind for event in self.received)

    async def wait_for(self, kind: str, count: int = 1, **fields: object) -> Event:
        """The `count`-th event of that kind (and fields) from the page."""

        def matching() -> list[Event]:
            return [
                event
                for event in self.received
                if event["type"] == kind and all(event.get(k) == v for k, v in fields.items())
            ]

        async with asyncio.timeout(WAIT_S), self.heard:
            await self.heard.wait_for(lambda: len(matching()) >= count)
        return matching()[count - 1]

    def greet(self, last_seq: int | None) -> None:
        """First event of a connection, then what it missed."""
        assert self.deliver
        if last_seq is None:
            self.emit("session.created", session={"id": self.session_id}, epoch=self.epoch)
            return
        place = {"session_id": self.session_id, "epoch": self.epoch, "seq": self.seq}
        greeting = {"type": "tutor.session.resumed", "event_id": "resumed", "replayed": True}
        greeting.update(place)
        self.deliver(greeting)
        for event in self.events[last_seq:]:
            self.deliver(event)

    # The parts of a reply, as the tests need them.

    def begin_reply(self, reply_id: str, item_id: str, *, voice: bool) -> None:
        kind = "output_audio" if voice else "output_text"
        item = {"id": item_id, "type": "message", "role": "assistant", "status": "in_progress",
                "content": [{"type": kind}]}  # fmt: skip
        self.emit("response.created", response={"id": reply_id})
        self.emit("response.output_item.added", response_id=reply_id, item=item)
        self.emit("conversation.item.added", item=item)

    def write(self, reply_id: str, item_id: str, text: str, *, voice: bool) -> None:
        kind = "response.output_audio_transcript.delta" if voice else "response.output_text.delta"
        self.emit(kind, response_id=reply_id, item_id=item_id, delta=text)

    def end_reply(self, reply_id: str, status: str = "completed") -> None:
        self.emit("response.done", response={"id": reply_id, "status": status})

    def answer(self, reply_id: str, item_id: str, text: str) -> None:
        """A whole reply in writing."""
        self.begin_reply(reply_id, item_id, voice=False)
        self.write(reply_id, item_id, text, voice=False)
        self.emit("conversation.item.done", item=message(item_id, "assistant", text))
        self.end_reply(reply_id)

    def speak(self, reply_id: str, item_id: str, text: str, at_ms: tuple[int, ...]) -> None:
        """A spoken reply whose words are heard at these moments; it goes on until the test ends
        it."""
        self.begin_reply(reply_id, item_id, voice=True)
        self.write(reply_id, item_id, text, voice=True)
        words, at = [], 0
        for word, begin_ms in zip(text.split(), at_ms, strict=True):
            start = text.index(word, at)
            at = start + len(word)
            words.append({"start": start, "end": at, "at_ms": begin_ms})
        self.emit("tutor.state", state="speaking")
        self.emit("output_audio_buffer.started", response_id=reply_id)
        if self.path == "websocket":
            for _ in range(5):
                self.emit("response.output_audio.delta", response_id=reply_id, item_id=item_id,
                          delta=tone(100))  # fmt: skip
            self.emit("response.output_audio.done", response_id=reply_id, item_id=item_id)
        self.emit("tutor.caption", item_id=item_id, words=words)


class FakeTutor:
    """The HTTP side: pages, secrets, connections."""

    def __init__(self) -> None:
        self.sessions: dict[str, FakeSession] = {}
        self.logged_in = True
        self.full = False
        self.gone = False
        """True: every call fails as if the server were being restarted."""
        self.webrtc = False
        self.calls_status = 501
        """What /calls says while `webrtc` is offered but not spoken (None: it is spoken)."""
        self.speaks_webrtc = False
        self.free_speech = True
        self.name = "Ada"
        self.locale = ""
        self.lessons = FakeLessons()
        self.requests: list[str] = []
        self._screens: asyncio.Queue[str] = asyncio.Queue()  # one per screen a test shares
        self.port = 0
        self._made = 0
        self._known: set[str] = set()
        self._opened = asyncio.Event()
        self._peers: dict[str, RTCPeerConnection] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._sockets: set[web.WebSocketResponse] = set()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    async def session(self) -> FakeSession:
        """The newest session, once a page has opened one."""
        async with asyncio.timeout(WAIT_S):
            await self._opened.wait()
        return next(reversed(self.sessions.values()))

    async def screen(self) -> None:
        """A page has begun to share a screen."""
        async with asyncio.timeout(WAIT_S):
            await self._screens.get()

    def forget(self) -> None:
        """The sessions are over and unknown, as after their time on the server."""
        self.cut()
        self.sessions.clear()
        self._known.clear()
        self._opened.clear()

    def cut(self) -> None:
        """Every connection is lost at once; the sessions live."""
        for session in self.sessions.values():
            session.detach()

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._gate])
        app.add_routes([
            web.get("/", self._page),
            web.get("/login", self._login),
            web.get("/homework", self._homework),
            web.get("/v1/me", self._me),
            web.put("/v1/me/language", self._set_language),
            web.post("/v1/logout", self._logout),
            web.get("/v1/capabilities", self._capabilities),
            web.post("/v1/realtime/client_secrets", self._secret),
            web.post("/v1/realtime/calls", self._call),
            web.post("/v1/realtime/calls/{call}", self._change),
            web.delete("/v1/realtime/calls/{call}", self._hang_up),
            web.get("/v1/realtime", self._socket),
            web.get("/v1/sessions/{session}", self._session),
            *self.lessons.routes(),
            web.static("/static", STATIC),
            web.static("/tests", TESTS),
        ])  # fmt: skip
        return app

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["FakeTutor"]:
        runner = web.AppRunner(self.app(), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            for socket in list(self._sockets):
                await socket.close()
            for peer in list(self._peers.values()):
                await peer.close()
            await asyncio.gather(*self._closing)
            await runner.cleanup()

    @web.middleware
    async def _gate(
        self, request: web.Request, handler: Callable[[web.Request], object]
    ) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path}")
        if self.gone and request.path.startswith("/v1"):
            raise web.HTTPServiceUnavailable
        response = await cast("asyncio.Future[web.StreamResponse]", handler(request))
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY
            response.headers["Cache-Control"] = "no-store"
        return response

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "student.html")

    async def _login(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "login.html")

    async def _homework(self, _: web.Request) -> web.Response:
        page = "<!doctype html><title>Homework</title><h1>1/2 + 1/4 = ?</h1>"
        return web.Response(text=page, content_type="text/html")

    async def _me(self, _: web.Request) -> web.Response:
        if not self.logged_in:
            return web.json_response({"code": "unauthorized"}, status=401)
        return web.json_response({"student_id": "stu_1", "name": self.name, "role": "student",
                                  "grade": "4", "locale": self.locale})  # fmt: skip

    async def _set_language(self, request: web.Request) -> web.Response:
        chosen = str((await request.json())["language"])
        self.locale = "" if chosen == "auto" else chosen
        return web.Response(status=204)

    async def _logout(self, _: web.Request) -> web.Response:
        self.logged_in = False
        return web.Response(status=204)

    async def _capabilities(self, _: web.Request) -> web.Response:
        engine = "whisper" if self.free_speech else "pocketsphinx"
        hearing = {"engine": engine, "model": "base", "free_speech": self.free_speech,
                   "advice": "Run `tutor models pull` once.",
                   "languages": [] if self.free_speech else ["en"]}  # fmt: skip
        return web.json_response({"hearing": hearing, "voices": ["default"], "webrtc": self.webrtc,
                                  "ice_servers": [], "version": "0"})  # fmt: skip

    async def _secret(self, request: web.Request) -> web.Response:
        if not self.logged_in:
            return web.json_response({"code": "unauthorized"}, status=401)
        wanted = (await request.json()).get("session_id")
        if self.full and wanted is None:
            return web.json_response({"code": "overloaded"}, status=503,
                                     headers={"Retry-After": "1"})  # fmt: skip
        self._made += wanted is None
        session_id = wanted or f"sess_{self._made}"
        if wanted is None:
            self._known.add(session_id)
        return web.json_response({"value": f"ek_{session_id}", "expires_at": 0,
                                  "session": {"id": session_id}})  # fmt: skip

    async def _session(self, request: web.Request) -> web.Response:
        known = request.match_info["session"] in self._known
        return web.json_response(
            {"code": "ok" if known else "not_found"}, status=200 if known else 404
        )

    def _attach(self, request: web.Request, key: str, path: str) -> tuple[FakeSession, int | None]:
        session_id = key.removeprefix("ek_")
        known = session_id in self.sessions
        if session_id not in self._known:
            raise web.HTTPNotFound(text='{"code": "not_found"}', content_type="application/json")
        session = self.sessions.setdefault(session_id, FakeSession(session_id))
        if path == "websocket":
            self._take_over(session, path)
        return session, int(request.query.get("last_seq", 0)) if known else None

    @staticmethod
    def _take_over(session: FakeSession, path: str) -> None:
        """A socket at once, a call when it stands, as the real server does."""
        session.detach(code=4001)
        session.path = path

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        offered = request.headers["Sec-WebSocket-Protocol"].split(", ")
        key = next(p for p in offered if p.startswith("openai-insecure-api-key."))
        session, last_seq = self._attach(request, key.split(".", 1)[1], "websocket")
        socket = web.WebSocketResponse(protocols=("realtime",), timeout=0.1)
        await socket.prepare(request)
        self._sockets.add(socket)
        out: asyncio.Queue[Event] = asyncio.Queue()  # a test's few events
        cut: asyncio.Queue[int] = asyncio.Queue()  # one code
        hang_up = cut.put_nowait
        session.deliver, session.hang_up = out.put_nowait, hang_up
        session.greet(last_seq)
        self._opened.set()
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(self._pump(out, socket))
            cutting = tasks.create_task(self._cut(cut, socket))
            async for frame in socket:
                await session.take(json.loads(frame.data))
            sending.cancel()
            cutting.cancel()
        self._sockets.discard(socket)
        if session.hang_up is hang_up:
            session.deliver = session.hang_up = None
        return socket

    @staticmethod
    async def _pump(out: "asyncio.Queue[Event]", socket: web.WebSocketResponse) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                await socket.send_json(await out.get())

    @staticmethod
    async def _cut(cut: "asyncio.Queue[int]", socket: web.WebSocketResponse) -> None:
        await socket.close(code=await cut.get())

    async def _call(self, request: web.Request) -> web.Response:
        if not self.speaks_webrtc:
            return web.json_response({"code": "no_webrtc"}, status=self.calls_status)
        key = request.headers["Authorization"].removeprefix("Bearer ")
        session, last_seq = self._attach(request, key, "webrtc")
        peer = RTCPeerConnection()
        call = f"call_{len(self._peers) + 1}"
        self._peers[call] = peer
        peer.addTrack(AudioStreamTrack())
        peer.on("datachannel", lambda channel: self._channel(session, last_seq, (peer, channel)))
        peer.on("track", lambda track: self._track(track.kind))
        answer = await self._answer(peer, await request.text())
        headers = {"Location": f"/v1/realtime/calls/{call}"}
        return web.Response(
            text=answer, status=201, content_type="application/sdp", headers=headers
        )

    def _track(self, kind: str) -> None:
        if kind == "video":
            self._screens.put_nowait(kind)

    def _channel(
        self,
        session: FakeSession,
        last_seq: int | None,
        call: tuple[RTCPeerConnection, RTCDataChannel],
    ) -> None:
        peer, channel = call
        loop = asyncio.get_running_loop()
        self._take_over(session, "webrtc")
        session.hang_up = lambda _: self._close(peer)
        session.deliver = lambda event: channel.send(json.dumps(event))
        channel.on("message", lambda text: self._take(loop, session, text))
        session.greet(last_seq)
        self._opened.set()

    def _close(self, peer: RTCPeerConnection) -> None:
        closing = asyncio.get_running_loop().create_task(peer.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def _take(self, loop: asyncio.AbstractEventLoop, session: FakeSession, text: str) -> None:
        task = loop.create_task(session.take(json.loads(text)))
        task.add_done_callback(lambda done: done.result())

    @staticmethod
    async def _answer(peer: RTCPeerConnection, offer: str) -> str:
        await peer.setRemoteDescription(RTCSessionDescription(sdp=offer, type="offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        return peer.localDescription.sdp

    async def _change(self, request: web.Request) -> web.Response:
        peer = self._peers[request.match_info["call"]]
        answer = await self._answer(peer, await request.text())
        return web.Response(text=answer, content_type="application/sdp")

    async def _hang_up(self, request: web.Request) -> web.Response:
        await self._peers[request.match_info["call"]].close()
        return web.Response(status=204)
