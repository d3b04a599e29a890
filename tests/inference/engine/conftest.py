"""One tiny checkpoint for all tests, and open engines over it."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inference.engine.engine import Engine
from inference.engine.loading import Loaded, load
from inference.engine.metrics import EngineMetrics
from tests.inference.engine.tiny import save_model, save_tokenizer, tiny_config, tiny_settings


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete tiny checkpoint; with its random weights it hardly ever draws its end token."""
    folder = tmp_path_factory.mktemp("tiny")
    save_model(folder, tiny_config())
    save_tokenizer(folder)
    return folder


@pytest.fixture
def loaded(tiny: Path) -> Loaded:
    """The tiny checkpoint, loaded, without threads."""
    return load(tiny_settings(tiny), metrics=EngineMetrics(), clock=time.monotonic)


@pytest.fixture
async def engine(tiny: Path) -> AsyncIterator[Engine]:
    """An open engine with eight slots."""
    async with Engine(tiny_settings(tiny), clock=time.monotonic) as opened:
        yield opened
