"""The engine role gives the engine what the settings say, and tells plainly what cannot be."""

import asyncio
import os
from pathlib import Path

import pytest

from inference.engine.device import best_dtype
from tutor_server.app.engine_role import run_engine
from tutor_server.app.places import Places
from tutor_server.app.ready import ReadyPipe
from tutor_server.errors import StartError
from tutor_server.settings import read

pytestmark = pytest.mark.slow


async def test_weights_that_the_device_cannot_keep(tmp_path: Path) -> None:
    settings = read({"llm_weights": "int4", "llm_device": "cpu", "home": str(tmp_path)})
    told, telling = os.pipe()
    dtype = best_dtype("cpu")
    with pytest.raises(StartError, match=r"nano cannot be loaded: int4 weights need a CUDA GPU"):
        async with asyncio.timeout(30):  # a role that can load would serve for ever
            await run_engine(settings, Places(home=tmp_path, run=tmp_path), ReadyPipe(fd=telling))
    os.close(telling)
    with os.fdopen(told) as lines:
        assert lines.read() == f"step loading nano ({dtype}, int4 weights, on cpu)\n"
