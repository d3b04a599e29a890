"""The end-of-turn network: one hidden layer, in numpy, so that the web process needs no torch.

Knows weights and their file; knows no sound and no words (features.py).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from inference.errors import ModelLoadError
from inference.hearing.endpoint.features import NAMES

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "endpoint.safetensors"
_FORMAT = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointModel:
    """Weights; inputs are [features] or [rows, features]."""

    mean: Floats
    """float32 [features]"""
    scale: Floats
    """float32 [features]; inputs are divided by it."""
    inward: Floats
    """float32 [features, hidden]"""
    inward_bias: Floats
    """float32 [hidden]"""
    outward: Floats
    """float32 [hidden]"""
    outward_bias: Floats
    """float32 [1]"""

    def __post_init__(self) -> None:
        hidden = len(self.outward)
        wanted: dict[str, tuple[int, ...]] = {
            "mean": (len(NAMES),),
            "scale": (len(NAMES),),
            "inward": (len(NAMES), hidden),
            "inward_bias": (hidden,),
            "outward_bias": (1,),
        }
        for name, shape in wanted.items():
            array: Floats = getattr(self, name)
            if array.shape != shape:
                raise ModelLoadError(f"{name} must have the shape {shape}, has {array.shape}")
            if not np.isfinite(array).all():
                raise ModelLoadError(f"{name} is not finite")

    def probabilities(self, rows: Floats) -> Floats:
        """float32 [rows, features] to float32 [rows], each 0 to 1."""
        inputs = np.clip((rows - self.mean) / self.scale, -6.0, 6.0)
        hidden = np.tanh(inputs @ self.inward + self.inward_bias)
        logits = hidden @ self.outward + self.outward_bias[0]
        found: Floats = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
        return found

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        """Raises ModelLoadError: missing, damaged, or made for other features."""
        try:
            with safe_open(path, framework="numpy") as file:
                told = file.metadata() or {}
                if told.get("format") != _FORMAT or told.get("features") != ",".join(NAMES):
                    raise ModelLoadError(f"{path} was made for other features")
                return cls(**{name: file.get_tensor(name) for name in cls.__slots__})
        except (OSError, SafetensorError) as error:
            raise ModelLoadError(f"cannot load the end-of-turn model {path}") from error

    def save(self, path: Path) -> None:
        """With the names of its features."""
        arrays = {name: np.ascontiguousarray(getattr(self, name)) for name in self.__slots__}
        save_file(arrays, path, {"format": _FORMAT, "features": ",".join(NAMES)})


@cache
def shipped() -> EndpointModel:
    """The model in this package, loaded once. Raises ModelLoadError."""
    return EndpointModel.load()
