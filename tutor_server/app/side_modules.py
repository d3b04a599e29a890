"""All side modules in one place: what reads the log, what answers requests, what forgets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from aiohttp import web

from inference.embedding.worker import EmbeddingWorker
from inference.safety.sensitive import Sensitive
from sessions.ids import StudentId, TenantId
from sessions.teaching.lesson import Outcome
from tutor_server.app.storage import Storage
from tutor_server.app.teaching import Teaching
from tutor_server.clock import wall_clock
from tutor_server.modules.activity import days
from tutor_server.modules.activity import routes as activity_routes
from tutor_server.modules.classroom import retention as classroom_retention
from tutor_server.modules.classroom import routes as classroom_routes
from tutor_server.modules.classroom import store as classroom
from tutor_server.modules.flight import retention as flight_retention
from tutor_server.modules.flight import routes as flight_routes
from tutor_server.modules.flight import store as flight_store
from tutor_server.modules.flight.reading import Flights
from tutor_server.modules.flight.store import FlightStore
from tutor_server.modules.lessons import live_routes
from tutor_server.modules.lessons import progress as lessons
from tutor_server.modules.lessons import retention as lessons_retention
from tutor_server.modules.lessons import routes as lessons_routes
from tutor_server.modules.lessons.checking import Checker
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.mastery import consumer as mastery
from tutor_server.modules.mastery import retention as mastery_retention
from tutor_server.modules.mastery import routes as mastery_routes
from tutor_server.modules.mastery.graph import Graph, Node
from tutor_server.modules.memory import retention as memory_retention
from tutor_server.modules.memory import routes as memory_routes
from tutor_server.modules.memory import store as memory_store
from tutor_server.modules.memory.reading import OwnMemory
from tutor_server.modules.memory.store import Memory
from tutor_server.modules.patience import retention as patience_retention
from tutor_server.modules.patience import store as patience
from tutor_server.modules.qlearning import retention as qlearning_retention
from tutor_server.modules.qlearning import routes as qlearning_routes
from tutor_server.modules.qlearning import store as qlearning
from tutor_server.modules.replies import consumer as replies
from tutor_server.modules.replies import retention as replies_retention
from tutor_server.modules.replies import routes as replies_routes
from tutor_server.modules.replies import store as replies_store
from tutor_server.modules.replies.cache import ReplyCache
from tutor_server.modules.replies.sharing import Versions
from tutor_server.modules.votes import retention as votes_retention
from tutor_server.modules.votes import routes as votes_routes
from tutor_server.modules.votes import store as votes
from tutor_server.modules.xp import retention as xp_retention
from tutor_server.modules.xp import routes as xp_routes
from tutor_server.modules.xp import store as xp
from tutor_server.storage.consumers import Effect
from tutor_server.storage.erasure import EraseMore
from tutor_server.storage.expiry import Purge
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.pool import Database
from tutor_server.web.contracts import Route

PURGES: Sequence[Purge] = (
    lessons_retention.purge,
    classroom_retention.purge,
    flight_retention.purge,
    xp_retention.purge,
    votes_retention.purge,
    mastery_retention.purge,
    qlearning_retention.purge,
    replies_retention.purge,
    memory_retention.purge,
    patience_retention.purge,
)
ERASERS: Sequence[EraseMore] = (
    days.erase,
    lessons.erase,
    xp.erase,
    votes.erase,
    mastery.erase,
    qlearning.erase,
    replies_store.erase,
    classroom.erase,
    flight_store.erase,
    memory_store.erase,
    patience.erase,
)
ROUTES: tuple[Route, ...] = (
    *activity_routes.ROUTES,
    *lessons_routes.ROUTES,
    *live_routes.ROUTES,
    *classroom_routes.ROUTES,
    *flight_routes.ROUTES,
    *xp_routes.ROUTES,
    *votes_routes.ROUTES,
    *mastery_routes.ROUTES,
    *qlearning_routes.ROUTES,
    *replies_routes.ROUTES,
    *memory_routes.ROUTES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What the web process opens once and several modules use."""

    checker: Checker
    replies: ReplyCache
    versions: Versions
    flights: FlightStore


def effects(
    curriculum: Curriculum, keys: KeyVault, embedder: EmbeddingWorker
) -> Mapping[str, Effect]:
    """What each consumer does with a fact, by its cursor's name."""

    def title(lesson_id: str) -> str | None:
        lesson = curriculum.lessons.get(lesson_id)
        return lesson.title if lesson else None

    memory = Memory(keys=keys, embedder=embedder, title=title, unfit=Sensitive())
    by_path = {
        path: frozenset(lesson.lesson_id for lesson in lessons)
        for path, lessons in curriculum.by_path.items()
    }
    return MappingProxyType(
        {
            days.CONSUMER: days.apply,
            xp.CONSUMER: xp.Xp(by_path).apply,
            votes.CONSUMER: votes.apply,
            mastery.CONSUMER: mastery.apply,
            qlearning.CONSUMER: qlearning.apply,
            replies.CONSUMER: replies.apply,
            lessons.CONSUMER: lessons.apply,
            classroom.CONSUMER: classroom.apply,
            memory_store.CONSUMER: memory.apply,
            patience.CONSUMER: patience.apply,
        }
    )


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> list[int]:
    """One batch of every module; the rows that each removed."""
    return [rows for each in PURGES for rows in (await each(database, tenant, now=now)).values()]


def registrations(
    storage: Storage, teaching: Teaching, shared: Shared
) -> Sequence[Callable[[web.Application], None]]:
    """What adds each module's routes to the application."""

    async def name_of(tenant: TenantId, student: StudentId) -> str:
        return (await storage.people.get(tenant, student)).display_name

    def title(lesson_id: str) -> str | None:
        lesson = teaching.curriculum.lessons.get(lesson_id)
        return lesson.title if lesson else None

    async def check(lesson_id: str, item_id: str, answer: str) -> Outcome | None:
        lesson = teaching.curriculum.lessons.get(lesson_id)
        item = lesson.item(item_id) if lesson else None
        return await shared.checker.check(item, answer) if item else None

    database, curriculum = storage.database, teaching.curriculum
    graph = graph_of(curriculum)
    return (
        activity_routes.ActivityRoutes(database).register,
        lessons_routes.LessonRoutes(database, curriculum).register,
        classroom_routes.ClassroomRoutes(
            database=database,
            people=storage.people,
            log=storage.log,
            title=title,
            now=wall_clock,
            check=check,
        ).register,
        flight_routes.FlightRoutes(database, Flights(shared.flights, now=wall_clock)).register,
        live_routes.LiveLessonRoutes(curriculum, teaching.begin).register,
        xp_routes.XpRoutes(database, name_of=name_of, now=wall_clock).register,
        votes_routes.VotesRoutes(database, storage.keys).register,
        mastery_routes.MasteryRoutes(database, graph=lambda: graph, now=wall_clock).register,
        qlearning_routes.QlearningRoutes(database, name_of=name_of, now=wall_clock).register,
        replies_routes.RepliesRoutes(shared.replies, shared.versions).register,
        memory_routes.MemoryRoutes(
            OwnMemory(database=database, keys=storage.keys, now=wall_clock)
        ).register,
    )


def graph_of(curriculum: Curriculum) -> Graph:
    """The lessons and what comes before what, as mastery wants them."""
    return Graph(
        tuple(
            Node(
                lesson=lesson.lesson_id,
                path=lesson.path,
                order=lesson.order,
                grade=lesson.grade,
                skills=lesson.skills,
                prerequisites=lesson.prerequisites,
            )
            for lesson in curriculum.lessons.values()
        )
    )
