"""Judges items with choices: the right one named or pointed to, or all others ruled out.

A sentence that names several choices alike gives nothing away, and neither does a question. What
the student proposed and got marked wrong was not given away by the tutor.
"""

import re
from collections.abc import Iterator

from sessions.teaching.lesson import Item
from tests.classroom_study.judging.decode import decoded
from tests.classroom_study.judging.naming_choices import (
    LETTERS,
    exact,
    matching,
    named,
    pointed,
    tells,
    told_apart,
)
from tests.classroom_study.judging.plain import sentences, stems, unquoted
from tests.classroom_study.judging.said import Finding, Talk
from tutor_server.modules.lessons.checkers.choice import pick
from tutor_server.modules.lessons.checkers.cleaning import folded, words

_CLAIM = re.compile(
    r"\b(?:answer|right|correct|true|choose|pick|take|go (?:for|with)|select|repair|fix\w*|"
    r"you want|best|fits|should be|must be|has to be|would be|shows?|use|write|say)\b"
)
_NARROW = re.compile(
    r"\b(?:answer|right|correct|choose|pick|select|choice|option|it is|it's|that's|"
    r"you want|fits)\b"
)
_IT_IS = re.compile(r"^\W*(?:so |then |and |no, |yes, )?(?:it is|it's|that is|that's|it)\b")
_DENIED = re.compile(
    r"\b(?:not|never|neither|nor|wrong|false|incorrect|cross out|rule out|eliminate|cannot|isn't|"
    r"aren't|doesn't|don't|can't|won't|out)\b|n't\b"
)
_NEGATIVE = re.compile(rf"{_DENIED.pattern}|\b(?:no|nothing|none|without|nobody)\b")
_CLAUSE = re.compile(r"[,;:]\s|\bbut\b|\bso\b|\band\b")
_CONCLUDES = r"(?:\bso|\btherefore|:|\bis|\bare|\bword|\bsays?|\bfrom|\bshows?)"


def choice_leak(item: Item, talk: Talk) -> Finding | None:
    """Is the right choice given away?"""
    reply = unquoted(item, talk[-1].tutor)
    for text in (reply, *_spelled_out(item, reply)):
        if _filled_in(item, text):
            return Finding(how="filled in", found=text[:80])
        for sentence in sentences(text):
            if (
                _concluded(item, sentence)
                or _little_word(item, sentence)
                or _names_right(item, sentence)
            ):
                return Finding(how="named", found=sentence)
    return _ruled_out(item, talk)


def _spelled_out(item: Item, reply: str) -> Iterator[str]:
    """Hidden texts that are a choice or its letter."""
    right = item.choices.index(item.answer)
    for text in decoded(reply):
        hit = len(text) > 2 and pick(item.choices, text) == (right,)
        if hit or words(text) == LETTERS[right]:
            yield f"The answer is: {item.answer}."


# --- named


def _concluded(item: Item, sentence: str) -> bool:
    """The right choice's own words at the end, as what follows: `..., so it sinks`."""
    low = folded(sentence)
    phrase = re.escape(folded(item.answer).rstrip(".?! "))
    lead = (
        rf"{_CONCLUDES}\s+(?:it is |it's |that |the (?:word|answer) (?:is )?|you (?:see|are at) )?"
    )
    found = re.search(rf"(?:^|{lead})[\"'*(]*{phrase}[\"'*).!?]*(?:\s*$|[,:] )", low)
    if found is None or _DENIED.search(re.split(r"[,;:]", low[: found.start()])[-1]):
        return False
    if re.search(r"\b(?:is|are|so) not\b", found[0]):
        return False
    asks = low.rstrip("\"') ").endswith("?") and not item.answer.endswith("?")
    led = re.match(lead, found[0])
    tail = found[0][led.end() :] if led else found[0]
    return not asks and sum(folded(c).rstrip(".?! ") in tail for c in item.choices) == _inside(
        item
    )


def _little_word(item: Item, sentence: str) -> bool:
    """A choice such as `but` or `are`, claimed or in quotation marks."""
    right, low = item.choices.index(item.answer), folded(sentence)
    if tells(item)[right][0] or _DENIED.search(low) or low.rstrip("\"')* ").endswith("?"):
        return False
    return {n for n, c in enumerate(item.choices) if _word_claimed(folded(c), low)} == {right}


def _word_claimed(word: str, low: str) -> bool:
    lead = (
        r"\b(?:answer|word|verb|use|write|choose|pick|take|say|put|need)(?: is| the word| here)*"
    )
    mark = r"[\"'*]"
    return bool(
        re.search(rf"{lead}\W{{1,3}}{mark}*{re.escape(word)}{mark}*(?=\W|$)", low)
        or re.search(rf"{mark}{re.escape(word)}{mark}", low)
    )


def _inside(item: Item) -> int:
    """So many choices stand in the right one, itself included."""
    return sum(folded(c).rstrip(".?! ") in folded(item.answer) for c in item.choices)


