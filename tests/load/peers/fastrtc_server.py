"""FastRTC's ReplyOnPause with stub models: `fastrtc_server.py PORT`, in its environment.

TUTOR_BENCH_SILERO_V4 names the Silero file that FastRTC would fetch from its hub (the wheel of
faster-whisper 1.0.2 holds that version). Its default options: pauses are judged every 0.6 s. Set
to 0.2 s it takes weak syllables for the end and replies into the question.
"""

import os
import sys
from collections.abc import Iterator

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import stub
import uvicorn
from fastapi import FastAPI
from fastrtc import ReplyOnPause, Stream
from fastrtc.pause_detection.silero import SileroVADModel

SileroVADModel.download_model = staticmethod(lambda: os.environ["TUTOR_BENCH_SILERO_V4"])


def reply(audio: object) -> Iterator[tuple[int, np.ndarray]]:
    """In a thread of FastRTC's, a sentence when it is written."""
    for word in stub.written_in_thread():
        if word.endswith("."):
            for piece in stub.spoken():
                yield stub.RATE_HZ, piece.reshape(1, -1)


def app() -> FastAPI:
    """`/webrtc/offer`."""
    handler = ReplyOnPause(reply, can_interrupt=True)
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
