"""Loading: sizes that were asked for, and devices that do not exist."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from inference.engine.loading import Loaded, load
from inference.engine.metrics import EngineMetrics
from inference.errors import ModelLoadError
from tests.inference.engine.tiny import tiny_settings


def read(folder: Path, **changes: object) -> Loaded:
    settings = replace(tiny_settings(folder), **changes)
    return load(settings, metrics=EngineMetrics(), clock=time.monotonic)


def test_the_context_never_exceeds_the_checkpoints(tiny: Path) -> None:
    assert read(tiny, context=4096).context == 512
    assert read(tiny, context=100).context == 100


def test_half_precision(tiny: Path) -> None:
    loaded = read(tiny, dtype="bfloat16")
    cache, model = loaded.machine.cache, loaded.machine.model
    logits = model.forward(cache.batch([(0, 0, [1, 2, 3])]), cache)
    assert logits.dtype is torch.float32
    assert logits.isfinite().all()


def test_a_gpu_that_is_not_there(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ModelLoadError, match="CUDA"):
        read(tiny, device="cuda")
