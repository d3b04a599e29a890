"""Does a sentence give the right choice away: its words, its letter, its place, or by ruling out
all the others?

A neutral mention of several choices is none; so is a choice that the question itself names,
unless it is claimed as the answer. Pure.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.framing import stem
from sessions.teaching.lesson import Item
from sessions.teaching.numbers import read
from sessions.teaching.plain import word_set
from sessions.teaching.talk import Talk

_FUNCTION_WORDS = word_set(
    "a an the of to in on at is are am was were be been it its they them this that these those "
    "and or but not no yes true false because so than as by for with from which who what i you "
    "he she we do does did has have had can will would there their his her our your more most "
    "less all both none one only very same into"
)
_LETTERS = "abcdefgh"
_LONG = 4
"""Words from which on a choice is recognised word for word across sentences."""
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_ABOUT = (
    r"(?:answer|option|choice|letter|one|pick|it|that|choose|take|select|say|with|mark|circle|"
    r"go for)"
)
_IS = r"(?:'s| is| must be| should be| would be| has to be|:|,|)"
_DENY = re.compile(
    r"\b(?:not|n't|neither|nor|wrong|incorrect|cross out|rule out|ruled out|cross off|eliminate|"
    r"false|never|isn't|aren't|can't|cannot|won't|doesn't|don't|leave out|forget)\b|n't\b"
)
_NOT_BEFORE = re.compile(
    r"(?:\bnot|n't|\bneither|\bnor|\bnever|\bcross out|\brule out|\beliminate|\bforget|"
    r"\bleave out|\binstead of|\brather than)\s+"
    r"(?:(?!because\b|but\b|so\b)\w+\s+){0,2}$"
)
_CLAIM_BEFORE = re.compile(
    rf"\b(?:{_ABOUT}|verb|noun|word|right|correct|use|write|need|read)\b[^.?!]{{0,14}}$|^[\"'(\s]*$"
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
_NEGATIVE = re.compile(r"\b(?:not|no|never|nor)\b|n't\b")
_CONTRAST = re.compile(r"\b(?:rather than|instead of|and not|but not|, not)\b")
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?]+(?=[\s\"')]|$)|(?=\n)|$)")
_CLAUSE = re.compile(r"[;:\n]+|,(?=\s)|[.!?]+(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """One choice as it can be recognised."""

    phrase: str
    """In plain words, numbers in digits, without an article."""
    stems: frozenset[str]
    """Its content words."""
    telling: frozenset[str]
    """Those that no other choice has."""
    own: bool
    """The question says all of it."""


def choice_leak(item: Item, text: str, raw: str) -> Leak | None:
    """The first way in which the text gives the choice away. `text` is plain, `raw` as written
    (for capital letters)."""
    right = item.choices.index(item.answer)
    choices = _known(item)
    return (
        _by_words(item, choices, text)
        or _by_letter(len(choices), right, text, raw)
        or _by_place(len(choices), right, text)
        or _by_elimination(item, right, raw)
        or _by_signs(item, raw)
        or _filled_in(item, text)
    )


@lru_cache(maxsize=256)
def _known(item: Item) -> tuple[_Choice, ...]:
    stems = [_stems(_words(choice)) for choice in item.choices]
    question = _words(item.question)
    known = []
    for number, choice in enumerate(item.choices):
        phrase = _words(choice)
        others = frozenset[str]().union(*(s for n, s in enumerate(stems) if n != number))
        own = f" {phrase} " in f" {question} " or (
            bool(stems[number]) and stems[number] <= _stems(question)
        )
        known.append(
            _Choice(phrase=phrase, stems=stems[number], telling=stems[number] - others, own=own)
        )
    return tuple(known)


def _words(text: str) -> str:
    """Plain words and numbers with single spaces, without an article in front."""
    reading = read(text)
    written = reading.canon
    for number, mention in enumerate(reading.mentions):
        said = mention.surface if mention.worded else reading.text[mention.start : mention.end]
        written = written.replace(f"#{number}#", said, 1)
    ratio = re.sub(r"(\d)( ?):\2(?=\d)", r"\1:", written)
    kept = re.sub(r"[^a-z0-9+\-*/=<>%': ]+|:(?!\d)", " ", ratio)
    kept = re.sub(r"(?<![a-z])'|'(?![a-z])", " ", kept)
    return re.sub(r"^(?:the|a|an) ", "", " ".join(kept.split()))


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split() if word not in _FUNCTION_WORDS)


def _sentences(text: str) -> list[str]:
    return [match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip()]


# --- its words


def _by_words(item: Item, choices: tuple[_Choice, ...], text: str) -> Leak | None:
    right = item.choices.index(item.answer)
    choice = choices[right]
    if _word_for_word(choices, right, _words(text)):
        return Leak(kind=LeakKind.CHOICE, found=choice.phrase)
    for sentence in _sentences(text):
        words = _words(sentence)
        named = _named(choices, words)
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


def _answers(item: Item, choice: _Choice, words: str) -> bool:
    """Does the sentence say of this choice what the question asks?"""
    asks = [part for part in _sentences(item.question) if part.endswith("?")]
    wanted = _stems(_words(asks[-1])) - choice.stems if asks else frozenset()
    denied = _NOT_BEFORE.search(words) or _NEGATIVE.search(words)
    return not denied and len(wanted & _stems(words)) >= 2


def _told_apart(choices: tuple[_Choice, ...], right: int, sentence: str, words: str) -> bool:
    """ "The one cut into 3 is right": said by what only this choice has."""
    if not _STRONG.search(sentence) or _DENY.search(sentence):
        return False
    stems = _stems(words)
    hit = [n for n, choice in enumerate(choices) if choice.telling & stems]
    return hit == [right]


_STRONG = re.compile(
    r"\bthe (?:\w+ )?(?:one|answer|choice|option)\b.{0,40}"
    r"\b(?:is|are) (?:right|correct|it\b|the answer)"
    r"|\b(?:right|correct) (?:one|answer|choice|option) is\b"
)


def _word_for_word(choices: tuple[_Choice, ...], right: int, words: str) -> bool:
    """A long choice, perhaps of several sentences, quoted while no other one is."""
    quoted = [n for n, choice in enumerate(choices) if f" {choice.phrase} " in f" {words} "]
    choice = choices[right]
    long = len(choice.phrase.split()) >= _LONG
    return quoted == [right] and long and not choice.own and not _denied(choice, words)


def _named(choices: tuple[_Choice, ...], words: str) -> set[int]:
    """The choices that are said. One inside a longer one that is said ("increase" in "does not
    increase") is not; a word such as "and" names nothing beside choices with content."""
    named = {n for n, choice in enumerate(choices) if _names(choice, words)}
    return {
        n
        for n in named
        if not any(
            m != n and choices[n].stems < choices[m].stems and choices[m].phrase in words
            for m in named
        )
    }


def _names(choice: _Choice, words: str) -> bool:
    if choice.phrase and f" {choice.phrase} " in f" {words} ":
        return True
    if _NEGATIVE.search(choice.phrase) and not _NEGATIVE.search(words):
        return False  # "the nail pulls" is not "nails do not pull"
    if len(choice.stems) == 1 and " " in choice.phrase:
        return False  # an example is not "for example"
    return bool(choice.telling) and choice.stems <= _stems(words)


def _denied(choice: _Choice, words: str) -> bool:
    if choice.phrase.startswith("because "):
        return False  # what is denied is something else
    at = f" {words} ".find(f" {choice.phrase} ")
    return at >= 0 and _NOT_BEFORE.search(words[:at]) is not None


def _claimed(choices: tuple[_Choice, ...], right: int, sentence: str) -> bool:
    """Is it said to be the answer, in one of the sentence's clauses or over all of it?"""
    choice = choices[right]
    for clause in (sentence, *_CLAUSE.split(sentence)):
        words = _words(clause)
        named = _named(choices, words)
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


def _quoted(choice: _Choice, clause: str) -> bool:
    pattern = re.escape(choice.phrase).replace(r"\ ", r"\s+")
    return re.search(rf"[\"'](?:the |an? )?{pattern}[\"']", clause) is not None


def _claims(choice: _Choice, clause: str, *, alone: bool) -> bool:
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


def _strictly(choice: _Choice, before: str, after: str) -> bool:
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
        filled = _words(f"{before} {item.answer} {after}")
        if len(filled.split()) >= 3 and filled in _words(text):
            return Leak(kind=LeakKind.CHOICE, found=filled)
    return None


# --- its letter and its place


def _by_letter(count: int, right: int, text: str, raw: str) -> Leak | None:
    letter = _LETTERS[right]
    others = "".join(_LETTERS[n] for n in range(count) if n != right)
    for sentence in _sentences(raw):
        low = sentence.lower().replace("\u2019", "'")
        if _DENY.search(low) and not _CONTRAST.search(low):
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
    names = [_PLACES[right], {0: "top", count - 1: "last|bottom|final"}.get(right, "")]
    if count % 2 and right == count // 2:
        names.append("middle")
    name = "|".join(filter(None, names))
    others = "|".join(_PLACES[n] for n in range(count) if n != right)
    thing = r"(?:choice|option|answer|of the (?:choices|options|answers))"
    listed = rf"\bthe (?:{name}) (?:word|thing|part|line|sentence) (?:in|of|on) the (?:list|row)\b"
    one = (
        rf"\b(?:{_ABOUT}|is){_IS} the (?:{name}) one\b"
        rf"|\bthe (?:{name}) one(?:'s| is) (?:right|it)\b"
    )
    digit = rf"{right + 1}|{('one', 'two', 'three', 'four', 'five', 'six')[right]}"
    for sentence in _sentences(text):
        if re.search(rf"\b(?:{others}) (?:{thing}|one|or|and)\b", sentence) or _DENY.search(
            sentence
        ):
            continue
        placed = re.search(rf"\bthe (?:{name}) {thing}\b", sentence)
        counted = re.search(
            rf"\b(?:(?:option|choice|answer) (?:number )?|(?:answer|one|choice|it) is (?:the )?"
            rf"number )(?:{digit})\b",
            sentence,
        )
        if placed or counted or re.search(f"{one}|{listed}", sentence):
            return Leak(kind=LeakKind.CHOICE, found=sentence)
    return None


# --- ruling out the others


def _by_elimination(item: Item, right: int, raw: str) -> Leak | None:
    out = ruled_out(item, "", raw)
    if right not in out and len(out) == len(item.choices) - 1:
        return Leak(kind=LeakKind.ELIMINATION, found=raw.strip())
    return None


def elimination_leak(item: Item, talk: Talk, asked: str, reply: str) -> Leak | None:
    """Does this reply rule out the last wrong choice, after others that replies before it did?"""
    right = item.choices.index(item.answer)
    new = ruled_out(item, asked, reply)
    before = frozenset[int]().union(*(ruled_out(item, e.student, e.tutor) for e in talk))
    if right not in new | before and len(before) < len(item.choices) - 1 == len(new | before):
        return Leak(kind=LeakKind.ELIMINATION, found=reply.strip()[-200:])
    return None


@lru_cache(maxsize=1024)
def ruled_out(item: Item, asked: str, raw: str) -> frozenset[int]:
    """The choices that a reply calls wrong, but for what the student took for the answer: that it
    is wrong must be said."""
    choices, out = _known(item), set[int]()
    mentioned = frozenset(n for n, c in enumerate(choices) if _mentioned(n, c, asked))
    for sentence in _sentences(raw):
        low = sentence.lower().replace("\u2019", "'")
        if len(mentioned) == 1 and _AGREES.match(low) and _DENY.search(asked.lower()):
            out |= mentioned
        if not _DENY.search(low):
            continue
        words = _words(sentence)
        for number, choice in enumerate(choices):
            place = _place_said(number, len(choices), low)
            if place or _names(choice, words) or _letter_said(_LETTERS[number], low, sentence):
                out.add(number)
    proposed = frozenset[int]() if _DENY.search(asked.lower()) or "?" in asked else mentioned
    return frozenset(out) - proposed


def _place_said(number: int, count: int, low: str) -> bool:
    name = f"{_PLACES[number]}|last" if number == count - 1 else _PLACES[number]
    denied = rf"\b(?:not|neither|nor) (?:the )?(?:{name})\b(?! (?:of|time|try|step))"
    return re.search(rf"\b(?:{name}) (?:one|choice|option)\b|{denied}", low) is not None


_AGREES = re.compile(
    r"^\W*(?:(?:sure|okay|well|fine|oh)\W+)*(?:yes|yep|yeah|exactly|right|true)\b"
)


def _mentioned(number: int, choice: _Choice, asked: str) -> bool:
    if not asked:
        return False
    return _names(choice, _words(asked)) or _letter_said(_LETTERS[number], asked.lower(), asked)


def _letter_said(letter: str, low: str, sentence: str) -> bool:
    """Is a choice's letter there? A small `a` is an article, and so is a big one in front of a
    word."""
    if letter == "a":
        word = r"(?! (?!nor\b|or\b|and\b|is\b|are\b|can)[a-z])"
        return re.search(rf"(?<![A-Za-z])A(?![A-Za-z']){word}", sentence) is not None
    return re.search(rf"(?<![a-z']){letter}(?![a-z'])", low) is not None
