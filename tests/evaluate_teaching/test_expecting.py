"""How the questions of real tutors are counted."""

import json
import sys
from pathlib import Path

import pytest

from tests.evaluate_teaching.expecting import answer_of, exchanges, main

CHAT = {
    "c_h": [
        {"user": "student", "text": "hello"},
        {"user": "tutor", "text": "Good."},
        {"user": "tutor", "text": "What is 3 + 4?"},
        {"user": "student", "text": "8"},
    ],
    "c_r": [{"user": "tutor", "text": "Are you sure?"}, {"user": "student", "text": "yes"}],
}


def test_a_students_line_follows_all_that_the_tutor_said_before() -> None:
    assert list(exchanges([CHAT])) == [("Good. What is 3 + 4?", "8"), ("Are you sure?", "yes")]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("5?", "a number"),
        ("30 feet", "a number"),
        ("3/4", "a number"),
        ("yes please", "yes or no"),
        ("i think so", "other words"),
        ("", "other words"),
    ],
)
def test_what_was_answered(text: str, answer: str) -> None:
    assert answer_of(text) == answer


def test_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["expecting", "--data", str(tmp_path)])
    assert main() == 1
    (tmp_path / "tutoring_bridge").mkdir()
    (tmp_path / "tutoring_bridge" / "train.json").write_text(json.dumps([CHAT]), "utf-8")
    assert main() == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[1] == ["a", "number", "1", "0%", "0%", "100%", "0%"]
    assert rows[2] == ["yes", "or", "no", "1", "0%", "100%", "0%", "0%"]
