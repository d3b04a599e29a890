"""A lesson that is taken again asks with new numbers: its template's generator makes practice.

The seed stands in the version of the run's lesson (`<hash>+<seed>`), which the log keeps, so that
a restart asks the same. What was written about ideas stays (choices, steps, own words), and so do
quiz and transfer items. Pure.
"""

from dataclasses import replace
from random import Random
from typing import Final

from sessions.teaching.lesson import Item, ItemKind, Lesson, Use
from tutor_server.modules.lessons.generators.draw import generate
from tutor_server.modules.lessons.templates import SKILLS

SEEDS: Final = 2**32
"""Seeds are below."""
_CALCULATED: Final = frozenset({ItemKind.NUMBER, ItemKind.FRACTION, ItemKind.EXPRESSION})
_MARK: Final = "+"
_TRIES: Final = 200


def renewed(lesson: Lesson, seed: int) -> Lesson:
    """The lesson with other practice items; the same for the same seed, and unchanged where it has
    no template."""
    if not lesson.template:
        return lesson
    chance = Random(seed)  # noqa: S311  numbers of a question are no secret
    asked = {item.question for item in lesson.items}
    items = [_other(lesson, item, chance, asked) for item in lesson.items]
    if items == list(lesson.items):  # everything here is about ideas: one to work out comes first
        (skill, *_) = (name for name in lesson.skills if name in SKILLS[lesson.template])
        items.insert(0, generate(lesson.template, chance, skill=skill))
    return replace(lesson, items=tuple(items), version=f"{lesson.version}{_MARK}{seed}")


def as_begun(lesson: Lesson, version: str) -> Lesson:
    """The lesson of a run that began with this version."""
    _, _, seed = version.partition(_MARK)
    known = seed.isascii() and seed.isdigit() and len(seed) <= len(str(SEEDS))
    return renewed(lesson, int(seed)) if known else lesson


def _other(lesson: Lesson, item: Item, chance: Random, asked: set[str]) -> Item:
    """Another item in the place of this one where the template has one, else the item itself."""
    fits = item.use is Use.PRACTICE and item.skill in SKILLS[lesson.template]
    if not (fits and item.kind in _CALCULATED):
        return item
    for _ in range(_TRIES):
        drawn = generate(lesson.template, chance, skill=item.skill)
        # To write a mixed number is another skill than to read one.
        alike = (drawn.form == "mixed") == (item.form == "mixed")
        if alike and drawn.question not in asked:
            asked.add(drawn.question)
            return drawn
    return item
