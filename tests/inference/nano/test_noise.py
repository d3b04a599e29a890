"""Surface noise never changes the numbers."""

import re
from random import Random

from inference.nano import noise


def test_spoken_text_is_lower_case_without_marks() -> None:
    assert noise.spoken("What's 1/2, please?") == "what's 1 2 please"
    assert noise.spoken("two-thirds  Plus") == "two thirds plus"


def test_typing_keeps_every_number() -> None:
    for n in range(500):
        text = noise.typed("can you explain 3/4 + 127 step by step", Random(n))
        assert re.findall(r"\d+", text) == ["3", "4", "127"]


def test_typing_varies() -> None:
    assert len({noise.typed("what is photosynthesis", Random(n)) for n in range(300)}) > 20


def test_a_text_of_short_words_gets_no_slip() -> None:
    texts = {noise.typed("2 + 2", Random(n)).lower() for n in range(200)}
    assert all("2 + 2" in text for text in texts)
