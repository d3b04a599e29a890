"""Does a sentence give the right choice away: its words, its letter, its place, or by ruling out
all the others?

A neutral mention of several choices is none; so is a choice that the question itself names,
unless it is claimed as the answer. Pure.
"""

import re

from sessions.teaching.choice_names import (
    DENY,
    LETTERS,
    NEGATIVE,
    PLACES,
    Choice,
    content_stems,
    known_choices,
    named_in,
    plain_words,
    sentences_of,
)
from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.leak_elimination import ruled_out
from sessions.teaching.lesson import Item

_LONG = 4
"""Words from which on a choice is recognised word for word across sentences."""
_ABOUT = (
    r"(?:answer|option|choice|letter|one|pick|it|that|choose|take|select|say|with|mark|circle|"
    r"go for)"
)
_IS = r"(?:'s| is| must be| should be| would be| has to be|:|,|)"
_NOT_BEFORE = re.compile(
    r"(?:\bnot|n't|\bneither|\bnor|\bnever|\bcross out|\brule out|\beliminate|\bforget|"
    r"\bleave out|\binstead of|\brather than)\s+"
    r"(?:(?!because\b|but\b|so\b)\w+\s+){0,2}$"
)
_CLAIM_BEFORE = re.compile(
    rf"\b(?:{_ABOUT}|verb|noun|word|right|correct|use|write|need|read)\b[^.?!]{{0,14}}$"
    r"|^[\"'(\s]*(?:(?:so|then|and|thus|therefore|yes|well|now)\b,?\s*)*$"
)
_NAMED_BEFORE = re.compile(
    r"\b(?:answer|right|correct|use|write|need|choose|pick|take|word|say|gap)"
    r"(?:\s+(?:word|one|choice|is|with|in it|here))*\s*[:\"'(]*$"
)
_COMES_OUT = re.compile(r"(?:\b(?:makes|gives|equals|comes to|leaves|becomes)|=)\s*$")
_CLAIM_AFTER = re.compile(
    r"^[\"')\s]*(?:is|are|would be|,)?\s*(?:the|your)?\s*"
    r"(?:right|correct|answer|best|it\b|one\b|has|have|\.?$|[.!]\s*$)"
)
_CONTRAST = re.compile(r"\b(?:rather than|instead of|and not|but not|, not)\b")
_CLAUSE = re.compile(r"[;:\n]+|,(?=\s)|[.!?]+(?=\s|$)")


def choice_leak(item: Item, text: str, raw: str) -> Leak | None:
    """The first way in which the text gives the choice away. `text` is plain, `raw` as written
    (for capital letters)."""
    right = item.choices.index(item.answer)
    choices = known_choices(item)
    return (
        _by_words(item, choices, text)
        or _by_letter(len(choices), right, text, raw)
        or _by_place(len(choices), right, text)
        or _by_elimination(item, right, raw)
        or _by_signs(item, raw)
        or _filled_in(item, text)
    )


# --- its words


def _by_words(item: Item, choices: tuple[Choice, ...], text: str) -> Leak | None:
    right = item.choices.index(item.answer)
    choice = choices[right]
    if _word_for_word(choices, right, plain_words(text)):
        return Leak(kind=LeakKind.CHOICE, found=choice.phrase)
    for sentence in sentences_of(text):
        words = plain_words(sentence)
        named = named_in(choices, words)
        if _told_apart(choices, right, sentence, words):
            return Leak(kind=LeakKind.CHOICE, found=sentence)
        if right not in named:
            continue
        weak = choice.own or not choice.stems
        if named == {right} and not weak and not _denied(choice, words):
            return Leak(kind=LeakKind.CHOICE, found=sentence)
        asked = sentence.rstrip("\"') ").endswith("?")
        if named == {right} and not asked and _answers(item, choice, words):
            return Leak(kind=LeakKind.CHOICE, found=sentence)
        if not (asked and named != {right}) and _claimed(choices, right, sentence):
            return Leak(kind=LeakKind.CHOICE, found=sentence)
    return None


def _by_signs(item: Item, raw: str) -> Leak | None:
    """Choices of code, formulas and rows of numbers, whose signs are no words."""
    said, question = _solid(raw), _solid(item.question)
    if re.search(r"[^a-z'.,!?\-\u2019]", _solid(item.answer)) is None:
        return None
    named = [choice for choice in item.choices if _solid(choice) in said]
    longer = [choice for choice in named if choice != item.answer]
    if named == [item.answer] or (
        item.answer in named and all(_solid(c) in _solid(item.answer) for c in longer)
    ):
        few = len(_solid(item.answer)) < _LONG or _solid(item.answer) in question
        return None if few else Leak(kind=LeakKind.CHOICE, found=item.answer)
    return None


