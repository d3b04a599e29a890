"""Places word marks in time: from a voice's own word events, or by length where it has none.

Knows pieces of a caption and sample numbers, no audio.
"""

from bisect import bisect_right
from collections.abc import Sequence

from inference.contracts import WordMark
from inference.speaking.spans import Spoken

_PAUSE_WEIGHT = 4
"""A comma lasts about as long as four letters."""


class MarkTracker:
    """Turns word events (character of the utterance, sample) into marks, in caption order.

    A voice skips words ("of the" is one event) and doubles others; every piece still gets
    exactly one mark, between its neighbours.
    """

    def __init__(self, pieces: Sequence[Spoken], starts: Sequence[int]) -> None:
        self._pieces = pieces
        self._starts = starts
        self._next = 0
        self._last_sample = 0

    def begin(self, character: int, sample: int) -> list[WordMark]:
        """A word begins; the marks of skipped pieces come with it."""
        index = bisect_right(self._starts, character) - 1
        if index < self._next:
            return []
        return self._until(index, sample, include=True)

    def finish(self, sample: int) -> list[WordMark]:
        """The marks that no event told, up to the end of the speech."""
        return self._until(len(self._pieces), sample, include=False)

    def _until(self, index: int, sample: int, *, include: bool) -> list[WordMark]:
        sample = max(sample, self._last_sample)
        first = max(self._next - 1, 0)
        weights = [piece_weight(piece) for piece in self._pieces[first:index]]
        total, passed, marks = sum(weights) or 1, 0, list[WordMark]()
        for offset, piece in enumerate(self._pieces[first:index], start=first):
            if offset >= self._next:
                at = self._last_sample + (sample - self._last_sample) * passed // total
                marks.append(WordMark(start=piece.start, end=piece.end, sample=at))
            passed += weights[offset - first]
        if include:
            piece = self._pieces[index]
            marks.append(WordMark(start=piece.start, end=piece.end, sample=sample))
        self._next = index + 1
        self._last_sample = sample
        return marks


def piece_weight(piece: Spoken) -> int:
    """Relative duration of a piece when nothing better is known."""
    return len(piece.text) + (_PAUSE_WEIGHT if piece.text[-1] in ".,;:!?" else 0)


def spread_marks(pieces: Sequence[Spoken], start: int, end: int) -> list[WordMark]:
    """Marks for speech that lasts from sample `start` to `end`, shared out by length."""
    total = sum(piece_weight(piece) for piece in pieces) or 1
    marks: list[WordMark] = []
    passed = 0
    for piece in pieces:
        at = start + (end - start) * passed // total
        marks.append(WordMark(start=piece.start, end=piece.end, sample=at))
        passed += piece_weight(piece)
    return marks
