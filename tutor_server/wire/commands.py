"""Client events to commands of the live core. Pure; raises WireError for what is refused.

`input_audio_buffer.append`, `session.update`, `conversation.item.retrieve` and `tutor.playout`
are not here: they concern the connection, which answers them itself.
"""

from collections.abc import Callable

from sessions.commands import (
    AddItem,
    AskHint,
    Attempt,
    CancelReply,
    CastVote,
    ClearAudio,
    ClearVoice,
    Command,
    CommitAudio,
    CreateReply,
    DeleteItem,
    GoOn,
    LeaveLesson,
    Mute,
    Rate,
    ReplyOptions,
    TruncateItem,
)
from sessions.ids import ItemId, ReplyId
from tutor_server.wire import items
from tutor_server.wire.client_events import (
    AnyClientEvent,
    AudioClear,
    AudioCommit,
    ItemCreate,
    ItemDelete,
    ItemTruncate,
    ResponseCancel,
    ResponseCreate,
    ResponseSpec,
    TutorAttempt,
    TutorHint,
    TutorLeave,
    TutorMute,
    TutorNext,
    TutorRating,
    TutorVote,
    VoiceClear,
)
from tutor_server.wire.errors import WireError
from tutor_server.wire.session_object import MAX_TOKENS, modality, tool_choice, tools

MAX_ANSWER_CHARS = 8_000
"""A student's whole program; other answers are far shorter."""
FreshId = Callable[[str], str]
"""Makes an id with a prefix: `item` -> `item_5f0c...`."""


def command(event: AnyClientEvent, fresh_id: FreshId) -> Command | None:
    """The command an event stands for, or None when the connection answers it."""
    if isinstance(event, ItemCreate):
        item = items.read(event.item, fresh_id("item"))
        after = None if event.previous_item_id is None else ItemId(event.previous_item_id)
        return AddItem(item=item, after=after, event_id=event.event_id)
    if isinstance(event, ResponseCreate):
        options = _options(event.response, fresh_id) if event.response else ReplyOptions()
        return CreateReply(options=options, event_id=event.event_id)
    if isinstance(event, ItemTruncate):
        return _truncate(event)
    return _plain(event)


def _plain(event: AnyClientEvent) -> Command | None:
    if isinstance(event, ResponseCancel):
        reply = None if event.response_id is None else ReplyId(event.response_id)
        return CancelReply(reply_id=reply, event_id=event.event_id)
    if isinstance(event, ItemDelete):
        return DeleteItem(item_id=ItemId(event.item_id), event_id=event.event_id)
    if isinstance(event, AudioCommit):
        return CommitAudio(event_id=event.event_id)
    if isinstance(event, AudioClear):
        return ClearAudio(event_id=event.event_id)
    if isinstance(event, VoiceClear):
        return ClearVoice(event_id=event.event_id)
    if isinstance(event, TutorMute):
        return Mute(muted=event.muted)
    return _lesson(event)


def _lesson(event: AnyClientEvent) -> Command | None:
    match event:
        case TutorAttempt():
            _bounded(event.answer)
            return Attempt(item_id=event.item_id, answer=event.answer, event_id=event.event_id)
        case TutorHint():
            return AskHint(event_id=event.event_id)
        case TutorNext():
            return GoOn(event_id=event.event_id)
        case TutorLeave():
            return LeaveLesson(event_id=event.event_id)
        case TutorVote():
            return CastVote(pair=event.pair, choice=event.choice, event_id=event.event_id)
        case TutorRating():
            return Rate(
                item_id=ItemId(event.item_id),
                thumbs=event.thumbs,
                stars=event.stars,
                event_id=event.event_id,
            )
        case _:
            return None


def _bounded(answer: str) -> None:
    if not answer.strip() or len(answer) > MAX_ANSWER_CHARS:
        raise WireError(
            "invalid_value",
            f"answer must have 1 to {MAX_ANSWER_CHARS} characters.",
            param="answer",
        )


def _truncate(event: ItemTruncate) -> Command:
    if event.content_index != 0:
        raise WireError("invalid_value", "content_index must be 0.", param="content_index")
    if event.audio_end_ms < 0:
        raise WireError("invalid_value", "audio_end_ms must be 0 or more.", param="audio_end_ms")
    return TruncateItem(
        item_id=ItemId(event.item_id), heard_ms=event.audio_end_ms, event_id=event.event_id
    )


def _options(spec: ResponseSpec, fresh_id: FreshId) -> ReplyOptions:
    limit = spec.max_output_tokens
    if isinstance(limit, int) and not 1 <= limit <= 4096:
        raise WireError(
            "invalid_value",
            "max_output_tokens must be 1 to 4096.",
            param="response.max_output_tokens",
        )
    given = None
    if spec.input is not None:
        given = tuple(items.read(item, fresh_id("item")) for item in spec.input)
    return ReplyOptions(
        instructions=spec.instructions,
        modality=None if spec.output_modalities is None else modality(spec.output_modalities),
        tools=None if spec.tools is None else tools(spec.tools),
        tool_choice=None if spec.tool_choice is None else tool_choice(spec.tool_choice),
        max_tokens=MAX_TOKENS if limit == "inf" else limit,
        out_of_band=spec.conversation == "none",
        input_items=given,
        metadata=tuple((spec.metadata or {}).items()),
    )
