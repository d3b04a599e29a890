"""What gives XP, how much, and what does not."""

from datetime import date, timedelta

import pytest

from tests.tutor_server.modules.xp.facts import finished, hinted, rated, tried, voted
from tutor_server.modules.xp.awards import (
    MAX_LESSON_XP,
    REVIEW_XP,
    Award,
    DayXp,
    Source,
    award_for,
    possible_keys,
)
from tutor_server.modules.xp.deeds import deed_of

DAY = date(2026, 5, 1)


class Ledger:
    """Spends keys and caps as the store does."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.given = DayXp()

    def give(self, fact, day: date = DAY) -> Award | None:
        deed = deed_of(fact.kind, fact.body)
        award = award_for(deed, day, taken=frozenset(self.taken), given=self.given)
        self.given = self.given.on(day).plus(award)
        if award is not None:
            assert award.key in possible_keys(deed, day)
            self.taken.add(award.key)
        return award

    def amount(self, fact, day: date = DAY) -> int:
        award = self.give(fact, day)
        return award.amount if award else 0


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def test_a_lesson_gives_its_xp_once_and_then_a_review_a_day(ledger: Ledger) -> None:
    assert ledger.amount(finished(xp=50)) == 50
    assert [ledger.amount(finished(xp=50)) for _ in range(3)] == [REVIEW_XP, 0, 0]
    assert [ledger.amount(finished(xp=50), DAY + timedelta(days=1)) for _ in range(2)] == [5, 0]
    assert ledger.amount(finished("angles", xp=20)) == 20


def test_a_lesson_gives_at_most_so_much(ledger: Ledger) -> None:
    assert ledger.amount(finished(xp=5_000)) == MAX_LESSON_XP


def test_a_lesson_for_nothing_spends_its_key(ledger: Ledger) -> None:
    award = ledger.give(finished(xp=0))
    assert award is not None
    assert (award.amount, award.source) == (0, Source.LESSON)
    assert ledger.give(finished(xp=0)).source is Source.REVIEW


def test_items_count_only_right_and_alone(ledger: Ledger) -> None:
    assert ledger.amount(tried("a")) == 2
    assert ledger.amount(tried("b", attempt=2)) == 1
    assert ledger.amount(tried("c", correct=False)) == 0
    assert ledger.amount(tried("d", aided=True)) == 0
    assert ledger.give(tried("probe:m", use="probe")) is None


def test_an_item_counts_once_a_day_in_any_run(ledger: Ledger) -> None:
    assert [ledger.amount(tried("a", run=run)) for run in "xyz"] == [2, 0, 0]
    assert ledger.amount(tried("a", run="w"), DAY + timedelta(days=1)) == 2


def test_items_stop_at_the_cap_of_the_day(ledger: Ledger) -> None:
    assert sum(ledger.amount(tried(f"i{n}")) for n in range(9)) == 18
    assert ledger.amount(tried("late", attempt=3)) == 1
    assert ledger.amount(tried("partly")) == 1, "the rest of the cap"
    assert ledger.give(tried("over")) is None
    assert ledger.amount(tried("over"), DAY + timedelta(days=1)) == 2


def test_opinions_buy_three_a_day(ledger: Ledger) -> None:
    amounts = [ledger.amount(make()) for make in (voted, rated, voted, rated, voted)]
    assert amounts == [1, 1, 1, 0, 0]
    assert ledger.amount(voted(), DAY + timedelta(days=1)) == 1


def test_caps_do_not_touch_one_another(ledger: Ledger) -> None:
    for n in range(30):
        ledger.give(tried(f"i{n}"))
        ledger.give(voted())
    assert ledger.given == DayXp(day=DAY, item=20, opinion=3)
    assert ledger.amount(finished(xp=40)) == 40


def test_hints_give_nothing(ledger: Ledger) -> None:
    assert ledger.give(hinted()) is None
