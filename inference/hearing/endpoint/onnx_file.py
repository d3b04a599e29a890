"""A detector from an ONNX file of somebody else (worker.Judge).

The file has one input, float32 [1, samples], the turn's newest sound at 16 kHz with full scale
at 1; where the file fixes the number of samples, silence stands in front of a shorter turn. Its
first output is the probability, 0 to 1, that the turn is over (one number of any shape).
"""

from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from inference.contracts import IN_RATE_HZ, Outlook, TurnEvidence
from inference.errors import BadAudioError, ModelLoadError, ModelUnavailableError

LONGEST_SAMPLES = 8 * IN_RATE_HZ
_ORT_ERRORS = (
    ort_state.Fail,
    ort_state.InvalidArgument,
    ort_state.InvalidGraph,
    ort_state.InvalidProtobuf,
    ort_state.NoSuchFile,
    ort_state.RuntimeException,
)
"""onnxruntime's own errors derive from Exception."""


class OnnxJudge:
    """Loaded once for all sessions. Raises ModelLoadError when the file cannot be one."""

    def __init__(self, path: Path) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except (RuntimeError, OSError, *_ORT_ERRORS) as error:
            raise ModelLoadError(f"cannot load the end-of-turn model {path}") from error
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or inputs[0].type != "tensor(float)" or len(inputs[0].shape) != 2:
            raise ModelLoadError(f"{path} must have one input, float32 [1, samples]")
        self._name = inputs[0].name
        samples = inputs[0].shape[1]
        self._samples = samples if isinstance(samples, int) else None
        if not 0.0 <= self._run(np.zeros(IN_RATE_HZ, np.float32)) <= 1.0:
            raise ModelLoadError(f"{path} must give a probability, 0 to 1")

    def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        """One probability; the words are not used. Raises BadAudioError, ModelUnavailableError."""
        del evidence
        if len(sound) % 2:
            raise BadAudioError("sound must be whole int16 samples")
        return (self._run(np.frombuffer(sound, "<i2").astype(np.float32) / np.float32(32768)),)

    def _run(self, sound: NDArray[np.float32]) -> float:
        newest = sound[-(self._samples or LONGEST_SAMPLES) :]
        if self._samples is not None:
            newest = np.concatenate((np.zeros(self._samples - len(newest), np.float32), newest))
        try:
            first = self._session.run(None, {self._name: newest[None, :]})[0]
        except (RuntimeError, *_ORT_ERRORS) as error:
            raise ModelUnavailableError("the end-of-turn model failed") from error
        return float(np.asarray(first).ravel()[-1])
