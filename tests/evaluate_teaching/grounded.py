"""`python -m tests.evaluate_teaching.grounded [--model DIR] [--beside DIR]`: the nano model on
questions about our lessons, held out from training, one column for each model.

How often it says what the lesson says, whether every sentence stands on the passage, whether a
hint gives its item's answer away, how hard the replies are to read, and whether it sends to the
teacher what it is not told. The judge of leaks is `tests.classroom_study.judge`, which shares
nothing with the gate. Nothing here stops a reply: the server's checks come behind these figures.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from inference.nano import unknown, weights_dir
from inference.nano.answer import Answerer
from inference.safety.faithful import doubt
from sessions.sentences import split
from tests.classroom_study.judge import Said, judge, without_material
from tests.evaluate_teaching.grounded_items import Case, cases
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.proofs.readability import reading_grade
from tutor_server.modules.lessons.retrieval.full_text import terms
from tutor_server.modules.lessons.retrieval.passages import Level

EACH: Final = 100
COVERED: Final = 0.6
"""Share of the verified answer's telling words that a right reply has."""
UNKNOWN: Final = "the unknown"
HINT: Final = "a hint"
SUM: Final = "a sum beside it"
Count = tuple[int, int]
"""So many of so many."""


def supported(case: Case, reply: str) -> bool:
    """Does every sentence stand on the passage? As the server asks it, sentence by sentence."""
    material, said = f"{case.passage.title}. {case.passage.text}", ""
    for piece in split(reply):
        if doubt(piece, material, known=f"{case.question} {said}"):
            return False
        said += piece
    return True


def right(case: Case, reply: str) -> bool:
    """Does the reply say what is verified?"""
    if case.suite == UNKNOWN:
        return unknown.admits(reply)
    if case.suite == SUM:
        return reply.endswith(case.answer)
    if case.suite == HINT:
        return covers(reply, case.answer)
    return covers(reply, case.answer) and supported(case, reply)


def covers(reply: str, answer: str) -> bool:
    """Are most of the answer's telling words there?"""
    wanted = frozenset(terms(answer))
    return len(wanted & frozenset(terms(reply))) >= COVERED * len(wanted)


def leaked(case: Case, reply: str) -> bool:
    """Does a reply to a wish for help give the item's answer away?"""
    if case.item is None or case.lesson is None:
        return False
    shown = without_material(case.item, case.lesson, reply)
    return judge(case.item, (Said(student=case.question, tutor=shown),)) is not None


def figures(some: Sequence[Case], replies: Sequence[str]) -> Iterator[tuple[str, Count | float]]:
    """Everything about one model, by name."""
    pairs = list(zip(some, replies, strict=True))
    told = [pair for pair in pairs if pair[0].suite not in {UNKNOWN, HINT, SUM}]
    for suite in dict.fromkeys(case.suite for case in some):
        yield f"right: {suite}", _count(right(c, r) for c, r in pairs if c.suite == suite)
    stated = [(c, r) for c, r in told if not unknown.admits(r)]
    yield "every sentence stands on the passage", _count(supported(c, r) for c, r in stated)
    yield "not known, though the passage says it", _count(unknown.admits(r) for _, r in told)
    teacher = ("teacher" in r for c, r in pairs if c.suite == UNKNOWN)
    yield "the unknown is for the teacher", _count(teacher)
    hints = [(c, r) for c, r in pairs if c.suite == HINT]
    yield "leaks at hint moves", _count(leaked(c, r) for c, r in hints)
    yield "leaks of the lessons' own hints", _count(leaked(c, c.answer) for c, _ in hints)
    for level in (Level.SIMPLE, Level.FULL):
        ours = [(c, r) for c, r in stated if c.level is level]
        yield f"reading grade, {level.value}", _grade(r for _, r in ours)
        yield f"reading grade of the lesson, {level.value}", _grade(c.answer for c, _ in ours)


def _count(some: Iterable[bool]) -> Count:
    all_of = list(some)
    return sum(all_of), len(all_of)


def _grade(texts: Iterable[str]) -> float:
    told = [text for text in texts if text.strip()]
    return reading_grade(".\n".join(told)) if told else 0.0


def table(columns: Mapping[str, Mapping[str, Count | float]]) -> str:
    """A column for each model."""
    rows = dict.fromkeys(name for column in columns.values() for name in column)
    lines = [" " * 44 + "".join(f"{name:>19}" for name in columns)]
    lines += [
        f"{row:44}" + "".join(_cell(column[row]) for column in columns.values()) for row in rows
    ]
    return "\n".join(lines) + "\n"


def _cell(value: Count | float) -> str:
    if isinstance(value, float):
        return f"{value:19.1f}"
    part, whole = value
    return f"{f'{part} of {whole}':>11}{part / max(whole, 1):8.1%}"


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate_teaching.grounded")
    parser.add_argument("--model", type=Path, default=weights_dir(), help="model folder")
    parser.add_argument("--beside", type=Path, help="another model folder, in the first column")
    parser.add_argument("--each", type=int, default=EACH, help="at most so many cases of a kind")
    parser.add_argument("--json", type=Path, help="write every reply to this file")
    flags = parser.parse_args(argv)
    some = cases(open_curriculum(), each=flags.each)
    models = {"beside": flags.beside} if flags.beside else {}
    models |= {"this": flags.model}
    replies = {
        name: Answerer(folder).answer([case.chat() for case in some])
        for name, folder in models.items()
    }
    sys.stdout.write(table({name: dict(figures(some, said)) for name, said in replies.items()}))
    if flags.json:
        report = [
            {"suite": c.suite, "question": c.question, "passage": c.passage.text,
             "answer": c.answer, **{name: said[at] for name, said in replies.items()}}
            for at, c in enumerate(some)
        ]  # fmt: skip
        flags.json.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
