"""Counting and showing results."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from inference.nano import evaluate
from inference.nano.evaluate import Score
from inference.nano.heldout import Item, ends_with


def item(skill: str, question: str, ending: str) -> Item:
    return Item(
        suite="unknown" if skill == "unknown" else "skill",
        skill=skill,
        messages=[{"role": "user", "content": question}],
        passes=ends_with(ending),
        known=skill != "unknown",
    )


ITEMS = [
    item("add", "1 + 1", "2."),
    item("add", "1 + 2", "3."),
    item("compare", "c", "1/2."),
    item("unknown", "u", "yet."),
]
REPLIES = ["It is 2.", "I don't know that yet.", "So 1/2.", "I don't know that yet."]


def test_score_counts_per_skill() -> None:
    scores = evaluate.score(ITEMS, REPLIES)
    assert [(s.skill, s.right, s.total) for s in scores] == [
        ("add", 1, 2), ("compare", 1, 1), ("unknown", 1, 1),
    ]  # fmt: skip
    assert scores[0].share == 0.5


def test_refusals_count_known_items_only() -> None:
    refused = evaluate.refused(ITEMS, REPLIES)
    assert (refused.right, refused.total) == (1, 3)


def test_totals_separate_fractions() -> None:
    whole, fractions = evaluate.totals(evaluate.score(ITEMS, REPLIES))
    assert (whole.total, fractions.total) == (2, 1)


def test_misses_show_question_and_reply() -> None:
    (miss,) = evaluate.misses(ITEMS, REPLIES)
    assert (miss.question, miss.reply) == ("1 + 2", "I don't know that yet.")


def test_table_shows_shares() -> None:
    assert " 50.0%" in evaluate.table([Score(suite="skill", skill="add", right=1, total=2)])


def test_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Scripted:
        def __init__(self, folder: Path, dtype: torch.dtype) -> None:
            assert (folder, dtype) == (tmp_path, torch.bfloat16)

        def answer(self, chats: Sequence[Sequence[dict[str, str]]]) -> list[str]:
            return REPLIES[: len(chats)]

    monkeypatch.setattr(evaluate, "Answerer", Scripted)
    monkeypatch.setattr(evaluate, "examination", lambda: ITEMS)
    evaluate.main(
        ["--model", str(tmp_path), "--json", str(tmp_path / "r.json"), "--threads", "1",
         "--dtype", "bfloat16"]
    )  # fmt: skip
    assert "compare" in capsys.readouterr().out
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["scores"][0]["skill"] == "add"
    assert report["misses"][0]["question"] == "1 + 2"
