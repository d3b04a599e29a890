"""The OpenAI session object: merging updates into settings, and showing them.

Source: OpenAI Realtime API reference, `RealtimeSession`. `silence_duration_ms` and `eagerness`
become the tutor's patience, because here a pause is judged by what was said, not by a constant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from msgspec import UNSET

from inference.contracts import AnswerKind, Expected, JsonValue, ToolSpec
from inference.languages.table import AUTO, find
from sessions.commands import TurnSettings
from sessions.items import Modality
from tutor_server.wire.client_events import (
    AudioSpec,
    ExpectedSpec,
    FormatSpec,
    NamedTool,
    SessionSpec,
    ToolDef,
    TurnDetectionSpec,
    TutorSpec,
)
from tutor_server.wire.errors import WireError

PCM = "audio/pcm"
OPUS = "audio/opus"
WIRE_RATE_HZ = 24_000
_PATIENCE_BY_EAGERNESS = {"high": 0.6, "auto": 1.0, "medium": 1.0, "low": 2.0}
_SILENCE_AT_PATIENCE_1_MS = 600
_MAX_ANSWERS, _ANSWER_CHARS = 20, 500
_TAG_CHARS = 35
"""RFC 5646, section 4.4.1: no tag needs more."""
MAX_TOKENS = 1024
"""What `inf` means here; replies of a tutor are short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSettings:
    """A session's settings: the core's, and the formats only the wire knows."""

    turn: TurnSettings = field(default_factory=TurnSettings)
    input_format: str = PCM
    output_format: str = PCM
    model: str = "tutor"


def merge(settings: WireSettings, spec: SessionSpec) -> WireSettings:
    """Apply what `spec` sets. Raises WireError with the field's path."""
    if spec.type != "realtime":
        raise WireError(
            "invalid_value", "Only `realtime` sessions are offered.", param="session.type"
        )
    turn = _simple(settings.turn, spec)
    if spec.tools is not UNSET:
        turn = replace(turn, tools=tools(spec.tools))
    if spec.tool_choice is not UNSET:
        turn = replace(turn, tool_choice=tool_choice(spec.tool_choice))
    merged = replace(settings, turn=turn)
    if spec.audio is not UNSET:
        merged = _audio(merged, spec.audio)
    if spec.tutor is not UNSET:
        merged = replace(merged, turn=_tutor(merged.turn, spec.tutor))
    return merged


def _simple(turn: TurnSettings, spec: SessionSpec) -> TurnSettings:
    if spec.instructions is not UNSET:
        turn = replace(turn, instructions=spec.instructions)
    if spec.output_modalities is not UNSET:
        turn = replace(turn, modality=modality(spec.output_modalities))
    if spec.max_output_tokens is not UNSET:
        turn = _checked(turn, "session.max_output_tokens", tokens=spec.max_output_tokens)
    return turn


def _checked(
    turn: TurnSettings, param: str, *, tokens: int | str | None = None, **changes: float
) -> TurnSettings:
    values: dict[str, float | int] = dict(changes)
    if not changes:
        values["max_tokens"] = tokens if isinstance(tokens, int) else MAX_TOKENS
    try:
        return replace(turn, **values)  # type: ignore[arg-type]  # keys are this module's own
    except ValueError as error:
        raise WireError("invalid_value", str(error), param=param) from error


def modality(names: Sequence[str]) -> Modality:
    """`["audio"]` is voice with captions, `["text"]` text only; both at once is refused."""
    if list(names) == ["audio"]:
        return Modality.VOICE
    if list(names) == ["text"]:
        return Modality.TEXT
    raise WireError(
        "invalid_value",
        'output_modalities must be ["audio"] or ["text"].',
        param="output_modalities",
    )


def tools(defs: list[ToolDef]) -> tuple[ToolSpec, ...]:
    """Function tools; any other type is refused."""
    for tool in defs:
        if tool.type != "function" or not tool.name:
            raise WireError(
                "unsupported_tool", "Only named function tools are offered.", param="tools"
            )
    return tuple(
        ToolSpec(name=tool.name, description=tool.description, parameters=tool.parameters)
        for tool in defs
    )


def tool_choice(choice: str | NamedTool) -> str:
    """`auto`, `none`, `required`, or the forced function's name."""
    if isinstance(choice, NamedTool):
        return choice.name
    if choice not in {"auto", "none", "required"}:
        raise WireError(
            "invalid_value", "tool_choice must be auto, none or required.", param="tool_choice"
        )
    return choice


def _audio(settings: WireSettings, audio: AudioSpec) -> WireSettings:
    turn = settings.turn
    if audio.input is not UNSET:
        if audio.input.format is not UNSET:
            name = _format(audio.input.format, "session.audio.input.format")
            settings = replace(settings, input_format=name)
        if audio.input.transcription is not UNSET:
            spec = audio.input.transcription
            turn = replace(turn, transcribe=spec is not None)
            if spec is not None and spec.language:
                turn = _language(turn, spec.language, "session.audio.input.transcription.language")
        if audio.input.turn_detection is not UNSET:
            turn = _detection(turn, audio.input.turn_detection)
    if audio.output is not UNSET:
        if audio.output.format is not UNSET:
            name = _format(audio.output.format, "session.audio.output.format")
            settings = replace(settings, output_format=name)
        if audio.output.voice is not UNSET:
            turn = replace(turn, voice=audio.output.voice)
        if audio.output.speed is not UNSET:
            turn = _checked(turn, "session.audio.output.speed", speed=audio.output.speed)
    return replace(settings, turn=turn)


