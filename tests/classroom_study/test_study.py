"""The study's report and what it calls wrong."""

from random import Random

from tests.classroom_study.lesson_day import Arm, Day
from tests.classroom_study.students import Help, Learning, Student
from tests.classroom_study.study import Outcome, chosen, report, wrong


def outcome(*days: Day, unseen: list[bool] | None = None) -> Outcome:
    student = Student(name="Nia", help=Help.TRIES, dice=Random(1), spent_s=600.0)
    return Outcome(student=student, days=list(days), unseen=unseen or [])


def day(**more: object) -> Day:
    values: dict[str, object] = {"right": {"a"}, "server": {"right": 1, "total": 3}}
    return Day(**(values | more))  # type: ignore[arg-type]  # fields by name


def test_lessons_come_from_all_paths_in_turn() -> None:
    lessons = chosen(12)
    assert len({lesson.path for lesson in lessons}) == 12
    assert chosen(4) == lessons[:4]
    assert len(chosen(1_000)) == 117


def test_the_post_test_counts_what_was_done_alone() -> None:
    one = outcome(day(transfer=[True], practice=3, practiced=4), unseen=[True, False, False])
    assert one.post_test == 0.5
    assert one.practice == 0.75
    assert outcome().practice == 0.0


def test_the_report_says_what_it_is() -> None:
    arms = {
        Arm.TUTOR: [outcome(day(transfer=[True], hints=2))],
        Arm.TOLD: [outcome(day(transfer=[False], told=6))],
    }
    lines = list(report(arms, chosen(1), Learning(), seed=1))
    assert lines[0].startswith("INTEGRATION EVIDENCE ONLY")
    assert "told=0.03" in "\n".join(lines)
    assert any("+1.000" in line for line in lines)


def test_what_is_wrong_is_said() -> None:
    good = {Arm.TUTOR: [outcome(day())], Arm.TOLD: [outcome(day())]}
    assert list(wrong(good, 1)) == []
    assert len(list(wrong(good, 2))) == 2
    lost = {Arm.TUTOR: [outcome(day(server={"right": 2, "total": 3}))], Arm.TOLD: []}
    assert "the server counts 2, not 1" in next(wrong(lost, 1))
    helped = {Arm.TUTOR: [], Arm.TOLD: [outcome(day(hints=1))]}
    assert "a hint where none was asked for" in next(wrong(helped, 1))
