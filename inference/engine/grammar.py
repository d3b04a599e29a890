"""JSON Schema (draft 2020-12, a subset) to grammar nodes. Knows JSON, not tokens.

Every text of the grammar parses and is valid; not every valid text is in the grammar: properties
come in the schema's order, numbers have no exponent, lengths are bounded. Unknown keywords are
refused by name, never ignored: a promise that is not kept is worse than a refusal.
"""

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from inference.contracts import JsonValue
from inference.engine.nodes import (
    EMPTY,
    NEVER,
    NOTHING,
    Node,
    Repeat,
    chars,
    literal,
    pick,
    sequence,
    span,
    take,
)
from inference.engine.number_range import integer_between, number_between
from inference.errors import ModelRefusedError

MAX_STRING = 2048
"""Characters of a string whose schema sets no maxLength, and the most that one may set."""
MAX_ITEMS = 16
"""Items of an array whose schema sets no maxItems; one may set up to `MAX_ASKED_ITEMS`."""
MAX_ASKED_ITEMS = 256
MAX_DIGITS = 15
"""Digits of an integer: below 2**53, so that every reader sees the same number."""
MAX_NESTING = 64
"""Schemas within schemas."""
MAX_UNFOLDINGS = 8
"""How often a path may follow a $ref: bounds recursive schemas."""
FREE_DEPTH = 4
"""Nesting of values that no schema describes."""

_NOTES = frozenset(
    {
        *("title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"),
        *("$schema", "$id", "$comment", "$defs", "definitions", "strict"),
    }
)
"""Keywords that say nothing about validity."""
_OF_TYPE: Mapping[str, frozenset[str]] = {
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "array": frozenset({"items", "minItems", "maxItems"}),
    "string": frozenset({"minLength", "maxLength"}),
    **{kind: frozenset({"minimum", "maximum"}) for kind in ("integer", "number")},
    **{kind: frozenset() for kind in ("boolean", "null")},
}
_PYTHON_OF: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}

_GAP = pick(EMPTY, chars(" "))
_COMMA = sequence(literal(","), _GAP)
_COLON = sequence(literal(":"), _GAP)


@cache
def _character() -> Node:
    """One character inside a JSON string (RFC 8259 section 7), well-formed UTF-8 (RFC 3629)."""
    any_byte, tail = (1 << 256) - 1, span(0x80, 0xBF)
    plain = any_byte & ~sum(1 << b for b in (*range(0x20), 0x22, 0x5C, *range(0x7F, 0x100)))
    return pick(
        take(plain),
        sequence(literal("\\"), chars('"\\/bfnrt')),
        sequence(span(0xC2, 0xDF), tail),
        sequence(span(0xE0, 0xE0), span(0xA0, 0xBF), tail),
        sequence(take(span(0xE1, 0xEF).allowed & ~(1 << 0xED)), tail, tail),
        sequence(span(0xED, 0xED), span(0x80, 0x9F), tail),
        sequence(span(0xF0, 0xF0), span(0x90, 0xBF), tail, tail),
        sequence(span(0xF1, 0xF3), tail, tail, tail),
        sequence(span(0xF4, 0xF4), span(0x80, 0x8F), tail, tail),
    )


@cache
def _string(least: int, most: int) -> Node:
    return sequence(literal('"'), Repeat(_character(), literal('"'), least, most))


@cache
def _integer() -> Node:
    digits = Repeat(chars("0123456789"), EMPTY, 0, MAX_DIGITS - 1)
    natural = pick(literal("0"), sequence(chars("123456789"), digits))
    return sequence(pick(EMPTY, literal("-")), natural)


@cache
def _number() -> Node:
    digits = Repeat(chars("0123456789"), EMPTY, 1, 6)
    return sequence(_integer(), pick(EMPTY, sequence(literal("."), digits)))


def _array(item: Node, least: int, most: int) -> Node:
    """`[`, items with commas between them, `]`."""
    close = literal("]")
    some: Node = NOTHING
    if most > 0:
        more = Repeat(sequence(_COMMA, item), close, max(0, least - 1), most - 1)
        some = sequence(item, more)
    return sequence(literal("["), pick(close if least == 0 else NOTHING, some))


def _object(members: list[tuple[str, Node, bool]]) -> Node:
    """Members (name, value, required) in this order; optional ones may be left out."""
    first = later = literal("}")
    for name, value, required in reversed(members):
        member = sequence(literal(json.dumps(name, ensure_ascii=False)), _COLON, value)
        skip_first, skip_later = (NOTHING, NOTHING) if required else (first, later)
        first = pick(sequence(member, later), skip_first)
        later = pick(sequence(_COMMA, member, later), skip_later)
    return sequence(literal("{"), first)


