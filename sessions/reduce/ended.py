"""Turns that are over: they wait, in order, for their transcript and the gate's verdict."""

from dataclasses import replace

from inference.contracts import IN_RATE_HZ
from sessions.effects import TimerName
from sessions.items import Modality
from sessions.outputs import AudioCommitted, SpeechStopped
from sessions.reduce import learning
from sessions.reduce.draft import Draft
from sessions.reduce.turn import transcribe
from sessions.state import EndedTurn, Heard, Stage, Timings


def end_turn(d: Draft) -> None:
    """The turn is over: it will enter the history as soon as its text is there and allowed."""
    turn = d.state.open
    if turn is None:
        return
    learning.let_go(d, turn)
    if turn.voiced or turn.stage is Stage.SPEAKING:  # ended without a pause: by hand, by mute
        ended_s = d.at_s if turn.voiced else turn.ended_s
        turn = replace(turn, ended_s=ended_s, end_sample=d.state.sample, voiced=False)
        transcribe(d, turn)
    ended = EndedTurn(
        number=turn.number,
        revision=turn.revision,
        item_id=turn.item_id,
        modality=Modality.VOICE,
        wants_reply=d.state.settings.auto_reply,
        heard=turn.heard,
        prefix=turn.prefix,
        verdict=turn.verdict,
        timings=Timings(
            speech_end_s=turn.ended_s, end_of_turn_s=d.at_s, transcript_s=turn.heard_s
        ),
        end_sample=turn.end_sample,
        overlapped=turn.overlapped,
        announced=turn.announced,
        before=turn.before,
    )
    d.state = replace(
        d.state, open=None, ended=(*d.state.ended, ended), audio_mark=turn.end_sample
    )
    if turn.announced:
        tell_ended(d, ended)
    if turn.heard is None:
        deadline_s = d.at_s + d.state.rules.transcript_s
        d.timer(TimerName.TRANSCRIPT, turn.number, deadline_s)


def tell_ended(d: Draft, turn: EndedTurn) -> None:
    """The audio of a turn is closed."""
    if d.state.settings.hands_free:
        audio_ms = turn.end_sample * 1000 // IN_RATE_HZ
        d.publish(SpeechStopped(item_id=turn.item_id, audio_ms=audio_ms))
    before = [t.item_id for t in d.state.ended if t.number < turn.number]
    after = before[-1] if before else d.state.history.last
    d.publish(AudioCommitted(item_id=turn.item_id, after=after))


def put_ended(d: Draft, turn: EndedTurn) -> None:
    """Replace an ended turn."""
    ended = tuple(turn if t.number == turn.number else t for t in d.state.ended)
    d.state = replace(d.state, ended=ended)


def transcript_due(d: Draft, tag: int) -> None:
    """The transcript of an ended turn is too late."""
    for turn in d.state.ended:
        if turn.number == tag and turn.heard is None:
            give_up(d, turn)


def give_up(d: Draft, turn: EndedTurn) -> None:
    """Go on with what is known of its text."""
    heard = Heard(text=turn.prefix) if turn.prefix else Heard(failure="nothing_heard")
    put_ended(d, replace(turn, heard=heard))
