"""Silero voice activity: the probability that 32 ms of sound are speech.

Knows the network's inputs and its memory between frames. Knows no onsets or turns (segmenter),
and imports neither torch nor faster_whisper: the web process runs it, 20 ms pacing beside it.
"""

import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from inference.errors import BadAudioError, ModelLoadError
from inference.hearing.segmenter import FRAME_SAMPLES

CONTEXT_SAMPLES = 64
"""The end of the frame before, which the network wants in front of each frame."""
MEMORY_SHAPE = (1, 1, 128)
MODEL_FILE = "silero_vad_v6.onnx"

_ORT_ERRORS = (ort_state.Fail, ort_state.InvalidProtobuf, ort_state.NoSuchFile)
"""onnxruntime's own errors derive from Exception."""

Floats = npt.NDArray[np.float32]


def model_path() -> Path:
    """Where the faster-whisper distribution keeps the network; the package is not imported.

    Raises ModelLoadError.
    """
    try:
        files = importlib.metadata.distribution("faster-whisper").files or []
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelLoadError(
            "voice activity needs the faster-whisper package, which holds it"
        ) from error
    for file in files:
        if file.name == MODEL_FILE:
            return Path(str(file.locate()))
    raise ModelLoadError(f"the faster-whisper package holds no {MODEL_FILE}")


class SileroModel:
    """The network, loaded once and shared by every stream (ONNX sessions are thread-safe)."""

    def __init__(self, path: Path | None = None) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        where = path or model_path()
        try:
            self._session = ort.InferenceSession(
                str(where), options, providers=["CPUExecutionProvider"]
            )
        except (RuntimeError, OSError, *_ORT_ERRORS) as error:
            raise ModelLoadError(f"cannot load the voice activity network {where}") from error

    def run(self, sound: Floats, h: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
        """`sound` is float32 [frames of one stream in order, 576]; returns probabilities and the
        memory (h, c) after the last frame."""
        probabilities, h, c = self._session.run(None, {"input": sound, "h": h, "c": c})
        return probabilities, h, c


@dataclass(slots=True)
class SileroActivity:
    """One stream's voice activity (contracts.VoiceActivity)."""

    model: SileroModel
    _h: Floats = field(init=False)
    _c: Floats = field(init=False)
    _context: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the stream's past."""
        self._h = np.zeros(MEMORY_SHAPE, np.float32)
        self._c = np.zeros(MEMORY_SHAPE, np.float32)
        self._context = np.zeros(CONTEXT_SAMPLES, np.float32)

    def probability(self, frame: bytes) -> float:
        """`frame` is 512 int16 samples; returns 0 to 1. Raises BadAudioError."""
        samples = _floats(frame)
        sound = np.concatenate((self._context, samples))[None, :]
        probabilities, self._h, self._c = self.model.run(sound, self._h, self._c)
        self._context = samples[-CONTEXT_SAMPLES:]
        return float(probabilities[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceActivityBatch:
    """Scores one frame of each of several streams, for one hop to a worker thread per tick.

    The network's memory input is fixed at one stream ([1, 1, 128]; two are refused), so this is
    one run per stream. Little is lost: 32 frames in one run took 47 us each, alone 87 us.
    """

    streams: tuple[SileroActivity, ...]

    def probabilities(self, frames: Sequence[bytes]) -> tuple[float, ...]:
        """`frames` are in the order of `streams`. Raises BadAudioError before any state moves."""
        if len(frames) != len(self.streams):
            raise BadAudioError(f"{len(frames)} frames for {len(self.streams)} streams")
        for frame in frames:
            _check(frame)
        pairs = zip(self.streams, frames, strict=True)
        return tuple(stream.probability(frame) for stream, frame in pairs)


def _check(frame: bytes) -> None:
    if len(frame) != 2 * FRAME_SAMPLES:
        raise BadAudioError(f"a frame is {2 * FRAME_SAMPLES} bytes, not {len(frame)}")


def _floats(frame: bytes) -> Floats:
    _check(frame)
    return np.frombuffer(frame, "<i2").astype(np.float32) / np.float32(32768)
