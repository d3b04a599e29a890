"""`python -m tests.classroom_study.study`: a simulated class takes whole lessons through a real
server; our tutor against a control that is given the answers. Integration evidence only.

Both arms have the same students (`students.py` states the model), the same lessons of the real
curriculum and the same tests: the lessons' transfer items, alone, through the server, and new
items of the lessons' templates, marked by the same checkers. That the tutor comes out ahead
follows from the model, in which being told teaches less than a hint or an own answer (see --told);
the control also spends less time. What the study shows is that whole lessons run: every lesson
ends, help is climbed, misconceptions are probed and put right, nothing hangs, and the server
counts what the students count.
"""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

import aiohttp

from sessions.teaching.lesson import Lesson
from tests.classroom_study.intervals import bootstrap, mean
from tests.classroom_study.lesson_day import Arm, Day, LessonDay
from tests.classroom_study.post_test import marks, unseen
from tests.classroom_study.students import Learning, Student, make
from tests.realtime_client import connect
from tests.running_server import RunningServer, reachable_home
from tutor_server.app.authority import now_s, open_keyring
from tutor_server.app.login import reachable
from tutor_server.app.places import places
from tutor_server.app.storage import open_storage
from tutor_server.identity.tokens import Grant, issue
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.settings import Settings, read
from tutor_server.storage.people import HOME_TENANT, PersonRole

STUDENTS = 24
LESSONS = 6
SEED = 11
UNSEEN = 4
"""New items for each lesson with a template."""
AT_ONCE = 6
"""Students in the server at the same time."""
TOKEN_S = 7_200


@dataclass
class Outcome:
    """One student in one arm."""

    student: Student
    days: list[Day] = field(default_factory=list)
    unseen: list[bool] = field(default_factory=list)

    @property
    def post_test(self) -> float:
        """Share right of all that was tested alone."""
        marked = [*self.unseen, *(right for day in self.days for right in day.transfer)]
        return mean([float(right) for right in marked])

    @property
    def practice(self) -> float:
        """Share of the lessons' practice and quiz items that were right in the end."""
        total = sum(day.practiced for day in self.days)
        return sum(day.practice for day in self.days) / total if total else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the study; 1 when a lesson did not end as it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.classroom_study.study")
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--lessons", type=int, default=LESSONS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--told", type=float, default=Learning().told,
                        help="what being told teaches, as a share of what is missing")  # fmt: skip
    wanted = parser.parse_args(arguments)
    learning = replace(Learning(), told=wanted.told)
    lessons = chosen(wanted.lessons)
    began = monotonic()
    with reachable_home() as home, RunningServer(home) as server:
        arms = {
            arm: asyncio.run(
                teach(server, arm, lessons, Group(wanted.students, wanted.seed, learning))
            )
            for arm in Arm
        }
    for line in report(arms, lessons, learning, seed=wanted.seed):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"took {monotonic() - began:.0f} s of real time\n")
    bad = list(wrong(arms, len(lessons)))
    for line in bad:
        sys.stdout.write(f"WRONG: {line}\n")
    return 1 if bad else 0


def chosen(count: int) -> tuple[Lesson, ...]:
    """One lesson of each path in turn, those with templates first, and so on."""
    curriculum = open_curriculum()
    rows = [sorted(row, key=lambda one: not one.template) for row in curriculum.by_path.values()]
    turns = [
        row[place] for place in range(max(map(len, rows))) for row in rows if place < len(row)
    ]
    return tuple(turns[:count])


@dataclass(frozen=True, slots=True)
class Group:
    students: int
    seed: int
    learning: Learning


async def teach(
    server: RunningServer, arm: Arm, lessons: tuple[Lesson, ...], group: Group
) -> list[Outcome]:
    tokens = await _enrol(server, arm, group.students)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Outcome:
        async with gate:
            student = make(number, lessons, seed=group.seed, learning=group.learning)
            return await _taught(server, tokens[number], Outcome(student=student), arm, lessons)

    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one(number)) for number in range(group.students)]
    outcomes = [task.result() for task in running]
    for outcome in outcomes:
        for lesson in lessons:
            items = unseen(lesson, count=UNSEEN, seed=group.seed)
            outcome.unseen += marks(outcome.student, lesson, items)
    return outcomes


