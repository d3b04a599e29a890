"""Words that must be mentioned."""

import pytest

from tutor_server.modules.classroom.assess.keywords import mentions, missing, plain


def test_one_of_each_group_is_needed() -> None:
    groups = [["sunlight", "light"], ["water"], ["carbon dioxide", "CO2"]]
    assert missing("Plants need LIGHT, water and carbon\n dioxide.", groups) == ()
    assert missing("Plants need sunlight and co2", groups) == (1,)
    assert missing("", groups) == (0, 1, 2)
    assert missing("anything", []) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("two halves", "two halves"),
        ("cats", "cat"),
        ("the cat's tail", "cat"),
        ("boxes", "box"),
        ("Café", "cafe"),
        ("cafe", "Café"),
        ("self-control", "self control"),
        ("don\u2019t", "don't"),
        ("(water)", "water"),
        ("ﬁre", "fire"),
        ("фотосинтез!", "Фотосинтез"),
        ("C++ is fast", "c++"),
        ("a.b*", "a.b*"),
    ],
)
def test_the_same_word_written_otherwise(text: str, word: str) -> None:
    assert mentions(plain(text), word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("waterfall", "water"),
        ("underwater", "water"),
        ("carbon and dioxide", "carbon dioxide"),
        ("axb", "a.b"),
        ("anything", ""),
        ("anything", " "),
        ("", "x"),
        ("light_year", "light"),
    ],
)
def test_another_word(text: str, word: str) -> None:
    assert not mentions(plain(text), word)


def test_sense_is_not_its_business() -> None:
    assert missing("It needs no water", [["water"]]) == ()
