"""The few private parts of aiortc 1.16 this package relies on, all in one place.

`supported` tells whether they are still there; a test fails when a new release moves them.

aiortc decodes every track in a thread of its own, voice as 48 kHz stereo, a screen at its full
frame rate, through queues without bounds, and stops decoding for good at the first RTCP BYE. Here
the encoded frames are taken before it queues them for that thread: the voice in place of its
jitter buffer, so that it is decoded once, at the right rate, without a thread hop and without its
80 ms; a screen behind that buffer, so that only the pictures that are wanted are decoded.
"""

import threading
from collections.abc import Callable
from typing import Protocol

from aiortc import RTCPeerConnection, RTCRtpReceiver
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtpPacket

_QUEUE = "_RTCRtpReceiver__decoder_queue"
_STOP = "_RTCRtpReceiver__stop_decoder"
_JITTER = "_RTCRtpReceiver__jitter_buffer"
_ERROR = "_RTCRtpReceiver__decoder_error"
_RECEIVED = "_RTCDtlsTransport__rx_packets"


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
    """Stands where aiortc has its jitter buffer, which never has a frame to decode then."""

    def __init__(self, deliver: Callable[[int, bytes], None]) -> None:
        self._deliver = deliver

    def add(self, packet: RtpPacket) -> tuple[bool, None]:
        """Called on the event loop with each packet as it comes."""
        self._deliver(packet.sequence_number, packet.payload)
        return False, None


class _Event(Protocol):
    def set(self) -> None: ...


def supported(receiver: RTCRtpReceiver) -> bool:
    """True when this aiortc has what the functions below need."""
    return (
        all(hasattr(receiver, name) for name in (_QUEUE, _STOP, _JITTER))
        and isinstance(getattr(receiver, _ERROR, None), threading.Event)
        and hasattr(receiver.transport, _RECEIVED)
    )


def tap_packets(receiver: RTCRtpReceiver, deliver: Callable[[int, bytes], None]) -> None:
    """Deliver sequence number and payload of every packet; call before it starts receiving."""
    setattr(receiver, _JITTER, _Packets(deliver))
    tap_frames(receiver, lambda data: None, lambda: None)


def tap_frames(
    receiver: RTCRtpReceiver, deliver: Callable[[bytes], None], ended: Callable[[], None]
) -> None:
    """Deliver the receiver's encoded frames and its ends; call before it starts receiving.

    `ended` is called at an RTCP BYE, a disconnect and a stop; frames may come again after it.
    """
    setattr(receiver, _QUEUE, _Frames(deliver))
    setattr(receiver, _STOP, ended)


def request_keyframe(receiver: RTCRtpReceiver) -> None:
    """Ask the sender for a full picture (PLI, RFC 4585 section 6.3.1) with the next packet."""
    error: _Event = getattr(receiver, _ERROR)
    error.set()


def packets_received(connection: RTCPeerConnection) -> int:
    """Packets that came in on the bundled transport since it was made."""
    transceivers = connection.getTransceivers()
    if not transceivers:
        return 0
    count: int = getattr(transceivers[0].receiver.transport, _RECEIVED)
    return count