@cache
def _free(depth: int) -> Node:
    """Any JSON value, nested at most `depth` deep."""
    nested = (_array(_free(depth - 1), 0, MAX_ITEMS), free_object(depth)) if depth else ()
    words = (literal(word) for word in ("true", "false", "null"))
    return pick(_string(0, MAX_STRING), _number(), *words, *nested)


@cache
def free_object(depth: int = FREE_DEPTH) -> Node:
    """Any JSON object; what `response_format: json_object` asks for."""
    member = sequence(_string(0, 64), _COLON, _free(depth - 1))
    more = Repeat(sequence(_COMMA, member), literal("}"), 0, MAX_ITEMS - 1)
    return sequence(literal("{"), pick(literal("}"), sequence(member, more)))


def compile_schema(schema: JsonValue) -> Node:
    """The grammar of a schema's values.

    Raises ModelRefusedError naming the keyword that is not supported or does not make sense.
    """
    node = _Compiler(schema).value(schema, nesting=0, unfoldings=0)
    if node.cost >= NEVER:
        raise ModelRefusedError("no finite value can satisfy the JSON Schema")
    return node


class _Compiler:
    """Compiles one schema; `$ref` is looked up in its root."""

    def __init__(self, root: JsonValue) -> None:
        self._root = root
        self._named: dict[tuple[str, int], Node] = {}

    def value(self, schema: JsonValue, *, nesting: int, unfoldings: int) -> Node:
        """The node of one schema."""
        if isinstance(schema, bool):
            return _free(FREE_DEPTH) if schema else NOTHING
        if not isinstance(schema, dict):
            raise ModelRefusedError("a JSON Schema must be an object or a boolean")
        if nesting > MAX_NESTING:
            raise ModelRefusedError(f"the JSON Schema nests deeper than {MAX_NESTING}")
        inner = _Inner(self, nesting + 1, unfoldings)
        if "$ref" in schema:
            _only(schema, {"$ref"})
            return self._reference(schema["$ref"], nesting + 1, unfoldings)
        if "anyOf" in schema:
            _only(schema, {"anyOf"})
            return pick(*(inner.value(option) for option in _list(schema, "anyOf")))
        if "enum" in schema or "const" in schema:
            return _constants(schema)
        kinds = schema.get("type", None if set(schema) <= _NOTES else "")
        if kinds is None:
            return _free(FREE_DEPTH)
        return self._typed(schema, kinds if isinstance(kinds, list) else [kinds], inner)

    def _typed(
        self, schema: dict[str, JsonValue], kinds: list[JsonValue], inner: "_Inner"
    ) -> Node:
        known = [kind for kind in kinds if isinstance(kind, str) and kind in _OF_TYPE]
        if len(known) < len(kinds) or not known:
            _only(schema, {"type"})
            raise ModelRefusedError(f"JSON Schema type {kinds!r} is not supported")
        _only(schema, {"type"}.union(*(_OF_TYPE[kind] for kind in known)))
        return pick(*(_build(kind, schema, inner) for kind in known))

    def _reference(self, pointer: JsonValue, nesting: int, unfoldings: int) -> Node:
        if unfoldings >= MAX_UNFOLDINGS:
            return NOTHING
        key = (str(pointer), unfoldings)
        if key not in self._named:
            target = self._find(pointer)
            self._named[key] = self.value(target, nesting=nesting, unfoldings=unfoldings + 1)
        return self._named[key]

    def _find(self, pointer: JsonValue) -> JsonValue:
        if pointer == "#":
            return self._root
        path = str(pointer).split("/")
        target = self._root
        if path[0] != "#" or path[1] not in ("$defs", "definitions") or len(path) != 3:
            raise ModelRefusedError(f"JSON Schema keyword '$ref' to {pointer!r} is not supported")
        for step in path[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(target, dict) or name not in target:
                raise ModelRefusedError(f"JSON Schema '$ref' {pointer!r} points to nothing")
            target = target[name]
        return target


class _Inner:
    """Compiles what is inside a schema, one level deeper."""

    def __init__(self, compiler: _Compiler, nesting: int, unfoldings: int) -> None:
        self._compiler, self._nesting, self._unfoldings = compiler, nesting, unfoldings

    def value(self, schema: JsonValue) -> Node:
        return self._compiler.value(schema, nesting=self._nesting, unfoldings=self._unfoldings)


def _build(kind: str, schema: dict[str, JsonValue], inner: _Inner) -> Node:
    if kind == "object":
        return _described_object(schema, inner)
    if kind == "array":
        least, most = _bounds(schema, ("minItems", "maxItems"), (MAX_ITEMS, MAX_ASKED_ITEMS))
        return _array(inner.value(schema.get("items", True)), least, most)
    if kind == "string":
        least, most = _bounds(schema, ("minLength", "maxLength"), (MAX_STRING, MAX_STRING))
        return _string(least, most)
    if kind == "boolean":
        return pick(literal("true"), literal("false"))
    if kind == "null":
        return literal("null")
    return _some_number(kind, schema)


def _some_number(kind: str, schema: Mapping[str, JsonValue]) -> Node:
    if "minimum" not in schema and "maximum" not in schema:
        return _integer() if kind == "integer" else _number()
    farthest = 10**MAX_DIGITS - 1
    low = _limit(schema, "minimum", -farthest)
    high = _limit(schema, "maximum", farthest)
    return integer_between(low, high) if kind == "integer" else number_between(low, high)


def _limit(schema: Mapping[str, JsonValue], keyword: str, otherwise: int) -> Fraction:
    value = schema.get(keyword, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise ModelRefusedError(f"JSON Schema keyword {keyword!r} must be a number")
    farthest = 10**MAX_DIGITS - 1
    return max(Fraction(-farthest), min(Fraction(farthest), Fraction(value)))


def _described_object(schema: dict[str, JsonValue], inner: _Inner) -> Node:
    properties = schema.get("properties")
    required = schema.get("required", [])
    more = schema.get("additionalProperties", True)
    if not isinstance(more, bool):
        raise ModelRefusedError("JSON Schema keyword 'additionalProperties' must be a boolean")
    if not isinstance(required, list) or not isinstance(properties, dict | None):
        raise ModelRefusedError("JSON Schema 'properties' or 'required' is malformed")
    if properties is None and more and not required:
        return free_object()
    members = dict(properties or {})
    for name in required:
        if isinstance(name, str):
            members.setdefault(name, more)
    return _object([(name, inner.value(part), name in required) for name, part in members.items()])


def _constants(schema: dict[str, JsonValue]) -> Node:
    """The values of `enum` or `const`, those of the right `type` if one is given."""
    _only(schema, {"enum", "const", "type"})
    values = _list(schema, "enum") if "enum" in schema else [schema["const"]]
    if "const" in schema:
        values = [value for value in values if _same(value, schema["const"])]
    kinds = schema.get("type")
    if kinds is not None:
        wanted = kinds if isinstance(kinds, list) else [kinds]
        values = [value for value in values if any(_is(value, kind) for kind in wanted)]
    texts = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return pick(*(literal(text) for text in dict.fromkeys(texts)))


def _same(first: JsonValue, second: JsonValue) -> bool:
    return json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)


def _is(value: JsonValue, kind: JsonValue) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _PYTHON_OF.get(str(kind), ()))


