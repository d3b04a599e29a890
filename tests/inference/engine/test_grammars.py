"""Kept grammars: the same schema is compiled once, and tool calls have their fixed form."""

import pytest

from inference.contracts import ToolSpec
from inference.engine.automaton import DEAD
from inference.engine.grammars import Grammars, arguments_schema
from inference.errors import ModelRefusedError

QUIZ = ToolSpec(
    name="quiz",
    parameters={"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]},
)
BYE = ToolSpec(name="bye")


def test_the_same_schema_is_compiled_once() -> None:
    grammars = Grammars()
    first = grammars.of_schema({"type": "null"})
    assert grammars.of_schema({"type": "null"}) is first
    assert grammars.of_schema({"type": "boolean"}) is not first


def test_many_schemas_push_the_oldest_out() -> None:
    grammars = Grammars()
    first = grammars.of_schema({"const": -1})
    for number in range(64):
        grammars.of_schema({"const": number})
    assert grammars.of_schema({"const": -1}) is not first


def test_a_call_of_one_of_several_tools() -> None:
    automaton = Grammars().of_tools((QUIZ, BYE)).automaton
    for text, whole in (
        ('{"name": "quiz", "arguments": {"n":3}', True),
        ('{"name": "bye", "arguments": {}', True),
        ('{"name": "bye", "arguments": {"n":3}', False),
        ('{"name": "other', False),
    ):
        end = automaton.walk(automaton.start, text.encode())
        assert (end != DEAD and automaton.states[end].accepts) is whole, text


def test_a_tool_without_parameters_takes_an_empty_object() -> None:
    assert arguments_schema(BYE) == {"type": "object", "properties": {}}


def test_a_huge_schema_is_refused() -> None:
    with pytest.raises(ModelRefusedError, match="longer than"):
        Grammars().of_schema({"enum": ["x" * 70_000]})
