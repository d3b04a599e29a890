"""Cuts a long utterance where a breath may fall, so that one speaker never holds a voice long.

Pure; knows pieces and their punctuation.
"""

from collections.abc import Iterator, Sequence

from inference.speaking.spans import Spoken

MAX_CHARS = 300
"""About 20 s of speech, 16 ms of synthesis: the longest wait of another session behind one."""


def clauses(pieces: Sequence[Spoken], max_chars: int = MAX_CHARS) -> Iterator[tuple[Spoken, ...]]:
    """Groups of at most `max_chars` spoken characters (one piece may be longer), cut after the
    strongest punctuation in the last two thirds of a group."""
    rest = list(pieces)
    while rest:
        count = _fitting(rest, max_chars)
        if count < len(rest):
            count = _best_cut(rest[:count])
        yield tuple(rest[:count])
        del rest[:count]


def _fitting(pieces: Sequence[Spoken], max_chars: int) -> int:
    length = 0
    for count, piece in enumerate(pieces):
        length += len(piece.text) + 1
        if length > max_chars and count:
            return count
    return len(pieces)


def _best_cut(pieces: Sequence[Spoken]) -> int:
    for marks in (".!?", ",;:"):
        for count in range(len(pieces), len(pieces) // 3, -1):
            if pieces[count - 1].text[-1] in marks:
                return count
    return len(pieces)
