"""Shortening conversations: whole turns, oldest first, never the system message."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import Message, Role
from inference.engine.errors import ContextTooLongError
from inference.engine.prompt import fit_messages

S, U, A, T = Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL


def say(role: Role, size: int) -> Message:
    return Message(role=role, content="x" * size)


def count(messages: Sequence[Message]) -> int:
    return sum(len(message.content) + 1 for message in messages)


def test_what_fits_stays_untouched() -> None:
    messages = (say(U, 3), say(A, 3), say(S, 2), say(U, 1))
    assert fit_messages(messages, room=20, count=count) == messages


def test_the_oldest_turns_go_and_the_rest_begins_with_a_user() -> None:
    system, last = say(S, 5), say(U, 2)
    messages = (system, say(U, 9), say(A, 9), say(U, 3), say(A, 4), last)
    assert fit_messages(messages, room=19, count=count) == (system, *messages[3:])
    assert fit_messages(messages, room=17, count=count) == (system, last)


def test_a_tool_result_never_loses_its_call() -> None:
    call, result = say(A, 4), say(T, 4)
    messages = (say(U, 30), say(A, 2), say(U, 2), call, result)
    assert fit_messages(messages, room=14, count=count) == messages[2:]


def test_the_last_message_stays_even_when_its_turn_does_not_fit() -> None:
    messages = (say(U, 50), say(A, 2), say(T, 3))
    assert fit_messages(messages, room=10, count=count) == (messages[2],)


def test_a_last_message_that_is_too_long_is_refused() -> None:
    with pytest.raises(ContextTooLongError):
        fit_messages((say(S, 5), say(U, 1), say(A, 1), say(U, 9)), room=12, count=count)
    with pytest.raises(ContextTooLongError):
        fit_messages((say(U, 30),), room=12, count=count)


@given(
    st.lists(st.tuples(st.sampled_from([S, U, A, T]), st.integers(0, 12)), min_size=1),
    st.integers(1, 80),
)
def test_the_most_that_fits_is_kept(parts: list[tuple[Role, int]], room: int) -> None:
    messages = [say(role, size) for role, size in parts]
    try:
        kept = fit_messages(messages, room=room, count=count)
    except ContextTooLongError:
        system = [m for m in messages if m.role is S]
        assert count((*system, *[m for m in messages if m.role is not S][-1:])) > room
        return
    assert count(kept) <= room
    assert [m for m in kept if m.role is S] == [m for m in messages if m.role is S]
    turns = [m for m in kept if m.role is not S]
    assert turns == [m for m in messages if m.role is not S][len(messages) - len(kept) :]
