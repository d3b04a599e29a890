"""The body of `/v1/generate` and its reading into a ChatRequest. Knows no model and no cache.

`context` says for whom; every part is optional, bounded and checked. `student_id` is the
application's own name for a student: it is given back and used for nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from msgspec import Struct, field

from inference.contracts import ChatRequest, JsonValue, Message, Priority, Role, Sampling
from tutor_server.errors import InvalidRequestError

MAX_PROMPT_CHARS: Final = 8_000
MAX_TOKENS: Final = 1_024
DEFAULT_TOKENS: Final = 256
MAX_NEEDS: Final = 16
_STUDENT_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,63}")
_SUBJECT: Final = re.compile(r"[^\W_](?:[^\W_]|[ &'/+#-]){0,39}")
_GRADE: Final = re.compile(r"(?:grade\s*)?(\d{1,2})(?:st|nd|rd|th)?(?:\s*grade)?", re.IGNORECASE)
_KINDERGARTEN: Final = frozenset({"k", "kindergarten"})


class Style(StrEnum):
    """How an explanation is put."""

    VISUAL = "visual"
    AUDITORY = "auditory"
    READING = "reading"
    KINESTHETIC = "kinesthetic"


class Need(StrEnum):
    """The accommodations of the tutor's policy."""

    ONE_STEP = "one_step"
    TIMERS_OFF = "timers_off"
    LITERAL = "literal"
    READ_ALOUD = "read_aloud"
    REDUCED_TEXT = "reduced_text"


NEEDS_OF: Final[Mapping[str, frozenset[Need]]] = MappingProxyType(
    {
        **{need.value: frozenset({need}) for need in Need},
        "adhd": frozenset({Need.ONE_STEP, Need.REDUCED_TEXT}),
        "anxiety": frozenset({Need.TIMERS_OFF}),
        "autism": frozenset({Need.LITERAL, Need.ONE_STEP}),
        "dyslexia": frozenset({Need.REDUCED_TEXT, Need.READ_ALOUD}),
        "low_vision": frozenset({Need.READ_ALOUD}),
        "blind": frozenset({Need.READ_ALOUD}),
    }
)
"""What may be named: a need itself, or a condition that stands for some."""
SAID_OF_STYLE: Final[Mapping[Style, str]] = MappingProxyType(
    {
        Style.VISUAL: "Describe a picture that the student can see in their mind.",
        Style.AUDITORY: "Explain it as you would say it aloud, with rhythm and repetition.",
        Style.READING: "Explain it in clear written sentences with the key words named.",
        Style.KINESTHETIC: "Explain it with something the student can do with their hands.",
    }
)
SAID_OF_NEED: Final[Mapping[Need, str]] = MappingProxyType(
    {
        Need.ONE_STEP: "Give one small step at a time.",
        Need.TIMERS_OFF: "Never speak of time or hurry.",
        Need.LITERAL: "Use literal words only, no figures of speech.",
        Need.READ_ALOUD: "Everything must be clear when only heard: no tables, no layout.",
        Need.REDUCED_TEXT: "Use as few and as short sentences as will do.",
    }
)


class Context(Struct):
    """For whom the reply is."""

    student_id: str | None = None
    grade: str | int | None = None
    subject: str | None = None
    learning_style: str | None = None
    # A list of names, or names with true and false.
    accommodations: list[str] | dict[str, bool] | None = None


class GenerateBody(Struct):
    """`POST /v1/generate` and `/v1/generate/stream`. Unknown fields are ignored."""

    prompt: str
    context: Context = field(default_factory=Context)
    model: str = "tutor"
    max_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None
    cache: Literal["no-store", "shared"] = "no-store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A checked body."""

    request: ChatRequest
    grade: int
    subject: str
    style: Style | None
    needs: tuple[Need, ...]
    student_id: str | None
    shared: bool
    """The reply may be kept and said to others, and theirs to this one."""

    @property
    def item(self) -> str:
        """What a kept reply depends on besides the question."""
        style = self.style.value if self.style else ""
        return f"{self.subject.lower()}|{style}|{self.request.model}"

    def context(self) -> dict[str, JsonValue]:
        """What was understood of the context."""
        return {
            "student_id": self.student_id,
            "grade": self.grade,
            "subject": self.subject or None,
            "learning_style": self.style.value if self.style else None,
            "accommodations": [need.value for need in self.needs],
        }