def _format(spec: FormatSpec, param: str) -> str:
    if spec.type not in {PCM, OPUS}:
        raise WireError(
            "unsupported_audio_format", f"{spec.type} is not offered; use {PCM}.", param=param
        )
    if spec.type == PCM and spec.rate not in {None, WIRE_RATE_HZ}:
        raise WireError(
            "unsupported_audio_format", f"{PCM} must be {WIRE_RATE_HZ} Hz.", param=f"{param}.rate"
        )
    return spec.type


def _detection(turn: TurnSettings, spec: TurnDetectionSpec | None) -> TurnSettings:
    if spec is None:
        return replace(turn, hands_free=False)
    patience = turn.patience
    if spec.silence_duration_ms is not None:
        patience = min(3.0, max(0.5, spec.silence_duration_ms / _SILENCE_AT_PATIENCE_1_MS))
    if spec.eagerness is not None:
        patience = _PATIENCE_BY_EAGERNESS[spec.eagerness]
    return replace(
        turn,
        hands_free=True,
        patience=patience,
        auto_reply=turn.auto_reply if spec.create_response is None else spec.create_response,
        interruptible=(
            turn.interruptible if spec.interrupt_response is None else spec.interrupt_response
        ),
    )


def _tutor(turn: TurnSettings, spec: TutorSpec) -> TurnSettings:
    if spec.patience is not UNSET:
        turn = _checked(turn, "session.tutor.patience", patience=spec.patience)
    if spec.language is not UNSET:
        turn = _language(turn, spec.language, "session.tutor.language")
    if spec.expected is not UNSET:
        turn = replace(turn, expected=_expected(spec.expected))
    return turn


def _expected(spec: ExpectedSpec) -> Expected:
    if len(spec.answers) > _MAX_ANSWERS or any(len(a) > _ANSWER_CHARS for a in spec.answers):
        said = f"At most {_MAX_ANSWERS} answers of at most {_ANSWER_CHARS} characters are taken."
        raise WireError("invalid_value", said, param="session.tutor.expected.answers")
    return Expected(
        kind=AnswerKind(spec.kind), terms=tuple(spec.terms), answers=tuple(spec.answers)
    )


def _language(turn: TurnSettings, tag: str, param: str) -> TurnSettings:
    """A tag that the table knows, or `auto`."""
    if tag != AUTO and (len(tag) > _TAG_CHARS or find(tag) is None):
        said = "language must be `auto` or a BCP 47 tag of a language that is spoken here."
        raise WireError("invalid_value", said, param=param)
    return replace(turn, language=tag)


def patience(turn: TurnSettings, value: float) -> TurnSettings:
    """`tutor.patience`. Raises WireError outside 0.5 to 3."""
    return _checked(turn, "patience", patience=value)


def show(settings: WireSettings, session_id: str, expires_at_s: int | None) -> JsonValue:
    """The session object as the client sees it."""
    turn = settings.turn
    return {
        "type": "realtime",
        "object": "realtime.session",
        "id": session_id,
        "model": settings.model,
        "instructions": turn.instructions,
        "output_modalities": ["audio" if turn.modality is Modality.VOICE else "text"],
        "audio": {"input": _show_input(settings), "output": _show_output(settings)},
        "tools": [_show_tool(tool) for tool in turn.tools],
        "tool_choice": _show_choice(turn.tool_choice),
        "max_output_tokens": turn.max_tokens,
        "tracing": None,
        "expires_at": expires_at_s,
        "tutor": {
            "patience": turn.patience,
            "language": turn.language,
            # Answers are not shown: a session may be watched by who is to find them.
            "expected": {"kind": turn.expected.kind.value, "terms": list(turn.expected.terms)},
        },
    }


def _show_format(name: str) -> JsonValue:
    return {"type": name, "rate": WIRE_RATE_HZ} if name == PCM else {"type": name}


def _show_input(settings: WireSettings) -> JsonValue:
    turn = settings.turn
    detection: JsonValue = None
    if turn.hands_free:
        detection = {
            "type": "server_vad",
            "threshold": 0.5,
            "prefix_padding_ms": 300,
            "silence_duration_ms": round(turn.patience * _SILENCE_AT_PATIENCE_1_MS),
            "create_response": turn.auto_reply,
            "interrupt_response": turn.interruptible,
        }
    language = None if turn.language == AUTO else turn.language
    transcription: JsonValue = {"model": "stt", "language": language}
    return {
        "format": _show_format(settings.input_format),
        "transcription": transcription if turn.transcribe else None,
        "noise_reduction": None,
        "turn_detection": detection,
    }


def _show_output(settings: WireSettings) -> JsonValue:
    return {
        "format": _show_format(settings.output_format),
        "voice": settings.turn.voice,
        "speed": settings.turn.speed,
    }


def _show_tool(tool: ToolSpec) -> JsonValue:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": dict(tool.parameters),
    }


def _show_choice(choice: str) -> JsonValue:
    if choice in {"auto", "none", "required"}:
        return choice
    return {"type": "function", "name": choice}
