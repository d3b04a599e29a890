"""The command that proves the curriculum, on small folders and on the real one."""

from pathlib import Path

import pytest

from tests.tutor_server.modules.lessons.files import front, write_lesson, write_path
from tutor_server.modules.lessons.check import examine, main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_path(tmp_path)
    write_lesson(tmp_path)
    write_path(tmp_path, "reading", order=2)
    return tmp_path


def test_problems_are_sorted_one_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "geometry/bags.md: items: at least 6 items are needed; there are 1." in lines
    assert "data-chance/path.toml: path: is missing." in lines
    assert lines[-1] == f"{lines.index('paths 1, lessons 1, items 1')} problems"


def test_one_path_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(folder), "--path", "reading"]) == 1
    assert (
        capsys.readouterr().out.splitlines()[0]
        == "reading/path.toml: lessons: 9 lessons are needed; 0 can be read."
    )


def test_files_that_cannot_be_read_are_told_with_the_rest(folder: Path) -> None:
    write_lesson(folder, "other", front_matter=front("other", order=2) + "odd = 1\n")
    report = examine(folder, "geometry")
    assert any("`odd` is not a field here" in str(problem) for problem in report.problems)
    assert any("bags.md" in str(problem) for problem in report.problems)


def test_the_report_counts_what_is_there(folder: Path) -> None:
    assert examine(folder).lines == (
        "paths 1, lessons 1, items 1",
        "items by kind: number 1",
        "items by use: practice 1",
        "grades: 3 1",
        "skills 1, standards 1",
        "misconceptions 1, wrong answers that reveal one 1, items with at least one 100%",
        "hints 4",
        "lessons with a generator 0",
        "reading grade, median: simple 2.9, full -3.0",
    )


@pytest.mark.slow
def test_the_whole_curriculum_is_sound() -> None:
    report = examine()
    assert [str(problem) for problem in report.problems] == []
    assert report.lines[0].startswith("paths 12, lessons 117, items ")
