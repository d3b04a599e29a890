"""Shortens a conversation until it fits the context. Pure: knows tokens only through a counter."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from inference.contracts import Message, Role
from inference.engine.errors import ContextTooLongError


def fit_messages(
    messages: Sequence[Message], *, room: int, count: Callable[[Sequence[Message]], int]
) -> tuple[Message, ...]:
    """Keep the system messages and as many of the newest turns as fit into `room` tokens.

    Whole turns go, oldest first, so that what stays begins with a user's message: templates that
    insist on alternating roles accept it, and no tool result stays without its call. Raises
    ContextTooLongError when the newest message with the system messages alone does not fit.
    """
    system = [m for m in messages if m.role is Role.SYSTEM]
    turns = [m for m in messages if m.role is not Role.SYSTEM]
    starts = [i for i, m in enumerate(turns) if m.role is Role.USER and i > 0]
    starts = [0, *starts]
    if len(turns) > 1 and starts[-1] != len(turns) - 1:
        starts.append(len(turns) - 1)

    def fits(start: int) -> bool:
        return count((*system, *turns[start:])) <= room

    if fits(0):
        return tuple(messages)
    # Fewer messages never need more tokens: a handful of renderings finds the place.
    first = bisect_left(starts, True, lo=1, key=fits)
    if first == len(starts):
        raise ContextTooLongError(f"the last message does not fit into {room} tokens of context")
    return (*system, *turns[starts[first] :])
