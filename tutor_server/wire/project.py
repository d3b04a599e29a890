"""What a session says, as wire events: one output becomes one or more OpenAI events.

Pure but for the text it remembers of items in flight. Knows nothing of sequence numbers,
connections or audio bytes. Source: OpenAI Realtime API reference, server events.
"""

from collections.abc import Callable, Iterator
from functools import singledispatchmethod

from inference.contracts import JsonValue
from sessions import outputs as out
from sessions.commands import ReplyOptions
from sessions.ids import ItemId, ReplyId
from sessions.items import CallItem, Item, MessageItem, Modality, Speaker
from tutor_server.wire import items
from tutor_server.wire.codec import ServerEvent
from tutor_server.wire.lesson_items import show_item

Render = Callable[[str], str]
"""Message text to safe HTML with word offsets."""

_REASONS = {"turn_detected", "client_cancelled", "max_output_tokens", "content_filter"}


class Projector:
    """One per session; `events` maps each output."""

    def __init__(self, *, conversation_id: str, render: Render) -> None:
        self._conversation_id = conversation_id
        self._render = render
        self._texts: dict[ItemId, str] = {}
        self._shown: dict[ItemId, str] = {}
        self._modality: dict[ReplyId, Modality] = {}

    def events(self, output: out.Output) -> list[ServerEvent]:
        """The events of an output, in order; empty for what clients must not see."""
        return list(self._of(output))

    @singledispatchmethod
    def _of(self, output: out.Output) -> Iterator[ServerEvent]:
        """Outputs not registered below (alerts, settings) are not for this client."""
        yield from ()

    # --- the student ---

    @_of.register
    def _(self, output: out.PhaseChanged) -> Iterator[ServerEvent]:
        yield {"type": "tutor.state", "state": output.phase.value}

    @_of.register
    def _(self, output: out.SpeechStarted) -> Iterator[ServerEvent]:
        yield {
            "type": "input_audio_buffer.speech_started",
            "item_id": output.item_id,
            "audio_start_ms": output.audio_ms,
        }

    @_of.register
    def _(self, output: out.SpeechStopped) -> Iterator[ServerEvent]:
        yield {
            "type": "input_audio_buffer.speech_stopped",
            "item_id": output.item_id,
            "audio_end_ms": output.audio_ms,
        }

    @_of.register
    def _(self, output: out.AudioCommitted) -> Iterator[ServerEvent]:
        yield {
            "type": "input_audio_buffer.committed",
            "item_id": output.item_id,
            "previous_item_id": output.after,
        }

    @_of.register
    def _(self, output: out.AudioCleared) -> Iterator[ServerEvent]:
        yield {"type": "input_audio_buffer.cleared"}

    @_of.register
    def _(self, output: out.TranscriptPartial) -> Iterator[ServerEvent]:
        stable = output.text[: output.stable_chars]
        before = self._texts.get(output.item_id, "")
        delta = stable[len(before) :] if stable.startswith(before) else ""
        if delta:
            self._texts[output.item_id] = stable
        yield {
            "type": "conversation.item.input_audio_transcription.delta",
            "item_id": output.item_id,
            "content_index": 0,
            "delta": delta,
            "tutor_text": output.text,
        }

    @_of.register
    def _(self, output: out.TranscriptCompleted) -> Iterator[ServerEvent]:
        self._texts.pop(output.item_id, None)
        yield {
            "type": "conversation.item.input_audio_transcription.completed",
            "item_id": output.item_id,
            "content_index": 0,
            "transcript": output.text,
            "usage": {"type": "duration", "seconds": 0},
        }

    @_of.register
    def _(self, output: out.TranscriptFailed) -> Iterator[ServerEvent]:
        self._texts.pop(output.item_id, None)
        yield {
            "type": "conversation.item.input_audio_transcription.failed",
            "item_id": output.item_id,
            "content_index": 0,
            "error": {
                "type": "transcription_error",
                "code": output.code,
                "message": output.message,
                "param": None,
            },
        }

    # --- the conversation ---

    @_of.register
    def _(self, output: out.ItemAdded) -> Iterator[ServerEvent]:
        yield _item("conversation.item.added", output.item, output.after)

    @_of.register
    def _(self, output: out.ItemDone) -> Iterator[ServerEvent]:
        yield _item("conversation.item.done", output.item, output.after)
        if isinstance(output.item, MessageItem):
            yield from self._html(output.item.item_id, output.item.text)

    @_of.register
    def _(self, output: out.ItemDeleted) -> Iterator[ServerEvent]:
        self._shown.pop(output.item_id, None)
        yield {"type": "conversation.item.deleted", "item_id": output.item_id}

    @_of.register
    def _(self, output: out.ItemTruncated) -> Iterator[ServerEvent]:
        yield {
            "type": "conversation.item.truncated",
            "item_id": output.item_id,
            "content_index": 0,
            "audio_end_ms": output.heard_ms,
        }
        yield {
            "type": "tutor.heard",
            "item_id": output.item_id,
            "heard_ms": output.heard_ms,
            "text": output.text,
            "unheard": output.unheard,
        }

    # --- the tutor ---

    @_of.register
    def _(self, output: out.ReplyCreated) -> Iterator[ServerEvent]:
        self._modality[output.reply_id] = output.modality
        response = self._response(output.reply_id, output.options)
        yield {
            "type": "response.created",
            "response": {
                **response,
                "status": "in_progress",
                "status_details": None,
                "output": [],
                "usage": None,
            },
        }

    @_of.register
    def _(self, output: out.ReplyItemAdded) -> Iterator[ServerEvent]:
        yield {
            "type": "response.output_item.added",
            "response_id": output.reply_id,
            "output_index": output.index,
            "item": items.show(output.item),
        }
        yield _item("conversation.item.added", output.item, output.after)
        if isinstance(output.item, MessageItem):
            self._texts[output.item.item_id] = ""
            yield {
                "type": "response.content_part.added",
                **_place(output.reply_id, output.item.item_id, output.index),
                "part": items.part(output.item, ""),
            }

    @_of.register
    def _(self, output: out.ReplyText) -> Iterator[ServerEvent]:
        voice = self._modality.get(output.reply_id) is Modality.VOICE
        text = self._texts.get(output.item_id, "") + output.text
        self._texts[output.item_id] = text
        yield {
            "type": f"response.output_{'audio_transcript' if voice else 'text'}.delta",
            **_place(output.reply_id, output.item_id, output.index),
            "delta": output.text,
        }
        yield from self._html(output.item_id, text)

    @_of.register
    def _(self, output: out.Caption) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.caption",
            "response_id": output.reply_id,
            "item_id": output.item_id,
            "words": [
                {"start": word.start, "end": word.end, "at_ms": word.at_ms}
                for word in output.words
            ],
        }

    @_of.register
    def _(self, output: out.CallDelta) -> Iterator[ServerEvent]:
        yield {
            "type": "response.function_call_arguments.delta",
            "response_id": output.reply_id,
            "item_id": output.item_id,
            "output_index": output.index,
            "call_id": output.call_id,
            "delta": output.text,
        }

    @_of.register
    def _(self, output: out.ReplyItemDone) -> Iterator[ServerEvent]:
        if isinstance(output.item, CallItem):
            yield {
                "type": "response.function_call_arguments.done",
                "response_id": output.reply_id,
                "item_id": output.item.item_id,
                "output_index": output.index,
                "call_id": output.item.call_id,
                "name": output.item.name,
                "arguments": output.item.arguments,
            }
        elif isinstance(output.item, MessageItem):
            yield from self._message_done(output.reply_id, output.item, output.index)
        yield {
            "type": "response.output_item.done",
            "response_id": output.reply_id,
            "output_index": output.index,
            "item": items.show(output.item),
        }
        yield _item("conversation.item.done", output.item, output.after)

    def _message_done(
        self, reply_id: ReplyId, item: MessageItem, index: int
    ) -> Iterator[ServerEvent]:
        place = _place(reply_id, item.item_id, index)
        said = self._texts.pop(item.item_id, item.text)
        if item.modality is Modality.VOICE:
            yield {"type": "response.output_audio.done", **place}
            yield {
                "type": "response.output_audio_transcript.done",
                **place,
                "transcript": said,
            }
        else:
            yield {"type": "response.output_text.done", **place, "text": said}
        yield {"type": "response.content_part.done", **place, "part": items.part(item, said)}

    @_of.register
    def _(self, output: out.ReplyDone) -> Iterator[ServerEvent]:
        response = self._response(output.reply_id, output.options)
        self._modality.pop(output.reply_id, None)
        usage = output.usage
        yield {
            "type": "response.done",
            "response": {
                **response,
                "status": output.status.value,
                "status_details": _status_details(output),
                "output": [items.show(item) for item in output.items],
                "usage": {
                    "total_tokens": usage.prompt_tokens + usage.completion_tokens,
                    "input_tokens": usage.prompt_tokens,
                    "output_tokens": usage.completion_tokens,
                },
            },
        }

    @_of.register
    def _(self, output: out.VoiceStarted) -> Iterator[ServerEvent]:
        yield {"type": "output_audio_buffer.started", "response_id": output.reply_id}

    @_of.register
    def _(self, output: out.VoiceStopped) -> Iterator[ServerEvent]:
        yield {"type": "output_audio_buffer.stopped", "response_id": output.reply_id}

    @_of.register
    def _(self, output: out.VoiceCleared) -> Iterator[ServerEvent]:
        yield {"type": "output_audio_buffer.cleared", "response_id": output.reply_id}

    @_of.register
    def _(self, output: out.Ducked) -> Iterator[ServerEvent]:
        yield {"type": "tutor.duck", "ducked": output.ducked}

    # --- the session ---

    @_of.register
    def _(self, output: out.TurnTimings) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.timing",
            "response_id": output.reply_id,
            "end_of_turn_ms": output.end_of_turn_ms,
            "transcript_ms": output.transcript_ms,
            "first_token_ms": output.first_token_ms,
            "first_audio_ms": output.first_audio_ms,
        }

    @_of.register
    def _(self, output: out.Notice) -> Iterator[ServerEvent]:
        yield {"type": "tutor.notice", "code": output.code, "message": output.message}

    @_of.register
    def _(self, output: out.Refused) -> Iterator[ServerEvent]:
        yield error_event(
            output.code, output.message, param=output.param, event_id=output.event_id
        )

    @_of.register
    def _(self, output: out.Closed) -> Iterator[ServerEvent]:
        yield {"type": "tutor.session.closed", "reason": output.reason}

    # --- lessons ---

    @_of.register
    def _(self, output: out.LessonShown) -> Iterator[ServerEvent]:
        item = None if output.item is None else show_item(output.item, self._render)
        yield {
            "type": "tutor.lesson",
            "lesson_id": output.lesson_id,
            "run": output.run,
            "title": output.title,
            "format": output.format,
            "part": output.part,
            "item": item,
            "done": output.done,
            "total": output.total,
            "hints": output.hints,
            "client_event_id": output.event_id,
        }

    @_of.register
    def _(self, output: out.AttemptChecked) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.progress",
            "run": output.run,
            "lesson_item": output.item_id,
            "correct": output.correct,
            "aided": output.aided,
            "attempt": output.attempt,
            "error_kind": output.error,
            "client_event_id": output.event_id,
        }

    @_of.register
    def _(self, output: out.HintShown) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.hint",
            "run": output.run,
            "lesson_item": output.item_id,
            "rung": output.rung,
            "html": self._render(output.text),
            "client_event_id": output.event_id,
        }

    @_of.register
    def _(self, output: out.LessonFinished) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.lesson.finished",
            "run": output.run,
            "lesson_id": output.lesson_id,
            "xp": output.xp,
            "right": output.right,
            "total": output.total,
            "unaided_right": output.unaided_right,
            "unaided_total": output.unaided_total,
            "client_event_id": output.event_id,
        }

    @_of.register
    def _(self, output: out.Paused) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.paused",
            "paused": output.paused,
            "whole_class": output.whole_class,
            "client_event_id": output.event_id,
        }

    @_of.register
    def _(self, output: out.VoteAsked) -> Iterator[ServerEvent]:
        ballot = output.ballot
        yield {
            "type": "tutor.vote.request",
            "pair": ballot.pair,
            "lesson_id": ballot.lesson_id,
            "question": ballot.question,
            "left": {"html": self._render(ballot.left.text)},
            "right": {"html": self._render(ballot.right.text)},
        }

    @_of.register
    def _(self, output: out.VoteTaken) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.vote.done",
            "pair": output.pair,
            "client_event_id": output.event_id,
        }

    @_of.register
    def _(self, output: out.RatingTaken) -> Iterator[ServerEvent]:
        yield {
            "type": "tutor.rating.done",
            "item_id": output.item_id,
            "client_event_id": output.event_id,
        }

    # --- helpers ---

    def _html(self, item_id: ItemId, text: str) -> Iterator[ServerEvent]:
        html = self._render(text)
        if self._shown.get(item_id) != html:
            self._shown[item_id] = html
            while len(self._shown) > _SHOWN_ITEMS:
                self._shown.pop(next(iter(self._shown)))
            yield {"type": "tutor.html", "item_id": item_id, "html": html}

    def _response(self, reply_id: ReplyId, options: ReplyOptions) -> dict[str, JsonValue]:
        modality = self._modality.get(reply_id, Modality.TEXT)
        return {
            "id": reply_id,
            "object": "realtime.response",
            "conversation_id": None if options.out_of_band else self._conversation_id,
            "output_modalities": ["audio" if modality is Modality.VOICE else "text"],
            "max_output_tokens": options.max_tokens or "inf",
            "metadata": dict(options.metadata) or None,
        }

    def snapshot(self, conversation: tuple[Item, ...]) -> list[JsonValue]:
        """Every item with its HTML, for a client that missed too much to replay."""
        return [{**items.show(item), **self._extra(item)} for item in conversation]

    def _extra(self, item: Item) -> dict[str, JsonValue]:
        if not isinstance(item, MessageItem):
            return {}
        spoken = item.modality is Modality.VOICE and item.speaker is Speaker.TUTOR
        text = item.text + item.unheard
        extra: dict[str, JsonValue] = {"html": self._render(text)}
        return {**extra, "unheard": item.unheard} if spoken else extra


