"""Our own detector: features of sound and words into the small network (worker.Judge)."""

from dataclasses import dataclass, field

import numpy as np

from inference.contracts import OUTLOOK_STEP_S, Outlook, TurnEvidence
from inference.errors import BadAudioError
from inference.hearing.endpoint.features import as_if, vector
from inference.hearing.endpoint.model import EndpointModel, shipped

STEPS_S = (np.arange(30) * OUTLOOK_STEP_S).astype(np.float32)
"""The outlook's steps from when it is asked for."""


@dataclass(frozen=True, slots=True)
class OwnJudge:
    """Costs some milliseconds of one core, once or twice per pause: every 100 ms of the pause
    that may follow are judged together."""

    model: EndpointModel = field(default_factory=shipped)

    def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        """For the next 3 s. Raises BadAudioError."""
        if len(sound) % 2:
            raise BadAudioError("sound must be whole int16 samples")
        samples = np.frombuffer(sound, "<i2").astype(np.float32) / np.float32(32768)
        silences_s = np.float32(evidence.silence_s) + STEPS_S
        rows = as_if(vector(samples, evidence), silences_s)
        return tuple(self.model.probabilities(rows).tolist())
