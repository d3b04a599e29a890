"""The private parts of aiortc 1.16 and aioice 0.13 this package relies on, all in one place.

`supported` tells whether they are still there; a test fails when a new release moves them.

aiortc decodes every track in a thread of its own, voice as 48 kHz stereo, a screen at its full
frame rate, through queues without bounds, and stops decoding for good at the first RTCP BYE. Here
the encoded frames are taken before it queues them for that thread: a screen behind its jitter
buffer, so that only the pictures that are wanted are decoded, and the voice before it.

It also wakes two tasks and makes a dozen objects for each packet of a voice, which costs several
times what decoding and encoding do. So a voice takes a shorter way: in, from aioice's datagram
through SRTP to us in one call; out, from our beat through SRTP to the socket in one call.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Coroutine
from secrets import randbits
from typing import Protocol

from aiortc import RTCPeerConnection, RTCRtpReceiver, RTCRtpSender, RTCSctpTransport
from aiortc.exceptions import InvalidStateError
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import HeaderExtensions, RtpPacket
from pylibsrtp import Error as SrtpError

from media import rtp

_RECEIVER = "_RTCRtpReceiver__"
_QUEUE = _RECEIVER + "decoder_queue"
_STOP = _RECEIVER + "stop_decoder"
_JITTER = _RECEIVER + "jitter_buffer"
_ERROR = _RECEIVER + "decoder_error"
_STREAMS = _RECEIVER + "remote_streams"
_SENDER = "_RTCRtpSender__"
_CONNECT = "_RTCPeerConnection__connect"
_CHUNK = "_send_chunk"
_RECEIVED = "_RTCDtlsTransport__rx_packets"
_RECEIVED_BYTES = "_RTCDtlsTransport__rx_bytes"
_NTP_EPOCH_S = 2_208_988_800
"""From 1900 to 1970."""
REPORTED = 10
"""Every so many packets (200 ms) the numbers for RTCP's reports, sent about once a second, are
brought up to date."""

OnPacket = Callable[[int, int, bytes], None]
"""Takes sequence number, time stamp and payload."""
SendPacket = Callable[[bytes, int], None]
"""Takes a payload and its time stamp, counted from the stream's first packet."""
Begin = Callable[[SendPacket], Callable[[], None]]
"""Told that packets can be sent; returns what stops it."""


class _Frames:
    """Stands where aiortc queues frames for its decoder thread."""

    def __init__(self, deliver: Callable[[bytes], None]) -> None:
        self._deliver = deliver

    def put(self, item: tuple[RTCRtpCodecParameters, JitterFrame] | None) -> None:
        """Called on the event loop with each encoded frame in order."""
        if item is not None:
            self._deliver(item[1].data)

    def get(self) -> None:
        """What the decoder thread sees: nothing to do, so it ends as soon as it starts."""
        return


class _Packets:
    """Stands where aiortc has its jitter buffer, which never has a frame to decode then.

    A stream's first packet comes here the long way and shows its source; the next ones are taken
    as they come out of aioice.
    """

    def __init__(
        self, receiver: RTCRtpReceiver, deliver: OnPacket, begins: Callable[[], None]
    ) -> None:
        self._receiver = receiver
        self._deliver = deliver
        self._begins = begins
        self._ssrc = b""
        self._type = -1
        self.sequence_number = self.timestamp = 0
        """Of the newest packet, under the names that aiortc's statistics look for."""

    def add(self, packet: RtpPacket) -> tuple[bool, None]:
        """Called on the event loop with each packet that came the long way."""
        ssrc = packet.ssrc.to_bytes(4)
        if ssrc != self._ssrc:
            if not self._ssrc:
                self._shorten()
            self._begins()
            self._ssrc, self._type = ssrc, packet.payload_type
        self._deliver(packet.sequence_number, packet.timestamp, packet.payload)
        return False, None

    def _shorten(self) -> None:
        self._dtls = self._receiver.transport
        self._streams = getattr(self._receiver, _STREAMS)
        connection = self._dtls.transport._connection
        self._long_way = connection.data_received
        setattr(connection, "data_received", self._received)  # noqa: B010  typed as a method

    def _received(self, data: bytes, component: int) -> None:
        """Called on the event loop with each datagram that is no STUN message."""
        if data[8:12] == self._ssrc and data[0] >> 6 == 2 and data[1] & rtp.TYPE == self._type:
            self._take(data)
        else:
            self._long_way(data, component)

    def _take(self, data: bytes) -> None:
        dtls = self._dtls
        setattr(dtls, _RECEIVED, getattr(dtls, _RECEIVED) + 1)
        setattr(dtls, _RECEIVED_BYTES, getattr(dtls, _RECEIVED_BYTES) + len(data))
        try:
            packet = dtls._rx_srtp.unprotect(data)
        except SrtpError:  # forged or repeated
            return
        sequence, timestamp = rtp.numbers(packet)
        self.sequence_number, self.timestamp = sequence, timestamp
        self._streams[int.from_bytes(self._ssrc)].add(self)  # for RTCP's reports of loss
        if self._receiver._enabled:
            self._deliver(sequence, timestamp, rtp.payload(packet))


