"""The open voice turn: how it begins, is recognised, announced and judged.

Recognition: each revision opens a new Hearing on the turn's whole audio (the ear keeps it), so
"the final" never covers only the last stretch. Audio before a pause that is older than
`Rules.anchor_s` is not heard again; its transcript becomes the prefix.
"""

from dataclasses import replace

from inference.contracts import IN_RATE_HZ, Direction, Expected, TurnEvidence
from inference.languages.table import primary
from sessions.commands import ReplyOptions
from sessions.effects import AskEnd, Judge, Listen, TimerName, Transcribe
from sessions.events import Phrase
from sessions.expecting import of_item, of_question
from sessions.outputs import SpeechStarted
from sessions.reduce import finish, learning
from sessions.reduce import reply as replies
from sessions.reduce.draft import Draft
from sessions.state import Before, Heard, OpenTurn, Stage, State
from sessions.tongue import to_recognise
from sessions.translate import ENGLISH

EPSILON_S = 1e-6
"""Timers may ring a rounding error early."""


def open_turn(
    d: Draft, *, stage: Stage, sample: int, began_s: float, before: Before | None = None
) -> None:
    """A new turn; its audio begins a pre-roll before `sample`."""
    rules = d.state.rules
    before_s = rules.pre_roll_s if d.state.settings.hands_free else rules.by_hand_s
    pre_roll = round(before_s * IN_RATE_HZ)
    turn = OpenTurn(
        number=d.state.turns + 1,
        item_id=d.new_item_id(),
        stage=stage,
        from_sample=max(sample - pre_roll, d.state.audio_mark, 0),
        began_s=began_s,
        began_sample=sample,
        overlapped=stage is Stage.OVERLAP,
        before=before,
    )
    d.state = replace(d.state, turns=turn.number, open=turn)
    listen(d, turn)
    long_s = rules.long_turn_s - (sample - turn.from_sample) / IN_RATE_HZ
    d.timer(TimerName.LONG_TURN, turn.number, began_s + long_s)
    if stage is not Stage.OVERLAP:
        announce(d)


def listen(d: Draft, turn: OpenTurn) -> None:
    """Recognise the turn's audio from its beginning."""
    settings = d.state.settings
    d.do(
        Listen(
            turn=turn.number,
            revision=turn.revision,
            from_sample=turn.from_sample,
            language=to_recognise(settings.language),
            expected=expected(d.state),
        )
    )


def expected(state: State) -> Expected:
    """What is likely to be said next: what the lesson asks for, what the client said, or what the
    tutor's last words ask. A hint in a lesson may ask for a sum of its own."""
    item = state.lesson.open_item if state.lesson is not None else None
    if item is None and state.settings.expected != Expected():
        return state.settings.expected
    english = primary(state.tongue) == ENGLISH
    asked = of_question(state.history.tutors_last(), english=english)
    if item is None:
        return asked
    found = of_item(item)
    return replace(found, answers=(*found.answers, *asked.answers))


def announce(d: Draft) -> None:
    """Tell that the student speaks (push-to-talk has no such event in OpenAI's protocol)."""
    turn = d.state.open
    if turn is None or turn.announced:
        return
    d.state = replace(d.state, open=replace(turn, announced=True))
    if d.state.settings.hands_free:
        audio_ms = turn.from_sample * 1000 // IN_RATE_HZ
        d.publish(SpeechStarted(item_id=turn.item_id, audio_ms=audio_ms))


def transcribe(d: Draft, turn: OpenTurn) -> None:
    """Ask for the final transcript of everything so far."""
    d.do(Transcribe(turn=turn.number, revision=turn.revision, to_sample=d.state.sample))


def ask_end(d: Draft) -> None:
    """How long must the pause last, given the best text so far?"""
    turn = d.state.open
    if turn is None or turn.stage is not Stage.PAUSED or not d.state.settings.hands_free:
        return
    since = round(max(0.0, d.at_s - turn.noticed_s) * IN_RATE_HZ)
    evidence = TurnEvidence(
        silence_s=max(0.0, d.at_s - turn.ended_s),
        speech_s=turn.speech_s,
        text=turn.heard.text if turn.heard else turn.partial,
        expected=expected(d.state),
        patience=learning.patience(d.state),
    )
    d.do(
        AskEnd(
            turn=turn.number,
            revision=turn.revision,
            evidence=evidence,
            from_sample=turn.from_sample,
            to_sample=turn.end_sample + since,
        )
    )


def understood(d: Draft) -> None:
    """The paused turn has its transcript: judge it, and think ahead when it is clean."""
    turn = d.state.open
    if turn is None or turn.heard is None:
        return
    judge(d, turn.number, turn.revision, turn.heard)
    ask_end(d)
    turn = d.state.open
    if turn is not None and turn.heard and _worth_thinking(d, turn.heard):
        replies.speculate(d, turn)
    else:
        finish.discard(d)


def _worth_thinking(d: Draft, heard: Heard) -> bool:
    settings = d.state.settings
    # In a lesson the policy decides first, and what it decides depends on the checker.
    owed = d.state.owed  # to an earlier turn that was spoken on into: it becomes this turn's
    free = d.state.live is None and not d.state.ended
    free = free and (owed is None or owed.options == ReplyOptions())
    free = free and d.state.lesson is None and not d.state.paused
    clean = bool(heard.text) and heard.phrase is not Phrase.THINKING
    return clean and free and settings.hands_free and settings.auto_reply


def judge(d: Draft, turn: int, revision: int, heard: Heard) -> None:
    """Let the gate judge what the student said."""
    if heard.text:
        direction = Direction.FROM_STUDENT
        d.do(Judge(direction=direction, text=heard.text, turn=turn, revision=revision))
