"""Updates merge field by field; what is wrong is refused with its path."""

import json

import msgspec
import pytest
from openai.types import realtime as openai_types

from inference.contracts import AnswerKind
from sessions.items import Modality
from tutor_server.wire.client_events import SessionSpec
from tutor_server.wire.errors import WireError
from tutor_server.wire.session_object import OPUS, WireSettings, merge, patience, show


def updated(**spec: object) -> WireSettings:
    return merge(WireSettings(), msgspec.convert(spec, SessionSpec))


def test_what_is_not_named_stays() -> None:
    before = updated(instructions="Be brief.", output_modalities=["text"])
    after = merge(before, msgspec.convert({"instructions": "Be kind."}, SessionSpec))
    assert after.turn.modality is Modality.TEXT
    assert after.turn.instructions == "Be kind."


def test_turn_detection() -> None:
    off = updated(audio={"input": {"turn_detection": None}}).turn
    assert not off.hands_free
    slow = updated(
        audio={"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "low"}}}
    ).turn
    assert slow.patience == 2.0
    vad = {"type": "server_vad", "silence_duration_ms": 1200, "interrupt_response": False}
    turn = updated(audio={"input": {"turn_detection": vad}}).turn
    assert (turn.patience, turn.interruptible, turn.auto_reply) == (2.0, False, True)


def test_formats_tools_and_the_tutors_own() -> None:
    settings = updated(
        audio={"input": {"format": {"type": OPUS}}, "output": {"voice": "v", "speed": 1.5}},
        tools=[{"type": "function", "name": "grade", "parameters": {"type": "object"}}],
        tool_choice={"type": "function", "name": "grade"},
        max_output_tokens="inf",
        tutor={
            "patience": 2.5,
            "expected": {"kind": "number", "terms": ["half"], "answers": ["3/4"]},
        },
    )
    turn = settings.turn
    assert settings.input_format == OPUS
    assert (turn.voice, turn.speed, turn.patience) == ("v", 1.5, 2.5)
    assert turn.tools[0].name == turn.tool_choice == "grade"
    assert turn.expected.kind is AnswerKind.NUMBER
    assert turn.expected.answers == ("3/4",)
    shown = show(settings, "s", None)
    assert "3/4" not in json.dumps(shown), "who watches the session sees the answer"


@pytest.mark.parametrize(
    ("spec", "code", "param"),
    [
        ({"type": "transcription"}, "invalid_value", "session.type"),
        ({"output_modalities": ["text", "audio"]}, "invalid_value", "output_modalities"),
        ({"max_output_tokens": 0}, "invalid_value", "session.max_output_tokens"),
        ({"audio": {"output": {"speed": 9}}}, "invalid_value", "session.audio.output.speed"),
        (
            {"audio": {"input": {"format": {"type": "audio/pcm", "rate": 16000}}}},
            "unsupported_audio_format",
            "session.audio.input.format.rate",
        ),
        (
            {"audio": {"output": {"format": {"type": "audio/pcmu"}}}},
            "unsupported_audio_format",
            "session.audio.output.format",
        ),
        (
            {"tutor": {"expected": {"answers": ["1"] * 21}}},
            "invalid_value",
            "session.tutor.expected.answers",
        ),
        (
            {"tutor": {"expected": {"answers": ["1" * 501]}}},
            "invalid_value",
            "session.tutor.expected.answers",
        ),
        ({"tools": [{"type": "mcp"}]}, "unsupported_tool", "tools"),
        ({"tool_choice": "perhaps"}, "invalid_value", "tool_choice"),
        ({"tutor": {"patience": 99}}, "invalid_value", "session.tutor.patience"),
    ],
)
def test_refused(spec: dict[str, object], code: str, param: str) -> None:
    with pytest.raises(WireError) as caught:
        updated(**spec)
    assert (caught.value.code, caught.value.param) == (code, param)


def test_patience_outside_its_range() -> None:
    with pytest.raises(WireError):
        patience(WireSettings().turn, 0.1)


def test_the_shown_object_is_openais() -> None:
    shown = show(updated(instructions="x"), "sess_1", None)
    parsed = openai_types.SessionUpdatedEvent.model_validate(
        {"type": "session.updated", "event_id": "ev_1", "session": shown}
    )
    assert parsed.session.type == "realtime"


def test_a_language_is_a_known_tag_or_auto() -> None:
    for tag in ("auto", "de", "pt-BR", "de-AT"):
        assert updated(tutor={"language": tag}).turn.language == tag
    heard = updated(audio={"input": {"transcription": {"language": "pl"}}})
    assert heard.turn.language == "pl"
    for wrong in ("", "tlh", "../en", "d" * 4000, "AUTO"):
        with pytest.raises(WireError) as refused:
            updated(tutor={"language": wrong})
        assert refused.value.param == "session.tutor.language"


def test_a_client_sees_no_language_where_none_is_chosen() -> None:
    shown = show(updated(tutor={"language": "auto"}), "sess_1", None)
    assert isinstance(shown, dict)
    assert shown["tutor"]["language"] == "auto"  # type: ignore[index, call-overload]
    assert shown["audio"]["input"]["transcription"]["language"] is None  # type: ignore[index, call-overload]