def read_generate(body: GenerateBody, *, grade: int) -> Wanted:
    """What is wanted; `grade` is the caller's own. Raises InvalidRequestError naming the field."""
    if not body.prompt.strip() or len(body.prompt) > MAX_PROMPT_CHARS:
        raise InvalidRequestError(
            f"prompt has 1 to {MAX_PROMPT_CHARS} characters.", param="prompt"
        )
    context = body.context
    student_id = _student_id(context.student_id)
    needs = _needs(context.accommodations)
    shared = body.cache == "shared"
    if shared and (student_id or needs):
        raise InvalidRequestError(
            "A reply for one student is never shared: leave out student_id and accommodations.",
            param="cache",
        )
    grade = _grade(context.grade, grade)
    subject, style = _subject(context.subject), _style(context.learning_style)
    system = _system(grade, subject, style, needs)
    return Wanted(
        request=ChatRequest(
            messages=(
                Message(role=Role.SYSTEM, content=system),
                Message(role=Role.USER, content=body.prompt.strip()),
            ),
            model=body.model,
            sampling=_sampling(body),
            tool_choice="none",
            priority=Priority.TEXT,
        ),
        grade=grade,
        subject=subject,
        style=style,
        needs=needs,
        student_id=student_id,
        # Another temperature or seed asks for another reply.
        shared=shared and not body.temperature and body.seed is None and body.max_tokens is None,
    )


def _system(grade: int, subject: str, style: Style | None, needs: tuple[Need, ...]) -> str:
    """The first line is what our nano model was trained with; do not reword it."""
    lines = [f"You are a friendly tutor. Grade: {grade}."]
    if subject:
        lines.append(f"Subject: {subject}.")
    if style is not None:
        lines.append(SAID_OF_STYLE[style])
    return "\n".join([*lines, *(SAID_OF_NEED[need] for need in needs)])


def _sampling(body: GenerateBody) -> Sampling:
    limit = DEFAULT_TOKENS if body.max_tokens is None else body.max_tokens
    if not 1 <= limit <= MAX_TOKENS:
        raise InvalidRequestError(f"max_tokens must be 1 to {MAX_TOKENS}.", param="max_tokens")
    try:
        return Sampling(max_tokens=limit, temperature=body.temperature or 0.0, seed=body.seed or 0)
    except ValueError as error:
        raise InvalidRequestError(str(error), param="temperature") from error


def _student_id(told: str | None) -> str | None:
    if told is not None and not _STUDENT_ID.fullmatch(told):
        raise InvalidRequestError(
            "student_id has 1 to 64 letters, digits or any of . _ : @ + -",
            param="context.student_id",
        )
    return told


def _grade(told: str | int | None, own: int) -> int:
    if told is None or (isinstance(told, str) and not told.strip()):
        return own
    text = str(told).strip().lower()
    if text in _KINDERGARTEN:
        return 1
    match = _GRADE.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= 12:
        raise InvalidRequestError("grade must be K or 1 to 12.", param="context.grade")
    return int(match[1])


def _subject(told: str | None) -> str:
    text = " ".join((told or "").split())
    if text and not _SUBJECT.fullmatch(text):
        raise InvalidRequestError(
            "subject has up to 40 letters, digits and spaces.", param="context.subject"
        )
    return text


def _style(told: str | None) -> Style | None:
    text = (told or "").strip().lower()
    if not text:
        return None
    if text not in {style.value for style in Style}:
        names = ", ".join(style.value for style in Style)
        raise InvalidRequestError(
            f"learning_style must be one of {names}.", param="context.learning_style"
        )
    return Style(text)


def _needs(told: list[str] | dict[str, bool] | None) -> tuple[Need, ...]:
    named = [name for name, on in told.items() if on] if isinstance(told, dict) else told or []
    if len(told or ()) > MAX_NEEDS:
        raise InvalidRequestError(
            f"At most {MAX_NEEDS} accommodations.", param="context.accommodations"
        )
    needs: set[Need] = set()
    for name in named:
        known = NEEDS_OF.get(re.sub(r"[\s-]+", "_", name.strip().lower()))
        if known is None:
            raise InvalidRequestError(
                f"accommodations may be {', '.join(NEEDS_OF)}.", param="context.accommodations"
            )
        needs |= known
    return tuple(need for need in Need if need in needs)
