"""Reads lesson files and path.toml into values; says exactly what is wrong with which field.

Knows the shape of the files. Whether a lesson is any good is proved elsewhere (`check.py`).
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sessions.teaching.lesson import (
    Item,
    ItemKind,
    Lesson,
    Misconception,
    Probe,
    Test,
    Use,
    Wrong,
)
from tutor_server.modules.lessons.curriculum import Curriculum, LessonPath, assemble
from tutor_server.modules.lessons.fields import Fields
from tutor_server.modules.lessons.problem import CurriculumError, Problem

CONTENT: Final = Path(__file__).parent / "content"
SECTIONS: Final = ("Simple", "Full", "Worked example", "Dialogue", "Video")
COLORS: Final = ("accent", "violet", "warm", "sun")
_FENCE = "+++"
_HEADING = re.compile(r"^## (.+?)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What could be read of a content folder, and what could not."""

    lessons: tuple[Lesson, ...]
    paths: tuple[LessonPath, ...]
    problems: tuple[Problem, ...]


def read_folder(folder: Path = CONTENT) -> Folder:
    """Every path and lesson below a folder. Raises nothing; problems are listed."""
    lessons: list[Lesson] = []
    paths: list[LessonPath] = []
    problems: list[Problem] = []
    for inner in sorted(part for part in folder.glob("*") if part.is_dir()):
        if (inner / "path.toml").exists():
            path, found = read_path(inner / "path.toml")
            problems += found
            paths += [path] if path else []
        for file in sorted(inner.glob("*.md")):
            lesson, found = read_lesson(file)
            problems += found
            lessons += [lesson] if lesson else []
    return Folder(lessons=tuple(lessons), paths=tuple(paths), problems=tuple(problems))


@cache
def open_curriculum(folder: Path = CONTENT) -> Curriculum:
    """The curriculum, read once per process. Raises CurriculumError with every problem."""
    found = read_folder(folder)
    if found.problems:
        raise CurriculumError(found.problems)
    return assemble(found.lessons, found.paths)


def read_path(file: Path) -> tuple[LessonPath | None, list[Problem]]:
    """A path.toml; None when there is any problem."""
    problems: list[Problem] = []
    name = _name(file)
    raw = _read(file, problems)
    table = _toml(raw, name, "path.toml", 0, problems)
    if table is None:
        return None, problems
    top = Fields(table, file=name, place="path.toml", problems=problems)
    grades = top.wholes("grades")
    path = LessonPath(
        path_id=top.text("id"),
        title=top.text("title"),
        about=top.text("about"),
        order=top.whole("order"),
        grades=(grades[0], grades[-1]) if grades else (1, 12),
        color=top.text("color"),
    )
    if len(grades) != 2 or not 1 <= grades[0] <= grades[1] <= 12:
        top.wrong("grades", "must be [low, high], from 1 to 12")
    if path.color not in COLORS:
        top.wrong("color", f"must be one of {', '.join(COLORS)}")
    if path.path_id != file.parent.name:
        top.wrong("id", f"must be the folder's name, {file.parent.name!r}")
    top.finish()
    return (None if problems else path), problems


def read_lesson(file: Path) -> tuple[Lesson | None, list[Problem]]:
    """A lesson file; None when there is any problem."""
    problems: list[Problem] = []
    name = _name(file)
    raw = _read(file, problems)
    front, body = _split(raw, name, problems)
    table = _toml(front, name, "front matter", 1, problems)
    sections = _sections(body, name, problems)
    if table is None or problems:
        return None, problems
    top = Fields(table, file=name, place="front matter", problems=problems)
    lesson = _lesson(top, sections, hashlib.sha256(raw.encode()).hexdigest()[:16])
    if lesson.lesson_id != file.stem:
        top.wrong("id", f"must be the file's name, {file.stem!r}")
    if lesson.path != file.parent.name:
        top.wrong("path", f"must be the folder's name, {file.parent.name!r}")
    top.finish()
    return (None if problems else lesson), problems


