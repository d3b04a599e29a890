"""Lesson files, short to write in tests."""

from pathlib import Path

FRONT = """
id = "{name}"
path = "{path}"
order = {order}
title = "About {name}"
grade = 3
objectives = ["Count.", "Multiply."]
standards = ["CCSS.MATH.3.OA.A.1"]
skills = ["a-skill"]
prerequisites = {prerequisites}
minutes = 15
xp = 30
template = ""

[[misconception]]
id = "adds"
belief = "I add."
correction = "Look again."
[misconception.probe]
question = "Which?"
choices = ["this", "that"]
answer = "this"
reveals = "that"

[[item]]
id = "one"
kind = "number"
use = "practice"
skill = "a-skill"
question = "Three bags of four: how many?"
answer = "12"
tolerance = 1
wrong = [{{ answer = "7", misconception = "adds" }}]
hints = ["a", "b", "c", "d"]
"""
BODY = """
## Simple
Simple words.

```
## no heading
```

## Full
Full words.

## Worked example
1. One.

## Dialogue
Tutor: Well?

## Video
See: This.
"""
PATH = """
id = "{path}"
title = "A path"
about = "It leads somewhere."
order = {order}
grades = [3, 5]
color = "warm"
"""


def front(name: str = "bags", path: str = "geometry", *, order: int = 1, after: str = "[]") -> str:
    """The front matter of a lesson."""
    return FRONT.format(name=name, path=path, order=order, prerequisites=after)


def write_lesson(
    folder: Path, name: str = "bags", *, front_matter: str = "", body: str = BODY
) -> Path:
    """A lesson's file; sound unless told otherwise."""
    inner = folder / "geometry"
    inner.mkdir(exist_ok=True)
    file = inner / f"{name}.md"
    file.write_text(f"+++{front_matter or front(name)}+++\n{body}", encoding="utf-8")
    return file


def write_path(folder: Path, path: str = "geometry", text: str = "", *, order: int = 1) -> Path:
    """A path.toml."""
    inner = folder / path
    inner.mkdir(exist_ok=True)
    file = inner / "path.toml"
    file.write_text(text or PATH.format(path=path, order=order), encoding="utf-8")
    return file
