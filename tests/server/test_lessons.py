"""A lesson through the whole server: HTTP and WebSocket, live XP, a kill in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.realtime_client import RealtimeClient, connect
from tests.running_server import RunningServer, reachable_home
from tutor_server.modules.lessons.load import open_curriculum

pytestmark = pytest.mark.slow

LESSON = "equal-parts"
Json = dict[str, Any]


class Pupil:
    """One student by HTTP and WebSocket."""

    def __init__(self, client: RealtimeClient, http: aiohttp.ClientSession, session: str) -> None:
        self.client, self.http, self.session = client, http, session

    async def post(self, path: str, body: Json, status: int = 200) -> Json:
        async with self.http.post(path, json=body) as response:
            told: Json = await response.json(content_type=None)
            assert response.status == status, told
            return told

    async def start(self, format_: str | None = "practice") -> Json:
        body = {"session_id": self.session, "format": format_}
        return await self.post(f"/v1/lessons/{LESSON}/start", body, 201)

    async def attempt(self, item_id: str, answer: str) -> Json:
        path = f"/v1/sessions/{self.session}/attempts"
        return await self.post(path, {"item_id": item_id, "answer": answer})

    async def where(self) -> Json:
        """The newest state of the lesson."""
        while not (shown := [e for e in self.client.seen if e["type"] == "tutor.lesson"]):
            await self.client.receive()
        return shown[-1]

    async def until(self, kind: str) -> Json:
        return (await self.client.until(kind))[-1]


@asynccontextmanager
async def pupil(server: RunningServer, name: str, **query: object) -> AsyncIterator[Pupil]:
    token = server.token(name)
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        connect(server, token, **query) as client,
        aiohttp.ClientSession(server.url, headers=headers) as http,
    ):
        first = (await client.until("session.created", "tutor.session.resumed"))[0]
        if first["type"] == "session.created":
            await client.text_only()
        session = first["session"]["id"]
        yield Pupil(client, http, session)


def key(item_id: str) -> str:
    found = open_curriculum().lessons[LESSON].item(item_id)
    assert found is not None
    return found.answer


async def work_through(pupil: Pupil) -> None:
    """Answer whatever is posed, rightly, until the lesson is over."""
    events: list[Json] = []
    async with asyncio.timeout(120):
        while True:
            event = await pupil.client.receive()
            assert event is not None
            events.append(event)
            if event["type"] == "tutor.lesson.finished":
                return
            if event["type"] != "response.done":
                continue
            shown = await pupil.where()
            if shown["part"] == "finished":
                return
            if shown["item"] is not None:
                await pupil.client.send(
                    "tutor.attempt", item_id=shown["item"]["id"], answer=key(shown["item"]["id"])
                )
            else:
                await pupil.client.send("tutor.next")


async def test_a_lesson_from_start_to_xp(server: RunningServer) -> None:
    async with pupil(server, "Lena Lesson") as lena:
        shown = await lena.start()
        assert (shown["part"], shown["format"], shown["done"]) == ("item", "practice", 0)
        assert "answer" not in shown["item"]
        await work_through(lena)
        done = next(e for e in lena.client.seen if e["type"] == "tutor.lesson.finished")
        assert done["xp"] == open_curriculum().lessons[LESSON].xp
        assert done["unaided_right"] == done["total"]
        vote = await lena.until("tutor.vote.request")
        path = f"/v1/sessions/{lena.session}/votes"
        await lena.post(path, {"pair": vote["pair"], "choice": "left"})
        again = await lena.post(path, {"pair": vote["pair"], "choice": "left"}, 409)
        assert again["code"] == "vote_not_open"
        while not [
            e for e in lena.client.seen if e["type"] == "tutor.xp" and e["total"] >= done["xp"]
        ]:
            await lena.client.receive()
        async with lena.http.get("/v1/me/xp") as response:
            standing = await response.json()
        assert standing["total"] >= done["xp"]
        async with lena.http.get("/v1/me/mastery") as response:
            mastered = await response.json()
        assert {row["skill"] for row in mastered["data"]} == set(
            open_curriculum().lessons[LESSON].skills
        )


async def test_a_lesson_taken_again_asks_with_new_numbers(server: RunningServer) -> None:
    async with pupil(server, "Rita Repeats") as rita:
        first = (await rita.start())["item"]
        await work_through(rita)
        done = 0
        while not done:
            async with rita.http.get("/v1/me/progress") as response:
                done = (await response.json())["lessons_done"]
        again = (await rita.start())["item"]
        assert (again["skill"], again["use"]) == (first["skill"], first["use"])
        assert open_curriculum().lessons[LESSON].item(again["id"]) is None
        checked = await rita.attempt(again["id"], "999/1000")
        assert (checked["lesson_item"], checked["correct"]) == (again["id"], False)


async def test_http_answers_as_the_stream_does(server: RunningServer) -> None:
    async with pupil(server, "Hugo Http") as hugo:
        item = (await hugo.start())["item"]
        wrong = await hugo.attempt(item["id"], "9/2")
        assert (wrong["type"], wrong["correct"], wrong["attempt"]) == ("tutor.progress", False, 1)
        elsewhere = await hugo.post(
            f"/v1/sessions/{hugo.session}/attempts", {"item_id": "nowhere", "answer": "1"}, 409
        )
        assert elsewhere["code"] == "item_not_posed"
        empty = await hugo.post(
            f"/v1/sessions/{hugo.session}/attempts", {"item_id": item["id"], "answer": " "}, 400
        )
        assert empty["code"] == "invalid_request"
        unknown = await hugo.post(
            "/v1/lessons/no-such-lesson/start", {"session_id": hugo.session}, 404
        )
        assert unknown["code"] == "not_found"


async def test_another_students_session_cannot_be_reached(server: RunningServer) -> None:
    async with pupil(server, "Ida Own") as ida, pupil(server, "Max Other") as max_:
        await ida.start()
        body = {"session_id": ida.session}
        refused = await max_.post(f"/v1/lessons/{LESSON}/start", body, 404)
        assert refused["code"] == "not_found"
        hint = await max_.post(f"/v1/sessions/{ida.session}/hints", {}, 404)
        assert hint["code"] == "not_found"


async def test_the_chosen_format_is_logged_with_its_probability(server: RunningServer) -> None:
    async with pupil(server, "Dora Decision") as dora:
        shown = await dora.start(None)
        async with dora.http.get("/v1/me/export") as response:
            exported = await response.json()
        (decision,) = [
            event["body"]
            for session in exported["sessions"]
            for event in session["facts"]
            if event["kind"] == "decision.made"
        ]
        assert decision["chosen"] == shown["format"]
        assert abs(sum(decision["probabilities"]) - 1) < 1e-6


async def test_a_lesson_outlives_its_server() -> None:
    with reachable_home() as home, RunningServer(home) as server:
        async with pupil(server, "Karl Kill") as karl:
            shown = await karl.start()
            await karl.attempt(shown["item"]["id"], key(shown["item"]["id"]))
            while (await karl.where())["done"] < 1:
                await karl.client.receive()
            session = karl.session
            posed = (await karl.where())["item"]
            if posed is None:  # "why?" comes first now and then
                posed = (await karl.post(f"/v1/sessions/{session}/next", {}))["item"]
            server.kill("web")
        server.wait_until(lambda: not server.ready())
        server.wait_until(server.ready)
        async with pupil(server, "Karl Kill", session_id=session, epoch=1, last_seq=0) as karl:
            again = await karl.until("tutor.lesson")
            assert again["item"]["id"] == posed["id"]
            assert again["done"] == 1
            told = await karl.attempt(posed["id"], key(posed["id"]))
            assert told["correct"]


async def fixes_of(pupil: Pupil) -> list[Json]:
    """What the learners filed of the help after failed tasks, the oldest first."""
    async with pupil.http.get("/v1/me/decisions") as response:
        found = await response.json()
    return [one for one in reversed(found["data"]) if one["kind"] == "fix"]


async def drawn(pupil: Pupil) -> list[Json]:
    """The log's draws of help."""
    async with pupil.http.get("/v1/me/export") as response:
        exported = await response.json()
    facts = [fact for session in exported["sessions"] for fact in session["facts"]]
    made = [fact["body"] for fact in facts if fact["kind"] == "decision.made"]
    return [body for body in made if body["kind"] == "fix"]


