"""PYTHON: code that passes the item's tests in the sandbox.

The student's text is never compiled here; it goes to the sandbox as it is. Where that is not to
be had, the outcome is no attempt, with the flag `unavailable` and the stable code in `detail`.
"""

import re
from functools import lru_cache
from typing import Final

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons import sandbox
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT, unavailable
from tutor_server.modules.lessons.checkers.saying import asks
from tutor_server.modules.lessons.sandbox import Ran

MAX_DETAIL: Final = 200
_FENCE = re.compile(r"```[ \t]*(?:python3?|py)?[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_SIGNS: Final = frozenset("=()[]{}:")


def check(item: Item, text: str) -> Outcome:
    """Whether every test gives what it should."""
    code = code_of(text)
    if not _looks_like_code(code):
        return NO_ATTEMPT
    ran = run_all(item, code)
    if ran.refused:
        return unavailable(ran.refused)
    listed = any(_squeezed(code) == _squeezed(wrong.answer) for wrong in item.wrong)
    if ran.error.startswith("SyntaxError") and not (listed or _SIGNS & set(code)):
        return NO_ATTEMPT
    missing = failed(item, ran)
    parsed = "\n".join(ran.got)[:MAX_DETAIL]
    if not missing and not ran.error:
        return Outcome(correct=True, parsed=parsed)
    return Outcome(
        correct=False,
        parsed=parsed,
        missing=missing,
        misconception=_misconception(item, code, ran),
        detail=(ran.error or _first_failure(item, ran, missing))[:MAX_DETAIL],
    )


def run_all(item: Item, code: str) -> Ran:
    """Run some code with the item's tests."""
    return sandbox.run(code, [test.call for test in item.tests])


def failed(item: Item, ran: Ran) -> tuple[int, ...]:
    """The tests, from 0, that did not give what they should."""
    got = (*ran.got, *[""] * len(item.tests))
    return tuple(
        number
        for number, test in enumerate(item.tests)
        if number >= len(ran.got) or not _equal(test.call, got[number], test.expect)
    )


def code_of(text: str) -> str:
    """The code in an answer: what stands in a fence, else all of it."""
    fence = _FENCE.search(text)
    return (fence[1] if fence else text).strip("\n") + "\n"


def _equal(call: str, got: str, expect: str) -> bool:
    """What is printed is compared without the last newline and spaces at line ends."""
    return got == expect if call else _trimmed(got) == _trimmed(expect)


def _trimmed(printed: str) -> str:
    return "\n".join(line.rstrip() for line in printed.rstrip("\n").split("\n"))


def _looks_like_code(code: str) -> bool:
    if not code.strip():
        return False
    return bool(_SIGNS & set(code)) or "\n" in code.strip() or not asks(code.strip().casefold())


def _first_failure(item: Item, ran: Ran, missing: tuple[int, ...]) -> str:
    test = item.tests[missing[0]]
    got = ran.got[missing[0]] if missing[0] < len(ran.got) else "nothing"
    return f"{test.call} is {got}" if test.call else f"It printed {got.strip()!r}"


def _misconception(item: Item, code: str, ran: Ran) -> str:
    """The listed wrong program that this is, or that does the same in every test."""
    for wrong in item.wrong:
        if _squeezed(code) == _squeezed(wrong.answer):
            return wrong.misconception
    for wrong in item.wrong:
        other = _run_wrong(item, wrong.answer)
        alike = other.got == ran.got and _kind(other.error) == _kind(ran.error)
        if alike and ran.got and not other.refused:
            return wrong.misconception
    return ""


@lru_cache(maxsize=512)
def _run_wrong(item: Item, code: str) -> Ran:
    """A listed wrong program never changes what it does."""
    return run_all(item, code)


def _kind(error: str) -> str:
    return error.partition(":")[0]


def _squeezed(code: str) -> str:
    return "\n".join(line.rstrip() for line in code.split("\n") if line.strip())
