"""Random JSON Schemas, and a validator that shares no code with the grammar."""

from hypothesis import strategies as st

from inference.contracts import JsonValue

NAMES = st.sampled_from(["a", "b", "answer", "größe", 'quo"te', "x y"])
CONSTANTS = st.one_of(
    st.none(), st.booleans(), st.integers(-50, 50), st.text(max_size=5), st.just([1, {"k": "v"}])
)


def _objects(inner: st.SearchStrategy[JsonValue]) -> st.SearchStrategy[JsonValue]:
    @st.composite
    def build(draw: st.DrawFn) -> JsonValue:
        properties = draw(st.dictionaries(NAMES, inner, max_size=3))
        required = [name for name in properties if draw(st.booleans())]
        more = draw(st.sampled_from([{}, {"additionalProperties": False}]))
        return {"type": "object", "properties": properties, "required": required} | more

    return build()


def _arrays(inner: st.SearchStrategy[JsonValue]) -> st.SearchStrategy[JsonValue]:
    bounds = st.tuples(st.integers(0, 2), st.integers(0, 2))
    return st.builds(
        lambda item, b: {"type": "array", "items": item, "minItems": b[0], "maxItems": sum(b)},
        inner,
        bounds,
    )


_LEAVES: st.SearchStrategy[JsonValue] = st.one_of(
    st.sampled_from([{"type": kind} for kind in ("integer", "number", "boolean", "null")]),
    st.builds(
        lambda a, b: {"type": "string", "minLength": a, "maxLength": a + b},
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    st.builds(lambda values: {"enum": values}, st.lists(CONSTANTS, min_size=1, max_size=4)),
    st.builds(lambda value: {"const": value, "description": "note"}, CONSTANTS),
    st.just({"type": ["string", "null"], "maxLength": 4}),
    st.just({"$ref": "#/$defs/tree"}),
)
_TREE: JsonValue = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 3},
        "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "maxItems": 2},
    },
    "required": ["name"],
    "additionalProperties": False,
}


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, JsonValue]:
    """A schema of the supported subset, recursive now and then."""
    inner = st.recursive(
        _LEAVES,
        lambda part: st.one_of(
            _objects(part),
            _arrays(part),
            st.builds(lambda o: {"anyOf": o}, st.lists(part, min_size=1, max_size=3)),
        ),
        max_leaves=6,
    )
    schema = draw(inner)
    assert isinstance(schema, dict)
    return {**schema, "$defs": {"tree": _TREE}} if "$ref" not in schema else _TREE_ROOT


_TREE_ROOT: dict[str, JsonValue] = {"anyOf": [{"$ref": "#/$defs/tree"}], "$defs": {"tree": _TREE}}

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


def valid(value: JsonValue, schema: JsonValue) -> bool:
    """Whether a value satisfies a schema, as draft 2020-12 says."""
    if isinstance(schema, bool):
        return schema
    assert isinstance(schema, dict)
    if "$ref" in schema:
        return valid(value, _TREE)
    if "anyOf" in schema:
        return any(valid(value, option) for option in schema["anyOf"])
    if "const" in schema:
        return _equal(value, schema["const"])
    if "enum" in schema:
        return any(_equal(value, option) for option in schema["enum"])
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(_is(value, kind) for kind in kinds) and _inside(value, schema)


def _equal(first: JsonValue, second: JsonValue) -> bool:
    return isinstance(first, bool) == isinstance(second, bool) and first == second


def _is(value: JsonValue, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _inside(value: JsonValue, schema: dict[str, JsonValue]) -> bool:
    if isinstance(value, str):
        return schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 9999)
    if isinstance(value, list):
        sized = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 9999)
        return sized and all(valid(item, schema.get("items", True)) for item in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        free = schema.get("additionalProperties", True)
        complete = all(name in value for name in schema.get("required", []))
        return complete and all(
            valid(item, known[name]) if name in known else free for name, item in value.items()
        )
    return True
