"""The lesson "Web3 basics" gives 50 XP, in whatever format it comes."""

from datetime import date

import pytest

from sessions.contracts import FactKind
from sessions.teaching.events import Answered, Started, WentOn
from sessions.teaching.lesson import Format
from sessions.teaching.policy import decide
from sessions.teaching.run import LessonRun
from tutor_server.modules.lessons.checking import check
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.xp.awards import Award, DayXp, Source, award_for, lesson_key
from tutor_server.modules.xp.deeds import deed_of

pytestmark = pytest.mark.slow

TURNS = 200


@pytest.mark.parametrize("form", list(Format))
def test_web3_basics_gives_fifty(form: Format) -> None:
    lesson = open_curriculum().lessons["web3-basics"]
    run = LessonRun(lesson=lesson, run_id="r1", format=form)
    run, move = decide(run, Started(at_s=0.0))
    for turn in range(1, TURNS):
        if run.finished:
            break
        at_s, item = 60.0 * turn, run.open_item
        run, move = decide(
            run,
            Answered(at_s=at_s, text=item.answer, outcome=check(item, item.answer))
            if item
            else WentOn(at_s=at_s),
        )
    (ended,) = (note for note in move.notes if note.kind.value == "lesson.finished")
    deed = deed_of(FactKind(ended.kind.value), ended.body)
    assert deed is not None
    award = award_for(deed, date(2026, 5, 1), taken=frozenset(), given=DayXp())
    key = lesson_key("web3-basics")
    assert award == Award(key=key, source=Source.LESSON, amount=50, lesson="web3-basics")
