"""The training command: lines of two shapes in, a model that loads out."""

import json
from pathlib import Path

import pytest

from inference.embedding.minilm import NAME
from inference.routing.difficulty import DifficultyModel
from inference.routing.train import main, read_examples

OUTCOME = {"text": "a", "lesser_right": False, "abler_right": True}
VOTE = {"text": "b", "left": "pro", "right": "nano", "choice": "right"}


def test_both_shapes() -> None:
    other = VOTE | {"left": "lesson:full"}
    lines = [json.dumps(OUTCOME), "", json.dumps(VOTE), json.dumps(other)]
    assert [(e.text, e.gain) for e in read_examples(lines)] == [("a", 1.0), ("b", -1.0)]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        json.dumps(OUTCOME | {"text": 5}),
        json.dumps(OUTCOME | {"abler_right": "yes"}),
        json.dumps({"text": "a", "lesser_right": True}),
        json.dumps(VOTE | {"choice": "both"}),
    ],
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(read_examples([json.dumps(OUTCOME), line]))


@pytest.mark.slow
def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples, model = tmp_path / "examples.jsonl", tmp_path / "model"
    monkeypatch.setattr("sys.argv", ["train", str(examples), str(model)])
    assert main() == 1
    rows = [
        {"text": f"What is {n}?" + " And why?" * (n % 9), "lesser_right": n % 9 < 4,
         "abler_right": True}
        for n in range(60)
    ]  # fmt: skip
    examples.write_text("\n".join(map(json.dumps, rows[:10])))
    assert main() == 1
    assert not model.exists()
    examples.write_text("\n".join(map(json.dumps, rows)))
    assert main() == 0
    DifficultyModel.load(model, embedding=NAME)
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []
