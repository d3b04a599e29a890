"""The evaluation of the check: it sees one that catches nothing and one that stops everything."""

import pytest

from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval import evaluate_faithful
from tutor_server.modules.lessons.retrieval.corrupting import FAITHFUL, Labelled
from tutor_server.modules.lessons.retrieval.evaluate_faithful import main, report, written

MATERIAL = "A cell has a wall. It is 20 cm long."
SET = (
    Labelled(kind=FAITHFUL, text="A cell has a wall.", material=MATERIAL, title="Cells"),
    Labelled(kind="number", text="It is 30 cm long.", material=MATERIAL, title="Cells"),
)


def test_a_good_check_passes() -> None:
    lines, good = report("set", SET)
    assert good
    assert "recall 100.0%, precision 100.0%" in lines[1]


@pytest.mark.parametrize("answer", ["", "term"])
def test_a_check_that_always_says_the_same_fails(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(evaluate_faithful, "doubt", lambda *_, **__: answer)
    assert not report("set", SET)[1]


@pytest.mark.slow  # reads every lesson
def test_the_check_holds_its_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(written(open_curriculum(), "held_out")) >= 100
    monkeypatch.setattr("sys.argv", ["evaluate_faithful"])
    assert main() == 0