def _filled_in(item: Item, text: str) -> bool:
    """The sentence with the gap, filled in."""
    plain = f" {words(text)} "
    for gap in re.finditer(r"[^.?!:\n*]*(?:_{2,}|\.\.\.|\u2026)[^.?!\n*]*", item.question):
        before, after = re.split(r"_{2,}|\.\.\.|\u2026", gap[0], maxsplit=1)
        filled = words(f"{before} {item.answer} {after}")
        if len(filled.split()) >= 3 and f" {filled} " in plain:
            return True
    return False


def _names_right(item: Item, sentence: str) -> bool:
    if sentence.rstrip("\"')* ").endswith("?"):
        return False
    right = item.choices.index(item.answer)
    if pointed(item, sentence) == {right} and not _DENIED.search(folded(sentence)):
        return True
    for clause in (sentence, *(part for part in _CLAUSE.split(sentence) if part.strip())):
        if _denies(item, clause) or named(item, clause) != {right}:
            continue
        others = named(item, sentence) - {right} - _denied(item, sentence)
        if not others and _claims(item, clause, sentence):
            return True
    return False


def _claims(item: Item, clause: str, sentence: str) -> bool:
    """Does it say that this is the answer, or repeat the question with it?"""
    right = item.choices.index(item.answer)
    if exact(item, right, clause) or _close(item, clause):
        return True
    low = folded(clause)
    if right not in told_apart(item, clause) and not _NARROW.search(low):
        return _restates(item, clause, foreign=0)
    content, telling = tells(item)[right]
    said, own = stems(clause), stems(item.question)
    told = matching(telling - own, said)
    if told and (_CLAIM.search(low) or _CLAIM.search(folded(sentence.split(",")[0]))):
        return True
    if _IT_IS.match(low) and told and len(told) * 2 >= len(telling - own):
        return True
    if len(content) >= 3 and len(content & said) / len(content) >= 0.75 and not content <= own:
        return True
    return _restates(item, clause, foreign=1 + (content <= said))


def _restates(item: Item, clause: str, *, foreign: int) -> bool:
    """The question as a statement with the choice in it; so many other words may be there."""
    content, _ = tells(item)[item.choices.index(item.answer)]
    said, own = stems(clause), stems(item.question)
    rest = said - content
    if not foreign and (not rest or not content & said - own):
        return False
    names = bool(content & said - own) or not rest - own
    return bool(content) and names and len(rest - own) <= foreign and bool(rest or content - own)


def _close(item: Item, clause: str) -> bool:
    """Its own words stand in the question too: the claim must be about them."""
    phrase = re.escape(folded(item.answer).rstrip("."))
    pattern = (
        rf"(?:answer|right|correct|choose|pick|take|choice|option|it is|it's|that's)\b.{{0,15}}"
        rf"{phrase}|{phrase}[\"')*]* (?:is|would be) (?:the )?(?:right|correct|answer|best)"
        rf"|^\W*{phrase}\W*$"
    )
    return re.search(pattern, folded(clause)) is not None


# --- ruled out


def _denies(item: Item, clause: str) -> bool:
    """A clause with a "no" that is not the choice's own."""
    return _DENIED.search(folded(clause)) is not None and not _NEGATIVE.search(folded(item.answer))


def _denied(item: Item, sentence: str) -> set[int]:
    """The choices that a sentence rules out."""
    out = _refused(item, sentence)
    for part in re.split(r"\bbut\b|;", sentence):
        if not _DENIED.search(folded(part)):
            continue
        for piece in re.split(r"\bnor\b|\band\b|\bor\b|,|\bbecause\b", part):
            hit = named(item, piece) | pointed(item, piece) | _letters(item, piece)
            out |= hit if len(hit) == 1 else set()
    return out


def _refused(item: Item, sentence: str) -> set[int]:
    """The choices that stand word for word behind a "not", whatever is in them."""
    low = folded(sentence)
    return {
        n
        for n, choice in enumerate(item.choices)
        if re.search(
            rf"\b(?:not|nor|neither|never)\b[\s\"'*]*{re.escape(folded(choice).rstrip('.'))}", low
        )
    }


def _letters(item: Item, piece: str) -> set[int]:
    return {
        n
        for n in range(len(item.choices))
        if re.search(rf"(?<![\w']){LETTERS[n].upper()}(?![\w'])", piece)
        and not (n == 0 and re.search(r"(?<![\w'])A [a-z]{3,}", piece))
    }


def _ruled_out(item: Item, talk: Talk) -> Finding | None:
    right = item.choices.index(item.answer)
    out = set[int]()
    for said in talk:
        proposed = set(pick(item.choices, said.student)) if said.student else set[int]()
        for sentence in sentences(unquoted(item, said.tutor)):
            if not sentence.endswith("?"):
                out |= _denied(item, sentence) - proposed
    if right not in out and len(out) == len(item.choices) - 1:
        return Finding(how="ruled out", found=talk[-1].tutor[:80])
    return None
