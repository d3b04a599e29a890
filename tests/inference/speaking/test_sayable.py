import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.speaking.sayable import MAX_RUN, sayable


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("Café naïve", "en", "Café naïve"),
        ("привет 5", "ru-RU", "привет 5"),
        ("привет 5", "en", " 5"),
        ("नमस्ते १२", "hi", "नमस्ते 12"),
        ("こんにちは、3+4", "ja", "こんにちは 3+4"),
        ("안녕", "ko", "안녕"),
        ("Tiếng Việt ưng", "vi", "Tiếng Việt ưng"),
        ("\u1948-\u2dcd", "vi", "2-"),
        ("e\u0301\u0302\u0302\u0302x", "en", "éx"),
        ("a\ud800\x00b", "en", "a  b"),
    ],
)
def test_a_voice_gets_its_own_scripts(text, language, kept):
    assert sayable(text, language) == kept


@given(st.text(), st.sampled_from(["en", "hi", "zh-CN", "xx", ""]))
def test_no_run_is_endless_and_nothing_odd_is_left(text, language):
    kept = sayable(text, language)
    assert all(len(run) <= MAX_RUN for run in kept.split(" "))
    assert not any(unicodedata.category(character)[0] == "C" for character in kept)
