"""`python -m tests.evaluate_teaching.curriculum`: the leak gate and the tutor's words on our own
lessons.

The hints were written by others than the gate: the first three rungs must pass it and the last
one, which holds the answer, must be caught. Then every lesson is played in every format by
students who know little, and each script is checked. Exits with 1 when a rule is broken.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

from sessions.teaching.events import (
    Answered,
    AskedAnswer,
    AskedHint,
    Event,
    Skipped,
    Started,
    Unsure,
    WentOn,
)
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Format, Item, Lesson, Outcome
from sessions.teaching.moves import Move
from sessions.teaching.parts import questions
from sessions.teaching.policy import decide
from sessions.teaching.run import LessonRun
from sessions.teaching.words import speak
from tutor_server.modules.lessons.load import read_folder

SEED = 7


def main() -> int:
    """Print everything."""
    lessons = read_folder().lessons
    broken = 0
    sys.stdout.write(f"{len(lessons)} lessons, {sum(len(les.items) for les in lessons)} items\n")
    for line in hints(lessons):
        sys.stdout.write(f"{line}\n")
    for line, bad in plays(lessons):
        sys.stdout.write(f"{line}\n")
        broken += bad
    return 1 if broken else 0


def hints(lessons: tuple[Lesson, ...]) -> Iterator[str]:
    """False alarms on rungs 1 to 3, catches of rung 4, by kind of item."""
    stopped, passed, caught, total = (Counter[str]() for _ in range(4))
    for item in (item for lesson in lessons for item in lesson.items):
        kind = item.kind.value
        for hint in item.hints[:3]:
            passed[kind] += 1
            stopped[kind] += leaks(item, hint, 0) is not None
        total[kind] += 1
        found = leaks(item, item.hints[3], 3) is not None
        caught[kind] += found
        if not found:
            yield f"  not caught: {item.item_id}: {item.hints[3]}"
    yield f"rungs 1 to 3 stopped: {stopped.total()} of {passed.total()}"
    yield f"rung 4 caught: {caught.total()} of {total.total()}"
    for kind, count in sorted(total.items()):
        rate = f"{stopped[kind]} of {passed[kind]} stopped, {caught[kind]} of {count} caught"
        yield f"  {kind:12} {rate}"


def plays(lessons: tuple[Lesson, ...]) -> Iterator[tuple[str, int]]:
    """Every lesson in every format."""
    dice, acts, problems, dropped = Random(SEED), Counter[str](), Counter[str](), Counter[str]()
    for lesson in lessons:
        for format_ in Format:
            run = LessonRun(lesson=lesson, run_id=f"{lesson.lesson_id}-{format_}", format=format_)
            for after, move in _played(run, dice):
                acts[move.act.value] += 1
                problem = _problem(after, move)
                if problem:
                    problems[problem] += 1
                    yield f"  {problem}: {lesson.lesson_id} {format_.value} {move.kind}", 0
                if move.text and move.text not in speak(after, move).script:
                    dropped[move.act.value] += 1
    yield (
        f"moves played: {acts.total()}: {', '.join(f'{a} {n}' for a, n in acts.most_common())}",
        0,
    )
    yield f"lesson texts shortened by the gate: {dict(dropped)}", 0
    yield f"rules broken: {dict(problems) or 'none'}", problems.total()


def _played(run: LessonRun, dice: Random) -> Iterator[tuple[LessonRun, Move]]:
    at_s = 0.0
    run, move = decide(run, Started(at_s=at_s))
    yield run, move
    while not run.finished:
        at_s += dice.choice((2.0, 30.0, 90.0))
        run, move = decide(run, _event(run, dice, at_s))
        yield run, move


def _event(run: LessonRun, dice: Random, at_s: float) -> Event:
    item = run.open_item
    if item is None:
        return WentOn(at_s=at_s)
    if dice.random() < 0.3:
        asks = (AskedHint, AskedHint, AskedAnswer, Unsure, Skipped, WentOn)
        return dice.choice(asks)(at_s=at_s)
    return Answered(outcome=_outcome(item, dice), text="my answer", at_s=at_s)


def _outcome(item: Item, dice: Random) -> Outcome:
    listed = [wrong.misconception for wrong in item.wrong]
    return dice.choice(
        (
            Outcome(correct=True),
            Outcome(correct=False),
            Outcome(correct=False, flags=frozenset({"off_by_one"})),
            Outcome(correct=False, misconception=dice.choice(listed) if listed else ""),
        )
    )


def _problem(run: LessonRun, move: Move) -> str:
    script = speak(run, move).script
    if questions(script) > 1:
        return "more than one question"
    if any(leaks(guard, script, move.rung) for guard in move.guards):
        return "leak"
    return "" if script or move.act.value == "wait" else "no words"


if __name__ == "__main__":
    sys.exit(main())
