"""Tells an answer from a question or a remark, and finds the part of a sentence that answers.

`I think it is 12, because...` -> `12`; `what does that mean?` -> None. Pure rules on English;
knows no kind of answer.
"""

import re
from collections.abc import Iterator

# A minus sign in front of a number belongs to the number.
_GAP = r"(?:[\s,.!?:;]|-(?![\d.]))"
_FILLER = re.compile(
    r"^(?:(?:um+|uh+|er+m?|hm+|mm+|well|so|ok(?:ay)?|oh|ah+|like|hey|hi|hello|right|yes|yeah|yep|no"
    r"|nope|please|then|and|but|maybe|perhaps|probably|let me (?:see|think)|wait)\b"
    + _GAP
    + r"*)+"
)
_YES_NO = re.compile(r"^(?:yes|yeah|yep|no|nope|right)\W*$")
_DONT_KNOW = re.compile(
    r"^(?:(?:honestly|sorry|really)[\s,]+)?"
    r"(?:i(?: really)? (?:don't|do not|dont|didn't) (?:know|get (?:it|this|that)|understand"
    r"|remember)|i (?:have|got) no (?:idea|clue)|no (?:idea|clue)|i'?m (?:not sure|stuck|lost"
    r"|confused)|i am (?:not sure|stuck|lost|confused)|not sure|idk|dunno|i can'?t|i forgot"
    r"|pass|skip|i give up)\b"
)
_HEDGE_END = re.compile(rf"^\s*(?:{_GAP}+|but\s+|maybe\s+|perhaps\s+|is it\s+|i think\s+)+")
_ASKS = re.compile(
    r"^(?:what(?!(?: about| if it(?:'s| is))\b)|why|how(?! about\b)|when|where|who|whose|which"
    r"|(?:can|could|should)(?! it be\b)|do|does|did|shall|will|would(?! (?:it|that) be\b)"
    r"|are|am|have|has|may|explain|tell|help|show|give|hint|again|repeat|i need|i want"
    r"|i have a question|let'?s|thank|thanks|stop|bye|good(?:bye)?\b|hold on"
    r"|one (?:moment|second|sec)|is (?:this|there|my|the question)|isn'?t (?!it|that))\b"
)
_CORRECTION = re.compile(
    rf"{_GAP}*\b(?:no,? wait|wait,? no|wait|i mean|i meant|actually|sorry|scratch that"
    rf"|or rather|no,)\b{_GAP}*"
)
_REASON = re.compile(r"[\s,.;]+(?:because|'?cause|cuz|since|as in|so that|but why|does that)\b")
_CUE = re.compile(
    r"\b(?:answers?|result|total|it|that|this|he|she|they|we|there)(?:'s| is| are| would be"
    r"| must be| should be| will be| equals)\s+"
    r"|\b(?:i (?:think|got|get|say|guess|believe|choose|pick|chose|picked)|so|therefore"
    r"|makes?|made|gives?|gave|equals?|is|are|be|about|got|comes? to|to be|left with)\s+|=\s*"
)


def asks(text: str) -> bool:
    """Whether a folded text is a question or a request rather than an answer."""
    return answering(text) is None


def answering(text: str) -> str | None:
    """The part of a folded text that may hold an answer; None for a question, a request, a
    remark such as "I don't know", or nothing at all."""
    part = _corrected(text.strip())
    unsure = _DONT_KNOW.match(part)
    if unsure is None:
        part = _unfilled(part)
        unsure = _DONT_KNOW.match(part)
    if unsure:
        rest = part[unsure.end() :]
        hedge = _HEDGE_END.match(rest)
        part = _unfilled(rest[hedge.end() :].strip()) if hedge else ""
    if not any(char.isalnum() for char in part) or _ASKS.match(part):
        return None
    return _REASON.split(part, maxsplit=1)[0].strip() or part


def after_cues(part: str) -> Iterator[str]:
    """The ends of an answering part behind "it is", "I got", "=", the last first, then all of
    it, then what stands in front of the first cue."""
    cues = list(_CUE.finditer(part))
    for cue in reversed(cues):
        yield part[cue.end() :]
    yield part
    if cues:
        yield part[: cues[0].start()]


def _unfilled(part: str) -> str:
    """Without "um, well," at its head; "no" alone stays, because it may be the answer."""
    rest = _FILLER.sub("", part, count=1).strip()
    return rest if rest or not _YES_NO.match(part) else part


def _corrected(text: str) -> str:
    """What stands behind the last "no, wait"; the text itself when nothing does."""
    pieces = _CORRECTION.split(text)
    for piece in reversed(pieces):
        if any(char.isalnum() for char in piece):
            return piece.strip()
    return text
