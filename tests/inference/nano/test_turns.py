"""Conversations become chat messages."""

from inference.nano.turns import Conversation, Turn


def test_messages_with_a_system_prompt() -> None:
    talk = Conversation(system="s", turns=(Turn(student="a", tutor="b"),))
    assert talk.messages() == [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": "b"},
    ]


def test_messages_without_one() -> None:
    assert [m["role"] for m in Conversation(system="", turns=()).messages()] == []
