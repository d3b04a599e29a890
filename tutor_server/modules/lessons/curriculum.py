"""All lessons as one value: by id, by path in order, and as a graph of what comes before what.

Pure; refuses two lessons of one id, a prerequisite that is not there and a circle of
prerequisites. Knows no files, no students and no checkers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from sessions.teaching.lesson import Lesson
from tutor_server.modules.lessons.problem import CurriculumError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPath:
    """A row of lessons about one subject, as the path map shows it."""

    path_id: str
    title: str
    about: str
    """One sentence for a child."""
    order: int
    """Place among the paths, from 1."""
    grades: tuple[int, int]
    """Lowest and highest school grade."""
    color: str
    """Name of one of the page's colors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """Made by `assemble`; its mappings are read-only."""

    paths: tuple[LessonPath, ...]
    """In order."""
    lessons: Mapping[str, Lesson]
    """By id, in an order in which every lesson comes after its prerequisites."""
    by_path: Mapping[str, tuple[Lesson, ...]]
    """The lessons of each path, in order."""
    unlocks: Mapping[str, tuple[str, ...]]
    """The ids of the lessons that name this one as a prerequisite."""

    def lesson(self, lesson_id: str) -> Lesson | None:
        """The lesson with this id."""
        return self.lessons.get(lesson_id)

    def path(self, path_id: str) -> LessonPath | None:
        """The path with this id."""
        return next((path for path in self.paths if path.path_id == path_id), None)

    def lessons_of_skill(self, skill: str) -> tuple[Lesson, ...]:
        """Every lesson that practices a skill, in the order of `lessons`."""
        return tuple(lesson for lesson in self.lessons.values() if skill in lesson.skills)

    def is_open(self, lesson_id: str, done: Iterable[str]) -> bool:
        """Whether everything that comes before it is done. False for an unknown lesson."""
        lesson = self.lessons.get(lesson_id)
        return lesson is not None and set(lesson.prerequisites) <= set(done)


def assemble(lessons: Iterable[Lesson], paths: Iterable[LessonPath]) -> Curriculum:
    """The curriculum. Raises CurriculumError with every problem of the whole."""
    listed = sorted(lessons, key=lambda lesson: (lesson.path, lesson.order, lesson.lesson_id))
    ordered_paths = tuple(sorted(paths, key=lambda path: (path.order, path.path_id)))
    problems = [*_twice(listed, ordered_paths), *_missing(listed, ordered_paths)]
    if problems:
        raise CurriculumError(problems)
    place = {path.path_id: path.order for path in ordered_paths}
    listed.sort(key=lambda lesson: (place[lesson.path], lesson.order))
    by_id = {lesson.lesson_id: lesson for lesson in listed}
    return Curriculum(
        paths=ordered_paths,
        lessons=MappingProxyType({name: by_id[name] for name in _sorted(listed)}),
        by_path=MappingProxyType(
            {
                path.path_id: tuple(one for one in listed if one.path == path.path_id)
                for path in ordered_paths
            }
        ),
        unlocks=MappingProxyType(_unlocks(listed)),
    )


def file_of(lesson: Lesson) -> str:
    """Where the lesson lies below the content folder."""
    return f"{lesson.path}/{lesson.lesson_id}.md"


def _twice(lessons: list[Lesson], paths: tuple[LessonPath, ...]) -> Iterable[Problem]:
    seen: dict[str, Lesson] = {}
    places: dict[tuple[str, int], Lesson] = {}
    for lesson in lessons:
        other = seen.setdefault(lesson.lesson_id, lesson)
        if other is not lesson:
            yield _problem(lesson, f"the id is already that of {file_of(other)}.")
        other = places.setdefault((lesson.path, lesson.order), lesson)
        if other is not lesson:
            yield _problem(lesson, f"`order` {lesson.order} is already that of {file_of(other)}.")
    orders: dict[int, str] = {}
    for path in paths:
        first = orders.setdefault(path.order, path.path_id)
        if first != path.path_id:
            yield Problem(
                file=f"{path.path_id}/path.toml",
                place="order",
                what=f"{path.order} is already that of {first}.",
            )


def _missing(lessons: list[Lesson], paths: tuple[LessonPath, ...]) -> Iterable[Problem]:
    known = {lesson.lesson_id for lesson in lessons}
    known_paths = {path.path_id for path in paths}
    for lesson in lessons:
        if lesson.path not in known_paths:
            yield _problem(lesson, f"the path {lesson.path!r} has no path.toml.")
        for name in lesson.prerequisites:
            if name not in known:
                yield _problem(lesson, f"the prerequisite {name!r} is no lesson.")


def _sorted(lessons: list[Lesson]) -> list[str]:
    """Ids, prerequisites first, otherwise as listed."""
    graph = TopologicalSorter({one.lesson_id: one.prerequisites for one in lessons})
    try:
        graph.prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        first = next(one for one in lessons if one.lesson_id in error.args[1])
        raise CurriculumError(
            [_problem(first, f"the prerequisites go round in a circle: {circle}.")]
        ) from error
    place = {lesson.lesson_id: index for index, lesson in enumerate(lessons)}
    ordered: list[str] = []
    while graph.is_active():
        ready = sorted(graph.get_ready(), key=place.__getitem__)
        ordered += ready
        graph.done(*ready)
    return ordered


def _unlocks(lessons: list[Lesson]) -> dict[str, tuple[str, ...]]:
    unlocks: dict[str, tuple[str, ...]] = {lesson.lesson_id: () for lesson in lessons}
    for lesson in lessons:
        for name in lesson.prerequisites:
            unlocks[name] += (lesson.lesson_id,)
    return unlocks


def _problem(lesson: Lesson, what: str) -> Problem:
    return Problem(file=file_of(lesson), place="front matter", what=what)
