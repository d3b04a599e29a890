"""These fail when a new release of aiortc moves what we rely on."""

import threading
from collections.abc import AsyncIterator

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpReceiver
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


async def started(receiver: RTCRtpReceiver) -> None:
    from aiortc import MediaStreamTrack
    from aiortc.codecs import CODECS
    from aiortc.rtcrtpparameters import RTCRtpReceiveParameters
    from aiortc.rtcrtpreceiver import RemoteStreamTrack

    track: MediaStreamTrack = RemoteStreamTrack(kind=(receiver._track and "audio") or "audio")
    receiver._track = track
    await receiver.receive(RTCRtpReceiveParameters(codecs=CODECS["audio"]))


async def test_frames_are_delivered_in_order_without_a_decoder_thread(
    connection: RTCPeerConnection,
) -> None:
    receiver = connection.addTransceiver("audio").receiver
    got: list[bytes] = []
    ends: list[int] = []
    upstream.shorten_jitter_buffer(receiver)
    upstream.tap(receiver, got.append, lambda: ends.append(1))
    await started(receiver)
    for packet in packets(10):
        await receiver._handle_rtp_packet(packet, arrival_time_ms=0)
    assert got == [bytes([at]) for at in range(8)]  # two frames, 40 ms, are held back
    await receiver._handle_rtcp_packet(RtcpByePacket(sources=[5]))
    assert ends == [1]
    late = packets(12)[10]
    await receiver._handle_rtp_packet(late, arrival_time_ms=0)
    assert got[-1] == bytes([8])  # a BYE is not the end: the track may be resumed
    await receiver.stop()
    assert ends == [1, 1]
    assert not any(t.name.endswith("-decoder") and t.is_alive() for t in threading.enumerate())


async def test_a_lost_packet_costs_sixty_milliseconds_at_most(
    connection: RTCPeerConnection,
) -> None:
    receiver = connection.addTransceiver("audio").receiver
    got: list[bytes] = []
    upstream.shorten_jitter_buffer(receiver)
    upstream.tap(receiver, got.append, lambda: None)
    await started(receiver)
    held = []
    for sent, packet in enumerate(p for p in packets(60) if p.sequence_number != 20):
        await receiver._handle_rtp_packet(packet, arrival_time_ms=0)
        held.append(sent + 1 - len(got))
    assert max(held) <= 4
    assert len(got) == 56
    await receiver.stop()


async def test_a_keyframe_is_requested_with_the_next_packet(
    connection: RTCPeerConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aiortc.codecs import CODECS
    from aiortc.rtcrtpparameters import RTCRtpReceiveParameters
    from aiortc.rtcrtpreceiver import RemoteStreamTrack

    receiver = connection.addTransceiver("video").receiver
    asked: list[int] = []

    async def send_rtp(data: bytes) -> None:
        if data[1] == 206 and data[0] & 31 == RTCP_PSFB_PLI:
            asked.append(int.from_bytes(data[8:12]))

    monkeypatch.setattr(receiver.transport, "_send_rtp", send_rtp)
    upstream.tap(receiver, lambda data: None, lambda: None)
    receiver._track = RemoteStreamTrack(kind="video")
    await receiver.receive(RTCRtpReceiveParameters(codecs=CODECS["video"]))
    packet = RtpPacket(payload_type=97, sequence_number=1, timestamp=1)
    packet.ssrc, packet.payload = 77, b"\x10" + bytes(20)
    upstream.request_keyframe(receiver)
    await receiver._handle_rtp_packet(packet, arrival_time_ms=0)
    assert asked == [77]
    await receiver.stop()


async def test_packets_are_counted(connection: RTCPeerConnection) -> None:
    assert upstream.packets_received(connection) == 0
    connection.addTransceiver("audio")
    assert upstream.packets_received(connection) == 0
