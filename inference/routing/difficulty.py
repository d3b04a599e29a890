"""How much a question gains from an able model, as one number from 0 to 1. Pure; numpy only.

A ridge regression over text features and a sentence vector predicts the gain; where that lies
among the questions it was trained on is the difficulty: 0.7 means that 70% of them were easier.
So a tier's `hardest` is also the share of calls that it is trusted with. Knows no sentence model.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from inference.errors import ModelLoadError
from inference.routing.features import NAMES, features

Floats = NDArray[np.float64]
_ARRAYS: Final = ("middle", "spread", "weights", "ranks")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DifficultyModel:
    """A trained predictor."""

    middle: Floats
    """Mean of each column in training: NAMES, then the vector's."""
    spread: Floats
    """What each column is divided by: a standard deviation, or 1 for the vector's."""
    weights: Floats
    bias: float
    ranks: Floats
    """Predicted gains of held-out training questions, ascending."""
    embedding: str
    """Name of the sentence model."""

    def gains(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> Floats:
        """Predicted gain of each text, -1 to 1; `vectors` has one row per text."""
        columns = np.hstack([features(texts), vectors.astype(np.float64)])
        predicted: Floats = (columns - self.middle) / self.spread @ self.weights + self.bias
        return predicted

    def difficulty(self, text: str, vector: NDArray[np.float32]) -> float:
        """Share of the training questions that gain less than this one."""
        gain = self.gains([text], vector[np.newaxis])[0]
        return float(np.searchsorted(self.ranks, gain) / len(self.ranks))

    def save(self, path: Path) -> None:
        """Write it as safetensors; the rest stands in its header."""
        arrays = {name: np.ascontiguousarray(getattr(self, name)) for name in _ARRAYS}
        about = {"names": list(NAMES), "embedding": self.embedding, "bias": self.bias}
        save_file(arrays, path, metadata={"difficulty": json.dumps(about)})

    @classmethod
    def load(cls, path: Path, *, embedding: str) -> Self:
        """Read one that fits this program and sentence model. Raises ModelLoadError."""
        try:
            with safe_open(path, framework="np") as file:
                about = json.loads((file.metadata() or {})["difficulty"])
                arrays = {name: file.get_tensor(name) for name in _ARRAYS}
            model = cls(**arrays, bias=float(about["bias"]), embedding=str(about["embedding"]))
            fits = about["names"] == list(NAMES) and model.embedding == embedding
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            raise ModelLoadError(f"no difficulty model can be read: {error}") from error
        if not fits or not model._sound():
            raise ModelLoadError("the difficulty model was trained for another program")
        return model

    def _sound(self) -> bool:
        width = (len(self.weights),)
        arrays = (self.middle, self.spread, self.weights, self.ranks)
        return (
            all(array.dtype == np.float64 and np.isfinite(array).all() for array in arrays)
            and self.middle.shape == self.spread.shape == self.weights.shape == width
            and self.ranks.ndim == 1
            and len(self.ranks) > 0
            and bool(np.isfinite(self.bias) and (self.spread > 0).all())
        )
