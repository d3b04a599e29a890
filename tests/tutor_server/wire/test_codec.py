"""Frames that are broken in every way get a stable code; good ones survive both forms."""

import base64
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.wire.client_events import AnyClientEvent, AudioAppend, ItemCreate, SessionUpdate
from tutor_server.wire.codec import (
    MAX_FRAME_BYTES,
    MSGPACK_SUBPROTOCOL,
    JsonCodec,
    MsgpackCodec,
    codec_for,
)
from tutor_server.wire.errors import WireError
from tutor_server.wire.vocabulary import CLIENT_EVENTS

JSON = JsonCodec()
PACKED = MsgpackCodec()
DEEP = '{"type":"session.update","session":{"tools":[{"type":"function","parameters":{"a":'


def refused(codec: JsonCodec | MsgpackCodec, frame: str | bytes) -> WireError:
    with pytest.raises(WireError) as caught:
        codec.decode(frame)
    return caught.value


def test_audio_is_base64_in_json_and_raw_in_msgpack() -> None:
    audio = bytes(range(256))
    text = json.dumps(
        {"type": "input_audio_buffer.append", "audio": base64.b64encode(audio).decode()}
    )
    packed = msgspec.msgpack.encode({"type": "input_audio_buffer.append", "audio": audio})
    assert JSON.decode(text) == AudioAppend(audio=audio) == PACKED.decode(packed)


def test_server_audio_round_trip() -> None:
    event = {"type": "response.output_audio.delta", "delta": b"\x00\xff", "seq": 3}
    assert json.loads(JSON.encode(event))["delta"] == base64.b64encode(b"\x00\xff").decode()
    assert msgspec.msgpack.decode(PACKED.encode(event))["delta"] == b"\x00\xff"


@pytest.mark.parametrize(
    ("frame", "code", "param"),
    [
        ("{", "invalid_json", None),
        (b"\xff\xfe\x00", "invalid_json", None),
        (DEEP + "[" * 100_000, "invalid_json", None),
        ("[]", "invalid_event", None),
        ("{}", "unknown_event", "type"),
        ('{"type":"nope"}', "unknown_event", "type"),
        ('{"type":7}', "invalid_event", "type"),
        ('{"type":"session.update","session":[]}', "invalid_event", "session"),
        (
            '{"type":"session.update","session":{"audio":{"output":{"speed":"fast"}}}}',
            "invalid_event",
            "session.audio.output.speed",
        ),
        ('{"type":"input_audio_buffer.append","audio":"%%%"}', "invalid_event", "audio"),
        ('{"type":"input_audio_buffer.append","audio":5}', "invalid_event", "audio"),
    ],
)
def test_bad_json(frame: str | bytes, code: str, param: str | None) -> None:
    error = refused(JSON, frame)
    assert (error.code, error.param) == (code, param)


@pytest.mark.parametrize("frame", [b"", b"\xc1", b"\x81", b"\xdf\xff\xff\xff\xff"])
def test_bad_msgpack(frame: bytes) -> None:
    assert refused(PACKED, frame).code == "invalid_msgpack"


def test_a_frame_too_large_is_refused_unread() -> None:
    assert refused(JSON, "x" * (MAX_FRAME_BYTES + 1)).code == "frame_too_large"


def test_the_event_id_comes_back() -> None:
    assert refused(JSON, '{"type":"nope","event_id":"mine"}').event_id == "mine"


def test_unknown_fields_are_ignored() -> None:
    event = JSON.decode('{"type":"session.update","session":{"type":"realtime","tracing":"auto"}}')
    assert isinstance(event, SessionUpdate)


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(frame: bytes) -> None:
    for codec in (JSON, PACKED):
        code = ""
        try:
            codec.decode(frame)
        except WireError as error:
            code = error.code
        assert code in {"", "unknown_event", "invalid_event", "invalid_json", "invalid_msgpack"}


@given(st.integers(0, 120))
def test_truncated_frames_are_refused(cut: int) -> None:
    whole = {
        "type": "conversation.item.create",
        "item": {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "hi"}],
        },
    }
    text, packed = json.dumps(whole), msgspec.msgpack.encode(whole)
    assert isinstance(JSON.decode(text), ItemCreate)
    assert isinstance(PACKED.decode(packed), ItemCreate)
    if cut < len(text):
        refused(JSON, text[:cut])
    if cut < len(packed):
        refused(PACKED, packed[:cut])


def test_every_client_event_is_documented() -> None:
    tags = {event.__struct_config__.tag for event in AnyClientEvent.__args__}
    assert tags == set(CLIENT_EVENTS)


def test_json_unless_asked() -> None:
    assert isinstance(codec_for(None), JsonCodec)
    assert isinstance(codec_for(MSGPACK_SUBPROTOCOL), MsgpackCodec)
