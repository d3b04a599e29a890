"""Draws what the tutor had asked for, and the answer that it waits for, while a student speaks.

The kind is what `sessions.expecting` finds in the questions of real tutors, by what was then said
(Bridge, 531 lines of students, `tests.evaluate_teaching.expecting`). A tutor in a lesson knows the
answer to its own question. The student's is right as often as the answers in ASSISTments 2015 are
(73% of 682,797). Who corrects an answer comes to the right one in 58 of 100 cases, leaves it in 20
and stays wrong in 22 (changed answers of written tests: Benjamin, Cavell and Shallenberger 1984).
How often the tutor knows is our assumption. Draws for itself, so that what is said and how it
sounds do not depend on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from inference.contracts import AnswerKind
from inference.hearing.end_of_turn import spoken_words
from inference.hearing.endpoint.script import fraction, number
from inference.hearing.endpoint.turns import Turn
from inference.hearing.endpoint.wording import FILLERS
from inference.hearing.phrases import PART, PARTS, VALUES
from inference.hearing.right_answers import value_of

NUMBERS = {AnswerKind.NUMBER: 69, AnswerKind.ANY: 15, AnswerKind.YES_NO: 15, AnswerKind.EXPLAIN: 1}
"""Of 100 answers with a number: what the tutor's question was found to ask for."""
YES_OR_NO = {AnswerKind.YES_NO: 68, AnswerKind.ANY: 32}
OTHERS = {AnswerKind.ANY: 55, AnswerKind.YES_NO: 25, AnswerKind.NUMBER: 15, AnswerKind.EXPLAIN: 5}
KNOWN = 0.8
"""So often the tutor knows the answer, where it asked for a number or a text: in every lesson;
outside one, if the question is a sum or a classroom app told it."""
RIGHT = 0.732
CORRECTED, SPOILT = 0.58, 0.20
_NUMBER = frozenset((*VALUES, *PART, *PARTS))
_WITHIN = frozenset(("point", "over", "and", "a"))
_REASONS = frozenset(("because", "since", "so", "although", "which"))
_DIGITS = tuple(VALUES)[:10]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def with_question(turn: Turn) -> Turn:
    """The turn, with what was asked for and what the tutor knows to be right; often nothing."""
    random = Random(f"asked {turn.name} {turn.seed}")  # noqa: S311 - not a secret
    kinds = _kinds(turn)
    if kinds:
        turn = replace(turn, kind=random.choices(list(kinds), list(kinds.values()))[0])
    known, right = random.random() < KNOWN, random.random() < RIGHT
    if not known:
        return turn
    answer = _answer(random, turn, right=right)
    return replace(turn, answers=(" ".join(answer),)) if answer else turn


def _kinds(turn: Turn) -> Mapping[AnswerKind, int]:
    """Empty: the style itself says it (counting), or nobody knows (recordings)."""
    if turn.source == "fsdd":
        return {}
    match turn.style.removesuffix(" at once"):
        case "asking" | "requesting":
            return OTHERS
        case "short" | "answering" | "correcting" | "thinking" as style:
            if any(_numbers(spoken_words(part.text)) for part in turn.parts):
                return NUMBERS
            return YES_OR_NO if style == "short" else OTHERS
        case _:
            return {}


def _answer(random: Random, turn: Turn, *, right: bool) -> Sequence[str]:
    said = [word for part in turn.parts for word in spoken_words(part.text)]
    style = turn.style.removesuffix(" at once")
    match style:
        case "spelling":
            return said if right else _altered(random, said, _LETTERS)
        case "reading":
            return [word for word in said if word not in FILLERS]
        case "counting" | "dictating":
            return said if right else _other_list(random, said, style)
        case _ if turn.kind is not AnswerKind.NUMBER:
            return ()
        case "correcting":
            return _corrected(random, turn, said)
        case _:
            answer = _numbers(_before_reasons(said))
            return answer[-1] if right and answer else _any_number(random)


def _corrected(random: Random, turn: Turn, said: list[str]) -> Sequence[str]:
    first, last = _numbers(spoken_words(turn.parts[0].text)), _numbers(said)
    draw = random.random()
    if draw < CORRECTED and last:
        return last[-1]
    if CORRECTED <= draw < CORRECTED + SPOILT and first:
        return first[0]
    return _any_number(random)


def _other_list(random: Random, said: list[str], style: str) -> list[str]:
    """Of who counts: too far or not far enough. Of who repeats digits: one of them is wrong or
    missing."""
    if style == "dictating":
        more = random.random() < 0.5
        return [*said, random.choice(_DIGITS)] if more else _altered(random, said, _DIGITS)
    names = {value: word for word, value in VALUES.items()}
    step = VALUES[said[1]] - VALUES[said[0]]
    count = max(2, len(said) + random.choice((-2, -1, 1, 2)))
    values = [VALUES[said[0]] + step * place for place in range(count)]
    return [names[value] for value in values if value in names]


def _altered(random: Random, said: list[str], others: Sequence[str]) -> list[str]:
    at = random.randrange(len(said))
    return [*said[:at], random.choice(others), *said[at + 1 :]]


def _any_number(random: Random) -> Sequence[str]:
    return (fraction(random) if random.random() < 0.3 else number(random)).split()


def _before_reasons(said: list[str]) -> list[str]:
    """`five because i took two from seven`: the answer comes first."""
    for at, word in enumerate(said):
        if word in _REASONS and _numbers(said[:at]):
            return said[:at]
    return said


def _numbers(said: Sequence[str]) -> list[Sequence[str]]:
    """Every number, as long as it goes: `two and a half` is one, `one two` are two."""
    found: list[Sequence[str]] = []
    at = 0
    while at < len(said):
        ends = (end for end in range(min(len(said), at + 8), at, -1) if _is_one(said[at:end]))
        end = next(ends, None)
        if end is not None:
            found.append(said[at:end])
        at = end or at + 1
    return found


def _is_one(words: Sequence[str]) -> bool:
    inside = all(word in _NUMBER or word in _WITHIN for word in words[1:])
    return inside and words[-1] in _NUMBER and value_of(words) is not None
