"""Our RTP beside aiortc's, which must read what we write and write what we read."""

import pytest
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from media import rtp


@given(st.integers(0, 65_535), st.integers(0, 2**32 - 1), st.binary(max_size=200))
def test_aiortc_reads_what_we_write(sequence: int, origin: int, payload: bytes) -> None:
    writer = rtp.RtpWriter(111, 0xDEADBEEF, sequence, origin)
    for at in range(2):
        packet = RtpPacket.parse(writer.packet(payload, at * 960))
        assert packet.sequence_number == (sequence + at) % 65_536
        assert packet.timestamp == (origin + at * 960) % (1 << 32)
        assert (packet.payload_type, packet.ssrc, packet.marker) == (111, 0xDEADBEEF, 0)
        assert packet.payload == payload


def test_the_extension_is_on_every_packet() -> None:
    known = HeaderExtensionsMap()
    mid = RTCRtpHeaderExtensionParameters(id=1, uri="urn:ietf:params:rtp-hdrext:sdes:mid")
    known.configure(RTCRtpParameters(headerExtensions=[mid]))
    writer = rtp.RtpWriter(96, 5, 0, 0)
    writer.extend(0xBEDE, b"\x10" + b"0" + b"\x00\x00")
    for _ in range(2):
        packet = RtpPacket.parse(writer.packet(b"voice", 0), known)
        assert packet.extensions.mid == "0"
        assert packet.payload == b"voice"


@given(
    sequence=st.integers(0, 65_535),
    timestamp=st.integers(0, 2**32 - 1),
    payload=st.binary(max_size=100),
    sources=st.lists(st.integers(0, 2**32 - 1), max_size=15),
    padding=st.integers(0, 255),
)
def test_we_read_what_aiortc_writes(
    sequence: int, timestamp: int, payload: bytes, sources: list[int], padding: int
) -> None:
    packet = RtpPacket(111, 1, sequence, timestamp, 9, payload)
    packet.csrc, packet.padding_size = sources, padding
    data = packet.serialize()
    assert rtp.numbers(data) == (sequence, timestamp)
    assert rtp.payload(data) == payload


@pytest.mark.parametrize(
    "broken",
    [
        b"\xa0" + bytes(10) + b"\xff",
        b"\x90" + bytes(11),
        b"\x90" + bytes(13) + b"\xff\xff",
        b"\x8f" + bytes(11),
    ],
)
def test_an_unsound_header_carries_nothing(broken: bytes) -> None:
    assert rtp.payload(broken) == b""
