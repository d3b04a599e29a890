"""Caption text to spoken words: "3/4" is heard as three quarters while the caption keeps 3/4.

Pure. Each spoken piece knows its characters in the caption, so that word marks refer to what
is on the page. Knows no voice and no time.
"""

from inference.speaking import clock, operators, quantities, words
from inference.speaking.formulas import formula
from inference.speaking.lexicon import Lexicon, lexicon_for
from inference.speaking.markup import strip_markup
from inference.speaking.spans import Reading, Rule, Spoken

_PAUSES = frozenset(".,;:!?")
_ENGLISH: tuple[Rule, ...] = (
    formula,
    words.address,
    clock.date,
    quantities.money,
    quantities.fraction,
    clock.time,
    quantities.ordinal_number,
    clock.year,
    quantities.number,
    words.english_word,
    operators.sign,
)
_OTHER: tuple[Rule, ...] = (formula, words.address, operators.sign, words.foreign_word)


def verbalise(caption: str, language: str = "en") -> tuple[Spoken, ...]:
    """Spans in order, never overlapping, inside the caption; empty when nothing is to be said.
    `language` is a BCP 47 tag."""
    plain = strip_markup(caption)
    pieces = _read(plain.text, lexicon_for(language))
    return tuple(
        Spoken(text=piece.text, start=plain.at[piece.start], end=plain.at[piece.end - 1] + 1)
        for piece in pieces
    )


def utterance(pieces: tuple[Spoken, ...]) -> tuple[str, tuple[int, ...]]:
    """The text for a voice, and where each piece starts in it."""
    text, starts = "", list[int]()
    for index, piece in enumerate(pieces):
        if index and not _joined(pieces[index - 1], piece):
            text += " "
        starts.append(len(text))
        text += piece.text
    return text, tuple(starts)


def _joined(left: Spoken, right: Spoken) -> bool:
    touching = left.end == right.start
    return touching and words.is_unspaced(left.text[-1]) and words.is_unspaced(right.text[0])


def _read(text: str, lexicon: Lexicon) -> list[Spoken]:
    pieces: list[Spoken] = []
    rules = _ENGLISH if lexicon.english else _OTHER
    at = 0
    while at < len(text):
        if text[at].isspace():
            at = _after_space(text, at, pieces)
            continue
        reading = _first(rules, text, at, lexicon)
        _add(pieces, reading, at)
        at = reading.end
    return pieces


def _first(rules: tuple[Rule, ...], text: str, at: int, lexicon: Lexicon) -> Reading:
    for rule in rules:
        if (reading := rule(text, at, lexicon)) is not None:
            return reading
    return words.rest(text, at, lexicon)


def _after_space(text: str, at: int, pieces: list[Spoken]) -> int:
    """A new line is a pause, an empty line a long one."""
    end = at
    while end < len(text) and text[end].isspace():
        end += 1
    lines = text.count("\n", at, end)
    if lines and pieces and pieces[-1].text[-1] not in _PAUSES:
        _pause(pieces, "." if lines > 1 else ",", pieces[-1].end)
    return end


def _add(pieces: list[Spoken], reading: Reading, at: int) -> None:
    if reading.words in _PAUSES:
        if pieces:
            _pause(pieces, reading.words, reading.end)
    elif reading.words.strip():
        pieces.append(Spoken(text=reading.words, start=at, end=reading.end))


def _pause(pieces: list[Spoken], mark: str, end: int) -> None:
    """Punctuation belongs to the word before it; a stronger mark replaces a weaker one."""
    last = pieces[-1]
    text = last.text.rstrip(",;:") if mark in ".!?" else last.text
    if text[-1:] not in _PAUSES:
        text += mark
    # A mark that only follows after other characters is heard but not inked.
    touching = end - last.end == 1
    pieces[-1] = Spoken(text=text, start=last.start, end=end if touching else last.end)