class _Line:
    """Sends the packets of one voice, as aiortc's task for it would."""

    def __init__(self, sender: RTCRtpSender, codec: RTCRtpCodecParameters) -> None:
        self._sender = sender
        self._dtls = sender.transport
        payload_type = codec.payloadType or 0  # always known once negotiated
        # A low first number: SRTP cannot tell a wrap-around before the first packet that arrives.
        self._writer = rtp.RtpWriter(payload_type, sender._ssrc, randbits(15), randbits(32))
        extensions = getattr(sender, _SENDER + "rtp_header_extensions_map")
        mid = getattr(sender, _SENDER + "mid")
        self._writer.extend(*extensions.set(HeaderExtensions(mid=mid)))
        self._packets = self._octets = 0

    def send(self, payload: bytes, timestamp: int) -> None:
        """One packet, now; nothing while the sender is disabled or the transport is down."""
        if not self._sender._enabled:
            return
        try:
            _run(self._dtls._send_rtp(self._writer.packet(payload, timestamp)))
        except ConnectionError:  # the connection's state tells
            return
        self._packets += 1
        self._octets += len(payload)
        if self._packets % REPORTED == 1:
            self._report(timestamp)

    def _report(self, timestamp: int) -> None:
        """What aiortc's RTCP sender reports (RFC 3550 section 6.4.1) say from now on."""
        now_s = time.time() + _NTP_EPOCH_S  # noqa: TID251  they carry wall time
        sender = self._sender
        setattr(sender, _SENDER + "ntp_timestamp", int(now_s * (1 << 32)))
        setattr(sender, _SENDER + "rtp_timestamp", self._writer.time(timestamp))
        setattr(sender, _SENDER + "octet_count", self._octets)
        setattr(sender, _SENDER + "packet_count", self._packets)


def _run(sending: Coroutine[object, None, None]) -> None:
    """Run a coroutine that never waits, such as one which only ends in a datagram."""
    try:
        sending.send(None)
    except StopIteration:
        return
    sending.close()
    raise RuntimeError("sending a packet must not wait")


class _Event(Protocol):
    def set(self) -> None: ...


def supported(receiver: RTCRtpReceiver, sender: RTCRtpSender) -> bool:
    """True when this aiortc has what the functions below need."""
    dtls, ice = receiver.transport, getattr(receiver.transport, "transport", None)
    return (
        _has(receiver, _QUEUE, _STOP, _JITTER, _STREAMS, "_enabled")
        and isinstance(getattr(receiver, _ERROR, None), threading.Event)
        and _has(dtls, _RECEIVED, _RECEIVED_BYTES, "_rx_srtp", "_send_rtp")
        and _has(getattr(ice, "_connection", None), "data_received")
        and _has(sender, "_run_rtp", "_ssrc", "_enabled")
        and _has(RTCPeerConnection, _CONNECT)
        and _has(RTCSctpTransport, _CHUNK)
        and _has(sender, *(_SENDER + name for name in _OF_THE_SENDER))
    )


