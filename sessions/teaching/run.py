"""One time through a lesson as a frozen value.

`Record` is what the log's facts say and a restart brings back; `Moment` is what the tutor is
waiting for just now. Only `policy.decide` and `notes.apply` make new ones.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from sessions.teaching.fix_plan import FixPlan
from sessions.teaching.lesson import Format, Item, ItemKind, Lesson, Misconception, Use, Wrong
from sessions.teaching.order import items_of

PROBE_PREFIX = "probe:"
"""In front of a misconception's id: the item id of its probe."""
BOTTOM = 4
"""The rung that shows the answer."""
MOST_ATTEMPTS = 10
"""Wrong answers to one item; then it is left for another day."""
MOST_TRANSFER_ATTEMPTS = 2
REAL_ATTEMPTS = 2
"""Attempts of the student's own effort before the answer may be shown."""


class Error(StrEnum):
    """What was behind a wrong answer."""

    NONE = ""
    """Right, or wrong in a way that tells nothing yet."""
    GUESS = "guess"
    MISREAD = "misread"
    SLIP = "slip"
    RIGHT_IDEA = "right_idea"
    IMPRECISE = "imprecise"
    MISCONCEPTION = "misconception"


class Part(StrEnum):
    """A part of the lesson that can be presented."""

    SIMPLE = "simple"
    FULL = "full"
    EXAMPLE = "worked_example"
    DIALOGUE = "dialogue"
    VIDEO = "video"


class By(StrEnum):
    """What kind of help a `hint.given` was. Only the ladder's rungs lead to the answer."""

    LADDER = "ladder"
    CORRECTION = "correction"
    REPRESENTATION = "representation"
    QUESTION = "question"


