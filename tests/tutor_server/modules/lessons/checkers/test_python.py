"""Answers that are programs."""

import pytest

from tests.tutor_server.modules.lessons.items import python
from tutor_server.modules.lessons import sandbox
from tutor_server.modules.lessons.checkers.python import check, code_of

pytestmark = pytest.mark.slow

AREA = python(
    "def area(a, b):\n    return a * b",
    ("area(2, 3)", "6"),
    ("area(0, 5)", "0"),
    wrong={
        "def area(a, b):\n    return a + b": "adds",
        "def area(a, b):\n    print(a * b)": "prints-instead",
        "area = 2 times 3": "prose",
    },
)
HELLO = python('print("Hello")\nprint("you")', ("", "Hello\nyou"))


@pytest.mark.parametrize(
    "code",
    [
        "def area(a, b):\n    return a * b",
        "area = lambda a, b: b * a",
        "Here it is:\n```python\ndef area(x, y):\n  return x*y\n```\nIs that right?",
        "```\ndef area(x, y): return x*y",
        "def area(a, b):\n    t = 0\n    for _ in range(a):\n        t += b\n    return t",
    ],
)
def test_whatever_passes_the_tests_is_right(code: str) -> None:
    assert check(AREA, code).correct


@pytest.mark.parametrize(
    "code", ['print("Hello\\nyou")', 'for w in ("Hello", "you"): print(w, "")']
)
def test_what_is_printed_is_compared_without_line_ends(code: str) -> None:
    assert check(HELLO, code).correct


@pytest.mark.parametrize(
    ("code", "missing", "misconception", "detail"),
    [
        ("def area(a, b):\n    return b + a", (0, 1), "adds", "area(2, 3) is 5"),
        ("def area(x, y):\n    print(x * y)", (0, 1), "prints-instead", "area(2, 3) is None"),
        ("def area(a, b):\n    return 6", (1,), "", "area(0, 5) is 6"),
        ("def area(a, b):\nreturn a * b", (0, 1), "prose", "IndentationError: "),
        ("area = 2 times 3", (0, 1), "prose", "SyntaxError: "),
        ("def aera(a, b): return a * b", (0, 1), "", "area(2, 3) is NameError: name 'area'"),
        ("def area(a, b): return a / 0", (0, 1), "", "area(2, 3) is ZeroDivisionError"),
        (
            "def area(a, b): return a * b\n1/0",
            (),
            "",
            "ZeroDivisionError: division by zero (line 2)",
        ),
    ],
)
def test_wrong_programs(
    code: str, missing: tuple[int, ...], misconception: str, detail: str
) -> None:
    outcome = check(AREA, code)
    assert (outcome.correct, outcome.attempt) == (False, True)
    assert outcome.missing == missing
    assert outcome.detail.startswith(detail)
    if not detail.startswith("IndentationError"):
        assert outcome.misconception == misconception


@pytest.mark.parametrize(
    "text", ["", "   \n", "how do i write a function", "I don't know", "please multiply them"]
)
def test_no_attempt(text: str) -> None:
    assert not check(AREA, text).attempt


def test_a_program_cannot_know_the_expected_values() -> None:
    cheat = (
        "import sys\n"
        "def area(*_):\n"
        "    frame, found = sys._getframe(), []\n"
        "    while frame:\n"
        "        found.append(repr(frame.f_locals))\n"
        "        frame = frame.f_back\n"
        "    return 'ex' + 'pect' in str(found)"
    )
    assert check(AREA, cheat).parsed == "False\nFalse"


def test_where_nothing_can_be_confined_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_wrappers", lambda: (("/bin/false",),))
    outcome = check(AREA, AREA.answer)
    assert (outcome.correct, outcome.attempt) == (False, False)
    assert (outcome.detail, outcome.flags) == ("sandbox_unavailable", {"unavailable"})


@pytest.mark.parametrize(
    ("text", "code"),
    [("x = 1", "x = 1\n"), ("a\n```py\nx = 1\n```\nb", "x = 1\n"), ("```\nx = 1", "x = 1\n"),
     ("\n\n  x = 1\n\n", "  x = 1\n")],
)  # fmt: skip
def test_code_is_found_in_its_fence(text: str, code: str) -> None:
    assert code_of(text) == code