_OF_THE_SENDER = (
    "mid",
    "rtp_header_extensions_map",
    "rtp_started",
    "rtp_exited",
    "ntp_timestamp",
    "rtp_timestamp",
    "octet_count",
    "packet_count",
    "rtt",
    "stats",
)


def _has(thing: object, *names: str) -> bool:
    return all(hasattr(thing, name) for name in names)


def tap_packets(receiver: RTCRtpReceiver, deliver: OnPacket, begins: Callable[[], None]) -> None:
    """Deliver every packet of a voice as it comes; call before it starts receiving.

    `begins` is called before the first packet of each source.
    """
    setattr(receiver, _JITTER, _Packets(receiver, deliver, begins))
    tap_frames(receiver, lambda data: None, lambda: None)


def tap_frames(
    receiver: RTCRtpReceiver, deliver: Callable[[bytes], None], ended: Callable[[], None]
) -> None:
    """Deliver the receiver's encoded frames and its ends; call before it starts receiving.

    `ended` is called at an RTCP BYE, a disconnect and a stop; frames may come again after it.
    """
    setattr(receiver, _QUEUE, _Frames(deliver))
    setattr(receiver, _STOP, ended)


def send_packets(sender: RTCRtpSender, begin: Begin) -> None:
    """Let `begin` send a voice's packets when the connection stands; call before it does."""

    async def run(codec: RTCRtpCodecParameters) -> None:
        """In place of the task that pulls a track for ever: it only waits to be cancelled."""
        getattr(sender, _SENDER + "rtp_started").set()
        stop = begin(_Line(sender, codec).send)
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            pass  # how aiortc ends it, without waiting for the task itself
        finally:
            stop()
            getattr(sender, _SENDER + "rtp_exited").set()

    setattr(sender, "_run_rtp", run)  # noqa: B010  typed as a method


def connect_quietly(connection: RTCPeerConnection) -> None:
    """A connection that ends while it is made says so by its state alone; call before offers.

    aiortc makes it in a task that nobody waits for, and the loop would report its error."""
    connect: Callable[[], Coroutine[object, object, None]] = getattr(connection, _CONNECT)

    async def run() -> None:
        with contextlib.suppress(ConnectionError, InvalidStateError):
            await connect()

    setattr(connection, _CONNECT, run)


def lose_quietly(sctp: RTCSctpTransport) -> None:
    """What the data channel sends when the connection is down is lost, as on any network, and the
    connection's state tells; again a no-op. aiortc sends again in tasks nobody waits for."""
    if _CHUNK in vars(sctp):
        return
    send: Callable[[object], Coroutine[object, object, None]] = getattr(sctp, _CHUNK)

    async def run(chunk: object) -> None:
        with contextlib.suppress(ConnectionError):
            await send(chunk)

    setattr(sctp, _CHUNK, run)


def request_keyframe(receiver: RTCRtpReceiver) -> None:
    """Ask the sender for a full picture (PLI, RFC 4585 section 6.3.1) with the next packet."""
    error: _Event = getattr(receiver, _ERROR)
    error.set()


def far_end(sender: RTCRtpSender) -> tuple[float | None, float]:
    """What the other side's RTCP reports say of a voice we send (RFC 3550 section 6.4.1): the
    round trip in seconds, None before the first, and the share that was lost, 0 to 1."""
    round_trip_s: float | None = getattr(sender, _SENDER + "rtt")
    stats = getattr(sender, _SENDER + "stats").values()
    lost = [one.fractionLost for one in stats if one.type == "remote-inbound-rtp"]
    return round_trip_s, lost[-1] / 256 if lost else 0.0


def packets_received(connection: RTCPeerConnection) -> int:
    """Packets that came in on the bundled transport since it was made."""
    transceivers = connection.getTransceivers()
    if not transceivers:
        return 0
    count: int = getattr(transceivers[0].receiver.transport, _RECEIVED)
    return count
