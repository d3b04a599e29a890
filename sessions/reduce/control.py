"""Commands about audio, settings and attachment."""

from dataclasses import replace

from inference.contracts import IN_RATE_HZ
from sessions.commands import (
    ChangeSettings,
    ClearAudio,
    CommitAudio,
    Mute,
    VoiceAttached,
    VoiceDetached,
)
from sessions.effects import Deafen, MarkAudio, TimerName, Unlisten
from sessions.events import Asked
from sessions.outputs import AudioCleared, ReplyStatus, SettingsChanged
from sessions.reduce import finish, overlap
from sessions.reduce.draft import Draft
from sessions.reduce.ended import end_turn
from sessions.reduce.turn import ask_end, open_turn, transcribe
from sessions.reduce.voice import pause
from sessions.state import Stage

LEAST_AUDIO_S = 0.1
"""OpenAI refuses to commit less."""


def commit_audio(d: Draft, event: Asked, command: CommitAudio) -> None:
    """Push-to-talk released, or `input_audio_buffer.commit`: the turn ends now."""
    if d.state.open is None and not _open_unseen(d, event):
        d.refuse(
            "input_audio_buffer_commit_empty",
            "Nothing was heard.",
            event_id=command.event_id,
        )
        return
    overlap.interrupt(d)
    end_turn(d)
    _mark(d, event)


def _open_unseen(d: Draft, event: Asked) -> bool:
    """Speech too soft for voice activity still deserves a try; silence does not."""
    enough = event.sample - d.state.audio_mark >= LEAST_AUDIO_S * IN_RATE_HZ
    if not enough or not event.loud or d.state.deaf:
        return False
    first = max(d.state.audio_mark, event.sample - round(d.state.rules.by_hand_s * IN_RATE_HZ))
    d.state = replace(d.state, sample=event.sample)
    open_turn(d, stage=Stage.SPEAKING, sample=first, began_s=d.at_s)
    return True


def clear_audio(d: Draft, event: Asked, command: ClearAudio) -> None:
    """Forget the speech of the open turn."""
    del command
    turn = d.state.open
    if turn is not None and turn.stage is Stage.OVERLAP:
        overlap.drop(d)
    elif turn is not None:
        finish.discard(d)
        d.state = replace(d.state, open=None)
        d.do(Unlisten(turn=turn.number))
    _mark(d, event)
    d.publish(AudioCleared())


def _mark(d: Draft, event: Asked) -> None:
    d.state = replace(d.state, audio_mark=event.sample)
    d.do(MarkAudio())


def mute(d: Draft, event: Asked, command: Mute) -> None:
    """The microphone goes off or on; an open turn ends with it."""
    if command.muted == d.state.muted:
        return
    if command.muted:
        pause(d, ended_s=d.at_s, sample=event.sample)
        if d.state.open is not None and d.state.open.stage is not Stage.OVERLAP:
            end_turn(d)
    d.state = replace(d.state, muted=command.muted, voiced=False)
    d.do(Deafen(deaf=d.state.deaf))


def voice_attached(d: Draft, event: Asked, command: VoiceAttached) -> None:
    """Somebody pulls the voice: a reply that waited goes on."""
    del event, command
    d.state = replace(d.state, attached=True)


def voice_detached(d: Draft, event: Asked, command: VoiceDetached) -> None:
    """Nobody pulls any more, and no microphone either."""
    del command
    if not d.state.attached:
        return
    d.state = replace(d.state, attached=False, detachments=d.state.detachments + 1)
    pause(d, ended_s=d.at_s, sample=event.sample)
    live = d.state.live
    if live is not None and live.voiced:
        due_s = d.at_s + d.state.rules.detached_s
        d.timer(TimerName.DETACHED, d.state.detachments, due_s)


def detached_long(d: Draft, tag: int) -> None:
    """Nobody came back: the reply was interrupted where it stopped."""
    live = d.state.live
    gone = not d.state.attached and d.state.detachments == tag
    if gone and live is not None and live.voiced:
        finish.cut(d, ReplyStatus.CANCELLED, "client_cancelled")


def change_settings(d: Draft, event: Asked, command: ChangeSettings) -> None:
    """`session.update`, at any time; the reply under way keeps what it began with."""
    before = d.state.settings
    d.state = replace(d.state, settings=command.settings)
    d.publish(SettingsChanged(settings=command.settings))
    if before == command.settings:
        return
    finish.discard(d)
    turn = d.state.open
    if turn is None:
        return
    if turn.stage is Stage.OVERLAP and not command.settings.interruptible:
        overlap.drop(d)
    elif command.settings.hands_free and turn.stage is Stage.SPEAKING and not turn.voiced:
        d.state = replace(d.state, open=replace(turn, stage=Stage.PAUSED), sample=event.sample)
        transcribe(d, turn)
        ask_end(d)
    else:
        ask_end(d)
