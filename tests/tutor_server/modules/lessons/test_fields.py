"""Typed fields out of a table, and every complaint about them."""

import pytest

from tutor_server.modules.lessons.fields import Fields, Toml
from tutor_server.modules.lessons.problem import Problem


def read(table: Toml) -> tuple[Fields, list[Problem]]:
    problems: list[Problem] = []
    return Fields(table, file="f.md", place="front matter", problems=problems), problems


def test_sound_fields_are_read() -> None:
    fields, problems = read(
        {"t": "x", "w": 3, "n": 2, "f": 2.5, "l": ["a"], "g": [["a"], ["b"]], "d": {"t": "y"},
         "many": [{"id": "i", "t": "z"}], "ws": [1, 2]}
    )  # fmt: skip
    assert fields.text("t") == "x"
    assert fields.whole("w") == 3
    assert (fields.number("n"), fields.number("f")) == (2.0, 2.5)
    assert fields.texts("l") == ("a",)
    assert fields.groups("g") == (("a",), ("b",))
    assert fields.wholes("ws") == (1, 2)
    assert fields.table("d").text("t") == "y"
    (inner,) = fields.tables("many")
    assert (inner.place, inner.text("t")) == ("many i", "z")
    fields.finish()
    assert problems == []


def test_defaults_stand_in_for_what_is_absent() -> None:
    fields, problems = read({})
    assert fields.text("t", "x") == "x"
    assert fields.whole("w", 1) == 1
    assert fields.number("n", 0.5) == 0.5
    assert fields.texts("l", ()) == ()
    assert fields.groups("g") == ()
    assert fields.tables("m") == []
    assert problems == []


@pytest.mark.parametrize(
    ("method", "value", "what"),
    [
        ("text", None, "`x` is missing; it must be a text in quotes."),
        ("text", 3, "`x` must be a text in quotes."),
        ("whole", "3", "`x` must be a whole number."),
        ("whole", True, "`x` must be a whole number."),
        ("whole", 3.0, "`x` must be a whole number."),
        ("number", "3", "`x` must be a number."),
        ("texts", "a", "`x` must be a list in [ ]."),
        ("texts", ["a", 1], "`x` must hold texts in quotes only."),
        ("wholes", [1, True], "`x` must hold whole numbers only."),
        ("groups", ["a"], "`x` must be a list of lists, such as"),
        ("groups", [["a"], [1]], "`x` must hold texts in quotes only."),
        ("table", ["a"], "`x` must be a table."),
        ("tables", ["a"], "`x` must be a list of tables."),
    ],
)
def test_wrong_fields_are_told_by_name(method: str, value: object, what: str) -> None:
    fields, problems = read({} if value is None else {"x": value})
    getattr(fields, method)("x")
    assert problems[0].what.startswith(what)


def test_a_field_that_nobody_asked_for_is_a_slip() -> None:
    fields, problems = read({"titel": "x"})
    fields.finish()
    assert [problem.what for problem in problems] == [
        "`titel` is not a field here; look for a spelling slip."
    ]
