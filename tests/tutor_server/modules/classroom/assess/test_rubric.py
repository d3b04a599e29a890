"""A request to grade is read and bounded before anything else happens."""

import json
from fractions import Fraction

import msgspec
import pytest

from tests.tutor_server.modules.classroom.assess.work import line, work
from tutor_server.errors import InvalidRequestError
from tutor_server.modules.classroom.assess.rubric import AssessBody, work_of


def decoded(body: object) -> AssessBody:
    return msgspec.json.decode(json.dumps(body).encode(), type=AssessBody)


GOOD = {"answer": "a", "rubric": [{"id": "x", "points": 1}]}


def test_a_whole_request() -> None:
    body = {
        "prompt": "Explain it.",
        "answer": "It is 3/4.",
        "rubric": [
            {"id": "value", "points": 2, "equals": "3/4"},
            {"id": "words", "points": 1.5, "must_mention": [["half", "halves"], ["whole"]]},
            {"id": "clear", "points": 1, "criterion": "  Is it clear?  "},
            {"id": "item", "points": 1},
        ],
        "item": {"lesson_id": "equal-parts", "item_id": "i1"},
        "context": {"grade": 5, "subject": "maths", "timed": False},
    }
    found = work_of(decoded(body))
    value, words, clear, item = found.lines
    assert (value.equals, value.bare) == (Fraction(3, 4), False)
    assert (words.groups, words.points) == ((("half", "halves"), ("whole",)), 1.5)
    assert (clear.criterion, clear.bare) == ("Is it clear?", False)
    assert item.bare
    assert found.item == ("equal-parts", "i1")
    assert found.context == (("grade", "5"), ("subject", "maths"), ("timed", "False"))


@pytest.mark.parametrize(
    ("equals", "value"),
    [(7, "7"), (-3, "-3"), (0.5, "1/2"), (2.0, "2"), (1e3, "1000"), ("1 1/2", "3/2"), (0, "0")],
)
def test_numbers_and_texts_are_equal(equals: float | str, value: str) -> None:
    assert work("a", line(equals=equals)).lines[0].equals == Fraction(value)


@pytest.mark.parametrize(
    "equals",
    [
        "",
        "seven",
        "7 or 8",
        "1e3",
        "3/0",
        1e-9,
        1e300,
        10**15,
        "9" * 16,
        pytest.param(10**5000, id="huge"),
    ],
)
def test_what_is_no_number_is_refused(equals: float | str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        work("a", line("l1", equals=1), line("l2", equals=equals))
    assert refused.value.param == "rubric[1].equals"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**GOOD, "answer": ""},
        {**GOOD, "answer": "a" * 8_001},
        {**GOOD, "answer": 7},
        {**GOOD, "rubric": []},
        {**GOOD, "rubric": [{"id": f"l{n}", "points": 1} for n in range(21)]},
        {**GOOD, "rubric": [{"points": 1}]},
        {**GOOD, "rubric": [{"id": "", "points": 1}]},
        {**GOOD, "rubric": [{"id": "x", "points": 0}]},
        {**GOOD, "rubric": [{"id": "x", "points": -1}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1_001}]},
        {**GOOD, "rubric": [{"id": "x", "points": True}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1, "must_mentions": [["a"]]}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1, "must_mention": ["a"]}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1, "must_mention": [[]]}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1, "must_mention": [["a"]] * 21}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1, "equals": "1" * 65}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1, "equals": True}]},
        {**GOOD, "rubric": [{"id": "x", "points": 1, "criterion": "c" * 501}]},
        {**GOOD, "prompt": "p" * 4_001},
        {**GOOD, "item": {"lesson_id": "l"}},
        {**GOOD, "context": {"k": ["list"]}},
        {**GOOD, "context": {"k" * 65: 1}},
        {**GOOD, "unknown": 1},
    ],
)
def test_bodies_out_of_bounds_are_refused(body: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        decoded(body)


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"answer": " \n "}, "answer"),
        ({"context": {f"k{n}": n for n in range(21)}}, "context"),
        ({"rubric": [{"id": "x", "points": 1}, {"id": "x", "points": 2}]}, "rubric"),
        (
            {"rubric": [{"id": "x", "points": 1, "must_mention": [["a", "\u0301"]]}]},
            "rubric[0].must_mention",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(more: dict[str, object], param: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        work_of(decoded({**GOOD, **more}))
    assert refused.value.param == param
