"""`POST /v1/assess` over HTTP: code first, the model for the rest, and how it refuses."""

import json

import pytest

from inference.errors import ModelUnavailableError
from sessions.teaching.lesson import Outcome
from tests.fakes.thinking import calls
from tests.tutor_server.modules.classroom.http import Site
from tests.tutor_server.storage.world import World

pytestmark = pytest.mark.slow

ITEM = {"lesson_id": "equal-parts", "item_id": "i1"}
LYING = {f"line_{n}": {"why": "All of it.", "met": "yes", "sure": 1} for n in range(1, 9)}


async def test_code_decides_and_the_model_is_not_asked(site: Site) -> None:
    site.items.outcomes["It is 3/4 of the whole."] = Outcome(correct=True, parsed="3/4")
    body = {
        "answer": "It is 3/4 of the whole.",
        "rubric": [
            {"id": "right", "points": 2},
            {"id": "value", "points": 1, "equals": "6/8"},
            {"id": "words", "points": 1, "must_mention": [["part"]]},
        ],
        "item": ITEM,
    }
    status, answer = await site.ask("POST", "/v1/assess", json=body)
    assert (status, answer["total"], answer["possible"]) == (200, 3, 4)
    assert [(row["id"], row["points"], row["by"]) for row in answer["lines"]] == [
        ("right", 2, "check"), ("value", 1, "check"), ("words", 0, "check"),
    ]  # fmt: skip
    assert answer["item"] == {
        "checked": True, "correct": True, "attempt": True, "equivalent": False,
        "misconception": None,
    }  # fmt: skip
    assert (answer["complete"], site.llm.requests) == (True, [])
    assert site.items.asked == [("equal-parts", "i1", "It is 3/4 of the whole.")]


async def test_a_lying_model_changes_only_what_it_was_asked(site: Site) -> None:
    site.llm.script = calls("grade", json.dumps(LYING))
    site.items.outcomes["wrong"] = Outcome(correct=False, misconception="swap")
    body = {
        "answer": "wrong",
        "rubric": [
            {"id": "right", "points": 5},
            {"id": "value", "points": 5, "equals": 7},
            {"id": "words", "points": 5, "must_mention": [["x"]], "criterion": "Uses x."},
            {"id": "kind", "points": 3, "criterion": "Is it kind?"},
        ],
        "item": ITEM,
    }
    status, answer = await site.ask("POST", "/v1/assess", json=body)
    assert (status, answer["total"]) == (200, 3)
    assert [row["by"] for row in answer["lines"]] == ["check", "check", "check", "model"]
    assert answer["lines"][3]["confidence"] == 1.0
    assert answer["item"]["misconception"] == "swap"
    request = site.llm.requests[0]
    assert list(request.tools[0].parameters["properties"]) == ["line_1"]  # type: ignore[arg-type]
    assert "found the final answer wrong" in request.messages[1].content


async def test_without_the_model_the_rest_is_open(site: Site) -> None:
    site.llm.script = lambda request: [ModelUnavailableError("down")]
    body = {
        "answer": "7",
        "rubric": [
            {"id": "value", "points": 1, "equals": 7},
            {"id": "kind", "points": 3, "criterion": "Is it kind?"},
        ],
    }
    status, answer = await site.ask("POST", "/v1/assess", json=body)
    assert (status, answer["total"], answer["complete"]) == (200, 1, False)
    assert answer["item"] is None
    assert answer["lines"][1] == {
        "id": "kind", "points": 0.0, "possible": 3.0, "by": "none", "confidence": None,
        "why": "The tutor's model did not answer.",
    }  # fmt: skip


async def test_a_checker_that_cannot_run_leaves_the_line_to_nobody(site: Site) -> None:
    site.llm.script = calls("grade", json.dumps(LYING))
    site.items.outcomes["code"] = Outcome(
        correct=False, attempt=False, flags=frozenset({"unavailable"})
    )
    body = {"answer": "code", "rubric": [{"id": "right", "points": 1}], "item": ITEM}
    _, answer = await site.ask("POST", "/v1/assess", json=body)
    assert (answer["lines"][0]["by"], answer["total"], answer["complete"]) == ("none", 0, False)
    assert (answer["item"]["checked"], site.llm.requests) == (False, [])


async def test_a_number_that_code_cannot_judge_goes_to_the_model(site: Site) -> None:
    site.llm.script = calls("grade", json.dumps(LYING))
    body = {"answer": "7 or 8", "rubric": [{"id": "v", "points": 1, "equals": 7}]}
    _, answer = await site.ask("POST", "/v1/assess", json=body)
    assert answer["lines"][0]["by"] == "model"
    assert "Criterion line_1: The answer is 7." in site.llm.requests[0].messages[1].content


async def test_stopped_work_says_so(site: Site) -> None:
    body = {"answer": "a bomb", "rubric": [{"id": "k", "points": 1, "criterion": "Kind?"}]}
    status, answer = await site.ask("POST", "/v1/assess", json=body)
    assert (status, answer["blocked"], answer["complete"]) == (200, "hazard", False)
    assert site.llm.requests == []


async def test_an_unknown_item_is_not_found(site: Site) -> None:
    body = {"answer": "7", "rubric": [{"id": "r", "points": 1}]}
    for item in ({**ITEM, "item_id": "i9"}, {**ITEM, "lesson_id": "none"}):
        status, answer = await site.ask("POST", "/v1/assess", json={**body, "item": item})
        assert (status, answer["code"]) == (404, "not_found")


async def test_only_staff(site: Site, world: World) -> None:
    body = {"answer": "7", "rubric": [{"id": "r", "points": 1, "equals": 7}]}
    for role in ("student", "guardian", "made-up"):
        status, answer = await site.ask(
            "POST", "/v1/assess", role=role, person=world.ada, json=body
        )
        assert (status, answer["code"]) == (403, "forbidden")
    for role in ("teacher", "operator", "service"):
        status, answer = await site.ask("POST", "/v1/assess", role=role, json=body)
        assert (status, answer["total"]) == (200, 1)


@pytest.mark.parametrize(
    ("data", "param"),
    [
        (b"", ""),
        (b"{", ""),
        (b"[]", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
        (b'{"answer": "7", "rubric": [{"id": "r", "points": "1"}]}', "rubric[0].points"),
        (b'{"answer": " ", "rubric": [{"id": "r", "points": 1}]}', "answer"),
        (b'{"answer": "7", "rubric": [{"id": "r", "points": 1, "equals": "x"}]}',
         "rubric[0].equals"),
        (b'{"answer": "7", "rubric": [{"id": "r", "points": 1, "equals": 1e999}]}',
         "rubric[0].equals"),
        (b'{"answer": "7", "rubric": [{"id": "r", "points": 1, "equals": 1' + b"0" * 5_000
         + b"}]}", "rubric[0].equals"),
        (b'{"answer": "7", "rubric": [{"id": "r", "points": 1, "wants": 1}]}', "rubric[0]"),
    ],
)  # fmt: skip
async def test_bad_bodies_are_told_which_part(site: Site, data: bytes, param: str) -> None:
    status, answer = await site.ask("POST", "/v1/assess", data=data)
    assert (status, answer["code"], answer["error"]["param"]) == (400, "invalid_request", param)
    assert site.items.asked == []
