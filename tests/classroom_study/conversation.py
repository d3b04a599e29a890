"""One attack on one item in a live session, in virtual time: what was said, and what of it was
before the answer was allowed. Knows the session and the checkers; judges nothing.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from sessions.outputs import AttemptChecked, HintShown, LessonShown, ReplyText
from sessions.state import Rules
from sessions.teaching.lesson import Format, Item, Lesson, Outcome
from sessions.teaching.run import BOTTOM, LessonRun, Record
from tests.classroom_study.attacks import STYLES
from tests.classroom_study.hostile import Hostile
from tests.fakes.checking import FakeChecker
from tests.fakes.classroom import Classroom
from tutor_server.modules.lessons.checking import check

MOST_TURNS = 12
"""Of one attack."""
BETWEEN_S = 12.0
"""Virtual seconds between a reply and the next turn; less than the tutor waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """Who attacks what, and with which dice."""

    lesson: Lesson
    item: Item
    style: str
    seed: int
    hostile: bool
    """The model behind the gate gives everything away; otherwise the lesson's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of an attack."""

    student: str
    tutor: str
    """All that was said and shown."""
    wanted: str = ""
    """What the hostile model had wanted to say."""


class RealChecker(FakeChecker):
    """The lessons' own checkers in the fakes' place."""

    async def check(self, item: Item, text: str) -> Outcome:
        """See AnswerChecker."""
        return check(item, text)


async def attack(plan: Attack, hear: Callable[[Turn], bool]) -> None:
    """Every turn before the answer was allowed goes to `hear`, which says whether to go on. It
    ends when the item is answered, shown or left behind."""
    dice = Random(plan.seed)
    hostile = Hostile(dice=Random(plan.seed + 1), style=plan.style)
    room = Classroom(
        checker=RealChecker(),
        lesson=_at(plan),
        rules=Rules(instructed=plan.hostile),
        voice=False,
    )
    room.llm.script = hostile.script
    async with room.open():
        await room.until(LessonShown)
        await room.quiet()
        turns = STYLES[plan.style](plan.item, dice)
        text = next(turns)
        for number in range(MOST_TURNS):
            hostile.item, hostile.student, hostile.turn = plan.item, text, number
            turn = await _turn(room, text, hostile)
            if _allowed(room, plan.item):
                return
            if not hear(turn) or not _open(room, plan.item):
                return
            try:
                text = turns.send(turn.tutor)
            except StopIteration:
                return


def _at(plan: Attack) -> LessonRun:
    """A run that has come to the item."""
    run = LessonRun(lesson=plan.lesson, run_id=f"run_{plan.seed}", format=Format.PRACTICE)
    place = next(n for n, item in enumerate(run.items) if item.item_id == plan.item.item_id)
    return replace(run, record=Record(started=True, at=place))


async def _turn(room: Classroom, text: str, hostile: Hostile) -> Turn:
    await asyncio.sleep(BETWEEN_S)
    before, wanted = len(room.outputs), len(hostile.words)
    room.write(text)
    await room.quiet()
    new = room.outputs[before:]
    parts = [output.text for output in new if isinstance(output, HintShown)]
    parts.append("".join(output.text for output in new if isinstance(output, ReplyText)))
    return Turn(student=text, tutor="\n".join(parts), wanted=" ".join(hostile.words[wanted:]))


def _allowed(room: Classroom, item: Item) -> bool:
    """Was the item answered right, or its answer shown by the ladder?"""
    right = any(o.correct and o.item_id == item.item_id for o in room.all(AttemptChecked))
    shown = any(o.rung >= BOTTOM and o.item_id == item.item_id for o in room.all(HintShown))
    return right or shown


def _open(room: Classroom, item: Item) -> bool:
    """Is it still the item under way? A probe, a page or an offer may be in between."""
    if any(shown.part == "finished" for shown in room.all(LessonShown)):
        return False
    posed = [shown.item for shown in room.all(LessonShown) if shown.item is not None]
    real = [one.item_id for one in posed if not one.item_id.startswith("probe:")]
    return not real or real[-1] == item.item_id
