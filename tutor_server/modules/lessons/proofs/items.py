"""What must be true of one item: its data, its key, its wrong answers and its hints.

Each function yields sentences; who calls knows the file and the item's name.
"""

from collections.abc import Iterator
from typing import Final

from sessions.teaching.lesson import Item, ItemKind
from sessions.teaching.parts import questions
from tutor_server.modules.lessons.checkers.amounts import find_amounts
from tutor_server.modules.lessons.checkers.cleaning import folded, words
from tutor_server.modules.lessons.checkers.expression import key_of as expression_key
from tutor_server.modules.lessons.checkers.expression import means_the_same
from tutor_server.modules.lessons.checkers.numeric import key_of
from tutor_server.modules.lessons.checkers.python import failed, run_all
from tutor_server.modules.lessons.checkers.steps import order_of
from tutor_server.modules.lessons.checking import check
from tutor_server.modules.lessons.proofs.leaks import leaks

_RUNGS: Final = ("nudge", "locate", "targeted", "bottom out")
_BARE_WORDS: Final = 12
"""A longer question is a word problem, in which the number may be the answer."""
_FORMS: Final = {
    ItemKind.FRACTION: ("", "lowest", "mixed", "improper"),
    ItemKind.EXPRESSION: ("", "expanded", "factored"),
}
_OWN_FIELDS: Final = {
    "choices": (ItemKind.CHOICE, ItemKind.STEPS),
    "keys": (ItemKind.TEXT,),
    "tests": (ItemKind.PYTHON,),
    "starter": (ItemKind.PYTHON,),
    "tolerance": (ItemKind.NUMBER,),
    "form": (ItemKind.NUMBER, ItemKind.FRACTION, ItemKind.EXPRESSION),
}


def prove_item(item: Item) -> Iterator[str]:
    """Everything wrong with the item by itself. Checkers run only on sound data."""
    shape = [*_prove_fields(item), *_prove_question(item), *_prove_data(item)]
    yield from shape
    if not shape:
        yield from _prove_key(item)
        yield from _prove_wrong(item)
        yield from _prove_hints(item)


def _prove_fields(item: Item) -> Iterator[str]:
    for name, kinds in _OWN_FIELDS.items():
        if getattr(item, name) and item.kind not in kinds:
            yield f"`{name}` does not belong to an item of kind {item.kind}."
    if item.form not in _FORMS.get(item.kind, (item.form,)):
        allowed = ", ".join(f'"{form}"' for form in _FORMS[item.kind])
        yield f"`form` must be one of {allowed}."
    if not item.wrong:
        yield "at least one wrong answer is needed."
    if len(item.hints) != len(_RUNGS):
        yield f"exactly 4 hints are needed ({', '.join(_RUNGS)}); there are {len(item.hints)}."
    for number, hint in enumerate(item.hints, 1):
        if not hint.strip():
            yield f"hint {number} is empty."
        if questions(hint) > 1:
            yield f"hint {number} asks more than one thing."


def _prove_question(item: Item) -> Iterator[str]:
    if not item.question.strip():
        yield "`question` is empty."
    if item.question.count("?") > 1:
        yield "`question` asks more than one thing (two question marks)."
    if item.kind is ItemKind.EXPRESSION and means_the_same(item.question, item):
        yield "the answer stands in `question`; a `form` may be missing."
    if item.kind in {ItemKind.NUMBER, ItemKind.FRACTION}:
        question = folded(item.question)
        amounts = find_amounts(question)
        copies = {question[amount.start : amount.end] for amount in amounts}
        bare = len(question.split()) <= _BARE_WORDS
        if bare and len(copies) == 1 and check(item, copies.pop()).correct:
            yield "the only number of `question` is the answer; it could be copied."


def _prove_data(item: Item) -> Iterator[str]:
    match item.kind:
        case ItemKind.NUMBER | ItemKind.FRACTION | ItemKind.EXPRESSION:
            yield from _prove_readable(item)
        case ItemKind.CHOICE:
            yield from _prove_choices(item)
        case ItemKind.STEPS:
            yield from _prove_steps(item)
        case ItemKind.TEXT:
            yield from _prove_keys(item)
        case ItemKind.PYTHON:
            if not item.tests:
                yield "at least one test is needed."


