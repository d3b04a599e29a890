"""Contract values to and from frames' plain data. Raises FrameError for what does not fit."""

from collections.abc import Callable
from typing import TypeVar

from inference.contracts import (
    AnswerKind,
    Expected,
    HeardWord,
    HearingLimits,
    HearingOptions,
    SpeechChunk,
    Transcript,
    VoiceOptions,
    WordMark,
)
from inference.speech_server.frames import Frame, FrameError

T = TypeVar("T")
MAX_TEXT_CHARS = 4_096
MAX_TERMS = 500


def _read(make: Callable[[], T]) -> T:
    try:
        return make()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FrameError(f"a frame's fields are wrong: {error!r}") from error


def _text(value: object, limit: int = MAX_TEXT_CHARS) -> str:
    if not isinstance(value, str) or len(value) > limit:
        raise ValueError(f"not a text of at most {limit} characters")
    return value


def hear_fields(options: HearingOptions) -> Frame:
    """For `hear`."""
    return {
        "language": options.language,
        "kind": options.expected.kind.value,
        "terms": list(options.expected.terms),
    }


def read_hear(frame: Frame) -> HearingOptions:
    """Of `hear`."""
    return _read(
        lambda: HearingOptions(
            language=None if frame["language"] is None else _text(frame["language"], 35),
            expected=Expected(
                kind=AnswerKind(frame["kind"]),
                terms=tuple(_text(term, 100) for term in frame["terms"][:MAX_TERMS]),
            ),
        )
    )


def transcript_fields(heard: Transcript) -> Frame:
    """For `partial` and `final`."""
    return {
        "text": heard.text,
        "words": [[w.text, w.start_s, w.end_s, w.confidence] for w in heard.words],
        "language": heard.language,
        "confidence": heard.confidence,
        "final": heard.final,
        "stable_chars": heard.stable_chars,
        "rejected": heard.rejected,
    }


def read_transcript(frame: Frame) -> Transcript:
    """Of `partial` and `final`."""
    return _read(
        lambda: Transcript(
            text=_text(frame["text"], 100_000),
            words=tuple(
                HeardWord(text=text, start_s=start_s, end_s=end_s, confidence=confidence)
                for text, start_s, end_s, confidence in frame["words"]
            ),
            language=_text(frame["language"], 35),
            confidence=float(frame["confidence"]),
            final=bool(frame["final"]),
            stable_chars=int(frame["stable_chars"]),
            rejected=bool(frame["rejected"]),
        )
    )


def speak_fields(text: str, options: VoiceOptions) -> Frame:
    """For `speak`."""
    return {
        "text": text,
        "voice": options.voice,
        "language": options.language,
        "speed": options.speed,
    }


def read_speak(frame: Frame) -> tuple[str, VoiceOptions]:
    """Of `speak`."""
    return _read(
        lambda: (
            _text(frame["text"]),
            VoiceOptions(
                voice=_text(frame["voice"], 200),
                language=_text(frame["language"], 35),
                speed=min(2.0, max(0.5, float(frame["speed"]))),
            ),
        )
    )


def chunk_fields(chunk: SpeechChunk) -> Frame:
    """For `chunk`."""
    marks = [[mark.start, mark.end, mark.sample] for mark in chunk.marks]
    return {"pcm": chunk.pcm, "marks": marks}


def read_chunk(frame: Frame) -> SpeechChunk:
    """Of `chunk`."""
    return _read(
        lambda: SpeechChunk(
            pcm=bytes(frame["pcm"]),
            marks=tuple(
                WordMark(start=start, end=end, sample=sample)
                for start, end, sample in frame["marks"]
            ),
        )
    )


def limits_fields(limits: HearingLimits) -> Frame:
    """For `limits`."""
    return {
        "engine": limits.engine,
        "model": limits.model,
        "free_speech": limits.free_speech,
        "advice": limits.advice,
        "languages": list(limits.languages),
    }


def read_limits(frame: Frame) -> HearingLimits:
    """Of `limits`."""
    return _read(
        lambda: HearingLimits(
            engine=_text(frame["engine"]),
            model=_text(frame["model"]),
            free_speech=bool(frame["free_speech"]),
            advice=_text(frame["advice"]),
            languages=tuple(_text(tag, 35) for tag in frame["languages"][:MAX_TERMS]),
        )
    )
