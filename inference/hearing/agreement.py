"""Which words of a growing utterance are settled: those that two hypotheses in a row agree on.

Pure. Local agreement (Liu, Spanakis and Niehues, Interspeech 2020): a recogniser that hears an
utterance again and again, each time longer, changes its mind mostly about the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from inference.contracts import HeardWord


@dataclass(slots=True)
class Agreement:
    """The words heard so far of one utterance. Hypotheses cover the audio since `cut_s`."""

    cut_s: float = 0.0
    """Where, in the utterance, the audio that is still recognised begins."""
    _kept: list[HeardWord] = field(default_factory=list)
    _last: list[HeardWord] = field(default_factory=list)
    _agreed: int = 0

    def update(self, hypothesis: Sequence[HeardWord]) -> None:
        """The next hypothesis, with times counted from the utterance's start."""
        new = list(hypothesis)
        self._agreed = _common(self._last, new)
        self._last = new

    def words(self) -> tuple[HeardWord, ...]:
        """Everything heard, settled or not."""
        return (*self._kept, *self._last)

    def settled(self) -> tuple[HeardWord, ...]:
        """What no longer changes."""
        return (*self._kept, *self._last[: self._agreed])

    def cut(self, before_s: float) -> float:
        """Keeps the settled words that end before `before_s` for good and returns the new
        `cut_s`: what lies before it need not be recognised again."""
        count = sum(word.end_s <= before_s for word in self._last[: self._agreed])
        if count:
            self.cut_s = self._last[count - 1].end_s
            self._kept += self._last[:count]
            self._last = self._last[count:]
            self._agreed -= count
        return self.cut_s


def joined(words: Sequence[HeardWord]) -> str:
    """The text of words that carry their own leading blanks and punctuation (Whisper's do)."""
    return "".join(word.text for word in words).strip()


def common_chars(old: str, new: str) -> int:
    """Length of the longest prefix of whole words that two texts share."""
    shared = 0
    for a, b in zip(old.split(), new.split(), strict=False):
        if a != b:
            break
        shared += len(b) + (1 if shared else 0)
    return shared


def _common(old: Sequence[HeardWord], new: Sequence[HeardWord]) -> int:
    count = 0
    for a, b in zip(old, new, strict=False):
        if _bare(a.text) != _bare(b.text):
            break
        count += 1
    return count


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
