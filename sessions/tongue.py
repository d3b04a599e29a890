"""The language of a turn: chosen for the session, or found out turn by turn (`auto`). Pure.

Knows the detector and the settings; knows no recogniser and no voice.
"""

from inference.languages.detect import detect
from inference.languages.table import AUTO, find, primary
from sessions.translate import ENGLISH

TOLD_WORDS = 3
"""A recogniser's own idea of the language of fewer words is a guess."""


def tongue(chosen: str, last: str) -> str:
    """The tag to speak in, given the session's setting and the last turn that told."""
    return (last or ENGLISH) if chosen == AUTO else chosen


def turned(text: str, *, recognised: str, last: str) -> str:
    """The last language after a turn of the student: what the recogniser heard (empty when typed),
    if it was more than a word or two, else what the text tells, else as before."""
    if len(text.split()) >= TOLD_WORDS and find(recognised) is not None:
        found: str | None = primary(recognised)
    else:
        found = detect(text)
    return last if found is None or found == primary(last or ENGLISH) else found


def to_recognise(chosen: str) -> str:
    """What a recogniser is told: empty lets it find out."""
    return "" if chosen == AUTO else chosen
