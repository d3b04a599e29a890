import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.safety.normalise import readings


@pytest.mark.parametrize(
    "disguise",
    [
        "bomb",
        "BOMB",
        "b0mb",
        "b.o.m.b",
        "b o m b",
        "b-o-m-b",
        "bo\u200bmb",
        "b\u043emb",
        "bo<<mb",
        "boooomb",
        "b\u0301omb",
        "\uff42omb",
    ],
)
def test_the_word_is_seen_through_its_disguise(disguise):
    assert any("a bomb now" in reading for reading in readings(f"a {disguise} now"))


def test_numbers_and_formulas_stay_as_they_are():
    assert readings("3/4 + 12 = 101") == ("3/4 + 12 = 101",)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_has_readings(text):
    assert 1 <= len(readings(text)) <= 7
