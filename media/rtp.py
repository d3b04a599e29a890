"""RTP packets of one voice (RFC 3550 section 5.1): written whole, read as far as it matters. Pure.

aiortc makes four objects per packet, and a time stamp and a header extension nobody reads.
"""

import struct

VERSION = 0x80
PADDING, EXTENSION, SOURCES = 0x20, 0x10, 0x0F
"""Bits of the first byte."""
TYPE = 0x7F
"""Payload type in the second byte; the eighth bit is the marker."""
HEADER_BYTES = 12
_HEAD = struct.Struct("!BBHLL")
_NUMBERS = struct.Struct("!HL")


class RtpWriter:
    """Numbers the packets of one stream; both numbers wrap around."""

    def __init__(self, payload_type: int, ssrc: int, sequence: int, origin: int) -> None:
        self._type = payload_type & TYPE
        self._ssrc = ssrc
        self._sequence = sequence
        self._origin = origin
        self._first, self._extension = VERSION, b""

    def extend(self, profile: int, value: bytes) -> None:
        """Put the same header extension (section 5.3.1; whole 32-bit words) on every packet."""
        if value:
            self._first = VERSION | EXTENSION
            self._extension = struct.pack("!HH", profile, len(value) // 4) + value

    def packet(self, payload: bytes, timestamp: int) -> bytes:
        """The next packet; no marker, as we never leave silence out (RFC 3551 section 4.1)."""
        head = _HEAD.pack(
            self._first,
            self._type,
            self._sequence,
            self.time(timestamp),
            self._ssrc,
        )
        self._sequence = (self._sequence + 1) & 0xFFFF
        return head + self._extension + payload

    def time(self, timestamp: int) -> int:
        """The RTP time of a time stamp that counts from the stream's beginning."""
        return (self._origin + timestamp) & 0xFFFF_FFFF


def numbers(packet: bytes) -> tuple[int, int]:
    """Sequence number and time stamp."""
    sequence, timestamp = _NUMBERS.unpack_from(packet, 2)
    return sequence, timestamp


def payload(packet: bytes) -> bytes:
    """What the packet carries; empty when its header is not sound."""
    first = packet[0]
    start = HEADER_BYTES + 4 * (first & SOURCES)
    if first & EXTENSION:
        if len(packet) < start + 4:
            return b""
        start += 4 + 4 * int.from_bytes(packet[start + 2 : start + 4])
    end = len(packet) - packet[-1] if first & PADDING else len(packet)
    return packet[start:end] if start <= end else b""
