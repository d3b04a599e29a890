"""What is never the cache's: about somebody, about what was said before, about today."""

import pytest

from tutor_server.modules.replies.eligible import (
    MAX_REPLY_CHARS,
    Refusal,
    judged,
    may_keep_reply,
)
from tutor_server.modules.replies.form import Form


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Refusal.NO_QUESTION),
        ("x" * 500, Refusal.NO_QUESTION),
        ("Is my answer right?", Refusal.PERSONAL),
        ("I got 5, is that right?", Refusal.PERSONAL),
        ("What should I do about my friend?", Refusal.PERSONAL),
        ("What is your name?", Refusal.PERSONAL),
        ("Why is [name] older?", Refusal.PERSONAL),
        ("Why does my mom cry?", Refusal.PERSONAL),
        ("What is it?", Refusal.POINTING),
        ("Explain this.", Refusal.POINTING),
        ("Another example please", Refusal.POINTING),
        ("What is its area?", Refusal.POINTING),
        ("Why is that?", Refusal.POINTING),
        ("What is the weather today?", Refusal.TIMELY),
        ("Who is the current president?", Refusal.TIMELY),
    ],
)
def test_refused(text: str, why: Refusal) -> None:
    assert judged(text) is why


@pytest.mark.parametrize(
    "text",
    [
        "What is a fraction?",
        "Can you tell me what a fraction is?",
        "I don't understand fractions",
        "How does the moon change its shape?",
        "Is 5 more than 3?",
        "Why do we have seasons?",
    ],
)
def test_eligible(text: str) -> None:
    assert isinstance(judged(text), Form)


@pytest.mark.parametrize(
    ("reply", "may"),
    [
        ("A fraction is a part.", True),
        ("", False),
        ("  ", False),
        ("Well done, [name]!", False),
        ("x" * MAX_REPLY_CHARS, True),
        ("x" * (MAX_REPLY_CHARS + 1), False),
        ("A list like [1, 2] is fine.", True),
    ],
)
def test_replies(reply: str, may: bool) -> None:
    assert may_keep_reply(reply) is may
