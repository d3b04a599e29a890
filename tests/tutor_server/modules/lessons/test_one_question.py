"""One question per turn, over every lesson: whatever a student does, and whatever is presented."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from sessions.teaching.events import (
    Answered,
    AskedAgain,
    AskedAnswer,
    AskedHint,
    AskedQuestion,
    Event,
    Started,
    Struggled,
    Unsure,
    Waited,
    WentOn,
)
from sessions.teaching.lesson import Format, Item, Lesson, Outcome
from sessions.teaching.moves import Act, Move
from sessions.teaching.parts import opening, pieces, questions
from sessions.teaching.policy import decide
from sessions.teaching.run import Accommodations, Awaiting, LessonRun, Part
from sessions.teaching.words import speak
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.lessons.load import open_curriculum

pytestmark = pytest.mark.slow

NEEDS = (
    Accommodations(),
    Accommodations(read_aloud=True),
    Accommodations(one_step=True),
    Accommodations(reduced_text=True, literal=True),
)
BETWEEN = frozenset({Awaiting.READ, Awaiting.GO, Awaiting.WHY})
WRONG, RIGHT = Outcome(correct=False), Outcome(correct=True)
ALL_ACTS = frozenset(Act) - {Act.ASK_WHY}
"""Every path has them; which items are followed by "why?" is drawn."""
PATHS = (
    "data-chance", "earth-space", "geometry", "life-science", "number-fractions",
    "physical-science", "pre-algebra", "python", "ratios-percent", "reading", "web-web3",
    "writing",
)  # fmt: skip


@cache
def curriculum() -> Curriculum:
    return open_curriculum()


def fresh(lesson: Lesson) -> LessonRun:
    """Over a path every format, and every need."""
    formats = list(Format)
    return LessonRun(
        lesson=lesson,
        run_id=f"run{lesson.order}",
        format=formats[lesson.order % len(formats)],
        accommodations=NEEDS[lesson.order % len(NEEDS)],
    )


def at_a_loss(item: Item) -> list[Event]:
    """Everything but the right answer."""
    names = dict.fromkeys(wrong.misconception for wrong in item.wrong)
    believing = [Outcome(correct=False, misconception=name) for name in names for _ in range(2)]
    said = [Outcome(correct=False, attempt=False), *believing, *[WRONG] * 2]
    return [
        AskedAgain(at_s=0), Waited(seconds=600, at_s=0), Unsure(at_s=0), AskedAnswer(at_s=0),
        AskedQuestion(text="what does that mean?", at_s=0), Struggled(at_s=0), Struggled(at_s=0),
        *(Answered(outcome=outcome, text="a try of my own", at_s=0) for outcome in said),
        *(event for _ in range(4) for event in (
            AskedHint(at_s=0), AskedHint(at_s=0),
            Answered(outcome=WRONG, text="another try of my own", at_s=0),
        )),
    ]  # fmt: skip


def knowing() -> list[Event]:
    """Right, but for the form."""
    nearly = Outcome(correct=False, equivalent=True)
    return [Answered(outcome=one, text="so it is", at_s=0) for one in (nearly, RIGHT)]


def play(run: LessonRun) -> Iterator[tuple[LessonRun, Move]]:
    """A whole lesson by somebody who knows every third item."""
    at_s = 0.0

    def after(event: Event) -> tuple[LessonRun, Move]:
        nonlocal at_s, run
        at_s += 90.0
        run, move = decide(run, replace(event, at_s=at_s))
        return run, move

    yield after(Started(at_s=0))
    while not run.finished:
        place, item = run.record.at, run.item
        if run.moment.awaiting in BETWEEN or item is None:
            yield after(AskedQuestion(text="why is that so?", at_s=0))
            yield after(WentOn(at_s=0))
            continue
        events = knowing() if place % 3 == 2 else at_a_loss(item)
        for event in events:
            while run.moment.awaiting in BETWEEN and run.record.at == place:
                yield after(WentOn(at_s=0))
            if run.finished or run.record.at != place:
                break
            yield after(event)
        if not run.finished and run.record.at == place:
            yield after(Answered(outcome=RIGHT, text="now I see", at_s=0))


@pytest.mark.parametrize("path", PATHS)
def test_whatever_a_student_does_one_question_at_most_is_asked(path: str) -> None:
    seen: set[Act] = set()
    for lesson in curriculum().by_path[path]:
        for run, move in play(fresh(lesson)):
            script = speak(run, move).script
            assert questions(script) <= 1, (lesson.lesson_id, move.kind, script)
            assert questions(move.text) <= 1, (lesson.lesson_id, move.kind, move.text)
            seen.add(move.act)
    assert seen >= ALL_ACTS, ALL_ACTS - seen


def test_the_paths_are_all_there_are() -> None:
    assert set(PATHS) == set(curriculum().by_path)
    assert sum(len(lessons) for lessons in curriculum().by_path.values()) == 117


@pytest.mark.parametrize("path", PATHS)
def test_every_piece_of_every_part_asks_once_at_most(path: str) -> None:
    for lesson in curriculum().by_path[path]:
        for needs in NEEDS:
            run = LessonRun(lesson=lesson, run_id="r", accommodations=needs)
            for part in Part:
                for piece in pieces(run, part):
                    assert questions(piece) <= 1, (lesson.lesson_id, part, piece)
        for format_ in Format:
            assert set(opening(LessonRun(lesson=lesson, run_id="r", format=format_))) <= set(Part)
