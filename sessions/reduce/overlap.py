"""The student makes a sound while the tutor has the floor: meant, or only "mm-hm"?

The voice ducks at once, and soon waits where it is. Speech that lasts, or real words, interrupt;
a cough or a backchannel lets the tutor go on where it was. A short sound waits for its
transcript, because "no" and "stop" are short; if that is slow the tutor goes on meanwhile, and a
late "stop" still stops it.
"""

from dataclasses import replace

from inference.contracts import IN_RATE_HZ, OUT_RATE_HZ
from sessions.effects import SetGain, TimerName, Unlisten
from sessions.events import Phrase
from sessions.outputs import Ducked, ReplyStatus
from sessions.reduce import finish
from sessions.reduce import turn as turns
from sessions.reduce.draft import Draft
from sessions.reduce.ended import end_turn
from sessions.state import Stage

HOLD = 0.0
"""Gain at which a voice waits where it is (media.contracts.Playout.set_gain)."""
_PACKET_S = 0.02
"""Sound comes no finer: less than that is not missing."""
_WORD_S = 0.12
"""Words come no faster, eight syllables a second: a recogniser that finds more heard a cough."""


def began(d: Draft) -> None:
    """A sound over the reply began, or went on after a pause."""
    turn, live = d.state.open, d.state.live
    if turn is None or live is None:
        return
    if live.released and not d.state.ducked:
        d.state = replace(d.state, ducked=True)
        d.do(SetGain(gain=d.state.rules.duck_gain))
        d.publish(Ducked(ducked=True))
    rules = d.state.rules
    left_s = max(0.0, min(rules.hold_s, rules.overlap_s) - turn.speech_s)
    d.timer(TimerName.OVERLAP, turn.number, turn.began_s + left_s)


def lasted(d: Draft, tag: int, sample: int) -> None:
    """The sound has lasted a while: the voice waits where it is, and in the end it is speech,
    unless so far it is only "mm-hm". What counts is the sound up to `sample`, not the clock:
    while the network stalls nobody speaks."""
    turn = d.state.open
    if turn is None or turn.number != tag or turn.stage is not Stage.OVERLAP or not turn.voiced:
        return
    rules = d.state.rules
    sound_s = turn.speech_s + (sample - turn.began_sample) / IN_RATE_HZ + _PACKET_S
    meant_s = rules.backchannel_s if turn.phrase is Phrase.BACKCHANNEL else rules.overlap_s
    if sound_s >= meant_s:
        interrupt(d)
        return
    waits = sound_s >= rules.hold_s
    if waits and d.state.ducked:
        d.do(SetGain(gain=HOLD))
    missing_s = (meant_s if waits else rules.hold_s) - sound_s + _PACKET_S
    d.timer(TimerName.OVERLAP, turn.number, d.at_s + missing_s)


def partial(d: Draft) -> None:
    """Words came in while the sound is not judged yet. One alone is still a guess: if no other
    follows, the transcript of the whole sound decides."""
    turn = d.state.open
    if turn is None:
        return
    words = turn.phrase is Phrase.WORDS and len(turn.partial.split()) > 1
    if words or turn.phrase is Phrase.THINKING:
        interrupt(d)


def paused(d: Draft) -> None:
    """A short sound has ended: its transcript decides, within a second."""
    turn = d.state.open
    if turn is not None:
        due_s = d.at_s + d.state.rules.false_interruption_s
        d.timer(TimerName.FALSE_INTERRUPTION, turn.number, due_s)


def unproven(d: Draft, tag: int) -> None:
    """The transcript of a short sound is slow: the tutor goes on meanwhile."""
    turn = d.state.open
    if turn is None or turn.number != tag or turn.stage is not Stage.OVERLAP or turn.voiced:
        return
    if turn.let_go:  # second ring: no transcript ever came
        drop(d)
        return
    d.state = replace(d.state, open=replace(turn, let_go=True))
    d.timer(TimerName.FALSE_INTERRUPTION, tag, d.at_s + d.state.rules.transcript_s)
    if d.state.ducked:
        finish.unduck(d)


def final(d: Draft) -> None:
    """The transcript of a short sound is here."""
    turn = d.state.open
    if turn is None or turn.heard is None:
        return
    if turn.speech_s < _WORD_S * len(turn.heard.text.split()):
        drop(d)
    elif turn.heard.phrase in (Phrase.WORDS, Phrase.THINKING):
        interrupt(d)
    elif turn.heard.text and _answers(d):
        _keep(d)
    else:
        drop(d)


def interrupt(d: Draft) -> None:
    """It is meant: the tutor stops, and the same audio goes on as the student's turn."""
    turn = d.state.open
    if turn is None or turn.stage is not Stage.OVERLAP:
        return
    take_floor(d)
    finish.cut(d, ReplyStatus.CANCELLED, "turn_detected")


def take_floor(d: Draft, *, silent: bool = False) -> None:
    """The sound becomes an ordinary turn; `silent`: told only when there are words in it."""
    turn = d.state.open
    if turn is None or turn.stage is not Stage.OVERLAP:
        return
    stage = Stage.SPEAKING
    if not turn.voiced and d.state.settings.hands_free:
        stage = Stage.PAUSED
    d.state = replace(d.state, open=replace(turn, stage=stage, let_go=silent))
    if not silent:
        turns.announce(d)
    if stage is Stage.PAUSED:
        if turn.heard is not None:
            turns.understood(d)
        else:
            turns.ask_end(d)


def drop(d: Draft) -> None:
    """It was nothing: the tutor goes on exactly where it was."""
    turn = d.state.open
    if turn is None:
        return
    d.state = replace(d.state, open=None)
    d.do(Unlisten(turn=turn.number))
    if d.state.ducked:
        finish.unduck(d)


def _answers(d: Draft) -> bool:
    """A short "yes" over the last second of a question is the answer to it."""
    live = d.state.live
    if live is None or not live.voice_finished or not live.text.rstrip().endswith("?"):
        return False
    left_s = (live.ledger.samples - live.played) / OUT_RATE_HZ
    return left_s <= d.state.rules.answer_tail_s


def _keep(d: Draft) -> None:
    """Let the tutor finish the question; then this is the student's turn."""
    turn = d.state.open
    if turn is None or turn.heard is None:
        return
    turns.judge(d, turn.number, turn.revision, turn.heard)
    end_turn(d)
    if d.state.ducked:
        finish.unduck(d)


def orphaned(d: Draft) -> None:
    """The reply is gone while a sound over it was not judged: it is an ordinary turn now."""
    turn = d.state.open
    if d.state.live is not None:
        return
    if d.state.ducked:
        finish.unduck(d)
    if turn is not None and turn.stage is Stage.OVERLAP:
        take_floor(d, silent=not turn.voiced and turn.heard is None)


def drained(d: Draft) -> None:
    """The tutor has finished; who spoke all along and was ignored is listened to now."""
    if d.state.open is None and d.state.voiced and not d.state.deaf:
        sample = d.state.sample
        turns.open_turn(d, stage=Stage.SPEAKING, sample=sample, began_s=d.at_s)
