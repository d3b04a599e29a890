"""The playout ledger: which word of a reply is at which sample of its voice.

Knows sentences, word marks and samples (24 kHz, from the reply's first); nothing of clocks,
playouts or turns. It answers one question: after so many samples were played, which part of the
text was heard? History, captions and truncation all ask here.
"""

from dataclasses import dataclass, replace

from inference.contracts import OUT_RATE_HZ, WordMark
from sessions.outputs import CaptionWord


def samples_to_ms(samples: int) -> int:
    """Samples at 24 kHz to whole milliseconds."""
    return samples * 1000 // OUT_RATE_HZ


def ms_to_samples(ms: int) -> int:
    """Milliseconds to samples at 24 kHz, the end of that millisecond."""
    return ((ms + 1) * OUT_RATE_HZ - 1) // 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence: characters [start, end) of the item's text, `samples` from `sample` on."""

    start: int
    end: int
    sample: int
    samples: int = 0
    marks: tuple[WordMark, ...] = ()
    """Characters count in the item's text, samples in the reply's voice."""
    done: bool = False
    """No more samples will come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All sentences of a reply in order; only the last can still grow."""

    lines: tuple[Line, ...] = ()

    @property
    def samples(self) -> int:
        """Samples of voice so far."""
        return self.lines[-1].sample + self.lines[-1].samples if self.lines else 0

    def begin(self, *, start: int, end: int) -> "Ledger":
        """The next sentence is about to be spoken."""
        return Ledger(lines=(*self.lines, Line(start=start, end=end, sample=self.samples)))

    def voiced(self, *, samples: int, marks: tuple[WordMark, ...]) -> "Ledger":
        """More voice of the last sentence; `marks` count from that sentence's start."""
        line = self.lines[-1]
        grown = replace(
            line,
            samples=line.samples + samples,
            marks=line.marks + _placed(line, marks),
        )
        return Ledger(lines=(*self.lines[:-1], grown))

    def ended(self) -> "Ledger":
        """The last sentence is complete (a sentence without samples was only shown)."""
        return Ledger(lines=(*self.lines[:-1], replace(self.lines[-1], done=True)))

    def heard_chars(self, played: int, text: str) -> int:
        """How many characters of `text` were heard after `played` samples."""
        heard = 0
        for line in self.lines:
            if played < line.sample:
                break
            if not line.done or played < line.sample + line.samples:
                return max(heard, _heard_in(line, played, text))
            heard = line.end
        return heard

    def captions(self, first: int) -> tuple[CaptionWord, ...]:
        """Caption words of the marks from number `first` on (counted over all lines)."""
        marks = [mark for line in self.lines for mark in line.marks]
        return tuple(
            CaptionWord(start=mark.start, end=mark.end, at_ms=samples_to_ms(mark.sample))
            for mark in marks[first:]
        )

    @property
    def words(self) -> int:
        """Word marks so far."""
        return sum(len(line.marks) for line in self.lines)


def _placed(line: Line, marks: tuple[WordMark, ...]) -> tuple[WordMark, ...]:
    """Marks moved to the item's text and the reply's samples; one that would run backwards or
    out of its sentence is dropped, so that two sentences can never interleave."""
    placed: list[WordMark] = []
    last = line.marks[-1] if line.marks else None
    for mark in marks:
        moved = WordMark(
            start=line.start + mark.start,
            end=min(line.start + mark.end, line.end),
            sample=line.sample + mark.sample,
        )
        floor = (last.end, last.sample) if last else (line.start, line.sample)
        if moved.start >= floor[0] and moved.sample >= floor[1] and moved.end > moved.start:
            placed.append(moved)
            last = moved
    return tuple(placed)


def _heard_in(line: Line, played: int, text: str) -> int:
    """A word was heard when at least half of it was played."""
    if not line.marks:
        return _by_share(line, played, text)
    heard = 0
    for number, mark in enumerate(line.marks):
        following = line.marks[number + 1 :]
        until = following[0].sample if following else line.sample + line.samples
        if played <= mark.sample or 2 * played < mark.sample + until:
            break
        heard = mark.end
    return heard


def _by_share(line: Line, played: int, text: str) -> int:
    """Without word marks: the share of samples is the share of characters, whole words only."""
    if not line.samples:
        return 0
    share = min(1.0, (played - line.sample) / line.samples)
    return whole_words(text, line.start, line.start + int((line.end - line.start) * share))


def whole_words(text: str, start: int, cut: int) -> int:
    """Move `cut` back to the end of a word, not before `start`; 0 when no word is left."""
    if cut >= len(text):
        return len(text)
    while cut > start and not text[cut].isspace():
        cut -= 1
    while cut > start and text[cut - 1].isspace():
        cut -= 1
    return cut if cut > start else 0
