"""The phase is never set, it follows: so the state cannot say "speaking" while nothing plays."""

from dataclasses import replace

from sessions.outputs import Phase, PhaseChanged
from sessions.reduce.draft import Draft
from sessions.state import Stage, State


def phase_of(state: State) -> Phase:
    """What the conversation is doing."""
    if state.closing:
        return Phase.CLOSED
    live = state.live
    if live and live.playing and state.attached:
        return Phase.DUCKED if state.ducked else Phase.SPEAKING
    if state.open and not state.open.let_go:
        return Phase.MAYBE_DONE if state.open.stage is Stage.PAUSED else Phase.STUDENT_SPEAKING
    if state.paused:
        return Phase.WAITING
    if live or state.ended or state.owed or state.checks:
        return Phase.THINKING
    return Phase.WAITING if state.waiting else Phase.LISTENING


def show(d: Draft) -> None:
    """Publish the phase when it changed."""
    phase = phase_of(d.state)
    if phase is not d.state.phase:
        d.state = replace(d.state, phase=phase)
        d.publish(PhaseChanged(phase=phase))
