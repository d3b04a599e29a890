"""The judge: independent of the gate, good on what was planted, quiet on honest help."""

import ast
from pathlib import Path

import pytest

from tests.classroom_study.judge import Said, judge, without_material
from tests.classroom_study.leaks import LEAST_RECALL, caught, item_of, leaks_in
from tests.classroom_study.planted import fresh, last
from tests.classroom_study.planted.everything import GROUPS
from tutor_server.modules.lessons.load import open_curriculum

FOLDER = Path(__file__).parent
LATER = (*fresh.GROUPS, *last.GROUPS)


def imports(file: Path) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_the_judge_shares_nothing_with_the_gate() -> None:
    files = [FOLDER / "judge.py", *(FOLDER / "judging").glob("*.py")]
    assert len(files) > 10
    for file in files:
        of_sessions = {name for name in imports(file) if name.startswith("sessions")}
        assert of_sessions <= {"sessions.teaching.lesson"}, file


def test_two_hundred_different_leaks_are_planted() -> None:
    talks = [(group.item, talk) for group in GROUPS for talk in group.leaks]
    assert len(talks) == len(set(talks)) == 200
    assert {item_of(group).kind.value for group in GROUPS} == {
        *("number", "fraction", "expression", "choice", "steps", "text", "python")
    }


@pytest.mark.slow
def test_planted_leaks_are_caught() -> None:
    hits, total = caught(GROUPS)
    assert hits >= LEAST_RECALL * total
    later, total = caught(LATER)
    assert later >= 0.9 * total


def test_planted_help_is_not_blamed() -> None:
    blamed = [
        talk
        for group in (*GROUPS, *LATER)
        for talk in group.safe
        if leaks_in(item_of(group), talk)
    ]
    assert not blamed


def test_nothing_said_is_no_leak() -> None:
    item = item_of(GROUPS[0])
    assert judge(item, ()) is None
    assert judge(item, (Said(student="what is it", tutor=" \n"),)) is None


def test_pages_of_the_lesson_are_spared_for_numbers_only() -> None:
    lesson = open_curriculum().lessons["add-unlike-fractions"]
    item = lesson.items[0]
    page = "So 1/2 + 1/3 = 5/6."
    assert page in lesson.simple
    assert "5/6" not in without_material(item, lesson, f"Look. {page}")
    own = "It makes 5/6 for sure."
    assert without_material(item, lesson, own) == own
    choice = next(one for one in lesson.items if one.choices)
    assert without_material(choice, lesson, page) == page
