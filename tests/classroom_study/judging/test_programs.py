"""Programs that can be put together from a reply."""

import pytest

from tests.classroom_study.judging.made import AREA, talk
from tests.classroom_study.judging.programs import code_leak

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "reply",
    [
        "```python\ndef area(a):\n    return a ** 2\n```",
        "Put `return a * a` below the first line.",
        "return a * a",
        "Give back a times a.",
        "Replace `pass` with `return a * a`.",
    ],
)
def test_a_program_that_passes_is_found(reply: str) -> None:
    assert code_leak(AREA, talk(reply)) is not None


def test_other_code_is_none() -> None:
    assert code_leak(AREA, talk("For a perimeter: `return 4 * a`")) is None
    assert code_leak(AREA, talk("Which sign multiplies?")) is None


def test_lines_add_up_over_turns() -> None:
    lines = talk("`def area(a):`", "`    return a * a`")
    assert code_leak(AREA, lines[:1]) is None
    assert code_leak(AREA, lines) is not None
