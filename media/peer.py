"""One student's WebRTC connection: answers offers, joins the tracks, closes exactly once.

Knows aiortc's peer connection and the parts of this package; knows no HTTP and no session.
Every task is owned: negotiations and the closing are held here and awaited by `close`.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial

from aiortc import (
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpTransceiver,
    RTCSessionDescription,
)

from media import upstream
from media.answer import with_wishes
from media.channel import LABEL, EventsChannel
from media.contracts import PeerCallbacks, PeerSettings, PeerState, Playout
from media.errors import BadOfferError, MediaError, NewPeerNeededError, PeerClosedError
from media.ice import ice_servers
from media.link import LinkSample, LinkWatch
from media.offer import Offer, check_later_offer, read_offer
from media.screen_in import ScreenIn
from media.voice_in import VoiceIn, VoiceQuality
from media.voice_out import SendPacket, TutorVoice
from media.wheel import Wheel

log = logging.getLogger(__name__)

TICK_S = 0.1
LINK_S = 1.0
"""Between two looks at how the link is."""
SILENT_LINK_S = 8.0
"""Without any packet for this long the link counts as interrupted: even a peer that sends no
media sends an RTCP report at least every 7.5 s. aiortc itself only notices after 30 s."""
OWN_CHANNEL_S = 2.0
"""If the page has opened no data channel this long after connecting, we open one."""
NEGOTIATION_GRACE_S = 0.7
CONNECTION_CLOSE_S = 1.0
"""With the screen's, the limits of the steps of closing; the contract allows 2 s in all."""