async def test_help_after_a_failed_task_is_drawn_logged_and_rewarded_once() -> None:
    """By what the student does alone at the next item of the skill; the process dies between."""
    with reachable_home() as home, RunningServer(home) as server:
        async with pupil(server, "Fina Fix") as fina:
            failed = (await fina.start())["item"]["id"]
            for wrong in ("7/5", "11/3", "8/7", "13/2"):  # a guess or a slip brings no help yet
                await fina.attempt(failed, wrong)
                if await drawn(fina):
                    break
            (body,) = await drawn(fina)
            assert (body["item"], body["lesson"]) == (failed, LESSON)
            assert body["chosen"] in body["options"]
            assert abs(sum(body["probabilities"]) - 1) < 1e-6
            assert min(body["probabilities"]) >= 0.05 - 1e-3
            assert "error:" in body["state"]
            session = fina.session
            server.kill("web")
        server.wait_until(lambda: not server.ready())
        server.wait_until(server.ready)
        async with pupil(server, "Fina Fix", session_id=session, epoch=1, last_seq=0) as fina:
            shown = await fina.until("tutor.lesson")
            if shown["part"] == "probe":  # who does not answer it gets a hint
                shown = await fina.post(f"/v1/sessions/{session}/next", {})
            assert shown["item"]["id"] == failed
            await fina.attempt(failed, key(failed))
            async with asyncio.timeout(60):
                while (shown := await fina.until("tutor.lesson"))["done"] == 0:
                    pass  # what was shown before the answer
            if shown["item"] is None:  # "why?" comes first now and then
                shown = await fina.post(f"/v1/sessions/{session}/next", {})
            assert shown["item"]["id"] != failed
            told = await fina.attempt(shown["item"]["id"], key(shown["item"]["id"]))
            assert (told["correct"], told["aided"]) == (True, False)
            async with asyncio.timeout(60):
                while not (filed := await fixes_of(fina)) or filed[0]["reward"] is None:
                    await asyncio.sleep(0.2)
            logged = await drawn(fina)
            assert [one["decision"] for one in filed] == [one["decision"] for one in logged]
            assert filed[0]["decision"] == body["decision"]
            assert filed[0]["probabilities"] == body["probabilities"]
            if len(filed) == 1:
                assert filed[0]["reward"] == 1.0
