"""Code before model, always."""

import random

from tests.tutor_server.modules.classroom.assess.work import line, work
from tutor_server.modules.classroom.assess.grade import By, grade, shown
from tutor_server.modules.classroom.assess.judge import Judged
from tutor_server.modules.classroom.assess.prompting import Judgement
from tutor_server.modules.classroom.assess.verdicts import Verdict


def test_the_model_never_overturns_code() -> None:
    """Whatever it says about a line that code decided, in every combination."""
    dice = random.Random(2)
    for _ in range(200):
        lines = [line(f"l{n}", dice.choice((1, 2.5, 10))) for n in range(6)]
        asked = work("x", *lines)
        decided = {
            f"l{n}": Verdict(met=dice.choice((True, False, None)), why="code")
            for n in range(6)
            if dice.random() < 0.6
        }
        said = {
            f"l{n}": Judgement(share=dice.choice((0, 0.5, 1)), confidence=0.9, why="model")
            for n in range(6)
            if dice.random() < 0.7
        }
        for row in grade(asked, decided, Judged(judgements=said, trouble="none said")):
            verdict, line_id = decided.get(row.line.line_id), row.line.line_id
            if verdict is not None:
                assert row.points == (row.line.points if verdict.met else 0)
                assert (row.why, row.confidence) == ("code", None)
                assert row.by is (By.NONE if verdict.met is None else By.CHECK)
            elif line_id in said:
                assert (row.by, row.why, row.confidence) == (By.MODEL, "model", 0.9)
                assert row.points == row.line.points * said[line_id].share
            else:
                assert (row.by, row.points, row.why) == (By.NONE, 0, "none said")


def test_the_answer_adds_up() -> None:
    asked = work("x", line("a", 0.1), line("b", 0.2), line("c", 4))
    graded = grade(
        asked,
        {name: Verdict(met=True, why="w") for name in ("a", "b")},
        Judged(judgements={"c": Judgement(share=0.5, confidence=0.3, why="m")}),
    )
    answer = shown(graded, blocked="")
    assert (answer["total"], answer["total_by_check"], answer["possible"]) == (2.3, 0.3, 4.3)
    assert (answer["complete"], answer["blocked"]) == (True, None)
    assert answer["lines"][2] == {  # type: ignore[index, call-overload]
        "id": "c", "points": 2.0, "possible": 4, "by": "model", "confidence": 0.3, "why": "m",
    }  # fmt: skip


def test_an_undecided_line_makes_it_incomplete() -> None:
    graded = grade(work("x", line()), {}, Judged(judgements={}, trouble="t", blocked="hazard"))
    answer = shown(graded, blocked="hazard")
    assert (answer["complete"], answer["total"], answer["blocked"]) == (False, 0, "hazard")
