"""Compiled grammars, kept by schema. Knows which reply shapes need one; knows no tokens.

Used by the engine's preparing thread only.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping

from inference.contracts import JsonValue, ToolSpec
from inference.engine.grammar import compile_schema
from inference.engine.masks import Grammar
from inference.engine.nodes import Node, literal, pick, sequence
from inference.errors import ModelRefusedError

_KEPT = 64
"""Compiled schemas; the least recently used gives way."""
_LONGEST_SCHEMA = 65_536

TOOL_OPENING = '{"name": "'
TOOL_MIDDLE = '", "arguments": '


def arguments_schema(tool: ToolSpec) -> JsonValue:
    """A tool without parameters takes an empty object."""
    return dict(tool.parameters) or {"type": "object", "properties": {}}


class Grammars:
    """Grammars by what they were compiled from."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Grammar] = OrderedDict()

    def of_schema(self, schema: JsonValue) -> Grammar:
        """Any value of the schema. Raises ModelRefusedError."""
        return self._get(["schema", schema], lambda: compile_schema(schema))

    def of_tools(self, tools: tuple[ToolSpec, ...]) -> Grammar:
        """A call of one of the tools: `{"name": "...", "arguments": ` and the arguments."""
        schemas = {tool.name: arguments_schema(tool) for tool in tools}
        return self._get(["tools", schemas], lambda: _tools_node(schemas))

    def _get(self, source: JsonValue, build: Callable[[], Node]) -> Grammar:
        key = json.dumps(source)
        if len(key) > _LONGEST_SCHEMA:
            raise ModelRefusedError(f"the JSON Schema is longer than {_LONGEST_SCHEMA} characters")
        grammar = self._kept.get(key)
        if grammar is None or grammar.worn_out:
            grammar = self._kept[key] = Grammar(build())
        self._kept.move_to_end(key)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return grammar


def _tools_node(schemas: Mapping[str, JsonValue]) -> Node:
    calls = [
        sequence(literal(f"{name}{TOOL_MIDDLE}"), compile_schema(schema))
        for name, schema in schemas.items()
    ]
    return sequence(literal(TOOL_OPENING), pick(*calls))
