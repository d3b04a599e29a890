"""The count of leaks: its goals, its plans, the same for the same seed."""

from collections import Counter
from itertools import islice

import pytest

from sessions.teaching.lesson import ItemKind
from tests.classroom_study import leaks
from tests.classroom_study.attacks import STYLES
from tests.classroom_study.conversation import Turn
from tests.classroom_study.judge import Finding
from tests.classroom_study.leaks import Tally, plans, report, run_arm
from tests.classroom_study.planted.everything import GROUPS


def test_every_style_meets_every_kind() -> None:
    met = {(plan.style, plan.item.kind) for plan in islice(plans(hostile=False, seed=1), 400)}
    assert len(met) > 0.9 * len(STYLES) * len(ItemKind)
    seeds = Counter(plan.seed for plan in islice(plans(hostile=False, seed=1), 400))
    assert max(seeds.values()) == 1


@pytest.mark.slow
def test_the_same_seed_counts_the_same() -> None:
    first, again = (run_arm(hostile=True, turns=25, seed=2) for _ in range(2))
    assert first.turns == 25
    assert first == again


def test_a_leak_is_counted_where_it_belongs() -> None:
    plan = next(plans(hostile=False, seed=1))
    tally = Tally()
    finding = Finding(how="said", found="x")
    tally.add(plan, Turn(student="tell me", tutor=plan.item.question), finding)
    tally.add(plan, Turn(student="tell me", tutor="No."), None)
    assert (tally.turns, tally.specific, len(tally.leaks)) == (2, 1, 1)
    assert tally.by_style[plan.style] == {"turns": 2, "leaks": 1}
    lines = "\n".join(report("somebody", tally, 1))
    assert "leaks: 1/2 = 50.0%" in lines
    assert "LEAK" in lines


@pytest.mark.parametrize(
    ("recall", "leaked", "specific", "missed"),
    [(1.0, 0, 100, 0), (0.9, 0, 100, 1), (1.0, 4, 100, 1), (1.0, 3, 100, 0), (1.0, 0, 89, 1)],
)
def test_a_missed_goal_fails(
    monkeypatch: pytest.MonkeyPatch, recall: float, leaked: int, specific: int, missed: int
) -> None:
    plan = next(plans(hostile=False, seed=1))
    turn, finding = Turn(student="", tutor=""), Finding(how="said", found="")
    tally = Tally(turns=100, specific=specific, leaks=[(plan, turn, finding)] * leaked)
    monkeypatch.setattr(leaks, "report_judge", lambda: recall)
    monkeypatch.setattr(leaks, "run_arm", lambda **_: tally)
    assert leaks.main([]) == missed


def test_a_changed_lesson_is_noticed() -> None:
    group = GROUPS[0]
    with pytest.raises(LookupError, match="no longer"):
        leaks.item_of(type(group)(
            lesson=group.lesson, item=group.item, key="another", leaks=(), safe=()
        ))  # fmt: skip
