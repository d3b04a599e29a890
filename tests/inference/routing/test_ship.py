"""The shipped difficulty model: it loads, it is small, and its training is repeatable."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from inference.embedding.minilm import NAME
from inference.routing import ship
from inference.routing.difficulty import DifficultyModel
from inference.routing.outcomes import FILE, STRONG, WEAK
from inference.routing.ship import main, parts
from inference.routing.shipped import SHIPPED


def test_parts_are_all_rows_once_and_always_the_same() -> None:
    inside, outside = parts(1_319)
    assert (len(inside), len(outside)) == (923, 396)
    assert sorted([*inside, *outside]) == list(range(1_319))
    assert np.array_equal(parts(1_319)[1], outside)


def test_the_shipped_model_fits_this_program_and_is_small() -> None:
    model = DifficultyModel.load(SHIPPED, embedding=NAME)
    assert len(model.ranks) == 923
    assert SHIPPED.stat().st_size < 50_000
    card = SHIPPED.with_name("MODEL_CARD.md").read_text()
    assert "routing_routellm" in card
    vector = np.zeros(384, np.float32)
    short = model.difficulty("What is 2 + 2?", vector)
    long = "Tom has twice as many marbles as Ann, who has half of what Bob has left. " * 4
    assert 0 <= short < model.difficulty(long + "How many does Tom have?", vector) <= 1


@pytest.mark.slow
def test_the_same_data_gives_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["ship", "--data", str(tmp_path)])
    assert main() == 1
    path = tmp_path / FILE
    path.parent.mkdir()
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["prompt", WEAK, STRONG])
        for n in range(100):
            rows.writerow([f"What is {n}?" + " And why?" * (n % 9), str(n % 9 > 4), "True"])
    assert ship.TRAIN_SHARE == 0.7
    made = []
    for name in ("one", "two"):
        model = tmp_path / name / "model"
        monkeypatch.setattr("sys.argv", ["ship", "--data", str(tmp_path), "--model", str(model)])
        assert main() == 0
        made.append(model.read_bytes())
    assert made[0] == made[1]
    assert json.dumps(NAME).encode() in made[0].replace(b"\\", b"")
