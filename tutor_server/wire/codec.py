"""Frames to events and back: JSON text, or msgpack binary (`tutor.msgpack.v1`).

Source: OpenAI Realtime API reference (JSON); the msgpack form is ours: the same maps with
audio as raw bytes (msgpack specification, bin family).
"""

import re
from typing import Protocol

import msgspec

from inference.contracts import JsonValue
from tutor_server.wire.client_events import AnyClientEvent
from tutor_server.wire.errors import WireError

MAX_FRAME_BYTES = 1 << 20
"""Above a second of stereo PCM48 in base64; everything larger is refused unread."""
JSON_SUBPROTOCOL = "realtime"
MSGPACK_SUBPROTOCOL = "tutor.msgpack.v1"

ServerEvent = dict[str, JsonValue | bytes]

_PATH = re.compile(r" - at `\$\.?([^`]*)`")


class Codec(Protocol):
    """Turns frames into events and events into frames."""

    subprotocol: str

    def decode(self, frame: str | bytes) -> AnyClientEvent:
        """Raises WireError."""

    def encode(self, event: ServerEvent) -> str | bytes: ...


def _refuse(error: msgspec.DecodeError, kind: str, event_id: str | None) -> WireError:
    if not isinstance(error, msgspec.ValidationError):
        return WireError(f"invalid_{kind}", f"The frame is not valid {kind}.")
    text = str(error)
    path = _PATH.search(text)
    plain = _PATH.sub("", text)
    if "Invalid value" in text and path and path.group(1) == "type":
        return WireError("unknown_event", plain, param="type", event_id=event_id)
    if "missing required field `type`" in text and path is None:
        return WireError("unknown_event", plain, param="type", event_id=event_id)
    param = path.group(1) if path else None
    return WireError("invalid_event", plain, param=param, event_id=event_id)


class _EventId(msgspec.Struct):
    event_id: str | None = None


def _event_id(decode: "_PeekDecoder", frame: bytes) -> str | None:
    try:
        return decode.decode(frame).event_id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


class _PeekDecoder(Protocol):
    def decode(self, buf: bytes, /) -> _EventId: ...


class _FrameCodec:
    """What both forms share."""

    kind = ""

    def __init__(self) -> None:
        self._decoder: msgspec.json.Decoder[AnyClientEvent]
        self._peek: _PeekDecoder

    def decode(self, frame: str | bytes) -> AnyClientEvent:
        """Raises WireError."""
        if len(frame) > MAX_FRAME_BYTES:
            raise WireError(
                "frame_too_large", f"A frame may hold {MAX_FRAME_BYTES} bytes at most."
            )
        try:
            data = frame.encode() if isinstance(frame, str) else frame
            return self._decoder.decode(data)
        except msgspec.DecodeError as error:
            raise _refuse(error, self.kind, _event_id(self._peek, data)) from error
        except (UnicodeError, RecursionError, OverflowError, ValueError) as error:
            raise WireError(f"invalid_{self.kind}", "The frame cannot be read.") from error


class JsonCodec(_FrameCodec):
    """JSON text frames; audio is base64."""

    subprotocol = JSON_SUBPROTOCOL
    kind = "json"

    def __init__(self) -> None:
        self._decoder = msgspec.json.Decoder(AnyClientEvent)
        self._peek = msgspec.json.Decoder(_EventId)
        self._encoder = msgspec.json.Encoder()

    def encode(self, event: ServerEvent) -> str | bytes:
        """Text; bytes become base64."""
        return self._encoder.encode(event).decode()


class MsgpackCodec(_FrameCodec):
    """msgpack binary frames; audio is raw bytes."""

    subprotocol = MSGPACK_SUBPROTOCOL
    kind = "msgpack"

    def __init__(self) -> None:
        # The two decoder classes share decode(); typeshed gives them no common base.
        self._decoder = msgspec.msgpack.Decoder(AnyClientEvent)  # type: ignore[assignment]
        self._peek = msgspec.msgpack.Decoder(_EventId)
        self._encoder = msgspec.msgpack.Encoder()

    def encode(self, event: ServerEvent) -> str | bytes:
        """Binary."""
        return self._encoder.encode(event)


def codec_for(subprotocol: str | None) -> Codec:
    """The codec a client chose; JSON unless it asked for msgpack."""
    return MsgpackCodec() if subprotocol == MSGPACK_SUBPROTOCOL else JsonCodec()
