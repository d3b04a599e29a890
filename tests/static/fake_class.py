"""The class of the fake tutor, as a teacher's page reads it. Decides nothing: who is stuck and who
consented is what a test says."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

from aiohttp import web

from tests.static.fake_server import POLICY, STATIC, TESTS, message

Data = dict[str, object]
WORDS = ("Adding unlike fractions", "Ratios in a recipe", "Area of triangles", "Cells")
WAIT_S = 30.0


def ago(minutes: float) -> str:
    """The moment so many minutes before now, as the server writes it."""
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


def row(name: str, minutes: float | None, **fields: object) -> Data:
    """One student of `GET /v1/class`."""
    return {
        "student_id": f"stu_{name.lower()}", "name": name,
        "last_at": None if minutes is None else ago(minutes), "session": None, "session_at": None,
        "lesson": None, "lesson_title": None, "item": None, "part": None, "stuck": False,
        "why": None, "attempts": 0, "hints": 0, "wrong_in_row": 0, "live": False, "paused": False,
        **fields,
    }  # fmt: skip


def a_class() -> list[Data]:
    """Eight students, who needs help first."""
    work = {"lesson": "add-unlike-fractions", "lesson_title": WORDS[0], "part": "item"}
    return [
        row("Chidi", 0.2, **work, item="half-and-third", stuck=True, why="wrong_in_row", live=True,
            attempts=4, hints=2, wrong_in_row=4),
        row("Fatima", 6, **work, item="three-fourths-one-eighth", stuck=True, why="no_progress",
            live=True, attempts=1, hints=1, wrong_in_row=1),
        row("Ada", 0.1, **work, item="two-fifths-one-half", live=True, attempts=1),
        row("Bo", 1, lesson="recipes", lesson_title=WORDS[1], part="explain", live=True),
        row("Dilara", 3, lesson="area", lesson_title=WORDS[2], part="probe",
            item="probe:half-of-it", live=True, paused=True, attempts=2),
        row("Goran", 200, lesson="cells", lesson_title=WORDS[3], part="finished"),
        row("Emre", 4000, **work, item="common-for-four-and-six", hints=1),
        row("Hana", None),
    ]  # fmt: skip


MASTERY: list[Data] = [
    {"skill": skill, "p_known": known, "known": known >= 0.95, "proved": known > 0.97,
     "next_right": known, "right": right, "wrong": wrong, "lesson": "x", "last_at": ago(9),
     "recall": 0.9, "due": due}
    for skill, known, right, wrong, due in (
        ("add-unlike-fractions", 0.38, 2, 6, None), ("common-denominator", 0.71, 5, 3, ago(60)),
        ("equivalent-fractions", 0.97, 9, 1, ago(-9000)), ("fraction-meaning", 0.99, 12, 0, None),
        ("place-value", 0.96, 8, 1, ago(2000)),
    )
]  # fmt: skip
PROGRESS: Data = {
    "object": "progress", "lessons_done": 9, "lessons_total": 117,
    "items": {"tried": 64, "right": 58, "unaided_right": 47, "hints": 21},
    "lessons": [
        {"lesson": "add-unlike-fractions", "title": WORDS[0], "path": "p", "state": "started",
         "runs": 1, "best": None, "started_at": ago(20), "finished_at": None, "last_at": ago(0.2)},
        {"lesson": "comparing-fractions", "title": "Comparing fractions", "path": "p",
         "state": "done", "runs": 2, "best": {"unaided_right": 5, "unaided_total": 6},
         "started_at": ago(3000), "finished_at": ago(2900), "last_at": ago(2900)},
    ],
    "stuck": [],
}  # fmt: skip
WRONG: list[Data] = [
    {"at": ago(1), "session": "sess_2", "lesson": "add-unlike-fractions", "item": "half-and-third",
     "skill": "s", "use": "practice", "attempt": 4, "aided": True, "hints": 2,
     "error": "misconception", "misconception": "tops-and-bottoms", "lesson_title": WORDS[0],
     "answer": "2/5"},
    {"at": ago(2), "session": "sess_2", "lesson": "add-unlike-fractions", "item": "half-and-third",
     "skill": "s", "use": "practice", "attempt": 3, "aided": False, "hints": 0, "error": "",
     "misconception": "", "lesson_title": WORDS[0], "answer": "<b>1</b> of 2"},
]  # fmt: skip
SAID = [
    message("t1", "assistant", "How big is one half and one third together?", voice=True),
    message("s1", "user", "Two fifths", voice=True),
    {"id": "c1", "type": "function_call", "name": "x", "arguments": "{}"},
    message("t2", "assistant", "Is two fifths more than one half?"),
    message("s2", "user", "No… then it is more"),
]


class FakeClass:
    """A server for the teacher's page; `writes` are what it was told to change."""

    def __init__(self) -> None:
        self.rows = a_class()
        self.consent = True
        self.refuses = False
        """Changes fail."""
        self.formats: dict[str, Data] = {
            "stu_bo": {"format": "video", "set_by": {"id": "t2", "name": "Mr Okoye"},
                       "at": ago(5000)},
        }  # fmt: skip
        self.class_pause: Data | None = None
        self.locale = "en"
        self.gone = False
        self.logged_in = True
        self.writes: list[tuple[str, str, Data]] = []
        self.held: asyncio.Event | None = None
        """Set: details wait for it."""
        self.page = 200
        """Students in one page of the class."""
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/teacher"

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._gate])
        of = "/v1/students/{student}"
        app.add_routes([
            web.get("/teacher", self._page), web.get("/login", self._login),
            web.get("/v1/me", self._me), web.get("/v1/class", self._class),
            web.get(f"{of}/mastery", self._mastery), web.get(f"{of}/progress", self._progress),
            web.get(f"{of}/stuck", self._stuck), web.get(f"{of}/sessions", self._sessions),
            web.get(f"{of}/sessions/{{session}}", self._transcript),
            web.get(f"{of}/format", self._standing), web.put(f"{of}/format", self._format),
            web.post(f"{of}/pause", self._pause),
            web.post("/v1/class/pause", self._pause_class),
            web.post("/v1/logout", self._logout),
            web.static("/static", STATIC), web.static("/tests", TESTS),
        ])  # fmt: skip
        return app

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["FakeClass"]:
        runner = web.AppRunner(self.app(), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()

    @web.middleware
    async def _gate(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if request.path.startswith("/v1"):
            if self.gone:
                raise web.HTTPServiceUnavailable
            if not self.logged_in:
                return web.json_response({"code": "token_expired"}, status=401)
            if self.held and "/students/" in request.path:
                async with asyncio.timeout(WAIT_S):
                    await self.held.wait()
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY
        return response

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "teacher.html")

    async def _login(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "login.html")

    async def _me(self, _: web.Request) -> web.Response:
        return web.json_response({"student_id": "t", "name": "Ms Ito", "role": "teacher",
                                  "locale": self.locale})  # fmt: skip

    async def _class(self, request: web.Request) -> web.Response:
        start = int(request.query.get("cursor", 0))
        end = start + self.page
        following = str(end) if end < len(self.rows) else None
        return web.json_response({"object": "list", "data": self.rows[start:end],
                                  "next_cursor": following,
                                  "class_pause": self.class_pause})  # fmt: skip

    async def _mastery(self, request: web.Request) -> web.Response:
        new = request.match_info["student"] == "stu_hana"
        return web.json_response({"object": "list", "data": [] if new else MASTERY,
                                  "next_cursor": None})  # fmt: skip

    async def _progress(self, request: web.Request) -> web.Response:
        new = request.match_info["student"] == "stu_hana"
        empty = {"lessons_done": 0, "lessons_total": 117, "items": {}, "lessons": []}
        return web.json_response(empty if new else PROGRESS)

    def _refused(self) -> web.Response:
        return web.json_response({"code": "consent_missing"}, status=403)

    async def _stuck(self, _: web.Request) -> web.Response:
        if not self.consent:
            return self._refused()
        return web.json_response({"data": WRONG, "next_cursor": None})

    async def _sessions(self, _: web.Request) -> web.Response:
        data = [
            {"id": "sess_2", "opened_at": ago(21), "closed_at": None, "events": 40},
            {"id": "sess_1", "opened_at": ago(3000), "closed_at": ago(2980), "events": 90},
        ]
        return web.json_response({"data": data, "next_cursor": None, "transcripts": self.consent})

    async def _transcript(self, request: web.Request) -> web.Response:
        if not self.consent:
            return self._refused()
        later = "cursor" in request.query
        items = [message("s3", "user", "Five sixths!")] if later else SAID
        return web.json_response({"id": request.match_info["session"], "items": items,
                                  "next_cursor": None if later else "5"})  # fmt: skip

    async def _standing(self, request: web.Request) -> web.Response:
        nothing: Data = {"format": None, "set_by": None, "at": None}
        return web.json_response(self.formats.get(request.match_info["student"], nothing))

    async def _format(self, request: web.Request) -> web.Response:
        student, body = request.match_info["student"], await request.json()
        self.writes.append(("format", student, body))
        self.formats.pop(student, None)
        if body["format"]:
            by = {"id": "t", "name": "Ms Ito"}
            self.formats[student] = {"format": body["format"], "set_by": by, "at": ago(0)}
        return web.Response(status=204)

    async def _pause(self, request: web.Request) -> web.Response:
        if self.refuses:
            return web.json_response({"code": "not_found"}, status=404)
        body = await request.json()
        student = request.match_info["student"]
        self.writes.append(("pause", student, body))
        for one in self.rows:
            if one["student_id"] == student:
                one["paused"] = body["paused"]
        return web.json_response({"student_id": student, **body, "sessions": 1})

    async def _pause_class(self, request: web.Request) -> web.Response:
        if self.refuses:
            return web.json_response({"code": "forbidden"}, status=403)
        body = await request.json()
        self.writes.append(("class_pause", "", body))
        by = {"id": "t", "name": "Ms Ito"}
        stands: Data = {"set_by": by, "at": ago(0), "until": ago(-120)}
        self.class_pause = stands if body["paused"] else None
        return web.json_response({**body, "class_pause": self.class_pause, "sessions": 5})

    async def _logout(self, _: web.Request) -> web.Response:
        self.logged_in = False
        return web.Response(status=204)