def _solid(text: str) -> str:
    return re.sub(r"[\s$`*]+", "", text.lower())


def _answers(item: Item, choice: Choice, words: str) -> bool:
    """Does the sentence say of this choice what the question asks?"""
    asks = [part for part in sentences_of(item.question) if part.endswith("?")]
    wanted = content_stems(plain_words(asks[-1])) - choice.stems if asks else frozenset()
    denied = _NOT_BEFORE.search(words) or NEGATIVE.search(words)
    return not denied and len(wanted & content_stems(words)) >= 2


def _told_apart(choices: tuple[Choice, ...], right: int, sentence: str, words: str) -> bool:
    """ "The one cut into 3 is right": said by what only this choice has."""
    if not _STRONG.search(sentence) or DENY.search(sentence):
        return False
    stems = content_stems(words)
    hit = [n for n, choice in enumerate(choices) if choice.telling & stems]
    return hit == [right]


_STRONG = re.compile(
    r"\bthe (?:\w+ )?(?:one|answer|choice|option)\b.{0,40}"
    r"\b(?:is|are) (?:right|correct|it\b|the answer)"
    r"|\b(?:right|correct) (?:one|answer|choice|option) is\b"
)


def _word_for_word(choices: tuple[Choice, ...], right: int, words: str) -> bool:
    """A long choice, perhaps of several sentences, quoted while no other one is."""
    quoted = [n for n, choice in enumerate(choices) if f" {choice.phrase} " in f" {words} "]
    choice = choices[right]
    long = len(choice.phrase.split()) >= _LONG
    return quoted == [right] and long and not choice.own and not _denied(choice, words)


def _denied(choice: Choice, words: str) -> bool:
    if choice.phrase.startswith("because "):
        return False  # what is denied is something else
    at = f" {words} ".find(f" {choice.phrase} ")
    return at >= 0 and _NOT_BEFORE.search(words[:at]) is not None


def _claimed(choices: tuple[Choice, ...], right: int, sentence: str) -> bool:
    """Is it said to be the answer, in one of the sentence's clauses or over all of it?"""
    choice = choices[right]
    for clause in (sentence, *_CLAUSE.split(sentence)):
        words = plain_words(clause)
        named = named_in(choices, words)
        if right not in named:
            continue
        others = {n for n in named - {right} if choices[n].stems}
        quoted = _quoted(choice, clause) and not any(_quoted(choices[n], clause) for n in others)
        if quoted or any(_claims(choice, part, alone=not others) for part in (clause, words)):
            return True
        if not others and choice.stems and _OPENS.match(clause.strip()):
            return True
    return False


_OPENS = re.compile(
    r"(?:so |then |and )?(?:it is|it's|that is|that's|the answer is|choose|pick|take|say|select) "
    r"(?!not\b)"
)


def _quoted(choice: Choice, clause: str) -> bool:
    pattern = re.escape(choice.phrase).replace(r"\ ", r"\s+")
    return re.search(rf"[\"'](?:the |an? )?{pattern}[\"']", clause) is not None


def _claims(choice: Choice, clause: str, *, alone: bool) -> bool:
    pattern = re.escape(choice.phrase).replace(r"\ ", r"\s+")
    for match in re.finditer(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])", clause):
        before, after = clause[: match.start()], clause[match.end() :]
        bare = re.sub(r"\b(?:the|a|an)\s*$", "", before)
        if _NOT_BEFORE.search(bare):
            continue
        strict = _strictly(choice, bare, after)
        if choice.phrase[0].isdigit() and _COMES_OUT.search(bare):
            return True
        if _CONTRAST.match(after.lstrip("\"' ")) or (strict and alone):
            return True
        if re.search(rf"\b(?:answer|right|correct)\b{_IS}[^.?!]{{0,6}}$", bare):
            return True
    return False


def _strictly(choice: Choice, before: str, after: str) -> bool:
    """Do the words around it claim it? A little word such as "are" is in every other sentence
    and needs more than others."""
    if choice.stems:
        return bool(_CLAIM_BEFORE.search(before) or _CLAIM_AFTER.search(after))
    if not (before + after).strip(" .!\"'()"):
        return True
    ends = re.search(r"\bis\s*$", before) and re.match(r"\s*(?:[.:;,!]|$)", after)
    return bool(_NAMED_BEFORE.search(before) or ends)


