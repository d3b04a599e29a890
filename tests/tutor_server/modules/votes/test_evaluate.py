"""The evaluation's tables, and that it fails when a claim does."""

import json
import random
import sys

import pytest

from sessions.ballot import Choice
from tutor_server.modules.votes import evaluate
from tutor_server.modules.votes.comparisons import Comparison
from tutor_server.modules.votes.evaluate import ClaimError, above, coverage_table, ranking_table
from tutor_server.modules.votes.simulate import Truth


@pytest.fixture
def data(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A small set in the form of the real one: `good` mostly wins, words differ."""
    dice = random.Random(1)
    strength = {"bad": 0, "fair": 1, "good": 2}
    rows = []
    for n in range(120):
        left, right = dice.sample(sorted(strength), 2)
        better = 1 if strength[left] > strength[right] else 2
        choices = {name: better if dice.random() < 0.85 else 0 for name in evaluate._ANNOTATORS}
        rows.append(
            {
                "cmp_key": f"{left}_{right}",
                "instruction": f"ask{n} about{n} thing{n}",
                "input": "",
                "response1": f"says{n} alpha{n}",
                "response2": n % 2 == 0,
                **choices,
            }
        )
    folder = tmp_path / "votes_pandalm"
    folder.mkdir()
    (folder / "testset-v1.json").write_text(json.dumps(rows))
    monkeypatch.setattr(sys, "argv", ["evaluate", "--data", str(tmp_path)])
    monkeypatch.setattr(evaluate, "SHUFFLES", 5)
    monkeypatch.setattr(evaluate, "RESAMPLES", 10)
    monkeypatch.setattr(evaluate, "RUNS", 60)
    monkeypatch.setattr(evaluate, "COVERAGE_GOAL", 0.85)  # few simulations, more luck
    return tmp_path


@pytest.mark.slow
def test_it_prints_and_passes(data, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main() == 0
    out = capsys.readouterr().out
    assert "120 pairs, 360 votes" in out
    assert "   1 good " in out
    assert "identical under 5 shuffles of votes and sides: yes" in out
    assert "thinned set" in out


def test_missing_data_is_said(data, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["evaluate", "--data", str(data / "elsewhere")])
    assert evaluate.main() == 1
    assert "missing data" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("COVERAGE_GOAL", 1.01, "intervals"), ("QUALITY_GOAL", 1.01, "score too well"),
     ("WANTED", 1.0, "diversity")],
)  # fmt: skip
def test_a_claim_that_fails_ends_with_one(
    data, monkeypatch, capsys: pytest.CaptureFixture[str], name: str, value: float, said: str
) -> None:
    monkeypatch.setattr(evaluate, name, value)
    assert evaluate.main() == 1
    err = capsys.readouterr().err
    assert err.startswith("CLAIM FAILED")
    assert said in err


def test_a_ranking_that_follows_the_order_is_caught(data, monkeypatch) -> None:
    """Counting only the first votes, as a faulty ranking might."""
    items = evaluate.read_items(data / evaluate.FILE)
    whole = evaluate.count_pairs
    monkeypatch.setattr(evaluate, "count_pairs", lambda votes: whole(list(votes)[:50]))
    with pytest.raises(ClaimError, match="order"):
        list(ranking_table(items))


def test_intervals_that_are_too_narrow_are_caught(monkeypatch) -> None:
    monkeypatch.setattr(
        evaluate, "coverage",
        lambda truth, **how: _coverage(truth, level=0.8, **how),
    )  # fmt: skip
    with pytest.raises(ClaimError, match="intervals"):
        list(coverage_table([(Truth(points=(1550, 1450), tie=0.2), 100)], runs=200))


_coverage = evaluate.coverage


def test_above() -> None:
    assert above([2, 3], [1, 1]) == 1
    assert above([1], [1]) == 0.5
    assert above([1, 3], [2]) == 0.5


def test_turning_changes_the_sides_and_not_the_winner() -> None:
    for choice in Choice:
        vote = Comparison(left="a", right="b", choice=choice)
        turned = evaluate._turned(vote)
        assert (turned.left, turned.right, turned.winner) == ("b", "a", vote.winner)
