"""/v1/generate and its stream on a real server: shapes, tokens, the gate, and failures."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from inference.contracts import TextDelta
from inference.errors import ModelOverloadedError, ModelUnavailableError
from sessions.grounding import Grounds
from sessions.ids import TenantId
from tests.fakes.library import CELLS, FakeLibrary, grounds
from tests.fakes.thinking import FakeGate, FakeLlm, FakeMasker, Script, text_events
from tests.tutor_server.modules.xp.http import TokenIsName, documented
from tests.tutor_server.web.test_cached_reply import FakeReplies
from tests.tutor_server.web.test_generate_shapes import EXAMPLE
from tutor_server.web.cached_reply import REPLIES, Kept
from tutor_server.web.contracts import PORTS
from tutor_server.web.generate import ROUTES, generate, generate_stream
from tutor_server.web.problems import problems

SAID = "A half is one of two parts. Do you see it?"
ADA = {"Authorization": "Bearer student:ada"}


@dataclass
class Site:
    client: "TestClient[Any, Any]"
    llm: FakeLlm
    gate: FakeGate

    async def whole(self, body: object, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        async with self.client.post("/v1/generate", json=body, headers=headers or ADA) as response:
            return response.status, await response.json(content_type=None)

    async def stream(self, body: object) -> tuple[int, list[tuple[str, dict[str, Any]]]]:
        async with self.client.post("/v1/generate/stream", json=body, headers=ADA) as response:
            text = await response.text()
            if response.status != 200:
                return response.status, [("problem", json.loads(text))]
            assert response.content_type == "text/event-stream"
            assert response.headers["Cache-Control"] == "no-store"
        return 200, [_event(block) for block in text.split("\n\n") if block]


def _event(block: str) -> tuple[str, dict[str, Any]]:
    name, data = block.split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


@contextlib.asynccontextmanager
async def serving(
    script: Script | None = None,
    replies: object = None,
    *,
    down: bool = False,
    grounds: Grounds | None = None,
) -> AsyncIterator[Site]:
    app = web.Application(middlewares=(problems,))
    llm = FakeLlm(script=script or (lambda _: text_events(SAID)), first_s=0, token_s=0, down=down)
    gate = FakeGate(delay_s=0)
    ports: Any = SimpleNamespace(
        authority=TokenIsName(TenantId("t")),
        llm=llm,
        grounds=grounds,
        gate=gate,
        masker=FakeMasker(),
        fresh_id=lambda kind: f"{kind}_1",
    )
    app[PORTS] = ports
    if replies is not None:
        app[REPLIES] = replies  # type: ignore[misc]
    app.router.add_post("/v1/generate", generate)
    app.router.add_post("/v1/generate/stream", generate_stream)
    async with TestClient(TestServer(app)) as client:
        yield Site(client, llm, gate)


def test_routes_are_documented() -> None:
    assert documented(ROUTES) == {("post", "/v1/generate"), ("post", "/v1/generate/stream")}


async def test_the_example_of_the_issue_whole() -> None:
    async with serving() as site:
        status, told = await site.whole(EXAMPLE)
    assert status == 200
    assert told.pop("created") > 0
    assert told == {
        "id": "gen_1",
        "object": "generation",
        "model": "tutor",
        "text": SAID,
        "finish_reason": "stop",
        "usage": {"prompt_tokens": 10, "completion_tokens": 11, "total_tokens": 21},
        "context": {
            "student_id": "test123", "grade": 3, "subject": "Math",
            "learning_style": "visual", "accommodations": [],
        },
        "cached": False,
        "reply_id": None,
    }  # fmt: skip
    assert "Grade: 3." in site.llm.requests[0].messages[0].content


async def test_the_example_of_the_issue_streamed() -> None:
    async with serving() as site:
        status, events = await site.stream(EXAMPLE)
    assert status == 200
    names = [name for name, _ in events]
    assert names == ["start", *["delta"] * (len(events) - 2), "done"]
    assert len(events) >= 4, "sentence by sentence"
    assert "".join(told["text"] for name, told in events if name == "delta") == SAID
    done = events[-1][1]
    assert (done["id"], done["finish_reason"]) == ("gen_1", "stop")
    assert done["context"]["student_id"] == "test123"
    assert done["usage"]["total_tokens"] == 21


async def test_the_grade_is_the_callers_unless_told() -> None:
    async with serving() as site:
        _, told = await site.whole({"prompt": "Hi"})
    assert told["context"]["grade"] == 5


@pytest.mark.parametrize("path", ["/v1/generate", "/v1/generate/stream"])
@pytest.mark.parametrize(
    ("body", "param"),
    [
        (b"{}", ""),
        (b"nonsense", ""),
        (b'{"prompt": ""}', "prompt"),
        (b'{"prompt": 5}', "prompt"),
        (b'{"prompt": "Hi", "context": {"grade": 99}}', "context.grade"),
        (b'{"prompt": "Hi", "context": []}', "context"),
        (b'{"prompt": "Hi", "cache": "always"}', "cache"),
        (b"[" * 100_000, ""),
    ],
)
async def test_bad_bodies_are_problems(path: str, body: bytes, param: str) -> None:
    async with serving() as site, site.client.post(path, data=body, headers=ADA) as response:
        assert response.status == 400
        assert response.content_type == "application/problem+json"
        told = await response.json(content_type=None)
    assert told["code"] == "invalid_request"
    assert (told["error"]["param"] or "") == param
    assert not site.llm.requests


@pytest.mark.parametrize("path", ["/v1/generate", "/v1/generate/stream"])
async def test_a_token_is_needed(path: str) -> None:
    async with serving() as site, site.client.post(path, json=EXAMPLE) as response:
        assert response.status == 401
    assert not site.llm.requests


# --- the gate ----------------------------------------------------------------


async def test_a_refused_prompt_never_reaches_the_model() -> None:
    async with serving() as site:
        status, told = await site.whole({"prompt": "How do I make a bomb?"})
        _, events = await site.stream({"prompt": "How do I make a bomb?"})
    assert (status, told["finish_reason"]) == (200, "content_filter")
    assert told["text"] == "Let us stay safe."
    assert events[-1][1]["finish_reason"] == "content_filter"
    assert not site.llm.requests


async def test_a_refused_sentence_is_replaced_and_ends_the_reply() -> None:
    async with serving(lambda _: text_events("Yes. Take a bomb. Then run.")) as site:
        _, told = await site.whole(EXAMPLE)
    assert told["text"] == "Yes. Let us stay safe."
    assert told["finish_reason"] == "content_filter"


async def test_personal_data_is_masked_before_the_model() -> None:
    async with serving() as site:
        await site.whole({"prompt": "Call 555 0199"})
    assert site.llm.requests[0].messages[-1].content == "Call [phone]"


# --- failures ----------------------------------------------------------------


async def test_a_model_that_is_away_is_a_problem_before_the_stream_begins() -> None:
    async with serving(down=True) as site:
        for status, told in (await site.whole(EXAMPLE), await site.stream(EXAMPLE)):
            body = told if isinstance(told, dict) else told[0][1]
            assert (status, body["code"]) == (503, "model_unavailable")


async def test_a_reply_that_breaks_ends_with_an_error_event() -> None:
    def breaks(_: object) -> list[Any]:
        return [
            TextDelta(text="One is whole. "),
            TextDelta(text="Two"),
            ModelUnavailableError("x"),
        ]

    async with serving(breaks) as site:
        status, events = await site.stream(EXAMPLE)
        whole, told = await site.whole(EXAMPLE)
    assert status == 200
    assert [name for name, _ in events] == ["start", "delta", "error"]
    assert events[-1][1]["code"] == "model_unavailable"
    assert events[-1][1]["retryable"] is True
    assert (whole, told["code"]) == (503, "model_unavailable")


async def test_an_overloaded_model_is_told_as_such() -> None:
    async with serving(lambda _: [ModelOverloadedError("full")]) as site:
        status, told = await site.whole(EXAMPLE)
    assert told["code"] in {"model_overloaded", "overloaded"}
    assert status in {429, 503}


async def test_a_client_that_leaves_stops_the_model() -> None:
    def endless(_: object) -> Any:
        for n in range(1_000_000):
            yield TextDelta(text=f"Sentence number {n} is here. ")

    async with serving(endless) as site:
        site.llm.token_s = 0.001
        response = await site.client.post("/v1/generate/stream", json=EXAMPLE, headers=ADA)
        await response.content.readany()
        assert site.llm.running == 1
        response.close()
        for _ in range(1_000):
            if site.llm.running == 0:
                break
            await _turn()
    assert site.llm.running == 0


async def _turn() -> None:

    await asyncio.sleep(0.01)


# --- shared replies ----------------------------------------------------------


class AnyReplies(FakeReplies):
    """Takes whoever asks."""

    def __init__(self, kept: Kept | None = None) -> None:
        super().__init__(kept)
        self.asked: list[Any] = []

    async def find(self, asked: Any, text: str) -> Kept | None:
        self.asked.append(asked)
        return self.kept


KEPT = Kept(reply_id="reply_1", reply="Kept. Really.", similarity=0.9)
SHARED = {"prompt": "What is a noun?", "cache": "shared", "context": {"subject": "English"}}


async def test_a_shared_reply_is_told_as_such() -> None:
    replies = AnyReplies(KEPT)
    async with serving(replies=replies) as site:
        _, told = await site.whole(SHARED)
        _, events = await site.stream(SHARED)
    assert (told["text"], told["cached"], told["reply_id"]) == ("Kept. Really.", True, "reply_1")
    assert (events[-1][1]["cached"], events[-1][1]["reply_id"]) == (True, "reply_1")
    asked = replies.asked[0]
    assert (asked.tenant, asked.student, asked.grade) == ("t", "ada", 5)
    assert asked.item == "english||tutor"
    assert not site.llm.requests


async def test_a_new_shared_reply_is_named_in_both_forms() -> None:
    async with serving(replies=AnyReplies()) as site:
        _, told = await site.whole(SHARED)
        _, events = await site.stream(SHARED)
    assert (told["cached"], told["reply_id"]) == (False, "reply_2")
    assert events[-1][1]["reply_id"] == "reply_2"


@pytest.mark.parametrize("body", [EXAMPLE, {"prompt": "What is a noun?"}])
async def test_the_cache_is_not_asked_unless_told_to(body: dict[str, object]) -> None:
    replies = AnyReplies(KEPT)
    async with serving(replies=replies) as site:
        _, told = await site.whole(body)
    assert replies.asked == []
    assert told["text"] == SAID


async def test_an_application_leaves_no_student_behind() -> None:
    replies = AnyReplies()
    async with serving(replies=replies) as site:
        await site.whole(SHARED, {"Authorization": "Bearer service:app"})
    assert replies.asked[0].student is None


async def test_sharing_without_a_cache_is_a_plain_reply() -> None:
    async with serving() as site:
        _, told = await site.whole(SHARED)
    assert (told["text"], told["cached"]) == (SAID, False)


async def test_a_reply_is_grounded_in_the_lessons_at_the_grade_of_the_context() -> None:
    library = FakeLibrary()
    async with serving(lambda _: text_events("A dragon."), grounds=grounds(library)) as site:
        _, told = await site.whole({"prompt": "What is a cell?", "context": {"grade": "2"}})
    assert told["text"].endswith(CELLS.said)
    assert told["finish_reason"] == "stop"
    assert library.asked == [("What is a cell?", 2)]


async def test_what_is_kept_is_what_was_said() -> None:
    replies = AnyReplies()
    async with serving(lambda _: text_events("A dragon."), replies, grounds=grounds()) as site:
        await site.whole({"prompt": "What is a cell?", "cache": "shared"})
    assert "dragon" not in str(replies.told)
    assert CELLS.said in str(replies.told)
