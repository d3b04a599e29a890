"""The values of a generated conversation.

Knows the shape of turns and chat messages; knows nothing about how they are made.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A student's message and the tutor's verified reply."""

    student: str
    tutor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A system prompt (may be empty) and its turns."""

    system: str
    turns: tuple[Turn, ...]

    def messages(self) -> list[dict[str, str]]:
        """Return the turns as chat messages."""
        head = [{"role": "system", "content": self.system}] if self.system else []
        pairs = [
            ({"role": "user", "content": t.student}, {"role": "assistant", "content": t.tutor})
            for t in self.turns
        ]
        return head + [message for pair in pairs for message in pair]