def _prove_readable(item: Item) -> Iterator[str]:
    algebra = item.kind is ItemKind.EXPRESSION
    for name, value in _answers(item):
        if algebra and expression_key(value) is None:
            yield f"{name} {value!r} cannot be read as algebra."
        if not algebra and key_of(value) is None:
            yield f"{name} {value!r} is not one number."
    if item.tolerance < 0:
        yield "`tolerance` must not be negative."


def _answers(item: Item) -> Iterator[tuple[str, str]]:
    yield "`answer`", item.answer
    for wrong in item.wrong:
        yield "the wrong answer", wrong.answer


def _prove_choices(item: Item) -> Iterator[str]:
    if len(item.choices) not in {3, 4}:
        yield f"3 or 4 choices are needed; there are {len(item.choices)}."
    if len(set(item.choices)) < len(item.choices):
        yield "two choices are the same."
    for name, value in _answers(item):
        if value not in item.choices:
            yield f"{name} {value!r} is not exactly one of the choices."
    for wrong in item.wrong:
        if wrong.answer == item.answer:
            yield f"the wrong answer {wrong.answer!r} is the right choice."


def _prove_steps(item: Item) -> Iterator[str]:
    if not 3 <= len(item.choices) <= 6:
        yield f"3 to 6 steps are needed; there are {len(item.choices)}."
    if len({words(choice) for choice in item.choices}) < len(item.choices):
        yield "two steps are the same."
    if any(map(questions, item.choices)):
        yield "a step must not ask anything: it stands beside the item's question."
    for name, value in _answers(item):
        if not order_of(value, item.choices):
            yield f"{name} {value!r} must hold each number from 1 to {len(item.choices)} once."
    if order_of(item.answer, item.choices) == tuple(range(1, len(item.choices) + 1)):
        yield "the steps stand in the right order already; shuffle them."


def _prove_keys(item: Item) -> Iterator[str]:
    if not 1 <= len(item.keys) <= 4:
        yield f"1 to 4 groups of `keys` are needed; there are {len(item.keys)}."
    for number, group in enumerate(item.keys, 1):
        if not group:
            yield f"group {number} of `keys` is empty."
        for key in group:
            if not words(key) or key != key.lower():
                yield f"the key {key!r} must be lower-case words."


def _prove_key(item: Item) -> Iterator[str]:
    outcome = check(item, item.answer)
    if item.kind is ItemKind.PYTHON:
        yield from _prove_code(item)
    elif not outcome.correct:
        yield f"the checker refuses the key {item.answer!r} ({_why(item, item.answer)})."
    if item.kind is ItemKind.CHOICE:
        for choice in item.choices:
            if check(item, choice).parsed != choice:
                yield f"the choice {choice!r} cannot be told from the others."


def _prove_code(item: Item) -> Iterator[str]:
    ran = run_all(item, item.answer)
    if ran.error or ran.refused:
        yield f"the solution fails: {ran.error or ran.refused}"
    for number in failed(item, ran) if ran.got else ():
        test = item.tests[number]
        what = f"`{test.call}`" if test.call else "what is printed"
        yield f"the solution fails: {what} is {ran.got[number]!r}, not {test.expect!r}."
    if item.starter and check(item, item.starter).correct:
        yield "the starter code passes the tests already."


def _prove_wrong(item: Item) -> Iterator[str]:
    for wrong in item.wrong:
        outcome = check(item, wrong.answer)
        if outcome.correct:
            yield f"the wrong answer {wrong.answer!r} is accepted as right."
        elif not outcome.attempt:
            yield f"the wrong answer {wrong.answer!r} is not understood as an answer."
        elif outcome.misconception != wrong.misconception:
            found = outcome.misconception or "none"
            yield (
                f"the wrong answer {wrong.answer!r} maps to the misconception {found},"
                f" not to {wrong.misconception}."
            )


def _prove_hints(item: Item) -> Iterator[str]:
    for number, hint in enumerate(item.hints[:-1], 1):
        if leaks(item, hint):
            yield f"hint {number} gives the answer away: {hint!r}"
    if not leaks(item, item.hints[-1]):
        yield f"the last hint does not hold the answer {item.answer!r}: {item.hints[-1]!r}"


def _why(item: Item, text: str) -> str:
    outcome = check(item, text)
    if not outcome.attempt:
        return "not understood"
    if outcome.equivalent:
        return f"not in the form {item.form!r}"
    if outcome.missing:
        missing = (" / ".join(item.keys[group]) for group in outcome.missing[:2] if item.keys)
        return f"missing: {'; '.join(missing)}"
    return f"read as {outcome.parsed!r}"