class RtcPeer:
    """Implements `media.contracts.Peer`; make it and use it on one event loop.

    Raises ValueError for an ICE server that cannot be read.
    """

    def __init__(
        self,
        playout: Playout,
        callbacks: PeerCallbacks,
        settings: PeerSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        wheel: Wheel | None = None,
    ) -> None:
        self._callbacks = callbacks
        self._settings = settings
        self._clock = clock
        self._wheel = wheel or Wheel()
        self._tutor = TutorVoice(playout, clock)
        self._servers = ice_servers(settings.ice_servers)
        self._voice = VoiceIn(callbacks.on_voice, clock)
        self._due: asyncio.TimerHandle | None = None
        self._screen = ScreenIn(callbacks, settings, clock)
        self._events = EventsChannel(callbacks.on_message)
        self._connection: RTCPeerConnection | None = None
        self._offer: Offer | None = None
        self._tapped: dict[RTCRtpReceiver, int] = {}
        self._state: PeerState | None = None
        self._connected_s: float | None = None
        self._deadline_s = 0.0
        self._link = (0, 0.0)
        self._watch = LinkWatch()
        self._look_s = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._turn = asyncio.Lock()
        self._negotiations: set[asyncio.Task[str]] = set()
        self._closing: asyncio.Task[None] | None = None

    async def answer(self, offer_sdp: str) -> str:
        """Answer the first offer or a later one, complete with our candidates.

        Raises BadOfferError; NewPeerNeededError when the page must begin again with a new peer
        (an ICE restart, for one); PeerClosedError.
        """
        if self._closing is not None:
            raise PeerClosedError("the peer is closed")
        task = asyncio.get_running_loop().create_task(self._negotiate_in_turn(offer_sdp))
        self._negotiations.add(task)
        task.add_done_callback(self._negotiated)
        # Not awaited directly: if the caller goes away, the negotiation is still ours to finish.
        await asyncio.wait({task})
        if self._closing is not None or task.cancelled():
            raise PeerClosedError("the peer was closed while it answered")
        return task.result()

    def send(self, message: str | bytes) -> bool:
        """Send on the data channel; False when it is not open or its buffer is full (1 MB)."""
        connection = self._connection
        if self._closing or connection is None or connection.connectionState != "connected":
            return False
        return self._events.send(message)

    def quality(self) -> VoiceQuality:
        """What the network did to the student's voice so far."""
        return self._voice.quality()

    async def close(self) -> None:
        """Close exactly once, from any state; every caller returns when it is done."""
        await asyncio.shield(self._begin_close("asked to"))

    def _begin_close(self, why: str) -> asyncio.Task[None]:
        if self._closing is None:
            log.info("peer closes", extra={"why": why})
            self._closing = asyncio.get_running_loop().create_task(self._close())
        return self._closing

    async def _close(self) -> None:
        for timer in (self._timer, self._due):
            if timer is not None:
                timer.cancel()
        if self._negotiations:
            # Cut off in the middle, aiortc would leave sockets behind: give it a moment first.
            _, late = await asyncio.wait(self._negotiations, timeout=NEGOTIATION_GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.gather(self._screen.close(), self._close_connection())
        self._tell(PeerState.CLOSED)

    async def _close_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            await asyncio.wait_for(connection.close(), CONNECTION_CLOSE_S)
        except TimeoutError:
            log.warning("a peer connection did not close in time")
        # aiortc cancels tasks it does not wait for; they end within these turns of the loop.
        for _ in range(3):
            await asyncio.sleep(0)

    def _negotiated(self, task: asyncio.Task[str]) -> None:
        self._negotiations.discard(task)
        if not task.cancelled():
            task.exception()  # seen here even if whoever asked has gone

    async def _negotiate_in_turn(self, offer_sdp: str) -> str:
        async with self._turn:
            offer = read_offer(offer_sdp)
            if self._offer is None:
                return await self._first_answer(offer)
            check_later_offer(self._offer, offer)
            return await self._later_answer(self._living(), offer)

    async def _first_answer(self, offer: Offer) -> str:
        self._connection = connection = self._open()
        try:
            answer = await self._apply(connection, offer)
        except BadOfferError:
            self._connection = None
            self._tapped.clear()
            await connection.close()
            raise
        self._deadline_s = self._clock() + self._settings.connect_timeout_s
        self._tell(PeerState.CONNECTING)
        self._tick()
        return answer

    async def _later_answer(self, connection: RTCPeerConnection, offer: Offer) -> str:
        try:
            return await self._apply(connection, offer)
        except BadOfferError as cause:
            # aiortc may have applied half of it, so this connection is not to be built upon.
            raise NewPeerNeededError("the offer could not be applied") from cause

    def _living(self) -> RTCPeerConnection:
        if self._connection is None:
            raise PeerClosedError("the peer is closed")
        return self._connection

    def _open(self) -> RTCPeerConnection:
        # Without a list aiortc would ask a public STUN server of its own choice.
        connection = RTCPeerConnection(RTCConfiguration(iceServers=self._servers))
        voice = connection.addTransceiver("audio", direction="sendrecv")
        if not upstream.supported(voice.receiver, voice.sender):
            raise MediaError("this release of aiortc is not the one we know")
        upstream.connect_quietly(connection)
        upstream.send_packets(voice.sender, self._begin_voice)
        _prefer(voice, "audio/opus")
        connection.on("datachannel", self._channel_opened)
        connection.on("connectionstatechange", self._connection_changed)
        return connection

    async def _apply(self, connection: RTCPeerConnection, offer: Offer) -> str:
        known = sum(t.kind == "video" for t in connection.getTransceivers())
        for _ in range(offer.videos - known):
            _prefer(connection.addTransceiver("video", direction="recvonly"), "video/VP8")
        try:
            await connection.setRemoteDescription(RTCSessionDescription(offer.sdp, "offer"))
            self._tap(connection)
            if connection.sctp is not None:
                upstream.lose_quietly(connection.sctp)
            await connection.setLocalDescription(await connection.createAnswer())
        except Exception as cause:
            raise BadOfferError("the offer cannot be applied") from cause
        self._offer = offer
        self._end_stopped_screens(connection)
        return with_wishes(connection.localDescription.sdp)

    def _tap(self, connection: RTCPeerConnection) -> None:
        """Take the encoded frames of new tracks, before aiortc starts to receive them."""
        voice, *others = (t for t in connection.getTransceivers() if t.kind == "audio")
        for transceiver in others:
            transceiver.direction = "inactive"  # such as a shared tab's sound: nobody listens
        for transceiver in connection.getTransceivers():
            receiver = transceiver.receiver
            if receiver in self._tapped or receiver.track is None or transceiver in others:
                continue
            source = self._tapped[receiver] = len(self._tapped)
            if transceiver is voice:
                upstream.tap_packets(receiver, self._hear, self._voice.restart)
            else:
                ask = partial(upstream.request_keyframe, receiver)
                frame = partial(self._screen.frame, source, request_keyframe=ask)
                upstream.tap_frames(receiver, frame, partial(self._screen.ended, source))

    def _begin_voice(self, send: SendPacket) -> Callable[[], None]:
        """The connection stands: send the tutor's voice, and look after the student's."""

        def beat() -> None:
            self._tutor.beat(send)
            self._voice.tick()

        return self._wheel.join(beat)

    def _hear(self, sequence: int, timestamp: int, data: bytes) -> None:
        if self._closing is not None:
            return
        self._voice.packet(sequence, timestamp, data)
        if self._voice.due_s is not None and self._due is None:
            self._wait_for_late(self._voice.due_s)

    def _wait_for_late(self, due_s: float) -> None:
        """A packet is missing: look again when it is later than it may be."""
        wait_s = due_s - self._clock()
        self._due = asyncio.get_running_loop().call_later(wait_s, self._give_up_late)

    def _give_up_late(self) -> None:
        self._due = None
        self._voice.tick()
        if self._voice.due_s is not None:
            self._wait_for_late(self._voice.due_s)

    def _end_stopped_screens(self, connection: RTCPeerConnection) -> None:
        for transceiver in connection.getTransceivers():
            receiving = transceiver.currentDirection in ("recvonly", "sendrecv")
            if transceiver.kind == "video" and not receiving:
                self._screen.ended(self._tapped.get(transceiver.receiver, -1))

    def _channel_opened(self, channel: RTCDataChannel) -> None:
        self._events.attach(channel)

    def _connection_changed(self) -> None:
        state = "closed" if self._connection is None else self._connection.connectionState
        if state == "connected" and self._connected_s is None:
            self._connected_s = self._clock()
            self._link = (0, self._connected_s)
            self._tell(PeerState.CONNECTED)
        elif state in ("failed", "closed") and self._connection is not None:
            self._begin_close(state)

    def _tell(self, state: PeerState) -> None:
        if state is not self._state and self._state is not PeerState.CLOSED:
            self._state = state
            self._callbacks.on_state(state)

    def _tick(self) -> None:
        """Ten times a second: what only time can tell."""
        if self._closing is not None or self._connection is None:
            return
        self._timer = asyncio.get_running_loop().call_later(TICK_S, self._tick)
        now_s = self._clock()
        if self._connected_s is None:
            if now_s >= self._deadline_s:
                self._begin_close("not connected in time")
            return
        self._watch_link(self._connection, now_s)
        if now_s >= self._look_s:
            self._look_s = now_s + LINK_S
            self._look(self._connection, now_s)
        if not self._events.attached and now_s - self._connected_s > OWN_CHANNEL_S:
            self._open_own_channel(self._connection)

    def _watch_link(self, connection: RTCPeerConnection, now_s: float) -> None:
        count, since_s = self._link
        received = upstream.packets_received(connection)
        if received != count:
            self._link = (received, now_s)
            self._tell(PeerState.CONNECTED)
        elif now_s - since_s > SILENT_LINK_S:
            self._tell(PeerState.DISCONNECTED)

    def _look(self, connection: RTCPeerConnection, now_s: float) -> None:
        """Tell how the link is."""
        voice, (_, since_s) = self._voice.quality(), self._link
        round_trip_s, lost_there = upstream.far_end(connection.getTransceivers()[0].sender)
        sample = LinkSample(
            received=voice.received,
            lost=voice.lost,
            concealed_s=voice.concealed_s,
            jitter_s=voice.jitter_s,
            round_trip_s=round_trip_s,
            lost_there=lost_there,
            silent_s=now_s - since_s,
        )
        self._callbacks.on_link(self._watch.note(sample, now_s))

    def _open_own_channel(self, connection: RTCPeerConnection) -> None:
        sctp = connection.sctp
        if sctp is not None and sctp.state == "connected":
            self._events.attach(connection.createDataChannel(LABEL))


def _prefer(transceiver: RTCRtpTransceiver, mime: str) -> None:
    """Speak this codec only (and its retransmissions)."""
    wanted = (mime.lower(), mime.split("/")[0].lower() + "/rtx")
    codecs = transceiver.sender.getCapabilities(transceiver.kind).codecs
    transceiver.setCodecPreferences([c for c in codecs if c.mimeType.lower() in wanted])