async def _taught(
    server: RunningServer, token: str, outcome: Outcome, arm: Arm, lessons: tuple[Lesson, ...]
) -> Outcome:
    """All lessons, each in a session of its own."""
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(server.url, headers=headers) as http:
        for lesson in lessons:
            async with connect(server, token) as client:
                opened = (await client.until("session.created"))[-1]
                await client.text_only()
                body = {"session_id": opened["session"]["id"], "format": "practice"}
                path = f"/v1/lessons/{lesson.lesson_id}/start"
                async with http.post(path, json=body) as answer:
                    answer.raise_for_status()
                outcome.days.append(await LessonDay(client, lesson, outcome.student, arm).take())
    return outcome


async def _enrol(server: RunningServer, arm: Arm, count: int) -> list[str]:
    """New students of the server, with a token each: who has finished a lesson would meet other
    numbers in it. Their timers are off: they answer quicker than
    anybody can read, and the policy would take that for guessing."""
    own = reachable(_settings(server), places(_settings(server)))
    if own is None:
        raise RuntimeError("the server does not say where its database is")
    spots, tokens, year = places(own), list[str](), secrets.token_hex(3)
    async with open_storage(own, spots) as storage:
        await storage.people.ensure_tenant(HOME_TENANT, name="Home")
        for number in range(count):
            name = f"{arm.value.title()} {year} {number:03}"
            person_id = await storage.people.ensure_person(HOME_TENANT, PersonRole.STUDENT, name)
            person = await storage.people.get(HOME_TENANT, person_id)
            await storage.people.set_learning_needs(
                replace(person, accommodations={"timers_off": True})
            )
            grant = Grant(
                person_id=person_id, tenant_id=HOME_TENANT, role=PersonRole.STUDENT, name=name,
                life_s=TOKEN_S,
            )  # fmt: skip
            tokens.append(issue(open_keyring(spots), grant, now_s=now_s()))
    return tokens


def _settings(server: RunningServer) -> Settings:
    return read({"home": str(server.home), "port": str(server.port)})


# --- the report


def wrong(arms: dict[Arm, list[Outcome]], lessons: int) -> Iterator[str]:
    """What should not be, whatever the students' model."""
    for arm, outcomes in arms.items():
        for outcome in outcomes:
            who = f"{arm.value}, {outcome.student.name}"
            if len(outcome.days) != lessons:
                yield f"{who}: {len(outcome.days)} of {lessons} lessons"
            for day in outcome.days:
                if day.server["right"] != len(day.right):
                    yield f"{who}: the server counts {day.server['right']}, not {len(day.right)}"
                if arm is Arm.TOLD and day.hints:
                    yield f"{who}: a hint where none was asked for"


def report(
    arms: dict[Arm, list[Outcome]], lessons: tuple[Lesson, ...], learning: Learning, *, seed: int
) -> Iterator[str]:
    """Lines of the study."""
    yield "INTEGRATION EVIDENCE ONLY. The students are simulated; the outcome follows from the"
    yield f"assumptions of their model, above all {learning}"
    yield f"lessons: {', '.join(lesson.lesson_id for lesson in lessons)}"
    names: dict[str, Callable[[Outcome], float]] = {
        "unaided post-test": lambda one: one.post_test,
        "aided practice, right": lambda one: one.practice,
        "minutes (simulated)": lambda one: one.student.spent_s / 60,
        "hints per lesson": lambda one: mean([float(day.hints) for day in one.days]),
        "answers told per lesson": lambda one: mean([float(day.told) for day in one.days]),
    }
    for name, value in names.items():
        for arm, outcomes in arms.items():
            values = [value(outcome) for outcome in outcomes]
            low, high = bootstrap(values, seed=seed)
            yield f"{name:26} {arm.value:6} {mean(values):7.3f} (95%: {low:.3f} to {high:.3f})"
    pairs = zip(arms[Arm.TUTOR], arms[Arm.TOLD], strict=True)
    gains = [ours.post_test - theirs.post_test for ours, theirs in pairs]
    low, high = bootstrap(gains, seed=seed)
    yield (
        f"post-test, tutor minus told, same students: {mean(gains):+.3f} "
        f"(95%: {low:+.3f} to {high:+.3f})"
    )


if __name__ == "__main__":
    sys.exit(main())
