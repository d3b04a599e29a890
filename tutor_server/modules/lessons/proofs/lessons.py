"""What must be true of one lesson beside its items: numbers, names, texts and misconceptions.

Yields (place, sentence).
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

from sessions.teaching.lesson import Lesson, Misconception, Use
from sessions.teaching.parts import questions
from tutor_server.modules.lessons.checkers.cleaning import words
from tutor_server.modules.lessons.proofs.items import prove_item
from tutor_server.modules.lessons.proofs.readability import reading_grade
from tutor_server.modules.lessons.proofs.standards import is_standard
from tutor_server.modules.lessons.templates import NAMES, SKILLS
from tutor_server.richtext.render import render

Found: TypeAlias = Iterator[tuple[str, str]]

WEB3_LESSON: Final = "web3-basics"
WEB3_XP: Final = 50
_FRONT: Final = "front matter"
_USES: Final = {Use.PRACTICE: 3, Use.QUIZ: 2, Use.TRANSFER: 1}
"""At least so many items of each use."""
_SIMPLE_WORDS: Final = (60, 140)
_FULL_WORDS: Final = (80, 180)
_SIMPLE_GRADE: Final = 5.0
"""Reading grade of the simple explanation at most; it is meant for grade 3, and names of things
have as many syllables as they have."""
_DIALOGUE_LINES: Final = (8, 14)
_VIDEO_LINES: Final = (4, 7)
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_FORMULA = re.compile(r"\$[^$]+\$")
_UNREADABLE_FORMULA: Final = '<code class="formula"'
_LIST_LINE = re.compile(r"^\s*(?:[-*]|\d+\.)\s")
_NUMBERED = re.compile(r"^\d+\.\s")


def prove_lesson(lesson: Lesson) -> Found:
    """Everything wrong with the lesson by itself."""
    yield from _prove_front(lesson)
    yield from _prove_counts(lesson)
    yield from _prove_names(lesson)
    yield from _prove_misconceptions(lesson)
    yield from _prove_sections(lesson)
    yield from _prove_formulas(lesson)
    for item in lesson.items:
        for what in prove_item(item):
            yield f"item {item.item_id}", what


def _prove_front(lesson: Lesson) -> Found:
    checks = (
        (1 <= lesson.grade <= 12, "`grade` must be 1 to 12."),
        (lesson.order >= 1, "`order` counts from 1."),
        (5 <= lesson.minutes <= 60, "`minutes` must be 5 to 60."),
        (20 <= lesson.xp <= 60, "`xp` must be 20 to 60."),
        (2 <= len(lesson.objectives) <= 4, "2 to 4 `objectives` are needed."),
        (1 <= len(lesson.skills) <= 3, "1 to 3 `skills` are needed."),
        (bool(lesson.standards), "at least one of `standards` is needed."),
        (bool(lesson.title.strip()), "`title` is empty."),
        (lesson.template in ("", *NAMES), f"`template` {lesson.template!r} is no generator."),
        (lesson.lesson_id not in lesson.prerequisites, "a lesson cannot come before itself."),
    )
    for holds, what in checks:
        if not holds:
            yield _FRONT, what
    if lesson.template in NAMES and not SKILLS.get(lesson.template, frozenset()) & {
        *lesson.skills
    }:
        yield _FRONT, f"`template` {lesson.template!r} practices none of the lesson's skills."
    if lesson.lesson_id == WEB3_LESSON and lesson.xp != WEB3_XP:
        yield _FRONT, f"`xp` of {WEB3_LESSON} must be {WEB3_XP}."
    for code in lesson.standards:
        if not is_standard(code):
            yield _FRONT, f"`standards`: {code!r} is no code of CCSS, NGSS or CSTA."


def _prove_counts(lesson: Lesson) -> Found:
    counts = Counter(item.use for item in lesson.items)
    if len(lesson.items) < sum(_USES.values()):
        yield "items", f"at least 6 items are needed; there are {len(lesson.items)}."
    for use, least in _USES.items():
        if counts[use] < least:
            yield "items", f"at least {least} of use {use}; there are {counts[use]}."
    if len(lesson.misconceptions) < 2:
        yield "misconceptions", "at least 2 are needed."


def _prove_names(lesson: Lesson) -> Found:
    for kind, names in (
        ("item", [item.item_id for item in lesson.items]),
        ("misconception", [one.misconception_id for one in lesson.misconceptions]),
        ("skill", list(lesson.skills)),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{kind} {name}", "the id stands here twice."
            if not _KEBAB.fullmatch(name):
                yield f"{kind} {name}", "the id must be lower-case words with hyphens."
    for item in lesson.items:
        if item.skill not in lesson.skills:
            yield f"item {item.item_id}", f"`skill` {item.skill!r} is not one of the lesson's."


def _prove_misconceptions(lesson: Lesson) -> Found:
    named = Counter(wrong.misconception for item in lesson.items for wrong in item.wrong)
    for one in lesson.misconceptions:
        place = f"misconception {one.misconception_id}"
        if named[one.misconception_id] < 2:
            yield (
                place,
                f"must be named by at least 2 wrong answers; {named[one.misconception_id]} do.",
            )
        for what in _prove_probe(one):
            yield place, what
    for item in lesson.items:
        for wrong in item.wrong:
            if lesson.misconception(wrong.misconception) is None:
                what = f"the misconception {wrong.misconception!r} is not one of the lesson's."
                yield f"item {item.item_id}", what


def _prove_probe(one: Misconception) -> Iterator[str]:
    probe = one.probe
    if not (one.belief.strip() and one.correction.strip() and probe.question.strip()):
        yield "`belief`, `correction` and the probe's `question` must not be empty."
    if max(questions(one.correction), questions(probe.question)) > 1:
        yield "`correction` and the probe's `question` may ask one thing each."
    if len(probe.choices) < 2 or len(set(probe.choices)) < len(probe.choices):
        yield "the probe needs at least 2 different `choices`."
    if probe.answer not in probe.choices:
        yield f"the probe's `answer` {probe.answer!r} is not exactly one of its choices."
    if probe.reveals not in probe.choices:
        yield f"the probe's `reveals` {probe.reveals!r} is not exactly one of its choices."
    if probe.answer == probe.reveals:
        yield "the probe's `reveals` must not be its `answer`."


def _prove_sections(lesson: Lesson) -> Found:
    for name, text, (least, most) in (
        ("Simple", lesson.simple, _SIMPLE_WORDS),
        ("Full", lesson.full, _FULL_WORDS),
    ):
        count = count_words(text)
        if not least <= count <= most:
            yield f"section {name}", f"{least} to {most} words are needed; there are {count}."
    grade = reading_grade(lesson.simple)
    if grade > _SIMPLE_GRADE:
        yield (
            "section Simple",
            f"reads like grade {grade:.1f}; at most {_SIMPLE_GRADE:.0f} is wanted.",
        )
    if lesson.simple == lesson.full:
        yield "section Full", "is the simple explanation again."
    if sum(bool(_NUMBERED.match(line)) for line in lesson.worked_example.split("\n")) < 2:
        yield "section Worked example", "a numbered list of at least 2 steps is needed."
    worked = words(lesson.worked_example)
    for item in lesson.items:
        if words(item.question) in worked:
            yield "section Worked example", f"solves the item {item.item_id}."
    yield from _prove_lines("Dialogue", lesson.dialogue, ("Tutor:", "Student:"), _DIALOGUE_LINES)
    yield from _prove_lines("Video", lesson.video, ("See:", "Say:"), _VIDEO_LINES)
    if "$" in lesson.dialogue or "\\" in lesson.dialogue:
        yield "section Dialogue", "must be plain words to speak: no $ and no \\."
    if any(_LIST_LINE.match(line) for line in lesson.dialogue.split("\n")):
        yield "section Dialogue", "must not hold a list."


def _prove_lines(name: str, text: str, heads: tuple[str, str], span: tuple[int, int]) -> Found:
    lines = [line for line in text.split("\n") if line.strip()]
    place = f"section {name}"
    if not span[0] <= len(lines) <= span[1]:
        yield place, f"{span[0]} to {span[1]} lines are needed; there are {len(lines)}."
    for line in lines:
        if not line.startswith(heads):
            yield place, f"each line begins {' or '.join(heads)}; this one does not: {line[:40]!r}"
    for head in heads:
        if not any(line.startswith(head) for line in lines):
            yield place, f"no line begins {head}"


def _prove_formulas(lesson: Lesson) -> Found:
    """Everything that is rendered for a student."""
    texts = [("section Simple", lesson.simple), ("section Full", lesson.full)]
    texts += [("section Worked example", lesson.worked_example)]
    for item in lesson.items:
        texts += [(f"item {item.item_id}", part) for part in (item.question, *item.hints)]
        texts += [(f"item {item.item_id}", choice) for choice in item.choices]
    for place, text in texts:
        if _UNREADABLE_FORMULA in render(text):
            yield place, f"a formula between $ signs cannot be shown: {text[:60]!r}"


def count_words(text: str) -> int:
    """Words outside of code; a formula counts as one."""
    return len(_FORMULA.sub("formula", _FENCE.sub(" ", text)).split())
