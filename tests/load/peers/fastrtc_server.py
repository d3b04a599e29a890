"""FastRTC's ReplyOnPause with stub models: `fastrtc_server.py PORT`, in its environment.

TUTOR_BENCH_SILERO_V4 names the Silero file that FastRTC would fetch from its hub (the wheel of
faster-whisper 1.0.2 holds that version). Pauses are judged every 0.2 s, as quickly as its default
voice activity options allow when their minima are lowered.
"""

import os
import sys
from collections.abc import Iterator

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import stub
import uvicorn
from fastapi import FastAPI
from fastrtc import AlgoOptions, ReplyOnPause, Stream
from fastrtc.pause_detection.silero import SileroVADModel, SileroVadOptions

SileroVADModel.download_model = staticmethod(lambda: os.environ["TUTOR_BENCH_SILERO_V4"])


def reply(audio: object) -> Iterator[tuple[int, np.ndarray]]:
    """In a thread of FastRTC's, a sentence when it is written."""
    for word in stub.written_in_thread():
        if word.endswith("."):
            for piece in stub.spoken():
                yield stub.RATE_HZ, piece.reshape(1, -1)


def app() -> FastAPI:
    """`/webrtc/offer`."""
    handler = ReplyOnPause(
        reply,
        algo_options=AlgoOptions(
            audio_chunk_duration=0.2, started_talking_threshold=0.1, speech_threshold=0.05
        ),
        can_interrupt=True,
        # Chunks of 0.2 s need less than the default least speech of 250 ms.
        model_options=SileroVadOptions(
            min_speech_duration_ms=60, min_silence_duration_ms=100, speech_pad_ms=0
        ),
    )
    stream = Stream(
        handler,
        modality="audio",
        mode="send-receive",
        concurrency_limit=500,
        rtc_configuration={"iceServers": []},
    )
    served = FastAPI()
    stream.mount(served)
    return served


if __name__ == "__main__":
    uvicorn.run(app(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
