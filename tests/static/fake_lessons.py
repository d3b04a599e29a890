"""The lessons of the fake tutor: a map, a student's XP, and the start of a lesson.
Decides nothing:
what the student may do is what a test says."""

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable

PATHS = (
    ("number-fractions", "Numbers and fractions", "Share things into equal parts.", "accent"),
    ("ratios-percent", "Ratios and percent", "Compare amounts and find fair shares.", "violet"),
    ("pre-algebra", "First steps in algebra", "Letters that stand for numbers.", "sun"),
    ("geometry", "Shapes and space", "Angles, areas and boxes.", "warm"),
    ("data-chance", "Data and chance", "Read graphs and find the middle.", "accent"),
    ("reading", "Reading well", "Find what a text really says.", "violet"),
    ("writing", "Writing clearly", "Sentences that carry your ideas.", "sun"),
    ("life-science", "Living things", "From cells to food webs.", "warm"),
    ("physical-science", "Matter and forces", "Why things move, float and glow.", "accent"),
    ("earth-space", "Earth and space", "Day and night, rocks and weather.", "violet"),
    ("python", "Python for beginners", "Tell a computer what to do.", "sun"),
    ("web-web3", "The web and Web3", "How pages, ledgers and wallets work.", "warm"),
)
TITLES = (
    "Place value", "Rounding numbers", "Equal parts", "Fractions on a number line",
    "Same size, other name", "Comparing fractions", "Adding unlike fractions",
    "Mixed numbers", "A fraction of a number", "Times and fractions",
)  # fmt: skip
STATES = ("done",) * 6 + ("started", "open", "locked", "locked")
LESSON = "number-fractions-7"
XP: dict[str, object] = {
    "total": 385, "level": 4, "into_level": 85, "level_size": 140, "to_next": 55,
    "streak": {"days": 6, "longest": 9, "last_day": "2026-05-04", "practised_today": True,
               "freezes": 1, "max_freezes": 2},
    "timezone": "Europe/Zurich", "on_leaderboard": False,
    "achievements": [
        {"id": "first-lesson", "title": "First steps", "about": "You finished a lesson.",
         "earned_at": "2026-05-01T10:00:00+00:00"},
        {"id": "comeback", "title": "Mistakes help", "about": "You solved an item after a mistake.",  # noqa: E501 a sentence of the page
         "earned_at": "2026-05-02T10:00:00+00:00"},
        {"id": "century", "title": "Hundred lessons", "about": "You finished 100 lessons.",
         "earned_at": None},
    ],
}  # fmt: skip


def path_map() -> list[dict[str, object]]:
    """Twelve paths of ten lessons; the student is in the middle of the first."""
    return [
        {
            "id": path, "title": title, "about": about, "color": color, "order": order,
            "grades": [3, 6],
            "lessons": [
                {
                    "id": f"{path}-{place}", "title": lesson, "order": place, "grade": 4,
                    "minutes": 15, "xp": 40,
                    "state": STATES[place - 1] if order == 1 else ("open", "locked")[place > 1],
                    "prerequisites": [f"{path}-{place - 1}"] if place > 1 else [],
                }
                for place, lesson in enumerate(TITLES, 1)
            ],
        }
        for order, (path, title, about, color) in enumerate(PATHS, 1)
    ]  # fmt: skip


class FakeLessons:
    """The routes; `started` are the lessons that pages asked for, `zones` what they said."""

    def __init__(self) -> None:
        self.map = path_map()
        self.next: list[dict[str, object]] = [{"lesson": LESSON, "reason": "continue"}]
        self.xp = dict(XP)
        self.started: list[str] = []
        self.zones: list[str] = []
        self.on_start: Callable[[str, str], None] | None = None
        """Called with session and lesson; it emits what the test wants."""
        self.refuse: tuple[int, str] | None = None
        """Status and code of every start."""
        self.gone = False
        """True: the map cannot be had."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/paths", self._paths),
            web.get("/v1/me/next", self._next),
            web.get("/v1/me/xp", self._xp),
            web.put("/v1/me/timezone", self._zone),
            web.get("/v1/lessons/{lesson}", self._lesson),
            web.post("/v1/lessons/{lesson}/start", self._start),
        ]

    async def _paths(self, _: web.Request) -> web.Response:
        if self.gone:
            return web.json_response({"code": "storage_unavailable"}, status=503)
        return web.json_response({"object": "list", "data": self.map, "next_cursor": None})

    async def _next(self, _: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": self.next, "next_cursor": None})

    async def _zone(self, request: web.Request) -> web.Response:
        self.zones.append((await request.json())["timezone"])
        return web.Response(status=204)

    async def _xp(self, _: web.Request) -> web.Response:
        return web.json_response(self.xp)

    async def _lesson(self, request: web.Request) -> web.Response:
        goals = ["Find a kind of part that fits both fractions.",
                 "Add fractions with different parts."]  # fmt: skip
        return web.json_response({"id": request.match_info["lesson"], "objectives": goals})

    async def _start(self, request: web.Request) -> web.Response:
        lesson = request.match_info["lesson"]
        session = (await request.json())["session_id"]
        self.started.append(lesson)
        if self.refuse:
            status, code = self.refuse
            return web.json_response({"code": code}, status=status)
        if self.on_start:
            self.on_start(session, lesson)
        return web.json_response({"type": "tutor.lesson"}, status=201)
