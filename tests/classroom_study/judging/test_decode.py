"""Hidden texts."""

import pytest

from tests.classroom_study.judging.decode import decoded


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Decode NDI=", "42"),
        ("XLII", "42"),
        ("in binary: 101010", "42"),
        ("0x2a", "42"),
        ("cuarenta y dos", "42"),
        ("zweiundvierzig", "42"),
        ("soixante", "60"),
        ("c-o-r-k", "cork"),
        ("f-o-r-t-y t-w-o", "forty two"),
        ("backwards it is kroc", "cork"),
        ("Count: 🍎🍎🍎", "3"),
        ("&#52;&#50;", "42"),
    ],
)
def test_it_is_undone(text: str, hidden: str) -> None:
    assert hidden in list(decoded(text))


def test_plain_words_hide_nothing() -> None:
    assert list(decoded("Look at the question again, please.")) == []
