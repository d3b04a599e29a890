"""Bounds of numbers hold exactly: every integer inside, none outside."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import JsonValue
from inference.engine.automaton import DEAD, Automaton
from inference.engine.grammar import compile_schema
from inference.errors import ModelRefusedError


def automaton_of(schema: JsonValue) -> Automaton:
    return Automaton(compile_schema(schema))


def accepts(automaton: Automaton, text: str) -> bool:
    end = automaton.walk(automaton.start, text.encode())
    return end != DEAD and automaton.states[end].accepts


@given(st.integers(-1200, 1200), st.integers(0, 1500))
def test_integers(low: int, width: int) -> None:
    high = low + width
    automaton = automaton_of({"type": "integer", "minimum": low, "maximum": high})
    near = {low + off for off in (-1, 0, 1)} | {high + off for off in (-1, 0, 1)} | {0, 9, 10, -1}
    for value in near | set(range(low, high, max(1, width // 20))):
        assert accepts(automaton, str(value)) == (low <= value <= high), (low, high, value)
    assert not accepts(automaton, "007")


def test_one_bound_is_enough() -> None:
    from_five = automaton_of({"type": "integer", "minimum": 5})
    assert not accepts(from_five, "4")
    assert accepts(from_five, "5")
    assert accepts(from_five, "123456")
    assert not accepts(from_five, "-7")


@given(st.floats(-50, 50, allow_nan=False), st.floats(0, 60), st.floats(-120, 120))
def test_numbers_never_leave_the_bounds(low: float, width: float, value: float) -> None:
    schema: JsonValue = {"type": "number", "minimum": low, "maximum": low + width}
    try:
        automaton = automaton_of(schema)
    except ModelRefusedError:
        return  # no integer between the bounds: refused, not guessed
    text = f"{value:.3f}"
    if accepts(automaton, text):
        assert low <= json.loads(text) <= low + width


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 5, "maximum": 4},
        {"type": "integer", "minimum": "5"},
        {"type": "integer", "minimum": True},
        {"type": "number", "maximum": float("nan")},
    ],
)
def test_refused(schema: JsonValue) -> None:
    with pytest.raises(ModelRefusedError):
        compile_schema(schema)
