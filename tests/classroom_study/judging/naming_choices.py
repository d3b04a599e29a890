"""Which choices a piece of text names: by their words, by words that only one of them has, by
letter, by place, in signs. Knows nothing of right and wrong."""

import re
from functools import lru_cache

from sessions.teaching.lesson import Item
from tests.classroom_study.judging.amounts import amounts, digits_of
from tests.classroom_study.judging.plain import stems
from tutor_server.modules.lessons.checkers.choice import pick
from tutor_server.modules.lessons.checkers.cleaning import folded, words
from tutor_server.modules.lessons.checkers.spans import in_signs

LETTERS = "abcdef"
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_COUNT = ("one", "two", "three", "four", "five", "six")
_LETTER_CLAIM = (
    r"(?:\b(?:choose|choice|option|answer|letter|pick|take|select|go (?:for|with)|it'?s|it is|is)"
    r"\W{{0,3}}(?:choice |option |letter )?[\"'(*]*{letter}[\"')*]*(?![\w'])"
    r"|^\W*{letter}\W*$|^\W*(?i:{letter})\)\W*$"
    r"|\b{letter}[\"')*]* (?:is|would be) (?:the )?(?:right|correct|answer|best|one)"
    r"|^\W*(?i:{letter})[\"')*]* is (?:the )?(?:right|correct|answer)"
    r"|\b(?:answer|choice|option|it) (?:is|would be) \((?i:{letter})\))"
)
_SIGN = re.compile(r"[<>=+*/(%\u2264\u2265]|\d\.\d|\d ?: ?\d")
_LITTLE = re.compile(r"\b(?:must|has to|should|would|will)? ?be\b|\bis\b|\bare\b")
_MOST_WORDS = 10
_ALIKE = 5
"""Letters that two words must share at the beginning to be of one kind."""


@lru_cache(maxsize=2048)
def tells(item: Item) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The stems of each choice, and those of them that no other choice has."""
    content = [stems(choice) for choice in item.choices]
    return tuple(
        (mine, mine.difference(*(s for n, s in enumerate(content) if n != number)))
        for number, mine in enumerate(content)
    )


def named(item: Item, text: str) -> set[int]:
    """The choices whose words, or whose telling words, are there."""
    found = told_apart(item, text)
    if not found:
        found = _only_told(item, stems(text)) | _numbers(item, text)
    if not found and len(text.split()) <= _MOST_WORDS:
        picked = pick(item.choices, text)
        found = set(picked) if len(picked) == 1 else set()
    return _longest(item, found)


def told_apart(item: Item, text: str) -> set[int]:
    """The choices that stand there word for word, or with most of their telling words."""
    plain, said = f" {words(text)} ", stems(text)
    found = {n for n, choice in enumerate(item.choices) if _stands(choice, plain, text)}
    for number, (content, telling) in enumerate(tells(item)):
        hit, all_of = _share(telling, said), _share(content, said)
        if (hit >= 0.6 and all_of >= 0.6) or (len(telling) >= 2 and hit >= 0.75):
            found.add(number)
    return found


def matching(wanted: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    """Those of the wanted stems that are said, in this or a related word."""
    return frozenset(word for word in wanted if _among(word, said))


def _share(wanted: frozenset[str], said: frozenset[str]) -> float:
    return len(matching(wanted, said)) / len(wanted) if wanted else 0.0


def _among(word: str, said: frozenset[str]) -> bool:
    long = len(word) >= _ALIKE
    return word in said or (long and any(other[:_ALIKE] == word[:_ALIKE] for other in said))


def _only_told(item: Item, said: frozenset[str]) -> set[int]:
    """The only choice of which some telling word is there that the question has not."""
    own = stems(item.question)
    hit = {
        n
        for n, (_, telling) in enumerate(tells(item))
        if any(_among(w, said) for w in telling - own)
    }
    return hit if len(hit) == 1 else set()


def _stands(choice: str, plain: str, text: str) -> bool:
    if _SIGN.search(choice):
        return _in_signs(choice) in _in_signs(text)
    return bool(words(choice)) and f" {words(choice)} " in plain


def exact(item: Item, number: int, text: str) -> bool:
    """Does a choice that is all numbers and signs stand there, and not in the question?"""
    choice = item.choices[number]
    if _numbers(item, text) == {number}:
        return True
    if not _SIGN.search(choice) or len(stems(choice)) > 4:
        return False
    return _in_signs(choice) in _in_signs(text) and _in_signs(choice) not in _in_signs(
        item.question
    )


def _in_signs(text: str) -> str:
    """In signs, with a space around each, and without `must be`."""
    signs = re.sub(r"\b(?:must|has to|should|would|will) be\b", " ", in_signs(folded(text)))
    parts = re.findall(r"\d+(?:\.\d+)?|[a-z']+|[^\w\s]", signs)
    return f" {' '.join(parts).rstrip(' .')} "


def _numbers(item: Item, text: str) -> set[int]:
    """Choices that are nothing but several numbers, said in their order."""
    if not re.search(
        r"\b(?:it is|it's|are at|end (?:up )?at|answer|so|point|x is)\b", folded(text)
    ):
        return set()
    rows = [_row(choice) for choice in item.choices]
    if any(
        len(row) < 2 or re.search(r"[a-z]{2}", folded(c))
        for row, c in zip(rows, item.choices, strict=True)
    ):
        return set()
    said = _row(text)
    return {n for n, row in enumerate(rows) if said == row}


def _row(text: str) -> tuple[str, ...]:
    return tuple(str(amount.value) for amount in amounts(digits_of(text.replace("|", ", "))))


def _longest(item: Item, found: set[int]) -> set[int]:
    """Without choices that are only part of another one that is named."""
    phrases = [f" {words(choice)} " for choice in item.choices]
    return {
        one
        for one in found
        if not any(
            other != one and phrases[one] in phrases[other] and phrases[one] != phrases[other]
            for other in found
        )
    }


# --- pointed to


def pointed(item: Item, sentence: str) -> set[int]:
    """The choices whose letter or place is claimed."""
    count = len(item.choices)
    return {n for n in range(count) if _by_letter(n, sentence) or _by_place(count, n, sentence)}


def _by_letter(number: int, sentence: str) -> bool:
    pattern = _LETTER_CLAIM.format(letter=LETTERS[number].upper())
    start = sentence[:1].lower() + sentence[1:]
    return any(re.search(pattern, text) for text in (sentence, start))


def _by_place(count: int, number: int, sentence: str) -> bool:
    names = [_PLACES[number], f"{number + 1}(?:st|nd|rd|th)"]
    names += ["last", "final", "bottom"] if number == count - 1 else []
    names += ["top"] if number == 0 else []
    middle = bool(count % 2) and number == count // 2
    names += ["middle"] if middle else []
    text, name = folded(sentence), "|".join(names)
    thing = r"(?:choice|option|answer|of the (?:\w+ )?(?:choices|options|answers)|\w+ in the list)"
    claimed = r"(?:it'?s|it is|is|choose|pick|take|answer is)"
    return bool(
        re.search(rf"\bthe (?:very )?(?:{name}) {thing}\b", text)
        or re.search(rf"\b{claimed} the (?:{name})(?: one)?\W*$|\bthe (?:{name}) one is", text)
        or re.search(
            rf"\b(?:choice|option|answer|number) (?:is )?(?:number )?"
            rf"(?:{number + 1}|{_COUNT[number]})\b",
            text,
        )
        or (middle and re.search(r"^\W*(?:it'?s |it is )?the one in the middle\b", text))
    )
