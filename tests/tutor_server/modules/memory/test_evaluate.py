"""The measure: its set is fair, its numbers can be counted by hand, and it can miss."""

import sys

import numpy as np
import pytest

from tests.tutor_server.modules.memory.talk import of_words
from tutor_server.modules.memory.evaluate import Asked, asked_of, main, ours, recalled, report
from tutor_server.modules.memory.evaluation_set import NOW, SMALL, Half, students
from tutor_server.modules.memory.ranking import Remembered


def embed(texts) -> np.ndarray:  # type: ignore[no-untyped-def]
    return np.stack([of_words(text) for text in texts])


def test_the_same_seed_gives_the_same_students_and_halves_share_no_wording() -> None:
    chosen, held_out = (list(students(half, 30, 1)) for half in Half)
    assert chosen == list(students(Half.CHOSEN, 30, 1)) != list(students(Half.CHOSEN, 30, 2))
    questions = [{q.text for s in half for q in s.queries} for half in (chosen, held_out)]
    facts = [{x.text for s in half for x in s.sayings if x.fact} for half in (chosen, held_out)]
    assert questions[0].isdisjoint(questions[1])
    assert facts[0].isdisjoint(facts[1])


def test_a_student_tells_each_fact_once_before_now_among_other_things() -> None:
    for student in students(Half.HELD_OUT, 10, 3):
        told = [saying.fact for saying in student.sayings if saying.fact]
        assert sorted(told) == sorted({query.fact for query in student.queries})
        assert len(student.sayings) == len(told) + SMALL
        times = [saying.at for saying in student.sayings]
        assert times == sorted(times)
        assert times[-1] < NOW


def test_recall_by_hand() -> None:
    asked = asked_of(Half.CHOSEN, embed, count=2, seed=1)
    assert recalled(asked, lambda kept, _: [one for one in kept if one in kept][:0]) == 0
    knows = {id(one.kept): one.wanted for one in asked}

    def oracle(kept, text) -> list[Remembered]:  # type: ignore[no-untyped-def]
        return [one for one in kept if one.piece.text in knows[id(kept)]]

    most = sum(bool(one.wanted) for one in asked) / len(asked)
    assert 0.9 < recalled(asked, oracle) == most <= 1


def test_the_report_can_miss() -> None:
    asked = asked_of(Half.HELD_OUT, embed, count=2, seed=1)
    blind = [Asked(text="hm", fact=one.fact, kept=one.kept, wanted=one.wanted) for one in asked]
    lines, good = report(blind)
    assert not good
    assert lines[-1].endswith("MISSED")
    seeing = [
        Asked(
            text=one.text,
            fact=one.fact,
            wanted=one.wanted,
            kept=tuple(
                Remembered(piece=k.piece, at=k.at, likeness=float(k.piece.text in one.wanted) * 9)
                for k in one.kept
            ),
        )
        for one in asked
    ]
    lines, good = report(seeing)
    assert good
    assert recalled(seeing, ours) > 0.9


@pytest.mark.slow
def test_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["evaluate", "--students", "8"])
    assert main() == 0
    assert "recall@3" in capsys.readouterr().out
