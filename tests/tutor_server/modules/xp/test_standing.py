"""The step from deed to standing, and that duplicates cannot move it."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tutor_server.modules.xp.facts import CURRICULUM, finished, hinted, rated, tried, voted
from tutor_server.modules.xp.deeds import deed_of
from tutor_server.modules.xp.standing import (
    Circumstances,
    Outcome,
    Standing,
    keys_of,
    step,
    student_day,
)
from tutor_server.modules.xp.zones import Zones

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Student:
    """The store's part in memory: keys, achievements and deeds already known."""

    def __init__(self) -> None:
        self.standing = Standing()
        self.taken: set[str] = set()
        self.held: set[str] = set()
        self.known: set[str] = set()

    def does(self, fact, at: datetime = START) -> Outcome | None:
        deed = deed_of(fact.kind, fact.body)
        if deed.key in self.known:
            return None
        self.known.add(deed.key)
        day = student_day(self.standing, Zones().day(at))
        outcome = step(
            self.standing,
            deed,
            Circumstances(
                day=day,
                whole=Zones().whole,
                taken=frozenset(self.taken & set(keys_of(deed, day, CURRICULUM))),
                held=frozenset(self.held),
                curriculum=CURRICULUM,
            ),
        )
        self.standing = outcome.standing
        self.taken |= {outcome.award.key} if outcome.award else set()
        self.held |= {row.name for row in outcome.achievements}
        return outcome


def test_a_first_lesson() -> None:
    outcome = Student().does(finished(xp=50))
    assert outcome.award.amount == 50
    assert outcome.level_up
    assert [row.name for row in outcome.achievements] == ["first-lesson"]
    assert (outcome.standing.xp, outcome.standing.streak.days) == (50, 1)


def test_a_level_is_told_once() -> None:
    ada = Student()
    ups = [ada.does(finished(f"l{n}", xp=20)).level_up for n in range(6)]
    assert ups == [False, True, False, False, True, False]  # 40 and 100 XP


def test_opinions_and_hints_are_no_practice() -> None:
    ada = Student()
    for fact in (voted(), rated(), hinted()):
        ada.does(fact)
    assert ada.standing.streak.days == 0
    ada.does(tried(correct=False))
    assert ada.standing.streak.days == 1, "effort counts, right or wrong"


def test_a_path_and_a_week() -> None:
    ada = Student()
    for n, lesson in enumerate(sorted(CURRICULUM["number-fractions"])):
        ada.does(finished(lesson), START + n * DAY)
    assert {"path-finished", "streak-3"} <= ada.held
    assert ada.standing.totals.paths_finished == ("number-fractions",)


def test_welcome_back_after_a_week() -> None:
    for days, back in ((6, False), (7, True)):
        ada = Student()
        ada.does(tried("a"))
        ada.does(tried("b"), START + days * DAY)
        assert ("welcome-back" in ada.held) is back


def test_days_never_go_back() -> None:
    """After a move to the west, yesterday's caps are not open again."""
    ada = Student()
    for n in range(12):
        ada.does(tried(f"i{n}"))
    assert ada.standing.given.item == 20
    late = ada.does(tried("more"), START - DAY)
    assert late.award is None
    assert late.standing.given.day == date(2026, 5, 1)
    assert late.standing.streak.days == 1


def test_stored_and_read_again() -> None:
    ada = Student()
    for fact in (finished(), tried(), hinted("z")):
        ada.does(fact)
    stored = msgspec.json.decode(msgspec.json.encode(msgspec.to_builtins(ada.standing)))
    assert msgspec.convert(stored, Standing) == ada.standing
    older = {"xp": 7, "totals": {"lessons": 1}, "gone": 1}
    assert msgspec.convert(older, Standing).totals.lessons == 1


def story(seed: list[int]) -> list:
    """Facts with distinct deeds, decided by numbers."""
    made = []
    lessons = [lesson for ids in CURRICULUM.values() for lesson in sorted(ids)]
    for n, pick in enumerate(seed):
        made.append(
            [
                lambda n=n, pick=pick: finished(lessons[pick % 6], run=f"r{n}"),
                lambda n=n, pick=pick: tried(f"i{pick % 9}", run=f"r{n}", correct=pick % 3 > 0),
                lambda n=n, pick=pick: hinted(f"i{pick % 9}", run=f"r{n}"),
                lambda n=n: voted(f"v{n}"),
                lambda pick=pick: rated(f"m{pick}"),
            ][pick % 5]
        )
    return made


@pytest.mark.slow
@given(st.lists(st.integers(0, 999), min_size=1, max_size=40), st.data())
def test_duplicates_at_any_later_time_change_nothing(seed: list[int], data: st.DataObject) -> None:
    made = story(seed)
    clean, dirty = Student(), Student()
    for n, make in enumerate(made):
        at = START + n * timedelta(hours=7)
        clean.does(make(), at)
        dirty.does(make(), at)
        repeated = made[data.draw(st.integers(0, n))]
        assert dirty.does(repeated(), at + timedelta(hours=3)) is None
    assert dirty.standing == clean.standing
    assert (dirty.held, dirty.taken) == (clean.held, clean.taken)
