"""Pipecat's SmallWebRTC transport with stub models: `pipecat_server.py PORT`, in its environment.

Silero stops after 200 ms and nothing waits after it: the quickest that Pipecat can be set to.
Its own default adds a model that judges the end of the turn.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator

os.environ.setdefault("LOGURU_LEVEL", "WARNING")

import stub
from aiohttp import web
from loguru import logger
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import (
    Frame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.settings import STTSettings, TTSSettings
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.services.tts_service import TTSService
from pipecat.transports.base_transport import TransportParams
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.utils.time import time_now_iso8601
from pipecat.workers.runner import WorkerRunner

STOP_S = 0.2


class StubStt(SegmentedSTTService):
    """Understands the same whatever is said."""

    def __init__(self) -> None:
        settings = STTSettings(model="stub", language=None)
        super().__init__(ttfs_p99_latency=0.3, settings=settings)

    async def run_stt(self, audio: bytes) -> AsyncIterator[Frame]:
        yield TranscriptionFrame(stub.HEARD, "student", time_now_iso8601())


class StubLlm(FrameProcessor):
    """Writes at a constant pace until it is interrupted."""

    def __init__(self) -> None:
        super().__init__()
        self._writing: asyncio.Task[None] | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame):
            await self._stop()
            self._writing = self.create_task(self._write())
            return
        if isinstance(frame, InterruptionFrame):
            await self._stop()
        await self.push_frame(frame, direction)

    async def _stop(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            await self.cancel_task(writing)

    async def _write(self) -> None:
        await self.push_frame(LLMFullResponseStartFrame())
        async for word in stub.written():
            await self.push_frame(LLMTextFrame(f"{word} "))
        await self.push_frame(LLMFullResponseEndFrame())


class StubTts(TTSService):
    """Gives a sentence's sound at once."""

    def __init__(self) -> None:
        super().__init__(
            sample_rate=stub.RATE_HZ,
            push_start_frame=True,
            push_stop_frames=True,
            settings=TTSSettings(model="stub", voice="stub", language=None),
        )

    def can_generate_metrics(self) -> bool:
        return False

    async def run_tts(self, text: str, context_id: str) -> AsyncIterator[Frame]:
        for piece in stub.spoken():
            yield TTSAudioRawFrame(piece.tobytes(), stub.RATE_HZ, 1, context_id=context_id)


async def serve_call(connection: SmallWebRTCConnection) -> None:
    """One call to its end."""
    transport = SmallWebRTCTransport(
        webrtc_connection=connection,
        params=TransportParams(audio_in_enabled=True, audio_out_enabled=True),
    )
    stop = SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0)
    user, assistant = LLMContextAggregatorPair(
        LLMContext(),
        user_params=LLMUserAggregatorParams(
            vad_analyzer=SileroVADAnalyzer(params=VADParams(stop_secs=STOP_S)),
            user_turn_strategies=UserTurnStrategies(stop=[stop]),
        ),
    )
    parts = [transport.input(), StubStt(), user, StubLlm(), StubTts(), transport.output()]
    worker = PipelineWorker(
        Pipeline([*parts, assistant]), params=PipelineParams(enable_metrics=False)
    )
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)

    @transport.event_handler("on_client_disconnected")
    async def _(transport: object, client: object) -> None:
        await runner.cancel()

    await runner.run()


CALLS: set[asyncio.Task[None]] = set()


async def answer(request: web.Request) -> web.Response:
    """`/offer`."""
    offer = await request.json()
    connection = SmallWebRTCConnection()
    await connection.initialize(sdp=offer["sdp"], type=offer["type"])
    CALLS.add(asyncio.get_running_loop().create_task(serve_call(connection)))
    return web.json_response(connection.get_answer())


if __name__ == "__main__":
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    app = web.Application()
    app.router.add_post("/offer", answer)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
