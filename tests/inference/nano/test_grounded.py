"""Tests of inference.nano.grounded."""

from itertools import islice, repeat
from pathlib import Path

import pytest

from inference.nano.grounded import line_of, mixed, read
from inference.nano.seeds import generator
from inference.nano.turns import Conversation, Turn

ONE = Conversation(system="s", turns=(Turn(student="a", tutor="b"), Turn(student="c", tutor="d")))
OTHER = Conversation(system="", turns=(Turn(student="x", tutor="y"),))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "g.jsonl"
    file.write_text(f"{line_of(ONE)}\n\n{line_of(OTHER)}\n")
    assert read(file) == (ONE, OTHER)


@pytest.mark.parametrize("line", ["{}", "[]", "no json", '{"system": "s", "turns": [["a"]]}'])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "g.jsonl"
    file.write_text(f"{line_of(ONE)}\n{line}\n")
    with pytest.raises(ValueError, match="line 2"):
        read(file)


def test_about_half_are_grounded_and_the_name_decides_which() -> None:
    runs = [list(islice(mixed(repeat(OTHER), [ONE], generator(n)), 400)) for n in "aab"]
    assert runs[0] == runs[1] != runs[2]
    assert 140 < runs[0].count(ONE) < 260


def test_without_any_the_source_is_left_alone() -> None:
    assert list(islice(mixed(repeat(OTHER), [], generator("a")), 3)) == [OTHER] * 3
