"""Reading lesson files: sound ones, and every way to get one wrong."""

from pathlib import Path

import pytest

from sessions.teaching.lesson import ItemKind, Use
from tests.tutor_server.modules.lessons.files import BODY, PATH, front, write_lesson, write_path
from tutor_server.modules.lessons.load import (
    open_curriculum,
    read_folder,
    read_lesson,
    read_path,
)
from tutor_server.modules.lessons.problem import CurriculumError


def told(file: Path) -> str:
    lesson, problems = read_lesson(file)
    assert lesson is None
    return "\n".join(map(str, problems))


def test_a_sound_lesson_is_read_whole(tmp_path: Path) -> None:
    lesson, problems = read_lesson(write_lesson(tmp_path))
    assert problems == []
    assert lesson is not None
    (item,) = lesson.items
    assert (item.kind, item.use, item.tolerance) == (ItemKind.NUMBER, Use.PRACTICE, 1.0)
    assert item.wrong[0].misconception == lesson.misconceptions[0].misconception_id == "adds"
    assert lesson.simple == "Simple words.\n\n```\n## no heading\n```"
    assert (lesson.dialogue, lesson.video) == ("Tutor: Well?", "See: This.")
    assert len(lesson.version) == 16


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    first, _ = read_lesson(write_lesson(tmp_path))
    second, _ = read_lesson(write_lesson(tmp_path, body=BODY.replace("Full words", "New words")))
    assert first is not None
    assert second is not None
    assert first.version != second.version


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('id = "bags"', 'id = "bag"', "front matter: `id` must be the file's name, 'bags'"),
        ('path = "geometry"', 'path = "x"', "`path` must be the folder's name, 'geometry'"),
        ("grade = 3", 'grade = "3"', "front matter: `grade` must be a whole number"),
        ("grade = 3", "", "front matter: `grade` is missing; it must be a whole number"),
        ("minutes", "minuets", "`minuets` is not a field here"),
        ('kind = "number"', 'kind = "nummer"', "item one: `kind` must be one of number, fraction"),
        ('use = "practice"', 'use = "test"', "item one: `use` must be one of practice, quiz"),
        ('belief = "I add."', "", "misconception adds: `belief` is missing"),
        ('reveals = "that"', "", "misconception adds probe: `reveals` is missing"),
        ('misconception = "adds"', 'mis = "adds"', "wrong 1: `misconception` is missing"),
        ("xp = 30", "xp = ", "front matter: is not valid TOML: Invalid value (at line 12"),
    ],
)
def test_each_slip_is_told_with_its_place(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = front()
    assert old in text
    file = write_lesson(tmp_path, front_matter=text.replace(old, new, 1))
    assert what in told(file)
    assert told(file).startswith("geometry/bags.md: ")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("## Full", "## Fuller", "section Fuller: is not a section."),
        ("## Full\nFull words.", "", "section Full: is missing or empty."),
        ("Full words.", "", "section Full: is missing or empty."),
        ("## Video", "## Full\nx\n## Video", "section Full: stands here twice."),
        ("## Simple\nSimple words.", "", "section Simple: is missing or empty."),
    ],
)
def test_each_section_must_be_there_once(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert what in told(write_lesson(tmp_path, body=BODY.replace(old, new, 1)))


def test_sections_come_in_order(tmp_path: Path) -> None:
    head, full = BODY.index("## Full"), "## Full\nFull words.\n"
    moved = full + BODY[:head] + BODY[head:].replace(full, "")
    assert "sections: must come in this order: Simple, Full" in told(
        write_lesson(tmp_path, body=moved)
    )


@pytest.mark.parametrize("raw", [b"", b"+++\nid = 1\n", b"x\n+++\n+++\n", b"\xff\xfe+++"])
def test_no_front_matter_or_no_text_is_told(tmp_path: Path, raw: bytes) -> None:
    file = write_lesson(tmp_path)
    file.write_bytes(raw)
    assert "front matter" in told(file) or "cannot be read" in told(file)


def test_a_path_is_read(tmp_path: Path) -> None:
    path, problems = read_path(write_path(tmp_path))
    assert problems == []
    assert path is not None
    assert (path.path_id, path.grades, path.color) == ("geometry", (3, 5), "warm")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("[3, 5]", "[5, 3]", "`grades` must be [low, high]"),
        ("[3, 5]", "[]", "`grades` must be [low, high]"),
        ('"warm"', '"pink"', "`color` must be one of accent, violet, warm, sun"),
        ('id = "{path}"', 'id = "x"', "`id` must be the folder's name"),
        ("order =", "ordre =", "`ordre` is not a field here"),
    ],
)
def test_a_paths_slips_are_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = PATH.replace(old, new).format(path="geometry", order=1)
    path, problems = read_path(write_path(tmp_path, text=text))
    assert path is None
    assert what in "\n".join(map(str, problems))


def test_a_folder_gives_what_can_be_read_and_the_rest_as_problems(tmp_path: Path) -> None:
    write_path(tmp_path)
    write_lesson(tmp_path)
    write_lesson(tmp_path, "broken", front_matter="\nid = 1\n")
    found = read_folder(tmp_path)
    assert [lesson.lesson_id for lesson in found.lessons] == ["bags"]
    assert {problem.file for problem in found.problems} == {"geometry/broken.md"}
    with pytest.raises(CurriculumError, match=r"geometry/broken\.md"):
        open_curriculum(tmp_path)


def test_the_curriculum_is_read_once(tmp_path: Path) -> None:
    write_path(tmp_path)
    write_lesson(tmp_path)
    curriculum = open_curriculum(tmp_path)
    write_lesson(tmp_path, "later", front_matter=front("later", order=2))
    assert open_curriculum(tmp_path) is curriculum
    assert list(curriculum.lessons) == ["bags"]
