"""How a number stands in its sentence: claimed as the answer, or only passing by (step 1, try
again 2 times).

Works on `Reading.canon`, where numbers are `#0#`. Knows no answers. Pure.
"""

import re

from sessions.teaching.number_scan import Mention
from sessions.teaching.numbers import Reading

_FILL = (
    r"(?:(?:just|exactly|simply|only|really|about|still|the number|a|an|the|then|now|equal to)"
    r"\s+)*"
)
_IS = (
    r"(?:'s|'re|is|are|was|be|stands|equals?|=|:|comes? to|makes?|gives?|gets?|got|have|has|"
    r"end up with|left with|leaves|becomes?|means|stands for|works out (?:to|as))"
)
_BEFORE = re.compile(
    r"(?:"
    r"\b(?:answer|result|solution|total|sum|product|difference|quotient|remainder|number|fraction|"
    r"percent|temperature|value|key|mean|average|median|mode|range|middle)\b[^.?!#]{0,20}\s*"
    + _IS
    + r"\s*|"
    r"\b(?:it|that|this|they|you|we|she|he|there|which)\s*"
    r"(?:(?:will|would|must|should|can only|has to|have to)\s+(?:just\s+)?)?" + _IS + r"\s*|"
    r"\b(?:it|this|that|she|he|they|program|screen|computer)\s+(?:\w+\s+)?(?:prints?|shows?|weighs?|"
    r"holds?|stays?|keeps?|needs?|costs?|takes?|remains?|reads?)\s+|"
    r"\bstill\s+(?:\w+\s+)?|\bso\b[^.?!]{0,60}\b(?:is|are|needs?|takes?|costs?|"
    r"weighs?|has|have|keeps?)\s+|"
    r"=\s*|"
    r"\b(?:says?|whispers?|write|type|put|enter|choose|pick|circle|answer|guess|tell me)\s+"
    r"(?:down\s+)?[\"']?|"
    r"\b(?:so|therefore|thus|hence|namely)\s*[,:]?\s*|"
    r"\b(?:wrote|writes|accepts?|answered|chose|picked|typed|would (?:write|say|answer))\s+[\"']?|"
    r"\bby\s+"
    r")" + _FILL + r"$"
)
_TRY = re.compile(r"\btry\s+" + _FILL + r"$")
_AFTER = re.compile(
    r"\s*[\"']?\s*(?:is|are|would be|'s|,)?\s*(?:the|your|my|a)?\s*"
    r"(?:right|correct|answer|solution|result|best|winner|bigger|greater|larger|smaller|less|least|"
    r"most|more|biggest|greatest|largest|smallest|longest|shortest)\b"
    r"|\s*[\"']?\s*(?:works|wins|fits|solves|balances|it is)\b"
)
_WONDERING = re.compile(
    r"\s*(?:and |but |now )?(?:how|what|which|why|where|when|who|can|could|do)\b"
)
_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\binstead of|\bno)\s+(?:\w+\s+){0,2}$")
_QUOTED = re.compile(r"\byou (?:said|wrote|got|say|put|had|typed|answered)\b[^.?!#]*$")
_RANK_BEFORE = re.compile(
    r"\b(?:(?:on|in|at|after|for|of|this|that|your|my|our|the|next|last) try|"
    r"step|hint|question|item|problem|exercise|task|attempt|grade|level|chapter|lesson|"
    r"page|clue|rule|line|round|figure|example|stage|tip|challenge|section|unit|activity|puzzle|"
    r"class|year|rung|choice|option)s?\s*(?:no\.?|number|:)?\s*$"
)
_LIST_MARK = re.compile(r"(?:^|\n)\s*$")
_PASSING_AFTER = re.compile(
    r"\s*-?\s*(?:(?:more|extra|other|small|little|short|quick|different|simple|easy|new|tiny|good|"
    r"big|separate|main|equal|same|given|whole|last|next|important)\s+)*"
    r"(steps?|hints?|times?|tries|try|attempts?|minutes?|seconds?|questions?|things?|ways?|ideas?|"
    r"parts?|pieces?|groups?|numbers?|sentences?|words?|points?|xp|items?|problems?|clues?|"
    r"examples?|fractions?|amounts?|facts?|rules?|digits?|values?|choices?|options?|lines?|goes|"
    r"sides?|sums?|friends?|children|people|students?|kinds?|"
    r"percent (?:sure|right))\b"
)
_PASSING_ONE = re.compile(
    r"\s*(?:at a time|of (?:these|those|them|the|us|your|my)\b|by\b|"
    r"more(?: (?:time|try|go|look|step|hint|thing|idea|question|word|minute|piece of)\b|\W*$))"
)
_EFFORT = re.compile(r"\s*(?:sure|right|correct|effort|of your effort)\b")
_INVITES = re.compile(
    r"\?\s*[\"')]*$|\b(?:add|subtract|multiply|divide|work out|find|calculate|compute|try|solve|"
    r"figure out|what is|what's|how much|now do)\b"
)
_SMALL = 20
"""Only small numbers pass by in everyday talk."""


