"""A lesson as frozen values. Knows no files, no checkers and no storage.

`tutor_server.modules.lessons` reads the Markdown files into these and proves them; the session
and the policy only read them.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class ItemKind(StrEnum):
    """How an answer is checked, always by code and never by a model."""

    NUMBER = "number"
    """A whole number or a decimal: `12`, `3.5`, `1,200`, `50%`, in words too."""
    FRACTION = "fraction"
    """Any way of writing the same value is right, unless the item asks for a form."""
    EXPRESSION = "expression"
    """Algebra; any equivalent expression or equation is right."""
    CHOICE = "choice"
    """One of `choices`."""
    STEPS = "steps"
    """All of `choices` in the right order; `answer` is the order, as numbers."""
    TEXT = "text"
    """Own words that hold one of each group of `keys`."""
    PYTHON = "python"
    """Code that passes `tests` in the sandbox."""


class Use(StrEnum):
    """What an item is for."""

    PRACTICE = "practice"
    """With hints."""
    QUIZ = "quiz"
    """Several in a row, no hints before the first attempt."""
    TRANSFER = "transfer"
    """Near transfer after success: without help, and the only proof of mastery."""


class Format(StrEnum):
    """Ways of delivering the same lesson; the Q-learner and the bandit choose among them."""

    READING = "reading"
    WORKED_EXAMPLE = "worked_example"
    PRACTICE = "practice"
    DIALOGUE = "dialogue"
    QUIZ = "quiz"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A wrong answer and the misconception that it reveals."""

    answer: str
    misconception: str
    """Misconception.id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A question that tells a misconception from a slip."""

    question: str
    choices: tuple[str, ...]
    answer: str
    """The right choice."""
    reveals: str
    """The choice that somebody with the misconception takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """What a student may believe that is not so."""

    misconception_id: str
    """Unique within its lesson."""
    belief: str
    """In the student's words."""
    correction: str
    """What the tutor says about it; never the answer to an item."""
    probe: Probe


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One call of a student's code."""

    call: str
    """A Python expression, evaluated after the student's code."""
    expect: str
    """The `repr` of its value, or what was printed when `call` is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question with its key, its checker's data and its ladder of hints."""

    item_id: str
    """Unique within its lesson."""
    kind: ItemKind
    use: Use
    skill: str
    question: str
    """Markdown with LaTeX between dollar signs; at most one question."""
    answer: str
    """The key; also what a student is shown at the end of the ladder."""
    choices: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    """TEXT: groups of alternatives, lower case; each group needs one."""
    form: str = ""
    """FRACTION: "", "lowest", "mixed" or "improper". EXPRESSION: "", "expanded" or
    "factored". NUMBER: "" or a unit that may follow, such as "cm"."""
    tolerance: float = 0.0
    """NUMBER: how far off is still right."""
    tests: tuple[Test, ...] = ()
    starter: str = ""
    """PYTHON: code that the editor begins with."""
    wrong: tuple[Wrong, ...] = ()
    hints: tuple[str, ...] = ()
    """Four rungs: nudge, locate the step, targeted hint, bottom out. Only the last may hold the
    answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Everything about one lesson."""

    lesson_id: str
    """Unique in the curriculum."""
    path: str
    order: int
    """Place in its path, from 1."""
    title: str
    grade: int
    """The lowest school grade it is for, 1 to 12."""
    objectives: tuple[str, ...]
    standards: tuple[str, ...]
    skills: tuple[str, ...]
    prerequisites: tuple[str, ...]
    """Lesson ids that come before."""
    minutes: int
    xp: int
    simple: str
    """Explanation at about grade 3, Markdown."""
    full: str
    """Explanation at the lesson's own grade or above, Markdown."""
    worked_example: str
    dialogue: str
    """Voice dialogue: lines that begin with `Tutor:` or `Student:`."""
    video: str
    """Video script: what is seen and what is said."""
    misconceptions: tuple[Misconception, ...]
    items: tuple[Item, ...]
    template: str = ""
    """Name of the generator of further items with verified answers; empty when there is none."""
    version: str = ""
    """Hash of the lesson's file."""

    def item(self, item_id: str) -> Item | None:
        """The item with this id."""
        return next((item for item in self.items if item.item_id == item_id), None)

    def misconception(self, misconception_id: str) -> Misconception | None:
        """The misconception with this id."""
        found = (m for m in self.misconceptions if m.misconception_id == misconception_id)
        return next(found, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the checker found out about one answer; the same answer always gives the same."""

    correct: bool
    attempt: bool = True
    """False: the text is no answer of this kind at all (a question, a remark)."""
    misconception: str = ""
    """Of the listed wrong answer that this is, or ""."""
    equivalent: bool = False
    """The value is right but not in the form that was asked for."""
    distance: float | None = None
    """NUMBER and FRACTION: the answer minus the key."""
    missing: tuple[int, ...] = ()
    """TEXT: groups of keys that are missing; STEPS: places that are wrong; PYTHON: failed
    tests. Zero-based."""
    parsed: str = ""
    """The answer as it was understood, in standard form."""
    detail: str = ""
    """PYTHON: the first error, shortened. Never shown without the gate."""
    flags: frozenset[str] = field(default_factory=frozenset)
    """Patterns that checkers recognise: `swapped` (numerator and denominator, or operands),
    `sign`, `off_by_one`, `off_by_ten`, `copied` (a number of the question), `unit`, `order`."""
