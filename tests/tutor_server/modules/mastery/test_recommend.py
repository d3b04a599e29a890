"""What to do next, for students in every situation."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tutor_server.modules.mastery.graph import Graph, Node
from tutor_server.modules.mastery.recommend import (
    REVIEWS,
    Due,
    Known,
    Mastery,
    Reason,
    Suggestion,
    Visited,
    is_mastered,
    recommend,
)

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def node(lesson: str, order: int, *before: str, path: str = "numbers", grade: int = 5) -> Node:
    return Node(
        lesson=lesson, path=path, order=order, grade=grade, skills=(f"{lesson}-skill",),
        prerequisites=before,
    )  # fmt: skip


GRAPH = Graph(
    (
        node("count", 1, grade=3),
        node("halves", 2, "count"),
        node("add", 3, "halves"),
        node("times", 4, "add", grade=6),
        node("angles", 1, path="geometry"),
        node("area", 2, "angles", path="geometry"),
        node("cells", 1, path="biology", grade=8),
    )
)


class Student:
    """Says in a few words what a student has done."""

    def __init__(self, grade: int = 5) -> None:
        self.grade = grade
        self.skills: dict[str, Known] = {}
        self.lessons: dict[str, Visited] = {}
        self.due: list[Due] = []

    def mastered(self, *lessons: str, ago: timedelta = 10 * DAY) -> "Student":
        for lesson in lessons:
            self.skills[f"{lesson}-skill"] = Known(p_known=0.98, proved=True)
            self.lessons[lesson] = Visited(seen_at=NOW - ago, finished=1)
        return self

    def tried(
        self, lesson: str, finished: int = 0, p_known: float = 0.5, ago: timedelta = DAY
    ) -> "Student":
        self.skills[f"{lesson}-skill"] = Known(p_known=p_known, proved=False)
        self.lessons[lesson] = Visited(seen_at=NOW - ago, finished=finished)
        return self

    def is_due(self, lesson: str, ago: timedelta = DAY) -> "Student":
        self.due.append(Due(skill=f"{lesson}-skill", lesson=lesson, due=NOW - ago))
        return self

    @property
    def mastery(self) -> Mastery:
        return Mastery(grade=self.grade, skills=self.skills, lessons=self.lessons)

    def next(self, graph: Graph = GRAPH) -> list[tuple[str, str]]:
        found = recommend(graph, self.mastery, self.due, NOW)
        return [(suggestion.lesson, suggestion.reason.value) for suggestion in found]


def test_a_new_student_starts_at_their_grade() -> None:
    """`count` lies below grade 5: taken for granted, and offered last."""
    assert Student().next() == [
        ("angles", "start"), ("halves", "start"), ("cells", "start"), ("count", "start"),
    ]  # fmt: skip


def test_a_young_student_begins_at_the_beginning() -> None:
    assert Student(grade=3).next()[0] == ("count", "start")
    assert "halves" not in dict(Student(grade=3).next())


def test_the_path_goes_on() -> None:
    found = Student().mastered("halves").mastered("angles", ago=20 * DAY).next()
    assert found[:2] == [("add", "next"), ("area", "next")]
    found = Student().mastered("halves").mastered("angles", ago=DAY).next()
    assert found[:2] == [("area", "next"), ("add", "next")]


def test_nothing_comes_before_its_prerequisites() -> None:
    assert not {"add", "times"} & dict(Student().tried("halves").next()).keys()
    assert "times" not in dict(Student().mastered("halves").next())
    assert "times" in dict(Student().mastered("halves", "add").next())


def test_known_but_never_proved_is_not_mastered() -> None:
    student = Student().tried("halves", finished=1, p_known=0.99)
    assert "add" not in dict(student.next())
    assert student.next()[0] == ("halves", "again")


def test_what_was_begun_is_continued_the_latest_first() -> None:
    student = Student().tried("angles", ago=3 * HOUR).tried("halves", ago=DAY)
    assert student.next()[:2] == [("angles", "continue"), ("halves", "continue")]


def test_finished_without_mastery_comes_again_after_a_rest() -> None:
    assert Student().tried("halves", finished=1, ago=DAY).next()[0] == ("halves", "again")
    found = Student().tried("halves", finished=1, ago=HOUR).next()
    assert found[0] == ("angles", "start")
    assert ("halves", "again") in found


def test_going_badly_twice_leads_back_to_what_was_taken_for_granted() -> None:
    assert ("count", "go_back") not in Student().tried("halves", finished=1).next()
    found = Student().tried("halves", finished=2, p_known=0.2).next()
    assert found[:2] == [("count", "go_back"), ("halves", "again")]
    found = Student().mastered("count").tried("halves", finished=2, p_known=0.2).next()
    assert found[0] == ("halves", "again")


def test_going_back_starts_at_the_root() -> None:
    found = Student(grade=9).tried("add", finished=2, p_known=0.2).next()
    assert found[:3] == [("count", "go_back"), ("halves", "go_back"), ("add", "again")]


def test_a_grade_is_not_taken_for_granted_against_the_evidence() -> None:
    student = Student().tried("count", p_known=0.3)
    assert "halves" not in dict(student.next())
    assert student.next()[0] == ("count", "continue")
    by_skill = Student()
    by_skill.skills["count-skill"] = Known(p_known=0.2, proved=False)
    assert "halves" not in dict(by_skill.next())


def test_reviews_come_first_and_are_few() -> None:
    student = Student().mastered("count", "halves", "angles")
    student.is_due("angles", ago=DAY).is_due("halves", ago=3 * DAY).is_due("count", ago=HOUR)
    found = student.next()
    assert found[:3] == [("halves", "review"), ("angles", "review"), ("area", "next")]
    assert [reason for _, reason in found].count("review") == REVIEWS


def test_what_is_not_yet_due_or_no_lesson_of_ours_is_no_review() -> None:
    student = Student().mastered("halves").is_due("halves", ago=-HOUR).is_due("gone")
    assert "review" not in [reason for _, reason in student.next()]


def test_a_due_skill_of_a_lesson_still_being_learned_is_not_a_second_suggestion() -> None:
    student = Student().tried("halves").is_due("halves")
    assert [reason for lesson, reason in student.next() if lesson == "halves"] == ["continue"]


def test_nothing_is_left() -> None:
    assert Student().mastered(*GRAPH.by_lesson).next() == []
    assert Student().next(Graph(())) == []


def test_a_lesson_without_skills_is_done_when_finished() -> None:
    plain = Node(lesson="hello", path="p", order=1, grade=5)
    assert not is_mastered(plain, Student().mastery)
    assert is_mastered(plain, Student().tried("hello", finished=1).mastery)


@pytest.mark.parametrize("seed", range(40))
def test_always_true_of_any_student(seed: int) -> None:
    dice = random.Random(seed)
    student = Student(grade=dice.randint(3, 9))
    for lesson in dice.sample(sorted(GRAPH.by_lesson), dice.randint(0, 7)):
        if dice.random() < 0.5:
            student.mastered(lesson, ago=dice.random() * 20 * DAY)
            if dice.random() < 0.5:
                student.is_due(lesson, ago=(dice.random() - 0.3) * DAY)
        else:
            student.tried(lesson, dice.randint(0, 3), dice.random(), dice.random() * 3 * DAY)
    found = recommend(GRAPH, student.mastery, student.due, NOW)
    shuffled = Graph(tuple(dice.sample(GRAPH.nodes, len(GRAPH.nodes))))
    dice.shuffle(student.due)
    assert recommend(shuffled, student.mastery, student.due, NOW) == found
    assert len({suggestion.lesson for suggestion in found}) == len(found)
    unmastered = [n for n in GRAPH.nodes if not is_mastered(n, student.mastery)]
    assert bool(unmastered) <= bool(found)
    for lesson, reason in found:
        node = GRAPH.by_lesson[lesson]
        assert is_mastered(node, student.mastery) == (reason is Reason.REVIEW)
        if reason in (Reason.NEXT, Reason.START):
            assert lesson not in student.lessons
            for before in GRAPH.before(node):
                assert is_mastered(before, student.mastery) or before.grade < student.grade


def test_a_suggestion_is_a_pair() -> None:
    lesson, reason = Suggestion("halves", Reason.NEXT)
    assert (lesson, reason) == ("halves", "next")
