"""These fail when a new release of aiortc moves what we rely on."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpReceiver, RTCSctpTransport
from aiortc.codecs import CODECS
from aiortc.rtcrtpparameters import RTCRtpReceiveParameters, RTCRtpSendParameters
from aiortc.rtcrtpreceiver import RemoteStreamTrack
from aiortc.rtp import RTCP_PSFB_PLI, RtcpByePacket, RtpPacket
from pylibsrtp import Error as SrtpError

from media import upstream


@pytest.fixture
async def connection() -> AsyncIterator[RTCPeerConnection]:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    yield connection
    await connection.close()


@pytest.mark.parametrize("kind", ["audio", "video"])
async def test_this_release_is_supported(connection: RTCPeerConnection, kind: str) -> None:
    transceiver = connection.addTransceiver(kind)
    assert upstream.supported(transceiver.receiver, transceiver.sender)


async def test_another_release_is_not(connection: RTCPeerConnection) -> None:
    class Renamed:
        transport = None

    known = connection.addTransceiver("audio")
    assert not upstream.supported(Renamed(), known.sender)  # type: ignore[arg-type]
    assert not upstream.supported(known.receiver, Renamed())  # type: ignore[arg-type]


def packets(count: int) -> list[RtpPacket]:
    made = []
    for at in range(count):
        packet = RtpPacket(payload_type=96, sequence_number=at, timestamp=at * 960)
        packet.ssrc, packet.payload = 5, bytes([at])
        made.append(packet)
    return made


def picture(at: int) -> RtpPacket:
    """A VP8 frame of one packet."""
    packet = RtpPacket(payload_type=97, sequence_number=at, timestamp=at * 3_000)
    packet.ssrc, packet.payload = 5, b"\x10" + bytes([at]) * 20
    return packet


async def start(receiver: RTCRtpReceiver, kind: str) -> None:
    receiver._track = RemoteStreamTrack(kind=kind)
    await receiver.receive(RTCRtpReceiveParameters(codecs=CODECS[kind]))


def no_decoder_lives() -> bool:
    """True when the threads aiortc started for decoding have ended, as they do by themselves."""
    decoders = [t for t in threading.enumerate() if t.name.endswith("-decoder")]
    for decoder in decoders:
        decoder.join(1.0)
    return not any(decoder.is_alive() for decoder in decoders)


class Voice:
    """A receiver whose packets are collected, behind a transport whose SRTP adds one byte."""

    def __init__(self, connection: RTCPeerConnection) -> None:
        self.got: list[tuple[int, int, bytes]] = []
        self.begun = 0
        self.receiver = connection.addTransceiver("audio").receiver
        self.dtls = self.receiver.transport
        self.ice = self.dtls.transport._connection
        self.dtls._rx_srtp = self
        upstream.tap_packets(self.receiver, lambda *packet: self.got.append(packet), self.begin)

    def begin(self) -> None:
        self.begun += 1

    def unprotect(self, data: bytes) -> bytes:
        if not data.endswith(b"\0"):
            raise SrtpError("forged")
        return data[:-1]

    async def the_long_way(self, packet: RtpPacket) -> None:
        await self.receiver._handle_rtp_packet(packet, arrival_time_ms=0)

    def datagram(self, packet: RtpPacket, end: bytes = b"\0") -> None:
        self.ice.data_received(packet.serialize() + end, 1)

    @property
    def waiting(self) -> int:
        """Datagrams on the long way."""
        return self.ice._queue.qsize()

    @property
    def payloads(self) -> list[bytes]:
        return [payload for _, _, payload in self.got]


@pytest.fixture
async def voice(connection: RTCPeerConnection) -> AsyncIterator[Voice]:
    voice = Voice(connection)
    await start(voice.receiver, "audio")
    yield voice
    await voice.receiver.stop()
    assert no_decoder_lives()


async def test_packets_are_delivered_as_they_come(voice: Voice) -> None:
    sent = packets(6)
    for at in (0, 1, 3, 2):
        await voice.the_long_way(sent[at])
    assert voice.got == [(at, at * 960, bytes([at])) for at in (0, 1, 3, 2)]
    await voice.receiver._handle_rtcp_packet(RtcpByePacket(sources=[5]))
    await voice.the_long_way(sent[4])
    assert voice.payloads[-1] == b"\4"  # a BYE is not the end: a microphone may be resumed
    assert voice.begun == 1


async def test_after_the_first_packet_the_way_is_short(voice: Voice) -> None:
    sent = packets(4)
    voice.datagram(sent[0])
    assert (voice.got, voice.waiting) == ([], 1)
    await voice.the_long_way(sent[0])
    for packet in sent[1:]:
        voice.datagram(packet)
    assert voice.got == [(at, at * 960, bytes([at])) for at in range(4)]
    assert voice.waiting == 1


async def test_everything_else_takes_the_long_way(voice: Voice) -> None:
    await voice.the_long_way(packets(1)[0])
    video, stranger = picture(1), packets(2)[1]
    stranger.ssrc = 6
    report = b"\x80\xc8\x00\x06" + bytes(24)
    for data in (video.serialize(), stranger.serialize(), report, b"\x16" * 40, b"\x80"):
        voice.ice.data_received(data, 1)
    assert voice.waiting == 5
    assert len(voice.got) == 1


async def test_another_source_begins_and_then_takes_the_short_way(voice: Voice) -> None:
    first, *others = packets(4)
    await voice.the_long_way(first)
    for packet in others:
        packet.ssrc = 6
    await voice.the_long_way(others[0])
    voice.datagram(others[1])
    assert voice.begun == 2
    assert voice.payloads == [b"\0", b"\1", b"\2"]
    voice.datagram(first)  # what the old source still sends is not mixed in
    assert len(voice.got) == 3


async def test_a_forged_packet_is_counted_and_not_heard(voice: Voice) -> None:
    sent = packets(2)
    await voice.the_long_way(sent[0])
    before = getattr(voice.dtls, upstream._RECEIVED)
    voice.datagram(sent[1], end=b"\1")
    assert len(voice.got) == 1
    assert getattr(voice.dtls, upstream._RECEIVED) == before + 1


async def test_reports_of_loss_count_the_short_way_too(voice: Voice) -> None:
    sent = packets(10)
    await voice.the_long_way(sent[0])
    for at in (1, 2, 3, 7, 8, 9):
        voice.datagram(sent[at])
    (stream,) = getattr(voice.receiver, upstream._STREAMS).values()
    assert (stream.packets_received, stream.packets_lost, stream.max_seq) == (7, 3, 9)


class Sending:
    """A sender whose datagrams are collected, and what drives it."""

    def __init__(self, connection: RTCPeerConnection) -> None:
        self.sender = connection.addTransceiver("audio").sender
        self.data: list[bytes] = []
        self.send: upstream.SendPacket | None = None
        self.stopped = 0
        upstream.send_packets(self.sender, self.begin)
        self.sender.transport._send_rtp = self.collect

    async def collect(self, data: bytes) -> None:
        if data[1] < 192:
            self.data.append(data)

    def begin(self, send: upstream.SendPacket) -> Callable[[], None]:
        self.send = send
        return self.stop

    def stop(self) -> None:
        self.stopped += 1

    async def start(self) -> upstream.SendPacket:
        codecs = [codec for codec in CODECS["audio"] if codec.mimeType == "audio/opus"]
        await self.sender.send(RTCRtpSendParameters(codecs=codecs, muxId="0"))
        await asyncio.sleep(0)
        assert self.send is not None
        return self.send


@pytest.fixture
async def sending(connection: RTCPeerConnection) -> AsyncIterator[Sending]:
    sending = Sending(connection)
    yield sending
    await sending.sender.stop()


async def test_packets_are_sent_as_they_are(sending: Sending) -> None:
    send = await sending.start()
    for at in range(3):
        send(bytes([at]), at * 960)
    sent = [RtpPacket.parse(data) for data in sending.data]
    assert [packet.payload for packet in sent] == [b"\0", b"\1", b"\2"]
    assert {packet.ssrc for packet in sent} == {sending.sender._ssrc}
    assert sent[2].sequence_number - sent[0].sequence_number == 2
    assert (sent[2].timestamp - sent[0].timestamp) % (1 << 32) == 1_920


async def test_sender_reports_carry_what_was_sent(sending: Sending) -> None:
    send = await sending.start()
    for at in range(11):
        send(b"voice", at * 960)
    name = upstream._SENDER
    assert getattr(sending.sender, name + "packet_count") == 11
    assert getattr(sending.sender, name + "octet_count") == 55
    newest = RtpPacket.parse(sending.data[-1]).timestamp
    assert getattr(sending.sender, name + "rtp_timestamp") == newest
    assert getattr(sending.sender, name + "ntp_timestamp") > 3_900_000_000 << 32


async def test_a_transport_that_is_down_loses_packets_and_nothing_else(sending: Sending) -> None:
    send = await sending.start()

    async def down(data: bytes) -> None:
        raise ConnectionError

    sending.sender.transport._send_rtp = down
    send(b"voice", 0)
    sending.sender.transport._send_rtp = sending.collect
    send(b"voice", 960)
    assert len(sending.data) == 1


async def test_a_sender_that_would_wait_is_found_out(sending: Sending) -> None:
    send = await sending.start()

    async def wait(data: bytes) -> None:
        await asyncio.sleep(0)

    sending.sender.transport._send_rtp = wait
    with pytest.raises(RuntimeError, match="wait"):
        send(b"voice", 0)
    sending.sender.transport._send_rtp = sending.collect


async def test_a_stopped_sender_stops_what_drives_it(sending: Sending) -> None:
    await sending.start()
    async with asyncio.timeout(5.0):
        await sending.sender.stop()
    assert sending.stopped == 1


async def test_frames_and_ends_are_delivered_without_a_decoder_thread(
    connection: RTCPeerConnection,
) -> None:
    receiver = connection.addTransceiver("video").receiver
    got: list[bytes] = []
    ends: list[int] = []
    upstream.tap_frames(receiver, got.append, lambda: ends.append(1))
    await start(receiver, "video")
    sent = [picture(at) for at in range(4)]
    for packet in sent[:2]:
        await receiver._handle_rtp_packet(packet, arrival_time_ms=0)
    assert got == [sent[0].payload[1:]]
    await receiver._handle_rtcp_packet(RtcpByePacket(sources=[5]))
    assert ends == [1]
    for packet in sent[2:]:
        await receiver._handle_rtp_packet(packet, arrival_time_ms=0)
    assert len(got) == 3  # and a screen may be shared again
    await receiver.stop()
    assert ends == [1, 1]
    assert no_decoder_lives()


async def test_a_keyframe_is_requested_with_the_next_packet(
    connection: RTCPeerConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = connection.addTransceiver("video").receiver
    asked: list[int] = []

    async def send_rtp(data: bytes) -> None:
        if data[1] == 206 and data[0] & 31 == RTCP_PSFB_PLI:
            asked.append(int.from_bytes(data[8:12]))

    monkeypatch.setattr(receiver.transport, "_send_rtp", send_rtp)
    upstream.tap_frames(receiver, lambda data: None, lambda: None)
    await start(receiver, "video")
    upstream.request_keyframe(receiver)
    for at in range(3):
        await receiver._handle_rtp_packet(picture(at), arrival_time_ms=0)
    assert asked == [5]
    await receiver.stop()


async def test_packets_are_counted(connection: RTCPeerConnection) -> None:
    assert upstream.packets_received(connection) == 0
    connection.addTransceiver("audio")
    assert upstream.packets_received(connection) == 0


@pytest.fixture
async def unheard() -> list[str]:
    """What the loop reports of tasks that failed while nobody waited for them."""
    found: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: found.append(repr(context)))
    return found


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)
    gc.collect()  # a task is reported when it is collected


async def offered(connection: RTCPeerConnection) -> RTCPeerConnection:
    """Who has offered a voice and a channel, and is answered."""
    other = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    other.addTransceiver("audio")
    other.createDataChannel("any")
    await other.setLocalDescription(await other.createOffer())
    await connection.setRemoteDescription(other.localDescription)
    await connection.setLocalDescription(await connection.createAnswer())
    return other


@pytest.mark.parametrize("quietly", [True, False])
async def test_a_connection_that_ends_while_it_is_made_is_quiet(
    connection: RTCPeerConnection, unheard: list[str], quietly: bool
) -> None:
    if quietly:
        upstream.connect_quietly(connection)
    connection.addTransceiver("audio")
    other = await offered(connection)
    await connection.getTransceivers()[0].receiver.transport.transport.stop()
    await settle()
    await other.close()
    assert (unheard == []) is quietly, unheard


@pytest.mark.parametrize("quietly", [True, False])
async def test_what_a_channel_sends_again_on_a_dead_network_is_lost_quietly(
    unheard: list[str], quietly: bool
) -> None:
    class Network:
        """A transport that nobody hears."""

        state, up = "connected", True

        async def _send_data(self, data: bytes) -> None:
            if not self.up:
                raise ConnectionError

        def _unregister_data_receiver(self, receiver: object) -> None: ...

    network = Network()
    sctp = RTCSctpTransport(network)
    sctp._remote_port = 5000
    sctp._association_state = RTCSctpTransport.State.ESTABLISHED
    if quietly:
        upstream.lose_quietly(sctp)
        upstream.lose_quietly(sctp)
    await sctp._send(1, 51, b"kept until it is acknowledged")
    network.up = False
    sctp._t3_expired()
    await settle()
    sctp._t3_cancel()
    assert (unheard == []) is quietly, unheard
