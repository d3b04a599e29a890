"""The network in numpy, and its file."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from inference.contracts import PauseWaits
from inference.errors import ModelLoadError
from inference.hearing.endpoint.features import NAMES
from inference.hearing.endpoint.manifest import HASH_FILE
from inference.hearing.endpoint.model import WEIGHTS, EndpointModel, shipped


def random_model(seed: int = 1, hidden: int = 4) -> EndpointModel:
    random = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return random.normal(0, 1, shape).astype(np.float32)

    return EndpointModel(
        mean=some(len(NAMES)),
        scale=abs(some(len(NAMES))) + 0.1,
        inward=some(len(NAMES), hidden),
        inward_bias=some(hidden),
        outward=some(hidden),
        outward_bias=some(1),
    )


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    model = random_model()
    model.save(tmp_path / "m.safetensors")
    loaded = EndpointModel.load(tmp_path / "m.safetensors")
    rows = np.random.default_rng(2).normal(0, 1, (5, len(NAMES))).astype(np.float32)
    assert np.array_equal(model.probabilities(rows), loaded.probabilities(rows))


def test_probabilities_are_probabilities_whatever_the_input() -> None:
    model = random_model()
    rows = np.concatenate([np.full((1, len(NAMES)), v, np.float32) for v in (-1e9, 0, 1e9)])
    found = model.probabilities(rows)
    assert found.shape == (3,)
    assert ((found >= 0) & (found <= 1)).all()


def test_missing_damaged_and_foreign_files_are_refused(tmp_path: Path) -> None:
    good = tmp_path / "good.safetensors"
    random_model().save(good)
    foreign, damaged = tmp_path / "foreign.safetensors", tmp_path / "damaged.safetensors"
    save_file(load_file(good), foreign, {"format": "1", "features": "others"})
    damaged.write_bytes(good.read_bytes()[:100])
    for path in (tmp_path / "missing.safetensors", foreign, damaged):
        with pytest.raises(ModelLoadError):
            EndpointModel.load(path)


def test_wrong_shapes_and_numbers_are_refused() -> None:
    model = random_model()
    with pytest.raises(ModelLoadError, match="shape"):
        replace(model, inward_bias=np.zeros(3, np.float32))
    with pytest.raises(ModelLoadError, match="finite"):
        replace(model, mean=np.full(len(NAMES), np.nan, np.float32))


def test_the_sessions_waits_are_those_of_the_training() -> None:
    told = json.loads((WEIGHTS.parent / "training.json").read_text("utf-8"))
    assert asdict(PauseWaits()) == told["waits"]
    assert told["manifest"] == HASH_FILE.read_text("ascii").strip()


def test_what_ships_is_small_and_loads() -> None:
    assert WEIGHTS.stat().st_size < 100_000
    assert shipped() is shipped()
