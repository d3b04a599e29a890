"""Hands each event to the rule that knows it."""

from sessions.commands import (
    AddItem,
    AskHint,
    Attempt,
    CancelReply,
    CastVote,
    ChangeSettings,
    ClearAudio,
    ClearVoice,
    Close,
    CommitAudio,
    CreateReply,
    DeleteItem,
    GoOn,
    LeaveLesson,
    Mute,
    Pause,
    Rate,
    Say,
    StartLesson,
    TruncateItem,
    VoiceAttached,
    VoiceDetached,
)
from sessions.contracts import FactKind
from sessions.effects import Effect, TimerName
from sessions.events import (
    Asked,
    CallGrew,
    Checked,
    Committed,
    EndJudged,
    EndWait,
    Event,
    Fenced,
    HeardFinal,
    HeardPartial,
    Opened,
    Rang,
    SentenceJudged,
    SpeechBegan,
    SpeechEnded,
    Spoken,
    StorageBack,
    StorageLate,
    ThinkingDone,
    ThinkingFailed,
    Thought,
    TurnJudged,
    VoiceBegan,
    VoiceCut,
    Voiced,
    VoiceDrained,
    VoicePlayed,
)
from sessions.reduce import (
    close,
    control,
    durable,
    ended,
    finish,
    hearing,
    lessons,
    overlap,
    progress,
    quiet,
    requests,
    settle,
    tools,
    typed,
    voice,
    votes,
)
from sessions.reduce.advance import advance
from sessions.reduce.draft import Draft
from sessions.state import State


def reduce(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """One step of the conversation. After the end nothing changes any more."""
    if state.closed:
        return state, ()
    d = Draft(state, event.at_s)
    _hand_over(d, event)
    if not d.state.closed:
        advance(d)
    return d.state, tuple(d.effects)


def _hand_over(d: Draft, event: Event) -> None:
    if isinstance(event, Committed | StorageLate | StorageBack | Fenced | Opened):
        _log(d, event)
    elif isinstance(event, VoiceCut):
        finish.voice_cut(d, event)
    elif isinstance(event, Rang) and event.name is TimerName.CLOSING:
        close.force(d, "storage_unavailable")
    elif isinstance(event, Asked):
        _command(d, event)
    elif d.state.closing:
        return  # only the log and the voice still matter
    elif isinstance(event, Rang):
        _rang(d, event)
    else:
        _report(d, event)


def _log(d: Draft, event: Committed | StorageLate | StorageBack | Fenced | Opened) -> None:
    match event:
        case Committed():
            durable.committed(d, event)
        case StorageLate():
            durable.storage_late(d, event)
        case StorageBack():
            durable.storage_back(d, event)
        case Fenced():
            close.fenced(d)
        case Opened():
            restored = len(d.state.items)
            body = {"grade": d.state.grade, "restored_items": restored}
            d.commit(d.fact(FactKind.SESSION_OPENED, {**body}))
            quiet.begin(d)
            lessons.resume(d)


def _command(d: Draft, event: Asked) -> None:
    command = event.command
    if isinstance(command, Close):
        close.close(d, command.reason)
    elif not d.state.closing:
        _obey(d, event)


def _obey(d: Draft, event: Asked) -> None:
    match event.command:
        case Say() as command:
            typed.say(d, event, command)
        case AddItem() as command:
            typed.add_item(d, event, command)
        case DeleteItem() as command:
            typed.delete_item(d, event, command)
        case CreateReply() as command:
            requests.create_reply(d, event, command)
        case CancelReply() as command:
            requests.cancel_reply(d, event, command)
        case ClearVoice() as command:
            requests.clear_voice(d, event, command)
        case TruncateItem() as command:
            requests.truncate_item(d, event, command)
        case _:
            _teach(d, event)


def _teach(d: Draft, event: Asked) -> None:
    match event.command:
        case StartLesson() as command:
            lessons.start(d, command)
        case Attempt() as command:
            lessons.attempt(d, command)
        case AskHint() as command:
            lessons.hint(d, command)
        case GoOn() as command:
            lessons.go_on(d, command)
        case LeaveLesson() as command:
            lessons.leave(d, command)
        case Pause() as command:
            quiet.pause(d, event, command)
        case CastVote() as command:
            votes.cast(d, command)
        case Rate() as command:
            votes.rate(d, command)
        case _:
            _control(d, event)


def _control(d: Draft, event: Asked) -> None:
    match event.command:
        case CommitAudio() as command:
            control.commit_audio(d, event, command)
        case ClearAudio() as command:
            control.clear_audio(d, event, command)
        case Mute() as command:
            control.mute(d, event, command)
        case VoiceAttached() as command:
            control.voice_attached(d, event, command)
        case VoiceDetached() as command:
            control.voice_detached(d, event, command)
        case ChangeSettings() as command:
            control.change_settings(d, event, command)
        case _:
            return


def _rang(d: Draft, event: Rang) -> None:
    match event.name:
        case TimerName.END_OF_TURN:
            voice.end_due(d, event.tag, stirring=event.stirring)
        case TimerName.TRANSCRIPT:
            ended.transcript_due(d, event.tag)
        case TimerName.OVERLAP:
            overlap.lasted(d, event.tag, event.sample)
        case TimerName.FALSE_INTERRUPTION:
            overlap.unproven(d, event.tag)
        case TimerName.LONG_TURN:
            voice.long_turn(d, event.tag, event.sample)
        case TimerName.WAITING:
            settle.waited(d, event.tag)
        case TimerName.DETACHED:
            control.detached_long(d, event.tag)
        case TimerName.CLOSING | TimerName.INSIST:
            return  # handled before; what follows from the time comes in `advance`


def _report(d: Draft, event: Event) -> None:
    match event:
        case SpeechBegan():
            voice.speech_began(d, event)
        case SpeechEnded():
            voice.speech_ended(d, event)
        case EndJudged():
            voice.end_judged(d, event)
        case EndWait():
            voice.end_wait(d, event)
        case HeardPartial():
            hearing.heard_partial(d, event)
        case HeardFinal():
            hearing.heard_final(d, event)
        case TurnJudged():
            hearing.turn_judged(d, event)
        case Checked():
            lessons.checked(d, event)
        case CallGrew():
            tools.grew(d, event)
        case _:
            _progress(d, event)


def _progress(d: Draft, event: Event) -> None:
    match event:
        case Thought():
            progress.thought(d, event)
        case ThinkingDone():
            progress.thinking_done(d, event)
        case ThinkingFailed():
            progress.thinking_failed(d, event)
        case SentenceJudged():
            progress.sentence_judged(d, event)
        case Voiced():
            progress.voiced(d, event)
        case Spoken():
            progress.spoken(d, event)
        case VoiceBegan():
            progress.voice_began(d, event)
        case VoicePlayed():
            progress.played(d, event)
        case VoiceDrained():
            progress.drained(d, event)
        case _:
            return
