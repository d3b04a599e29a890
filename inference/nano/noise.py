"""Makes a clean question look typed, hurried or transcribed.

Knows only surface text: case, end marks, fillers and slips; never changes digits.
"""

import re
from random import Random

_BEFORE = ("um", "so", "hey", "please", "ok so", "hi", "okay", "well", "uh", "can you help me",
           "hello", "excuse me", "hmm", "and")  # fmt: skip
_AFTER = ("please", "thanks", "for me", "i don't know", "again", "now", "tutor")
_SPOKEN_CUT = re.compile(r"[^a-z0-9' ]+")


def fillers(text: str, rng: Random, *, share: float = 0.12) -> str:
    """Put a filler word before or after, in `share` of the calls each."""
    if rng.random() < share:
        text = f"{rng.choice(_BEFORE)} {text}"
    if rng.random() < share / 2:
        text = f"{text} {rng.choice(_AFTER)}"
    return text


def spoken(text: str) -> str:
    """Write text the way a transcript does: lower case, no punctuation."""
    return " ".join(_SPOKEN_CUT.sub(" ", text.lower()).split())


def _slip(text: str, rng: Random) -> str:
    words = text.split(" ")
    long = [i for i, w in enumerate(words) if len(w) > 4 and w.isalpha()]
    if not long:
        return text
    place = rng.choice(long)
    word = words[place]
    at = rng.randint(1, len(word) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    dropped, doubled = word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]
    words[place] = rng.choice((swapped, dropped, doubled))
    return " ".join(words)


def _typed(text: str, rng: Random) -> str:
    ends = "?" if rng.random() < 0.7 else "."
    style = rng.random()
    if style < 0.55:
        text = text[:1].upper() + text[1:]
        return text if text[-1] in "?=.!" or rng.random() < 0.25 else text + ends
    if style < 0.85:
        return text if text[-1] in "?=.!" or rng.random() < 0.7 else text + ends
    if style < 0.88:
        return text.upper()
    return text.replace("'", "") if rng.random() < 0.5 else text + " " + ends


def typed(text: str, rng: Random) -> str:
    """Write text the way a student types it, sometimes with one slip in a long word."""
    text = fillers(text, rng)
    if rng.random() < 0.07:
        text = _slip(text, rng)
    return _typed(text, rng)
