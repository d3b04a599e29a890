"""The end of a session: exactly once, from any state, in bounded time."""

from dataclasses import replace

from sessions.contracts import FactKind
from sessions.effects import CancelReplyWork, Stop, StopVoice, TimerName, Unlisten
from sessions.outputs import Closed, ReplyDone, ReplyStatus, Usage
from sessions.reduce import finish
from sessions.reduce.draft import Draft
from sessions.reduce.phase import show
from sessions.state import State


def close(d: Draft, reason: str) -> None:
    """Begin to close: everything stops; what was heard of the reply is still recorded."""
    if d.state.closing:
        return
    finish.discard(d)
    turns = [turn.number for turn in d.state.ended]
    turns += [d.state.open.number] if d.state.open else []
    d.do(*(Unlisten(turn=number) for number in turns))
    d.state = replace(
        d.state, closing=reason, open=None, ended=(), owed=None, waiting=None, cut_short=None
    )
    show(d)
    d.timer(TimerName.CLOSING, 0, d.at_s + d.state.rules.closing_s)
    finish.cut(d, ReplyStatus.CANCELLED, "session_closed")


def go_on(d: Draft) -> None:
    """Next step of closing: the last fact, then the last output."""
    if d.state.closed or d.state.reply is not None:
        return
    if not d.state.sealed:
        d.state = replace(d.state, sealed=True)
        d.commit(d.fact(FactKind.SESSION_CLOSED, {"reason": d.state.closing}))
    elif not d.state.commits:
        _stop(d)


def force(d: Draft, code: str) -> None:
    """The log cannot be waited for: end now, and say that nothing more was saved."""
    if d.state.closed:
        return
    d.state = replace(d.state, closing=d.state.closing or code)
    show(d)
    d.publish(*unsaved(d.state, code))
    reply = d.state.reply
    if reply is not None:
        d.do(CancelReplyWork(response=reply.number), StopVoice(response=reply.number))
    _stop(d)


def fenced(d: Draft) -> None:
    """Another owner has the session: not one word more."""
    d.state = replace(d.state, closing="fenced")
    force(d, "session_fenced")


def unsaved(state: State, code: str) -> tuple[ReplyDone, ...]:
    """ReplyDone for each reply whose end is not in the log; none promises an item."""
    pending = [output for commit in state.commits for output in commit.outputs]
    ends = [
        replace(output, status=ReplyStatus.FAILED, reason=code, items=())
        for output in pending
        if isinstance(output, ReplyDone)
    ]
    live = state.live
    if live is not None:
        ends.append(
            ReplyDone(
                reply_id=live.reply_id,
                status=ReplyStatus.FAILED,
                reason=code,
                items=(),
                usage=Usage(),
                options=live.options,
            )
        )
    return tuple(ends)


def _stop(d: Draft) -> None:
    d.state = replace(d.state, closed=True, commits=(), reply=None)
    d.publish(Closed(reason=d.state.closing))
    d.do(Stop())
