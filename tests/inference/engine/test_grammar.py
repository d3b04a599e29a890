"""JSON Schema to grammar: what it promises, and what it refuses by name."""

import json

import pytest

from inference.contracts import JsonValue
from inference.engine.automaton import DEAD, Automaton
from inference.engine.grammar import compile_schema, free_object
from inference.errors import ModelRefusedError


def accepts(schema: JsonValue, text: str) -> bool:
    automaton = Automaton(compile_schema(schema))
    end = automaton.walk(automaton.start, text.encode())
    return end != DEAD and automaton.states[end].accepts


QUIZ: JsonValue = {
    "type": "object",
    "properties": {
        "question": {"type": "string", "maxLength": 20},
        "level": {"type": "integer"},
        "hint": {"type": ["string", "null"]},
    },
    "required": ["question", "level"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "text",
    [
        '{"question":"1/2 + 1/4?","level":3}',
        '{"question": "\\"so\\" \\n 你好", "level": -12, "hint": null}',
        '{"question":"","level":0,"hint":"\\u0041"}'.replace("\\u0041", "A"),
    ],
)
def test_valid_texts(text: str) -> None:
    assert accepts(QUIZ, text)
    json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"question":"x"}',
        '{"question":"x","level":3',
        '{"question":"x","level":3}}',
        '{"question":"x","level":"3"}',
        '{"question":"x","level":3.5}',
        '{"question":"x","level":03}',
        '{"question":"x","level":1,"more":2}',
        '{"question":"x","level":1,}',
        '{"question":"' + "x" * 21 + '","level":3}',
        '{"question":"a\nb","level":3}',
        '{"question":"\\x","level":3}',
        '{"question":"x",  "level":3}',
    ],
)
def test_invalid_texts(text: str) -> None:
    assert not accepts(QUIZ, text)


@pytest.mark.parametrize(
    "bad", [b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80", b"\xe2\x82"]
)
def test_strings_are_well_formed_utf8(bad: bytes) -> None:
    automaton = Automaton(compile_schema({"type": "string"}))
    end = automaton.walk(automaton.start, b'"' + bad + b'"')
    assert end == DEAD


def test_lengths_count_characters_not_bytes() -> None:
    assert accepts({"type": "string", "maxLength": 2}, '"🧑é"')
    assert not accepts({"type": "string", "maxLength": 2}, '"🧑éx"')
    assert not accepts({"type": "string", "minLength": 2}, '"🧑"')


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"enum": ["a", "ab", 1, None]}, ['"a"', '"ab"', "1", "null"], ['"b"', "12", '"abc"']),
        ({"enum": [1, "1", True], "type": "integer"}, ["1"], ['"1"', "true"]),
        ({"const": {"k": [1, "ü"]}}, ['{"k":[1,"ü"]}'], ["{}"]),
        ({"type": "array", "items": {"type": "null"}, "minItems": 2, "maxItems": 3},
         ["[null,null]", "[null, null, null]"], ["[]", "[null]", "[null,null,null,null]"]),
        ({"type": "array", "maxItems": 0}, ["[]"], ["[1]"]),
        ({"type": "number"}, ["0", "-1.25", "10"], [".5", "1.", "1e5", "--1", "01"]),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, ["1", '"1"'], ["null"]),
        ({}, ['{"a":[1,{"b":null}]}', "true", "-1"], ["nul", ""]),
        (True, ["[]"], ["]"]),
        ({"type": "object"}, ["{}", '{"any":{"deep":[1]}}'], ["[]"]),
        ({"type": "object", "properties": {}}, ["{}"], ['{"a":1}']),
        ({"type": "object", "required": ["k"]}, ['{"k":[1]}'], ["{}"]),
        ({"type": "object", "properties": {"no": False, "ok": {"const": 1}}},
         ["{}", '{"ok":1}'], ['{"no":1}']),
    ],
)  # fmt: skip
def test_each_kind(schema: JsonValue, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not accepts(schema, text)] == []
    assert [text for text in bad if accepts(schema, text)] == []


TREE: JsonValue = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "kids": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 2}
            },
            "required": ["kids"],
        }
    },
}


def test_recursion_is_bounded_and_always_ends() -> None:
    nested = "{}"
    texts = []
    for _ in range(12):
        nested = '{"kids":[' + nested.replace("{}", '{"kids":[]}') + "]}"
        texts.append(accepts(TREE, nested))
    assert texts[0]
    assert not texts[-1]


@pytest.mark.parametrize(
    "keyword",
    ["pattern", "format", "oneOf", "allOf", "not", "multipleOf", "uniqueItems",
     "patternProperties", "dependentRequired", "if", "prefixItems", "contains"],
)  # fmt: skip
def test_other_keywords_are_refused_by_name(keyword: str) -> None:
    for schema in ({"type": "string", keyword: 1}, {keyword: 1}, {"type": "array", keyword: 1}):
        with pytest.raises(ModelRefusedError, match=keyword):
            compile_schema(schema)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (3, "object or a boolean"),
        ({"type": "decimal"}, "decimal"),
        ({"type": "string", "maxLength": -1}, "maxLength"),
        ({"type": "string", "maxLength": "9"}, "maxLength"),
        ({"type": "string", "minLength": 9999}, "minLength"),
        ({"type": "string", "minLength": 3, "maxLength": 2}, "minLength"),
        ({"type": "array", "minItems": 1000}, "minItems"),
        ({"type": "object", "properties": 3}, "properties"),
        ({"type": "object", "required": "a"}, "required"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "additionalProperties"),
        ({"enum": []}, "enum"),
        ({"anyOf": {}}, "anyOf"),
        ({"anyOf": [{"type": "null"}], "type": "object"}, "type"),
        ({"$ref": "http://elsewhere/x"}, "elsewhere"),
        ({"$ref": "#/$defs/none"}, "points to nothing"),
        ({"$ref": "#"}, "no finite value"),
        ({"enum": ["a"], "type": "integer"}, "no finite value"),
        ({"type": "object", "required": ["a"], "additionalProperties": False}, "no finite value"),
        (
            {
                "$ref": "#/$defs/n",
                "$defs": {
                    "n": {
                        "type": "object",
                        "properties": {"n": {"$ref": "#/$defs/n"}},
                        "required": ["n"],
                    }
                },
            },
            "no finite value",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(schema: JsonValue, said: str) -> None:
    with pytest.raises(ModelRefusedError, match=said.replace("$", r"\$")):
        compile_schema(schema)


def test_deep_schemas_do_not_exhaust_the_stack() -> None:
    schema: JsonValue = {"type": "null"}
    for _ in range(500):
        schema = {"type": "array", "items": schema}
    with pytest.raises(ModelRefusedError, match="nests deeper"):
        compile_schema(schema)


def test_any_object() -> None:
    automaton = Automaton(free_object())
    for text in ('{"a":{"b":[1,"x",null]}}', "{}"):
        assert automaton.states[automaton.walk(automaton.start, text.encode())].accepts
    assert automaton.walk(automaton.start, b"[") == DEAD
