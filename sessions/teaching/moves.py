"""The tutor's moves: what is to be said next, with the material for it, but not the words."""

from dataclasses import dataclass
from enum import StrEnum

from sessions.teaching.lesson import Item, Misconception
from sessions.teaching.notes import Note
from sessions.teaching.run import Error, Part, Summary


class Act(StrEnum):
    """Kinds of moves."""

    PRESENT = "present"
    """A piece of a lesson part."""
    POSE = "pose"
    """Put an item."""
    TRANSFER = "transfer"
    """Put a transfer item: without help."""
    ASK_ATTEMPT = "ask_attempt"
    """Ask for an own try; `reason` says why."""
    PRAISE = "praise"
    """Praise the process, and put the next item."""
    ASK_WHY = "ask_why"
    NUDGE = "nudge"
    """Rung 1."""
    LOCATE = "locate"
    """Rung 2."""
    HINT = "hint"
    """Rung 3."""
    BOTTOM_OUT = "bottom_out"
    """Rung 4: the solution."""
    PROBE = "probe"
    """A question that tells a misconception from a slip."""
    CORRECT = "correct"
    """Put a misconception right."""
    REPRESENT = "represent"
    """Offer another way of looking at it."""
    SLOW_DOWN = "slow_down"
    """A hint was asked for too soon: first a try."""
    ASK_FORM = "ask_form"
    """Right value, but not in the form that is asked for."""
    ANSWER_QUESTION = "answer_question"
    COMFORT = "comfort"
    """Name the effort."""
    MOVE_ON = "move_on"
    """Leave an item, and put the next one."""
    FINISH = "finish"
    WAIT = "wait"
    """Say nothing, or only that there is time."""


class Reason(StrEnum):
    """Why this move, where one act has several."""

    NONE = ""
    AGAIN = "again"
    """The item is put once more."""
    RESUMED = "resumed"
    """After a restart or a pause."""
    NO_ATTEMPT = "no_attempt"
    """What was said is no answer."""
    GUESS = "guess"
    MISREAD = "misread"
    SLIP = "slip"
    IMPRECISE = "imprecise"
    RIGHT_IDEA = "right_idea"
    FIRST_TRY = "first_try"
    """No hints before the first attempt of a quiz item."""
    ALONE = "alone"
    """No help with a transfer item."""
    BEGGED = "begged"
    AUTHORITY = "authority"
    """"My teacher said so.\""""
    BEFORE_ANSWER = "before_answer"
    """The answer comes after real attempts."""
    SMALL_STEP = "small_step"
    """Does not know: the smallest step."""
    WAITED = "waited"
    FIRST = "first"
    """PRAISE: right at the first try and alone."""
    KEPT_TRYING = "kept_trying"
    """PRAISE: right after a mistake."""
    USED_HELP = "used_help"
    """PRAISE: right with help."""
    EXPLAINED = "explained"
    """PRAISE: for saying why."""
    SHOWN = "shown"
    """PRAISE: the answer had been shown."""
    SKIPPED = "skipped"
    """MOVE_ON: the student wanted to."""
    ENOUGH = "enough"
    """MOVE_ON: tried often enough for today."""
    PROBE_RIGHT = "probe_right"
    """ASK_ATTEMPT after a probe that was answered right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What the tutor does next."""

    act: Act
    reason: Reason = Reason.NONE
    item: Item | None = None
    """The item that is under way after this move; its answer must not be given (`guards`)."""
    done: Item | None = None
    """The item that was just closed."""
    text: str = ""
    """Material from the lesson: a hint, a correction, a piece of a part."""
    part: Part | None = None
    """PRESENT: of which `text` is a piece; REPRESENT: what is offered."""
    last_piece: bool = True
    misconception: Misconception | None = None
    probe: Item | None = None
    """PROBE: its question as an item."""
    question: str = ""
    """ANSWER_QUESTION: what was asked."""
    error: Error = Error.NONE
    because: str = ""
    """Why the error is called so; for teachers."""
    tries: int = 0
    """Attempts on the item so far."""
    summary: Summary | None = None
    rung: int = 0
    """Highest rung given for `item`: for the leak gate."""
    guards: tuple[Item, ...] = ()
    """Items whose answers must not be given now."""
    oral: bool = False
    """Asked by voice, to be answered by voice."""
    times: int = 0
    """How often this kind of move was made before in this run."""
    notes: tuple[Note, ...] = ()
    """Facts to write before the move is said."""

    @property
    def kind(self) -> str:
        """Act and reason: one kind of words."""
        return f"{self.act.value}:{self.reason.value}"
