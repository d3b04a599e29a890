"""A trained model: from gain to rank, and from disk only when it fits."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from inference.errors import ModelLoadError
from inference.routing.difficulty import DifficultyModel
from inference.routing.features import NAMES
from inference.routing.training import train
from tests.inference.routing.learned import WIDTH, drawn

WHOLE = len(NAMES) + WIDTH
PLAIN = DifficultyModel(
    middle=np.zeros(WHOLE),
    spread=np.ones(WHOLE),
    weights=np.eye(1, WHOLE, NAMES.index("chars"))[0],
    bias=0.0,
    ranks=np.array([1.0, 2.0, 3.0, 4.0]),
    embedding="e",
)
"""The gain is the number of characters."""
NOWHERE = np.zeros(WIDTH, np.float32)


@pytest.mark.parametrize(
    ("text", "share"), [("", 0.0), ("a", 0.0), ("ab", 0.25), ("abcd", 0.75), ("abcdefg", 1.0)]
)
def test_difficulty_is_the_share_that_was_easier(text: str, share: float) -> None:
    assert PLAIN.difficulty(text, NOWHERE) == share


def test_saved_and_loaded_it_says_the_same(tmp_path: Path) -> None:
    questions, gains = drawn(60)
    model = train(questions, gains, embedding="e")
    model.save(tmp_path / "m")
    loaded = DifficultyModel.load(tmp_path / "m", embedding="e")
    asked, _ = drawn(20, seed=9)
    for text, vector in zip(asked.texts, asked.vectors, strict=True):
        assert loaded.difficulty(text, vector) == model.difficulty(text, vector)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda model: replace(model, weights=model.weights[1:]),
        lambda model: replace(model, weights=model.weights * np.nan),
        lambda model: replace(model, weights=model.weights.astype(np.float32)),
        lambda model: replace(model, spread=model.spread * 0),
        lambda model: replace(model, ranks=np.zeros(0)),
        lambda model: replace(model, bias=float("inf")),
        lambda model: replace(model, embedding="other"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    tmp_path: Path, spoil: Callable[[DifficultyModel], DifficultyModel]
) -> None:
    spoil(PLAIN).save(tmp_path / "m")
    with pytest.raises(ModelLoadError):
        DifficultyModel.load(tmp_path / "m", embedding="e")


@pytest.mark.parametrize("about", [None, "", "[]", "{}", json.dumps({"names": [], "bias": 0})])
def test_other_files_are_refused(tmp_path: Path, about: str | None) -> None:
    arrays = {name: getattr(PLAIN, name) for name in ("middle", "spread", "weights", "ranks")}
    save_file(arrays, tmp_path / "m", metadata=None if about is None else {"difficulty": about})
    (tmp_path / "text").write_text("hello")
    for name in ("m", "text", "missing"):
        with pytest.raises(ModelLoadError):
            DifficultyModel.load(tmp_path / name, embedding="e")