def _filled_in(item: Item, text: str) -> Leak | None:
    """The sentence with the gap, filled in."""
    for gap in re.finditer(r"[^.?!:\n]*_{2,}[^.?!\n]*", item.question):
        before, _, after = re.sub(r"_{2,}", "\0", gap[0]).partition("\0")
        filled = plain_words(f"{before} {item.answer} {after}")
        if len(filled.split()) >= 3 and filled in plain_words(text):
            return Leak(kind=LeakKind.CHOICE, found=filled)
    return None


# --- its letter and its place


def _by_letter(count: int, right: int, text: str, raw: str) -> Leak | None:
    letter = LETTERS[right]
    others = "".join(LETTERS[n] for n in range(count) if n != right)
    for sentence in sentences_of(raw):
        low = sentence.lower().replace("\u2019", "'")
        if DENY.search(low) and not _CONTRAST.search(low):
            continue
        if re.search(rf"(?<![a-z])\(?[{others}]\)?(?=\s*(?:,|or\b|and\b))", low) and "or" in low:
            continue
        if _letter_claimed(letter, low, sentence):
            return Leak(kind=LeakKind.CHOICE, found=sentence.strip())
    return None


def _letter_claimed(letter: str, low: str, sentence: str) -> bool:
    named = rf"\b(?:option|choice|letter|answer)(?:'s| is|:|)\s*[\"'(]?{letter}[\"')]?(?![a-z'])"
    article = letter == "a" and re.search(r"\b(?:answer|choice)(?:'s| is) a \w", low)
    if re.search(named, low) and not article:
        return True
    mark = rf"(?<![A-Za-z])[\"'(]?{letter.upper()}[\"')]?(?![A-Za-z'])"
    if letter == "a":
        mark += r"(?=\s*(?:[.!,)]|$|is\b))"
    return any(
        re.search(pattern, sentence)
        for pattern in (
            rf"^\s*{mark}[.!)]*\s*$",
            rf"(?i:\b{_ABOUT}{_IS}\s*(?:the )?){mark}",
            rf"{mark}(?i:\s*(?:is|,)\s*(?:the )?(?:right|correct|answer|best|one|verb|it)\b)",
        )
    )


def _by_place(count: int, right: int, text: str) -> Leak | None:
    names = [PLACES[right], {0: "top", count - 1: "last|bottom|final"}.get(right, "")]
    if count % 2 and right == count // 2:
        names.append("middle")
    name = "|".join(filter(None, names))
    others = "|".join(PLACES[n] for n in range(count) if n != right)
    thing = r"(?:choice|option|answer|of the (?:choices|options|answers))"
    listed = rf"\bthe (?:{name}) (?:word|thing|part|line|sentence) (?:in|of|on) the (?:list|row)\b"
    one = (
        rf"\b(?:{_ABOUT}|is){_IS} the (?:{name}) one\b"
        rf"|\bthe (?:{name}) one(?:'s| is) (?:right|it)\b"
    )
    it = rf"the (?:{name}) (?:one|of (?:them|these|those|all))"
    praised = re.compile(
        rf"\b{it} (?:\w+ )?(?:looks?|sounds?|seems?|feels?|fits?|works?|wins?|matches)\b"
        rf"|\b(?:i (?:really )?(?:like|prefer|trust)|i would (?:take|choose|pick)|vote for|it is|"
        rf"it's|that is|that's) {it}\b(?! \w)"
    )
    digit = rf"{right + 1}|{('one', 'two', 'three', 'four', 'five', 'six')[right]}"
    for sentence in sentences_of(text):
        if re.search(rf"\b(?:{others}) (?:{thing}|one|or|and)\b", sentence) or DENY.search(
            sentence
        ):
            continue
        placed = re.search(rf"\bthe (?:{name}) {thing}\b", sentence)
        counted = re.search(
            rf"\b(?:(?:option|choice|answer) (?:number )?|(?:answer|one|choice|it) is (?:the )?"
            rf"number )(?:{digit})\b",
            sentence,
        )
        told = not sentence.endswith("?") and praised.search(sentence)
        if placed or counted or told or re.search(f"{one}|{listed}", sentence):
            return Leak(kind=LeakKind.CHOICE, found=sentence)
    return None


# --- ruling out the others


def _by_elimination(item: Item, right: int, raw: str) -> Leak | None:
    out = ruled_out(item, "", raw)
    if right not in out and len(out) == len(item.choices) - 1:
        return Leak(kind=LeakKind.ELIMINATION, found=raw.strip())
    return None