class Awaiting(StrEnum):
    """What the tutor is waiting for."""

    START = "start"
    READ = "read"
    """A part is shown; go on."""
    ATTEMPT = "attempt"
    WHY = "why"
    """The reason for a right answer; anything will do."""
    PROBE = "probe"
    OFFER = "offer"
    """Yes or no to an example or a simpler explanation."""
    GO = "go"
    """Praise was given by itself (one step per turn); go on."""
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accommodations:
    """What a student needs; flags of the policy and of the page."""

    one_step: bool = False
    """One step per turn: parts come in small pieces, praise and the next question separately."""
    timers_off: bool = False
    """Time means nothing: no prompts, no guess by speed, no slowing down by time."""
    literal: bool = False
    """No figures of speech."""
    read_aloud: bool = False
    """Everything that is needed is in the spoken words, choices included."""
    reduced_text: bool = False
    """As few words as will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt."""

    correct: bool
    aided: bool
    """Help was given for this item before."""
    rung: int = 0
    """The highest rung of the ladder that was given before."""
    error: Error = Error.NONE
    misconception: str = ""
    seconds: float | None = None
    answer: str = ""

    @property
    def effort(self) -> bool:
        """A real attempt, not a guess."""
        return self.error is not Error.GUESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One help."""

    rung: int
    """1 to 4; for other help than the ladder the rung that it stands for."""
    asked: bool
    """By the student; otherwise offered."""
    by: By = By.LADDER
    at_s: float | None = field(default=None, compare=False)
    """Clock time, unknown after a restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What has happened on one item."""

    item_id: str
    tried: tuple[Tried, ...] = ()
    helps: tuple[Help, ...] = ()

    @property
    def rungs(self) -> int:
        """The highest rung of the ladder that was given, 0 for none."""
        return max((h.rung for h in self.helps if h.by is By.LADDER), default=0)

    @property
    def shown(self) -> bool:
        """Was the answer shown?"""
        return self.rungs >= BOTTOM

    @property
    def aided(self) -> bool:
        """Is whatever comes now no longer without help?"""
        return bool(self.helps)

    @property
    def right(self) -> bool:
        """Answered right in the end."""
        return any(t.correct for t in self.tried)

    @property
    def right_alone(self) -> bool:
        """Answered right without help."""
        return any(t.correct and not t.aided for t in self.tried)

    @property
    def efforts(self) -> int:
        """Real attempts."""
        return sum(t.effort for t in self.tried)

    def count(self, error: Error) -> int:
        """How often this error came."""
        return sum(t.error is error and not t.correct for t in self.tried)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What the probe of a misconception showed."""

    misconception: str
    holds: bool
    """The student believes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What lasts. Facts in the log bring it back."""

    started: bool = False
    at: int = 0
    """Place of the item under way in the order; one behind the last when all are done."""
    works: tuple[Work, ...] = ()
    """In the order of first being touched."""
    probes: tuple[Probed, ...] = ()
    fixes: int = 0
    """How often a kind of help was drawn."""
    finished: bool = False

    def work(self, item_id: str) -> Work:
        """What has happened on an item."""
        found = (work for work in self.works if work.item_id == item_id)
        return next(found, Work(item_id=item_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is so just now. After a restart it begins anew."""

    awaiting: Awaiting = Awaiting.START
    part: Part | None = None
    """Being presented."""
    piece: int = 0
    """Of the part."""
    posed: bool = False
    """The item under way was put to the student."""
    posed_s: float | None = None
    """When the student was last asked or told something, in clock seconds."""
    words: int = 0
    """How much there was to read then."""
    stuck: int = 0
    """Turns in a row without progress on this item."""
    turns: int = 0
    """Of the student on this item."""
    begs: int = 0
    """Asked for the answer itself, in this run."""
    slowed: bool = False
    """An attempt was asked for before the next hint."""
    offered: bool = False
    """Another representation was offered for this item."""
    offer: Part | None = None
    """Which."""
    prompts: int = 0
    """Said while waiting."""
    misconception: str = ""
    """Being probed."""
    made: tuple[tuple[str, int], ...] = ()
    """How often each kind of move was made, so that its words do not repeat."""

    def times(self, kind: str) -> int:
        """How often this kind of move was made."""
        return dict(self.made).get(kind, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How a run went."""

    xp: int
    right: int
    total: int
    """Items."""
    unaided_right: int
    unaided_total: int
    """Items that were tried without help."""
    seconds: float
    """Spent on attempts, as far as known."""
    to_review: tuple[str, ...] = ()
    """Skills that were not shown alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRun:
    """Everything about one time through a lesson."""

    lesson: Lesson
    run_id: str
    format: Format = Format.READING
    accommodations: Accommodations = field(default_factory=Accommodations)
    patience: float = 1.0
    """0.5 (quick) to 3 (very patient)."""
    grade: int | None = None
    """The student's; None: the lesson's."""
    decision: str = ""
    """Id of the decision that chose the format."""
    fixes: FixPlan = field(default_factory=FixPlan)
    """How likely each kind of help is after a failed task."""
    record: Record = field(default_factory=Record)
    moment: Moment = field(default_factory=Moment)

    def __post_init__(self) -> None:
        if not 0.5 <= self.patience <= 3.0:
            raise ValueError(f"patience must be 0.5 to 3, is {self.patience}")

    @property
    def items(self) -> tuple[Item, ...]:
        """All items of this run in their order."""
        return items_of(self.lesson, self.format)

    @property
    def item(self) -> Item | None:
        """The item under way; None when all are done."""
        return self.items[self.record.at] if self.record.at < len(self.items) else None

    @property
    def work(self) -> Work:
        """What has happened on the item under way."""
        item = self.item
        return self.record.work(item.item_id if item else "")

    @property
    def open_item(self) -> Item | None:
        """What an answer is to be checked against now: the item, or the probe; None when no
        answer is awaited."""
        if self.moment.awaiting is Awaiting.PROBE:
            found = self.lesson.misconception(self.moment.misconception)
            return probe_item(found, self.item) if found else None
        open_now = self.moment.awaiting in {Awaiting.ATTEMPT, Awaiting.OFFER}
        mid_item = self.moment.awaiting is Awaiting.READ and self.moment.posed
        return self.item if open_now or mid_item else None

    @property
    def finished(self) -> bool:
        """Nothing more will happen."""
        return self.record.finished

    @property
    def reading_grade(self) -> int:
        """For words and pace."""
        return self.grade or self.lesson.grade

    @property
    def skills_shown(self) -> frozenset[str]:
        """Skills of items that were answered right without help."""
        works = {work.item_id: work for work in self.record.works}
        return frozenset(
            item.skill
            for item in self.items
            if item.item_id in works and works[item.item_id].right_alone
        )

    @property
    def xp(self) -> int:
        """Earned so far: the lesson's XP, by the share of items that were worked through."""
        worked = sum(_worked_through(self.record.work(item.item_id)) for item in self.needed)
        return round(self.lesson.xp * worked / len(self.needed)) if self.needed else 0

    @property
    def needed(self) -> tuple[Item, ...]:
        """Items that count: in the quiz format, practice of shown skills does not."""
        if self.format is not Format.QUIZ:
            return self.items
        touched = {work.item_id for work in self.record.works}
        return tuple(
            item
            for item in self.items
            if item.use is not Use.PRACTICE
            or item.item_id in touched
            or item.skill not in self.skills_shown
        )

    @property
    def summary(self) -> Summary:
        """How it went, or goes."""
        works = [self.record.work(item.item_id) for item in self.items]
        tried = [t for work in works for t in work.tried]
        shown = self.skills_shown
        return Summary(
            xp=self.xp,
            right=sum(work.right for work in works),
            total=len(self.needed),
            unaided_right=sum(work.right_alone for work in works),
            unaided_total=sum(any(not t.aided for t in work.tried) for work in works),
            seconds=round(sum(t.seconds or 0.0 for t in tried), 1),
            to_review=tuple(s for s in self.lesson.skills if s not in shown),
        )


def _worked_through(work: Work) -> bool:
    """Right in the end, or really tried."""
    return work.right or work.efforts >= REAL_ATTEMPTS


def closed(item: Item, work: Work) -> bool:
    """Is the item behind the student? The same rule lives and after a restart."""
    wrong = [t for t in work.tried if not t.correct]
    if work.right or len(wrong) >= MOST_ATTEMPTS:
        return True
    if item.use is Use.TRANSFER:
        return len(wrong) >= MOST_TRANSFER_ATTEMPTS
    return any(t.rung >= BOTTOM for t in wrong)  # wrong although the answer stands there


def probe_item(misconception: Misconception, item: Item | None) -> Item:
    """A misconception's probe as an item that a checker understands."""
    probe = misconception.probe
    return Item(
        item_id=f"{PROBE_PREFIX}{misconception.misconception_id}",
        kind=ItemKind.CHOICE,
        use=Use.PRACTICE,
        skill=item.skill if item else "",
        question=probe.question,
        answer=probe.answer,
        choices=probe.choices,
        wrong=(Wrong(answer=probe.reveals, misconception=misconception.misconception_id),),
    )