def _only(schema: Mapping[str, JsonValue], allowed: set[str]) -> None:
    for keyword in schema:
        if keyword not in allowed and keyword not in _NOTES:
            raise ModelRefusedError(f"JSON Schema keyword {keyword!r} is not supported")


def _list(schema: Mapping[str, JsonValue], keyword: str) -> list[JsonValue]:
    values = schema[keyword]
    if not isinstance(values, list) or not values or len(values) > 1000:
        raise ModelRefusedError(f"JSON Schema keyword {keyword!r} must be a list of 1 to 1000")
    return values


def _bounds(
    schema: Mapping[str, JsonValue], keywords: tuple[str, str], limits: tuple[int, int]
) -> tuple[int, int]:
    """`limits`: the upper bound when none is asked for, and the highest that may be asked for."""
    for keyword in keywords:
        value = schema.get(keyword, 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ModelRefusedError(f"JSON Schema keyword {keyword!r} must be a whole number")
    least, asked = schema.get(keywords[0], 0), schema.get(keywords[1], limits[0])
    assert isinstance(least, int) and isinstance(asked, int)  # noqa: PT018, S101 - checked above
    if least > limits[1]:
        raise ModelRefusedError(f"JSON Schema keyword {keywords[0]!r} may be {limits[1]} at most")
    if asked < least:
        if keywords[1] in schema:
            raise ModelRefusedError(f"{keywords[0]!r} is above {keywords[1]!r}")
        asked = least
    return least, min(asked, limits[1])