_SHOWN_ITEMS = 64
"""Rendered items remembered to skip an unchanged render; the oldest are forgotten."""


def error_event(
    code: str, message: str, *, param: str | None = None, event_id: str | None = None
) -> ServerEvent:
    """An OpenAI `error` event."""
    return {
        "type": "error",
        "error": {
            "type": "invalid_request_error",
            "code": code,
            "message": message,
            "param": param,
            "event_id": event_id,
        },
    }


def _item(event: str, item: Item, after: ItemId | None) -> ServerEvent:
    return {"type": event, "previous_item_id": after, "item": items.show(item)}


def _place(reply_id: ReplyId, item_id: ItemId, index: int) -> dict[str, JsonValue]:
    return {
        "response_id": reply_id,
        "item_id": item_id,
        "output_index": index,
        "content_index": 0,
    }


def _status_details(output: out.ReplyDone) -> JsonValue:
    status = output.status.value
    if output.status is out.ReplyStatus.COMPLETED:
        return None
    if output.status is out.ReplyStatus.FAILED:
        error: JsonValue = {"type": "server_error", "code": output.reason, "message": ""}
        return {"type": status, "error": error}
    reason = output.reason if output.reason in _REASONS else "client_cancelled"
    return {"type": status, "reason": reason, "tutor_reason": output.reason}
