"""Tests of sessions.teaching.leak_code."""

from dataclasses import replace

import pytest

from sessions.teaching.leak_code import code_leak
from tests.sessions.teaching.leak_items import ITEMS


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("area", "`return h * w`"),
        ("area", "result = w * h, then return result"),
        ("area", "```python\ndef area(p, q):\n    size = p * q\n    return size\n```"),
        ("area", "def area(w, h): return w * 2"),
        ("total", "result += number"),
        ("total", "def total(x):\n    return sum(x)"),
        ("hello", "print('Good morning')"),
    ],
)
def test_solutions(name: str, text: str) -> None:
    assert code_leak(ITEMS[name], text) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("area", "`return w + h`"),
        ("area", "```python\ndef area(w, h):\n    pass\n```"),
        ("area", "```python\ndef volume(a, b, c):\n    return a * b * c\n```"),
        ("area", "What does return do?"),
        ("area", "```python\nthis is (not code\n```"),
        ("total", "`for number in numbers:`"),
        ("total", "`result = 0` and at the end `return result`"),
        ("total", "`count = count + 1`"),
        ("hello", 'print("Hello")'),
        ("hello", ""),
    ],
)
def test_no_solutions(name: str, text: str) -> None:
    assert code_leak(ITEMS[name], text) is None


def test_of_a_long_solution_a_line_may_be_shown_but_not_most_of_it() -> None:
    item = replace(
        ITEMS["total"],
        starter="",
        answer="a = int(3.7)\nb = round(2.5 * a)\nc = max(a, b) + 1\nprint(a, b, c)\n",
    )
    assert code_leak(item, "Begin with `a = int(3.7)`.") is None
    lines = "`a = int(3.7)`, `b = round(2.5 * a)`, `c = max(a, b) + 1`"
    assert code_leak(item, lines) is not None


def test_very_deep_code_does_not_hurt() -> None:
    assert code_leak(ITEMS["area"], f"`{'(' * 3000}`") is None
