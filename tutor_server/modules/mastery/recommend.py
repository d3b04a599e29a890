"""What a student should do next: a pure function of what they know and what is due.

In this order: what is about to be forgotten; what has been begun, with a step back to a shaky
prerequisite when it went badly twice; what has become possible, first in the path that the
student is in. A lesson may come when all its prerequisites are mastered, or lie below the
student's grade and nothing speaks against them. The same values always give the same list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from tutor_server.modules.mastery.bkt import MASTERED
from tutor_server.modules.mastery.cards import REST
from tutor_server.modules.mastery.graph import Graph, Node

REVIEWS: Final = 2
"""Reviews before anything new: a lesson a day must still fit."""
STRUGGLES: Final = 2
"""Runs to the end without mastery after which the prerequisites come first."""


class Reason(StrEnum):
    """Why a lesson is suggested."""

    REVIEW = "review"
    """A skill of it is due."""
    GO_BACK = "go_back"
    """A lesson that builds on it went badly."""
    CONTINUE = "continue"
    """Begun and not finished."""
    AGAIN = "again"
    """Finished, not mastered."""
    NEXT = "next"
    """Everything before it is mastered; the student is in its path."""
    START = "start"
    """The same in a path that is new to the student."""


class Suggestion(NamedTuple):
    """One lesson and why."""

    lesson: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is believed of one skill."""

    p_known: float
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A lesson that the student has been in."""

    seen_at: datetime
    finished: int
    """Runs that came to their end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastery:
    """What is known of a student; nothing is said of skills and lessons never met."""

    grade: int
    skills: Mapping[str, Known]
    lessons: Mapping[str, Visited]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A skill whose card is due, with the lesson that it was last answered in."""

    skill: str
    lesson: str
    due: datetime


def is_mastered(node: Node, mastery: Mastery) -> bool:
    """All skills known and one of them proved; a lesson without skills has only its end."""
    if not node.skills:
        visited = mastery.lessons.get(node.lesson)
        return visited is not None and visited.finished > 0
    known = [mastery.skills[skill] for skill in node.skills if skill in mastery.skills]
    return (
        len(known) == len(node.skills)
        and all(skill.p_known >= MASTERED for skill in known)
        and any(skill.proved for skill in known)
    )


def recommend(
    graph: Graph, mastery: Mastery, due: Sequence[Due], now: datetime
) -> list[Suggestion]:
    """Lessons in the order in which to do them, each once."""
    student = _Student(graph, mastery, now)
    found = dict[str, Reason]()
    for lesson, reason in (*student.reviews(due), *student.begun(), *student.fresh()):
        found.setdefault(lesson, reason)
    return [Suggestion(lesson, reason) for lesson, reason in found.items()]


@dataclass(frozen=True, slots=True)
class _Student:
    graph: Graph
    mastery: Mastery
    now: datetime

    def reviews(self, due: Sequence[Due]) -> Iterator[Suggestion]:
        """Lessons with due skills, the longest due first; not those still being learned."""
        lessons = dict.fromkeys(
            card.lesson
            for card in sorted(due, key=lambda card: (card.due, card.skill))
            if card.due <= self.now
        )
        nodes = [self.graph.by_lesson[name] for name in lessons if name in self.graph.by_lesson]
        for node in [node for node in nodes if is_mastered(node, self.mastery)][:REVIEWS]:
            yield Suggestion(node.lesson, Reason.REVIEW)

    def begun(self) -> Iterator[Suggestion]:
        """Lessons met and not mastered, the latest first; after a rest when they were
        finished."""
        for node in self._visited():
            visited = self.mastery.lessons[node.lesson]
            if is_mastered(node, self.mastery):
                continue
            if visited.finished >= STRUGGLES:
                for before in self._shaky(node):
                    yield Suggestion(before.lesson, Reason.GO_BACK)
            if not visited.finished:
                yield Suggestion(node.lesson, Reason.CONTINUE)
            elif self.now - visited.seen_at >= REST:
                yield Suggestion(node.lesson, Reason.AGAIN)

    def fresh(self) -> Iterator[Suggestion]:
        """Lessons that may come now, then those finished a moment ago, and at last those below
        the student's grade."""
        paths = list(dict.fromkeys(node.path for node in self._visited()))
        possible = [node for node in self.graph.nodes if self._is_new(node)]
        possible.sort(key=lambda node: self._nearness(node, paths))
        fresh = [
            Suggestion(node.lesson, Reason.NEXT if node.path in paths else Reason.START)
            for node in possible
        ]
        below = {node.lesson for node in possible if node.grade < self.mastery.grade}
        yield from (suggestion for suggestion in fresh if suggestion.lesson not in below)
        for node in self._visited():
            if not is_mastered(node, self.mastery):
                yield Suggestion(node.lesson, Reason.AGAIN)
        yield from (suggestion for suggestion in fresh if suggestion.lesson in below)

    def _visited(self) -> list[Node]:
        """The lessons that the student has been in, the latest first."""
        lessons = self.mastery.lessons
        nodes = [node for node in self.graph.nodes if node.lesson in lessons]
        nodes.sort(key=lambda node: node.lesson)
        return sorted(nodes, key=lambda node: lessons[node.lesson].seen_at, reverse=True)

    def _is_new(self, node: Node) -> bool:
        return (
            node.lesson not in self.mastery.lessons
            and not is_mastered(node, self.mastery)
            and all(self._is_behind(before) for before in self.graph.before(node))
        )

    def _is_behind(self, node: Node) -> bool:
        """Mastered, or taken for granted."""
        if is_mastered(node, self.mastery):
            return True
        met = node.lesson in self.mastery.lessons or any(
            skill in self.mastery.skills for skill in node.skills
        )
        return node.grade < self.mastery.grade and not met

    def _shaky(self, node: Node) -> list[Node]:
        """Prerequisites not mastered, as far back as the first that may come now."""
        found: list[Node] = []
        for before in self.graph.before(node):
            if not is_mastered(before, self.mastery):
                found += [*self._shaky(before), before]
        return found

    def _nearness(self, node: Node, paths: Sequence[str]) -> tuple[int, bool, int, int, str]:
        """Paths by how lately the student was in them, then by grade, then by their order."""
        away = node.grade - self.mastery.grade
        place = paths.index(node.path) if node.path in paths else len(paths)
        return place, away > 0, abs(away), node.order, node.lesson