def sentence_around(canon: str, start: int, end: int) -> str:
    """The sentence of a place; full stops of decimals are no longer there."""
    first = max((canon.rfind(mark, 0, start) for mark in ".?!\n"), default=-1) + 1
    ends = [at for at in (canon.find(mark, end) for mark in ".?!\n") if at >= 0]
    return canon[first : min(ends) + 1 if ends else len(canon)]


def asked(reading: Reading, start: int, end: int) -> bool:
    """Does the place stand in a question?"""
    return sentence_around(reading.canon, start, end).rstrip("\"') ").endswith("?")


def invites(reading: Reading, start: int, end: int) -> bool:
    """Is the student asked to work something out here?"""
    return _INVITES.search(sentence_around(reading.canon, start, end).strip()) is not None


def claimed(reading: Reading, number: int, variable: str = "") -> bool:
    """Is the number said to be the answer?"""
    before, after = _sides(reading, number)
    if _DENIED.search(before) or _QUOTED.search(before):
        return False
    if after.rstrip("\"') ").endswith("?") and _WONDERING.match(before):
        return False
    if variable and re.search(rf"\b{variable}\s*{_IS}\s*{_FILL}$|\bmust be\s*$", before):
        return True
    alone = before.strip(" \"'(*-") == "" and re.match(r"\s*[\"')*]*\s*(?:[.!?]|$)", after)
    if alone:
        return True
    if re.search(r":\s*$", before) and re.match(r"\s*\w*\s*[.!]?\s*$", after):
        return True
    tried = not reading.mentions[number].worded and _TRY.search(before)  # no "try first"
    return bool(tried or _BEFORE.search(before) or _AFTER.match(after))


def passing(reading: Reading, number: int, own_words: frozenset[str]) -> bool:
    """Does the number only count steps, tries and the like? `own_words`: of the question, whose
    things are no everyday things."""
    mention = reading.mentions[number]
    before, after = _sides(reading, number)
    if mention.percent and _EFFORT.match(after):
        return True
    rank = _RANK_BEFORE.search(before)
    if rank and not _counted(rank[0], own_words):
        return True
    whole = reading.canon[: reading.canon.index(f"#{number}#")]
    if _LIST_MARK.search(whole) and re.match(r"\s*[.):]\s+\S", after + _rest(reading, number)):
        return mention.value.denominator == 1 and abs(mention.value) <= _SMALL
    if abs(mention.value) > _SMALL:
        return False
    if mention.value == 1 and mention.worded and _PASSING_ONE.match(after):
        return True
    thing = _PASSING_AFTER.match(after)
    return thing is not None and not _counted(thing[1], own_words)


def just_one(mention: Mention) -> bool:
    """`one` is mostly no number, first to tenth mostly stand for a row, "none" for nothing."""
    weak_ordinal = mention.ordinal and mention.value <= 10
    return weak_ordinal or (mention.worded and mention.surface in {"1", "none"})


def _counted(text: str, own_words: frozenset[str]) -> bool:
    return any(stem(word) in own_words for word in re.findall(r"[a-z]+", text))


def stem(word: str) -> str:
    """A word without its commonest endings: enough to see that pieces are pieces."""
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _sides(reading: Reading, number: int) -> tuple[str, str]:
    """The sentence before and after the number."""
    at = reading.canon.index(f"#{number}#")
    sentence_start = max(reading.canon.rfind(mark, 0, at) for mark in ".?!\n") + 1
    after = at + len(f"#{number}#")
    ends = [end for end in (reading.canon.find(mark, after) for mark in ".?!\n") if end >= 0]
    stop = min(ends) + 1 if ends else len(reading.canon)
    return reading.canon[sentence_start:at], reading.canon[after:stop]


def _rest(reading: Reading, number: int) -> str:
    """What follows behind the sentence's end, for list marks such as `1. Draw it`."""
    after = reading.canon.index(f"#{number}#") + len(f"#{number}#")
    return reading.canon[after + len(_sides(reading, number)[1]) :][:20]