def _lesson(top: Fields, sections: dict[str, str], version: str) -> Lesson:
    return Lesson(
        lesson_id=top.text("id"),
        path=top.text("path"),
        order=top.whole("order"),
        title=top.text("title"),
        grade=top.whole("grade"),
        objectives=top.texts("objectives"),
        standards=top.texts("standards"),
        skills=top.texts("skills"),
        prerequisites=top.texts("prerequisites"),
        minutes=top.whole("minutes"),
        xp=top.whole("xp"),
        template=top.text("template", ""),
        simple=sections["Simple"],
        full=sections["Full"],
        worked_example=sections["Worked example"],
        dialogue=sections["Dialogue"],
        video=sections["Video"],
        misconceptions=tuple(_misconception(part) for part in top.tables("misconception")),
        items=tuple(_item(part) for part in top.tables("item")),
        version=version,
    )


def _misconception(part: Fields) -> Misconception:
    inner = part.table("probe")
    probe = Probe(
        question=inner.text("question"),
        choices=inner.texts("choices"),
        answer=inner.text("answer"),
        reveals=inner.text("reveals"),
    )
    inner.finish()
    found = Misconception(
        misconception_id=part.text("id"),
        belief=part.text("belief"),
        correction=part.text("correction"),
        probe=probe,
    )
    part.finish()
    return found


def _item(part: Fields) -> Item:
    kind = part.text("kind")
    use = part.text("use")
    if kind not in tuple(ItemKind):
        part.wrong("kind", f"must be one of {', '.join(ItemKind)}")
    if use not in tuple(Use):
        part.wrong("use", f"must be one of {', '.join(Use)}")
    item = Item(
        item_id=part.text("id"),
        kind=ItemKind(kind) if kind in tuple(ItemKind) else ItemKind.TEXT,
        use=Use(use) if use in tuple(Use) else Use.PRACTICE,
        skill=part.text("skill"),
        question=part.text("question"),
        answer=part.text("answer"),
        choices=part.texts("choices", ()),
        keys=part.groups("keys"),
        form=part.text("form", ""),
        tolerance=part.number("tolerance", 0.0),
        tests=tuple(_test(inner) for inner in part.tables("tests")),
        starter=part.text("starter", ""),
        wrong=tuple(_wrong(inner) for inner in part.tables("wrong")),
        hints=part.texts("hints"),
    )
    part.finish()
    return item


def _test(part: Fields) -> Test:
    test = Test(call=part.text("call"), expect=part.text("expect"))
    part.finish()
    return test


def _wrong(part: Fields) -> Wrong:
    wrong = Wrong(answer=part.text("answer"), misconception=part.text("misconception"))
    part.finish()
    return wrong


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def _read(file: Path, problems: list[Problem]) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file=_name(file), place="file", what=f"cannot be read: {error}."))
        return ""


def _split(raw: str, name: str, problems: list[Problem]) -> tuple[str, str]:
    """The front matter and the rest."""
    lines = raw.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(ends) < 2 or ends[0] != 0:
        what = "must stand between a first line +++ and another line +++."
        problems.append(Problem(file=name, place="front matter", what=what))
        return "", ""
    return "\n".join(lines[1 : ends[1]]), "\n".join(lines[ends[1] + 1 :])


def _toml(
    text: str, name: str, place: str, above: int, problems: list[Problem]
) -> dict[str, object] | None:
    """`above` is the number of lines of the file in front of the text."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = re.sub(
            r"at line (\d+)", lambda match: f"at line {int(match[1]) + above}", str(error)
        )
        problems.append(Problem(file=name, place=place, what=f"is not valid TOML: {what}."))
        return None


def _sections(body: str, name: str, problems: list[Problem]) -> dict[str, str]:
    """The text of each section; headings within code fences do not count."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    fenced = False
    for line in body.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        heading = None if fenced else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        if heading[1] in found or heading[1] not in SECTIONS:
            why = "stands here twice" if heading[1] in found else "is not a section"
            problems.append(Problem(file=name, place=f"section {heading[1]}", what=f"{why}."))
        lines = found.setdefault(heading[1], [])
    texts = {heading: "\n".join(part).strip() for heading, part in found.items()}
    problems += _absent(texts, name)
    return texts


def _absent(texts: dict[str, str], name: str) -> Iterable[Problem]:
    for heading in SECTIONS:
        if not texts.get(heading):
            yield Problem(file=name, place=f"section {heading}", what="is missing or empty.")
    in_order = [heading for heading in texts if heading in SECTIONS]
    if in_order != [heading for heading in SECTIONS if heading in texts]:
        wanted = ", ".join(SECTIONS)
        yield Problem(file=name, place="sections", what=f"must come in this order: {wanted}.")
