"""These fail when a new release of aiortc moves what we rely on."""

import threading
from collections.abc import AsyncIterator

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpReceiver
from aiortc.codecs import CODECS
from aiortc.rtcrtpparameters import RTCRtpReceiveParameters
from aiortc.rtcrtpreceiver import RemoteStreamTrack
from aiortc.rtp import RTCP_PSFB_PLI, RtcpByePacket, RtpPacket

from media import upstream


@pytest.fixture
async def connection() -> AsyncIterator[RTCPeerConnection]:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    yield connection
    await connection.close()


@pytest.mark.parametrize("kind", ["audio", "video"])
async def test_this_release_is_supported(connection: RTCPeerConnection, kind: str) -> None:
    assert upstream.supported(connection.addTransceiver(kind).receiver)


def test_another_release_is_not() -> None:
    class Renamed:
        transport = None

    assert not upstream.supported(Renamed())  # type: ignore[arg-type]


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


async def test_packets_are_delivered_as_they_come(connection: RTCPeerConnection) -> None:
    receiver = connection.addTransceiver("audio").receiver
    got: list[tuple[int, bytes]] = []
    upstream.tap_packets(receiver, lambda sequence, data: got.append((sequence, data)))
    await start(receiver, "audio")
    sent = packets(6)
    for at in (0, 1, 3, 2):
        await receiver._handle_rtp_packet(sent[at], arrival_time_ms=0)
    assert got == [(at, bytes([at])) for at in (0, 1, 3, 2)]
    await receiver._handle_rtcp_packet(RtcpByePacket(sources=[5]))
    await receiver._handle_rtp_packet(sent[4], arrival_time_ms=0)
    assert got[-1] == (4, b"\4")  # a BYE is not the end: a microphone may be resumed
    await receiver.stop()
    assert no_decoder_lives()


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
