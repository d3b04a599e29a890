"""Fits the recogniser's pure parts to what a session asks for (sessions.contracts)."""

from inference.contracts import IN_RATE_HZ
from inference.hearing.end_of_turn import is_backchannel, wants_to_think
from inference.hearing.segmenter import FRAME_BYTES, Segmenter, SpeechOnset
from sessions.contracts import SpeechEdge

_FRAME = bytes(FRAME_BYTES)
"""The session keeps its own audio; the segmenter only has to count."""


class Edges:
    """sessions.contracts.Segmenter: edges as samples since the last reset."""

    def __init__(self) -> None:
        self._segmenter = Segmenter(pre_roll_s=0.0)

    def push(self, probability: float, *, tutor_speaking: bool) -> SpeechEdge | None:
        """One frame further."""
        edge = self._segmenter.frame(_FRAME, probability, tutor_speaking=tutor_speaking)
        if edge is None:
            return None
        speech = isinstance(edge, SpeechOnset)
        return SpeechEdge(speech=speech, sample=round(edge.at_s * IN_RATE_HZ))

    @property
    def stirring(self) -> bool:
        """The newest frame may be the first of an onset."""
        return self._segmenter.stirring

    def reset(self) -> None:
        """The next frame is the first."""
        self._segmenter = Segmenter(pre_roll_s=0.0)


class Phrases:
    """sessions.contracts.TurnPhrases."""

    def wants_to_think(self, text: str) -> bool:
        """`let me think`."""
        return wants_to_think(text)

    def is_backchannel(self, text: str) -> bool:
        """`mm-hm`."""
        return is_backchannel(text)
