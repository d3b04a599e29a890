"""What the words so far say about whether more will come. Pure: text in, numbers out.

The clues are those of `end_of_turn.py`; here they are weighed by training instead of by hand.
"""

import math

import numpy as np
from numpy.typing import NDArray

from inference.contracts import AnswerKind, Expected
from inference.hearing.end_of_turn import (
    answers,
    is_listing,
    is_number,
    spoken_words,
    trails_off,
    wants_to_think,
)
from inference.hearing.endpoint.word_classes import (
    CLASSES,
    begins_wish,
    classes_of,
    ends_in_term,
    ends_in_wish,
    is_wish,
)
from inference.hearing.phrases import (
    FILLERS,
    PART,
    PARTS,
    THINKING,
    UNFINISHED,
    VALUES,
    WHOLE_ANSWERS,
    YES_NO,
)
from inference.hearing.right_answers import progress

_FILLERS = frozenset((*FILLERS, "umm", "uhh", "uhm", "erm", "hm", "like"))
_OPERATORS = frozenset(
    ("plus", "minus", "times", "over", "by", "divided", "multiplied", "and", "point", "add")
)
_EQUALS = frozenset(("is", "equals", "makes", "get", "it's", "that's", "are", "got"))
_JOINING = frozenset(("and", "because", "then", "so", "but", "if", "when", "since", "or"))
_CORRECTING = frozenset(("no", "wait", "sorry", "actually", "mean", "meant"))
_ASKING = frozenset(
    ("what", "how", "why", "which", "who", "when", "where", "can", "could", "does", "do", "is",
     "are", "help", "explain", "tell")
)  # fmt: skip
_SHORT = 3

NAMES = (
    "no_words",
    "words",
    "unfinished",
    "filler_last",
    "filler_first",
    "listing",
    "letters_last",
    "answers_question",
    "is_number",
    "number_last",
    "part_last",
    "numbers",
    "operators",
    "operator_last",
    "result_open",
    "equals_last",
    "asks",
    "thinking",
    "thinking_last",
    "correcting_last",
    "corrected",
    "joining",
    "joining_last",
    "whole_answer_last",
    "repeats",
    "ends_in_stop",
    "trails_off",
    "wish",
    "wish_last",
    "wish_begun",
    "term_last",
    "answer_known",
    "answer_right",
    "answer_begun",
    "answer_other",
    "answer_passed",
    "before_number",
    "last_plain",
    "before_plain",
    *(f"last_{name}" for name in CLASSES),
    *(f"before_{name}" for name in CLASSES),
    *(f"expects_{kind}" for kind in AnswerKind),
)


def endings(text: str, expected: Expected) -> NDArray[np.float32]:
    """float32 [len(NAMES)], each about 0 to 1."""
    said = spoken_words(text)
    clues = _clues(said, expected) if said else dict[str, float]()
    clues["no_words"] = float(not said)
    clues["ends_in_stop"] = float(text.rstrip().endswith((".", "?", "!")))
    clues["trails_off"] = float(trails_off(text))
    clues[f"expects_{expected.kind}"] = 1.0
    clues |= _answer(text, expected.answers)
    return np.array([clues.get(name, 0.0) for name in NAMES], np.float32)


def _answer(text: str, answers: tuple[str, ...]) -> dict[str, float]:
    found = progress(text, answers)
    return {
        "answer_known": float(bool(answers)),
        "answer_right": float(found.right),
        "answer_begun": float(found.begun),
        "answer_other": float(found.other),
        "answer_passed": float(found.passed),
    }


def _clues(said: list[str], expected: Expected) -> dict[str, float]:
    last, tail = said[-1], " ".join(said[-_SHORT:])
    number_last = _numeric(last)
    return {
        "words": math.log1p(min(len(said), 30)) / 3,
        "unfinished": float(_goes_on(said)),
        "filler_last": float(last in _FILLERS),
        "filler_first": float(said[0] in _FILLERS),
        "listing": float(is_listing(said)),
        "letters_last": _letters(said) / 4,
        "answers_question": float(answers(said, expected.kind, expected.terms)),
        "is_number": float(is_number(said)),
        "number_last": float(number_last),
        "part_last": float(last in PART or last in PARTS),
        "whole_answer_last": float(last in WHOLE_ANSWERS),
        "thinking": float(wants_to_think(" ".join(said))),
        "thinking_last": float(any(tail.endswith(phrase) for phrase in THINKING)),
        "repeats": float(len(said) > 1 and said[-1] == said[-2]),
        "asks": float(said[0] in _ASKING),
        "joining": min(3, sum(word in _JOINING for word in said)) / 3,
        "joining_last": float(last in _JOINING),
        "corrected": float(any(word in _CORRECTING for word in said[1:-1])),
        "correcting_last": float(last in _CORRECTING),
        **_wishes(said, expected.terms),
        **_classes(said),
        **_sums(said, number_last=number_last),
    }


def _goes_on(said: list[str]) -> bool:
    """`it is` may answer "is it?", and mostly begins a sentence."""
    whole = is_wish(said) or " ".join(said) in YES_NO
    return said[-1] in UNFINISHED and not whole


def _wishes(said: list[str], terms: tuple[str, ...]) -> dict[str, float]:
    """What the lesson knows as whole: `give me a hint`, `what is a fraction`."""
    return {
        "wish": float(is_wish(said)),
        "wish_last": float(ends_in_wish(said)),
        "wish_begun": float(begins_wish(said)),
        "term_last": float(ends_in_term(said, terms)),
    }


def _classes(said: list[str]) -> dict[str, float]:
    """Of the last word and of the one before it; a known wish is one piece."""
    if is_wish(said):
        return {}
    found = {"before_number": float(len(said) > 1 and _numeric(said[-2]))}
    for place, word in zip(("last", "before"), reversed(said[-2:]), strict=False):
        classes = classes_of(word)
        found |= {f"{place}_{name}": has for name, has in classes.items()}
        named = any(classes.values()) or _numeric(word) or word in _FILLERS or len(word) == 1
        found[f"{place}_plain"] = float(not named)
    return found


def _sums(said: list[str], *, number_last: bool) -> dict[str, float]:
    """`one half plus one quarter`: a sum whose result has not been said."""
    operators = sum(word in _OPERATORS for word in said)
    equals = any(word in _EQUALS for word in said[1:])
    return {
        "numbers": min(6, sum(map(_numeric, said))) / 6,
        "operators": min(3, operators) / 3,
        "operator_last": float(said[-1] in _OPERATORS),
        "equals_last": float(said[-1] in _EQUALS),
        "result_open": float(operators > 0 and not equals and number_last),
    }


def _numeric(word: str) -> bool:
    return word.isdecimal() or word in VALUES or word in PART or word in PARTS


def _letters(said: list[str]) -> int:
    """Letters said one by one at the end, at most 4."""
    count = 0
    for word in reversed(said[-4:]):
        if len(word) != 1 or not word.isalpha():
            break
        count += 1
    return count
