"""A student's state as the policy sees it: a few bands, from what facts say. Pure.

`Profile` is what is kept of a student and moves with every attempt; `State` is the small tuple
that decisions and values are filed under. Its string form is stored and must stay stable.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Self

from tutor_server.modules.qlearning.deeds import PROBE, ItemTried

WINDOW: Final = 10
"""Newest first tries, and newest attempts, that count."""
FEW: Final = 3
"""Fewer first tries than this say nothing yet."""
STUCK_ROW: Final = 3
"""Wrong answers in a row."""
UNNAMED: Final = "unnamed"
"""An error that tells nothing yet."""
STUCK_SHARE: Final = 0.7
"""Share of wrong answers in a full window."""


class Grade(StrEnum):
    """School grades in bands."""

    LOW = "1-4"
    MIDDLE = "5-6"
    HIGH = "7-12"


class Alone(StrEnum):
    """How first tries without help went lately."""

    NEW = "new"
    LOW = "low"
    """Below half."""
    MIDDLE = "middle"
    """Below four fifths."""
    HIGH = "high"


class Hints(StrEnum):
    """How many of the newest answers came after help."""

    FEW = "few"
    """None or one in five."""
    SOME = "some"
    MANY = "many"
    """Half or more."""


class Mood(StrEnum):
    """Whether the student is getting anywhere."""

    CALM = "calm"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is kept of a student."""

    alone: str = ""
    """First tries without help, newest last: 1 right, 0 wrong."""
    answers: str = ""
    """All attempts, newest last: 1 right, 0 wrong."""
    helped: str = ""
    """The same attempts: 1 when help had been given for the item."""
    run: str = ""
    """Of the newest attempt."""
    item: str = ""
    error: str = ""
    """What was behind the newest answer when it was wrong, as the lesson named it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a decision is filed under."""

    grade: Grade
    alone: Alone
    hints: Hints
    mood: Mood
    error: str = field(default="")
    """Only for the choice of a fix; empty for a format."""

    def __str__(self) -> str:
        parts = {
            "grade": self.grade, "alone": self.alone, "hints": self.hints, "mood": self.mood,
        }  # fmt: skip
        text = " ".join(f"{name}:{value}" for name, value in parts.items())
        return f"{text} error:{self.error}" if self.error else text

    @classmethod
    def parse(cls, text: str) -> Self:
        """The state of a string form. Raises ValueError."""
        named = dict(part.split(":", 1) for part in text.split(" "))
        try:
            state = cls(
                grade=Grade(named.pop("grade")),
                alone=Alone(named.pop("alone")),
                hints=Hints(named.pop("hints")),
                mood=Mood(named.pop("mood")),
                error=named.pop("error", ""),
            )
        except KeyError as missing:
            raise ValueError(f"a state needs {missing}") from missing
        if named or str(state) != text:
            raise ValueError("this is no state")
        return state


def grade_of(school_grade: int) -> Grade:
    """The band of a grade."""
    if school_grade <= 4:
        return Grade.LOW
    return Grade.MIDDLE if school_grade <= 6 else Grade.HIGH


def format_state(profile: Profile, grade: Grade) -> State:
    """What the choice of a lesson's format depends on."""
    return State(
        grade=grade,
        alone=_alone(profile.alone),
        hints=_hints(profile.helped),
        mood=_mood(profile.answers),
    )


def fix_state(profile: Profile, grade: Grade) -> State:
    """What the choice of a fix depends on: the error as well."""
    state = format_state(profile, grade)
    return replace(state, error=profile.error if profile.error.isidentifier() else UNNAMED)


def state_like(state: State, profile: Profile) -> State:
    """The state that a student with this profile is in, of the same kind as an earlier one."""
    make = fix_state if state.error else format_state
    return make(profile, state.grade)


def after(profile: Profile, tried: ItemTried) -> Profile:
    """The profile with one more attempt; a probe is none."""
    if tried.use == PROBE:
        return profile
    alone = profile.alone
    if tried.shows_alone:
        alone = _with(alone, tried.correct)
    return Profile(
        alone=alone,
        answers=_with(profile.answers, tried.correct),
        helped=_with(profile.helped, tried.aided or tried.hints > 0),
        run=tried.run,
        item=tried.item,
        error="" if tried.correct else tried.error,
    )


def _with(window: str, value: bool) -> str:
    return (window + str(int(value)))[-WINDOW:]


def _alone(window: str) -> Alone:
    if len(window) < FEW:
        return Alone.NEW
    share = window.count("1") / len(window)
    if share < 0.5:
        return Alone.LOW
    return Alone.MIDDLE if share < 0.8 else Alone.HIGH


def _hints(window: str) -> Hints:
    share = window.count("1") / len(window) if window else 0.0
    if share <= 0.2:
        return Hints.FEW
    return Hints.SOME if share < 0.5 else Hints.MANY


def _mood(window: str) -> Mood:
    wrong_row = len(window) - len(window.rstrip("0"))
    crowded = len(window) == WINDOW and window.count("0") / WINDOW >= STUCK_SHARE
    return Mood.STUCK if wrong_row >= STUCK_ROW or crowded else Mood.CALM
