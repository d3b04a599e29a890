"""Opens the end-of-turn detector that TUTOR_END_OF_TURN names."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from inference.contracts import EndOfTurnDetector
from inference.errors import ModelLoadError
from inference.hearing.endpoint.onnx_file import OnnxJudge
from inference.hearing.endpoint.own import OwnJudge
from inference.hearing.endpoint.served import ServedDetector
from inference.hearing.endpoint.worker import DetectorWorker
from tutor_server.errors import StartError

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_detector(name: str) -> AsyncIterator[EndOfTurnDetector | None]:
    """`model`, `rule`, an ONNX file or a URL; None: the rule on words decides alone. Raises
    StartError when the operator's own file cannot be used."""
    if name.startswith(("http://", "https://")):
        async with ServedDetector(name) as served:
            yield served
        return
    judge = _judge(name)
    if judge is None:
        yield None
        return
    async with DetectorWorker(judge) as worker:
        yield worker


def _judge(name: str) -> OwnJudge | OnnxJudge | None:
    if name == "rule":
        return None
    if name != "model":
        try:
            return OnnxJudge(Path(name).expanduser())
        except ModelLoadError as error:
            raise StartError(f"TUTOR_END_OF_TURN: {error}.") from error
    try:
        return OwnJudge()
    except ModelLoadError as error:  # turns still end without it
        log.warning("the end-of-turn model cannot be loaded", extra={"error": str(error)})
        return None
