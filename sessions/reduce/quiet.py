"""A teacher's pause, of one student or of the whole class: the tutor's voice stops at its place
and nobody listens; when the pause is lifted the tutor goes on from there.

A teacher who talks to the class is heard by every microphone in it, so that what is said then is
no turn of anybody. Typing and pressing still count; what they ask for is answered afterwards.
"""

from dataclasses import replace

from sessions import lines
from sessions.commands import Pause
from sessions.effects import Deafen
from sessions.events import Asked
from sessions.outputs import Paused, ReplyStatus
from sessions.reduce import finish, voice
from sessions.reduce.draft import Draft
from sessions.reduce.ended import end_turn
from sessions.state import Stage


def pause(d: Draft, event: Asked, command: Pause) -> None:
    """Be quiet, or go on."""
    was = d.state.paused
    if command.paused and not was:
        _hush(d, event)
    d.state = replace(
        d.state, paused=command.paused, whole_class=command.paused and command.whole_class
    )
    if command.paused:
        _tell(d, command.event_id)
    else:
        d.publish(Paused(paused=False, event_id=command.event_id))
    if command.paused is not was:
        d.state = replace(d.state, voiced=False)
        d.do(Deafen(deaf=d.state.deaf))


def begin(d: Draft) -> None:
    """A session opens while a pause stands."""
    if d.state.paused:
        _tell(d, None)
        d.do(Deafen(deaf=True))


def go_on(d: Draft) -> None:
    """What the pause kept from being heard is said now, unless something newer is under way."""
    state, cut = d.state, d.state.cut_short
    if cut is None or not cut.quiet or state.paused:
        return
    if not (state.open or state.ended or state.owed or state.reply or state.checks):
        d.state = replace(state, cut_short=None, owed=cut.owed)


def _hush(d: Draft, event: Asked) -> None:
    """The voice stops; what the student was saying ends here, and is answered afterwards."""
    voice.pause(d, ended_s=d.at_s, sample=event.sample)
    if d.state.open is not None and d.state.open.stage is not Stage.OVERLAP:
        end_turn(d)
    finish.cut(d, ReplyStatus.CANCELLED, finish.PAUSED)
    finish.discard(d)


def _tell(d: Draft, event_id: str | None) -> None:
    d.notice("paused", lines.CLASS_PAUSED if d.state.whole_class else lines.PAUSED)
    d.publish(Paused(paused=True, whole_class=d.state.whole_class, event_id=event_id))
