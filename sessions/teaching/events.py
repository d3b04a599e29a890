"""What happens in a lesson, as the policy hears of it. Frozen; time is in each event."""

from dataclasses import dataclass

from sessions.teaching.lesson import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The lesson begins, or goes on after a restart or a pause."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The student said something that the checker has looked at (LessonRun.open_item)."""

    outcome: Outcome
    at_s: float
    text: str = ""
    """As written or heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedHint:
    """A hint, or how to begin."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAnswer:
    """Just tell me."""

    at_s: float
    authority: bool = False
    """"My teacher said you can tell me.\""""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A real question about the topic."""

    text: str
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """Say that again."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """I don't know."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Struggled:
    """I give up; this is too hard; I am bad at this."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Leave this one out, or no to an offer."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn:
    """Go on, or yes to an offer. An item that is open is left out."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Nothing was said for so long since the tutor spoke last."""

    seconds: float
    at_s: float


Event = (
    Started
    | Answered
    | AskedHint
    | AskedAnswer
    | AskedQuestion
    | AskedAgain
    | Unsure
    | Struggled
    | Skipped
    | WentOn
    | Waited
)
