"""Simulated students: what they know, how they answer, what helps them, how they ask.

The model, all of it. For each skill a student has a strength from 0 to 1. Before each answer it is
drawn whether they can do the item now: with their strength, helped by the rungs they have read on
it (HELPED). Who can, slips with SLIP. Who cannot, and holds a misconception that the item lists,
gives its wrong answer; else guesses among choices, or has nothing to say or something wrong.
Strength grows by what happens (Learning): each event moves it towards 1 by its share of what is
missing. A misconception is given up with a stated chance when it is corrected, and with a smaller
one when its wrong answer was marked wrong. The outcome of every study with these students follows
from these numbers; it says nothing about children. Seeded; knows no server.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Final

from sessions.teaching.lesson import Item, ItemKind, Lesson

SLIP: Final = 0.08
HELPED: Final = (0.0, 0.10, 0.25, 0.45)
"""By the highest rung read: the share of what is missing that the rung makes up on this item."""
READ_OFF: Final = 0.97
"""Right when the answer stands there."""
HOLDS: Final = 0.45
"""A student of strength 0 holds a misconception of the lesson with this chance."""
PUT_RIGHT: Final = 0.7
"""A misconception is given up when it is corrected."""
MARKED_WRONG: Final = 0.15
"""A misconception is given up when its wrong answer was marked wrong."""
WORDS_PER_S: Final = 2.3
THINKS_S: Final = 18.0
"""For an answer; typing included."""
COPIES_S: Final = 5.0
"""For an answer that stands there."""


class Help(StrEnum):
    """What a student does who does not know."""

    TRIES = "tries"
    """Guesses first, asks for a hint after a mistake."""
    ASKS = "asks"
    """Asks for a hint at once."""
    BEGS = "begs"
    """Wants to be told the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """How much of what is missing each event teaches."""

    alone: float = 0.10
    """A right answer without help."""
    with_help: float = 0.12
    """A right answer after a mistake or with a hint."""
    hint: float = 0.04
    """A hint of rung 1 or 2, read."""
    worked_step: float = 0.07
    """A hint of rung 3, or a worked example, read."""
    told: float = 0.03
    """The answer was told or shown, and copied."""
    correction: float = 0.06
    """A misconception was put right."""

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"{name} must be 0 to 1, is {value}")


@dataclass
class Student:
    """One student; changes by learning."""

    name: str
    help: Help
    dice: Random
    learning: Learning = field(default_factory=Learning)
    strength: dict[str, float] = field(default_factory=dict)
    beliefs: set[tuple[str, str]] = field(default_factory=set)
    """(lesson, misconception)."""
    spent_s: float = 0.0

    def knows(self, skill: str) -> float:
        """The strength of a skill."""
        return self.strength.get(skill, 0.0)

    def learns(self, skill: str, share: float) -> None:
        """Move towards 1 by a share of what is missing."""
        now = self.knows(skill)
        self.strength[skill] = now + (1.0 - now) * share

    def reads(self, text: str) -> None:
        """Takes time, nothing else."""
        self.spent_s += len(text.split()) / WORDS_PER_S

    # --- answering

    def answers(self, lesson: Lesson, item: Item, *, rung: int = 0) -> str:
        """An answer; empty: does not know what to say. `rung`: the highest hint read on it."""
        self.spent_s += THINKS_S
        known = self.knows(item.skill)
        if rung < len(HELPED):
            able = self.dice.random() < known + (1.0 - known) * HELPED[rung]
        else:
            able = self.dice.random() < READ_OFF
        if able and self.dice.random() >= SLIP:
            return item.answer
        if able:
            return self._wrong(item)
        return self._believed(lesson, item) or self._guess(item)

    def copies(self, item: Item) -> str:
        """The key, read off."""
        self.spent_s += COPIES_S
        self.learns(item.skill, self.learning.told)
        return item.answer

    def probed(self, item: Item, misconception: str, lesson: Lesson) -> str:
        """The answer to a misconception's probe: by what they believe."""
        self.spent_s += THINKS_S
        if (lesson.lesson_id, misconception) in self.beliefs and item.wrong:
            return item.wrong[0].answer
        return item.answer

    def _believed(self, lesson: Lesson, item: Item) -> str:
        listed = [
            wrong.answer
            for wrong in item.wrong
            if (lesson.lesson_id, wrong.misconception) in self.beliefs
        ]
        return self.dice.choice(listed) if listed else ""

    def _guess(self, item: Item) -> str:
        if item.kind is ItemKind.CHOICE:
            return self.dice.choice(item.choices)
        if self.dice.random() < 0.35:
            return ""
        return self._wrong(item)

    def _wrong(self, item: Item) -> str:
        """Wrong in some way of its kind."""
        match item.kind:
            case ItemKind.CHOICE:
                return self.dice.choice([c for c in item.choices if c != item.answer])
            case ItemKind.NUMBER | ItemKind.FRACTION:
                return str(self.dice.randint(2, 97))
            case ItemKind.EXPRESSION:
                return f"{self.dice.randint(2, 9)}x + {self.dice.randint(11, 97)}"
            case ItemKind.STEPS:
                return ", ".join(str(n) for n in range(len(item.choices), 0, -1))
            case ItemKind.TEXT:
                return "because it is like that every time"
            case ItemKind.PYTHON:
                return f"x = {self.dice.randint(1, 9)}\nprint(x + 1000)"

    # --- what happens to them

    def marked(
        self, lesson: Lesson, item: Item, answer: str, *, correct: bool, aided: bool
    ) -> None:
        """An answer of theirs was marked."""
        if correct:
            self.learns(item.skill, self.learning.with_help if aided else self.learning.alone)
            return
        for wrong in item.wrong:
            if wrong.answer == answer and self.dice.random() < MARKED_WRONG:
                self.beliefs.discard((lesson.lesson_id, wrong.misconception))

    def hinted(self, item: Item, rung: int) -> None:
        """A rung was read."""
        shares = {1: self.learning.hint, 2: self.learning.hint, 3: self.learning.worked_step}
        self.learns(item.skill, shares.get(rung, self.learning.told))

    def shown_example(self, item: Item) -> None:
        """A worked example or a simpler explanation was read."""
        self.learns(item.skill, self.learning.worked_step)

    def corrected(self, lesson: Lesson, item: Item, misconception: str) -> None:
        """A misconception was put right."""
        self.learns(item.skill, self.learning.correction)
        if self.dice.random() < PUT_RIGHT:
            self.beliefs.discard((lesson.lesson_id, misconception))


def make(number: int, lessons: tuple[Lesson, ...], *, seed: int, learning: Learning) -> Student:
    """Student `number` of a class: the same for the same seed, whoever teaches them."""
    dice = Random(f"{seed}:{number}")
    talent = dice.betavariate(2.0, 2.5)
    student = Student(
        name=f"Student {number:03}",
        help=dice.choices(tuple(Help), weights=(5, 3, 2))[0],
        dice=Random(f"{seed}:{number}:days"),
        learning=learning,
    )
    for lesson in lessons:
        for skill in lesson.skills:
            student.strength[skill] = min(0.9, max(0.05, dice.gauss(0.7 * talent, 0.12)))
        weak = 1.0 - student.knows(lesson.skills[0])
        for misconception in lesson.misconceptions:
            if dice.random() < HOLDS * weak:
                student.beliefs.add((lesson.lesson_id, misconception.misconception_id))
    return student
