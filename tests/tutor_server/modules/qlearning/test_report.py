"""The report over outcomes: days, sources, policies judged from the log."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest

from tutor_server.modules.qlearning.report import (
    FEWEST,
    Day,
    Outcome,
    plot,
    policies_json,
    series_json,
    sources_json,
)

MONDAY = datetime(2026, 5, 4, 12, tzinfo=UTC)
OPTIONS = ("reading", "video")
DAYS = [
    Day(day=date(2026, 5, 4) + timedelta(days=n), outcomes=n + 1, reward=0.5, moved=1 / (n + 1))
    for n in range(20)
]


def outcome(n: int, **more) -> Outcome:
    values = {
        "decision": f"d{n}", "kind": "format", "student": f"s{n}", "skill": "k",
        "state": "calm", "options": OPTIONS, "chosen": "reading",
        "probabilities": (0.25, 0.75), "source": "bandit", "reward": 0.5, "at": MONDAY,
    }  # fmt: skip
    return Outcome(**{**values, **more})


def term(many: int, seed: int = 1) -> list[Outcome]:
    """Video is worth 0.8, reading 0.3, as drawn by 1 to 3."""
    dice = random.Random(seed)
    found = []
    for n in range(many):
        chosen = dice.choices(OPTIONS, weights=(0.25, 0.75))[0]
        mean = 0.8 if chosen == "video" else 0.3
        found.append(outcome(n, chosen=chosen, reward=float(dice.random() < mean)))
    return found


def test_policies_are_told_from_the_log() -> None:
    found = {row["policy"]: row for row in policies_json(term(2_000))}
    assert list(found) == ["as_logged", "evenly", "always reading", "always video"]
    for policy, truth in (("evenly", 0.55), ("always reading", 0.3), ("always video", 0.8)):
        for name in ("ips", "snips", "dr"):
            estimate = found[policy][name]
            assert estimate["value"] == pytest.approx(truth, abs=0.05)
            assert estimate["low"] < truth < estimate["high"]
    assert found["as_logged"]["mean"]["value"] == pytest.approx(0.675, abs=0.03)


def test_too_few_draws_say_nothing() -> None:
    assert policies_json([]) == []
    assert policies_json(term(FEWEST - 1)) == []
    one_draw = [outcome(1) for _ in range(3 * FEWEST)]
    assert policies_json(one_draw) == []
    assert policies_json(term(FEWEST)) != []


def test_every_fix_is_a_draw_of_its_own() -> None:
    """One student, one state, one week: one draw of a format, but many of a fix."""
    term = [outcome(n, student="s", reward=float(n % 2)) for n in range(2 * FEWEST)]
    assert policies_json(term) == []
    assert policies_json([replace(one, kind="fix") for one in term]) != []


def test_a_teachers_word_and_other_options_are_left_out() -> None:
    told = term(200)
    more = [outcome(n, source="teacher", probabilities=(1.0, 0.0)) for n in range(300)]
    more += [outcome(n, options=("reading", "quiz")) for n in range(50)]
    assert policies_json([*told, *more]) == policies_json(told)


def test_options_in_another_order_are_the_same_options() -> None:
    turned = [outcome(n, options=OPTIONS[::-1], probabilities=(0.75, 0.25)) for n in range(FEWEST)]
    straight = [outcome(n) for n in range(FEWEST)]
    assert policies_json(turned) == policies_json(straight)


def test_an_interval_that_is_not_known_is_null() -> None:
    found = policies_json([outcome(n) for n in range(FEWEST)])
    assert found[0]["mean"] == {"value": 0.5, "low": None, "high": None}


def test_sources_and_series() -> None:
    rows = [outcome(1), outcome(2, source="qlearning", reward=1.0), outcome(3, reward=0.0)]
    assert sources_json(rows) == [
        {"source": "bandit", "outcomes": 2, "reward": 0.25},
        {"source": "qlearning", "outcomes": 1, "reward": 1.0},
    ]
    assert series_json(DAYS[:1]) == [
        {"day": "2026-05-04", "outcomes": 1, "reward": 0.5, "moved": 1.0}
    ]


def test_decisions_of_a_week_share_a_draw() -> None:
    assert outcome(1).draw == outcome(1, at=MONDAY + timedelta(days=5)).draw
    for more in ({"at": MONDAY + timedelta(days=7)}, {"skill": "x"}, {"state": "x"}):
        assert outcome(1).draw != outcome(1, **more).draw


@pytest.mark.parametrize("days", [DAYS, DAYS[:1], []])
def test_the_plot_is_well_formed(days: list[Day]) -> None:
    picture = plot(days, kind="format")
    assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314 our own text
    assert ("2026-05-04" in picture) is bool(days)
