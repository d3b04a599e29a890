"""What decisions are worth, deed by deed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.modules.qlearning.facts import (
    FIX_STATE,
    STATE,
    decided,
    finished,
    fixed,
    started,
    tried,
)
from tutor_server.modules.qlearning.deeds import ItemTried, deed_of
from tutor_server.modules.qlearning.state import Profile, after
from tutor_server.modules.qlearning.waiting import (
    COMPLETION,
    LATER,
    LONGEST,
    REST,
    SOLVED,
    Waiting,
    begin,
    settle,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Student:
    """Decisions and what becomes of them, as the store keeps them."""

    def __init__(self) -> None:
        self.profile = Profile()
        self.now = NOON
        self.all: dict[str, Waiting] = {}
        self.next_states: dict[str, str | None] = {}

    def __call__(self, *facts, wait: timedelta = timedelta()) -> "Student":
        self.now += wait
        for fact in facts:
            deed = deed_of(fact.kind, fact.body)
            assert deed is not None
            if isinstance(deed, ItemTried):
                self.profile = after(self.profile, deed)
            waiting = [one for one in self.all.values() if not one.done]
            for settled in settle(waiting, deed, profile=self.profile, at=self.now):
                one = settled.waiting
                if one.reward is not None and self.all[one.decision].reward is None:
                    self.next_states[one.decision] = settled.next_state
                self.all[one.decision] = one
            if fact.body.get("decision") and "kind" in fact.body:
                made = begin(deed, self.profile, self.now)
                self.all[made.decision] = made
        return self

    def reward(self, decision: str) -> float | None:
        return self.all[decision].reward


@pytest.fixture
def student() -> Student:
    return Student()


def worth(share: float) -> float:
    return pytest.approx(COMPLETION + (1 - COMPLETION) * share)


# --- formats


def test_right_alone_is_the_reward_and_finishing_a_little(student: Student) -> None:
    student(decided(), started(), finished(4, 5))
    assert student.reward("d1") == worth(0.8)
    student(decided("d2"), started("r2", "d2"), finished(0, 5, run="r2", decision="d2"))
    assert student.reward("d2") == COMPLETION


def test_nothing_is_known_before_the_end(student: Student) -> None:
    student(decided(), started(), tried(), tried("i2", False))
    assert student.reward("d1") is None


def test_the_next_state_is_where_the_lesson_left_the_student(student: Student) -> None:
    student(decided(), started(), *(tried(f"i{n}") for n in range(5)), finished())
    assert student.next_states["d1"] == "grade:5-6 alone:high hints:few mood:calm"


def test_a_lesson_that_was_left_is_worth_nothing(student: Student) -> None:
    student(decided(), started(), tried(), started("r2", "", "angles"))
    assert student.reward("d1") == 0
    assert student.next_states["d1"] == STATE


def test_unless_it_is_finished_after_all(student: Student) -> None:
    student(decided(), started(), started("r2", ""), finished(5, 5, run="r1"))
    assert student.reward("d1") == worth(1)


def test_a_decision_that_was_never_carried_out_is_no_experience(student: Student) -> None:
    student(decided(), decided("d2"), started("r2", "d2"))
    assert student.reward("d1") is None
    assert student.all["d1"].done


def test_a_lesson_that_somebody_chose_teaches_nothing(student: Student) -> None:
    student(decided(), started(), finished(4, 5, run="r9", decision=""))
    assert student.reward("d1") is None


def test_an_end_told_by_another_run_is_the_first_one(student: Student) -> None:
    student(decided(), started(), finished(4, 5), finished(0, 5))
    assert student.reward("d1") == worth(0.8)


def test_what_is_left_a_day_later_is_half_of_it(student: Student) -> None:
    student(decided(), started(), finished(4, 4))
    student(tried("i1", False, run="r2", use="review"), wait=REST)
    assert student.reward("d1") == worth(1 - LATER)
    student(tried("i2", True, run="r2"))
    assert student.reward("d1") == worth(1 - LATER / 2)
    assert not student.all["d1"].done
    student(tried("i3", True, run="r2"))
    assert student.reward("d1") == worth(1 - LATER / 3)
    assert student.all["d1"].done
    student(tried("i4", False, run="r2"))
    assert student.reward("d1") == worth(1 - LATER / 3)


@pytest.mark.parametrize(
    "more",
    [{"run": "r1"}, {"aided": True}, {"attempt": 2}, {"use": "probe"}, {"skill": "other"}],
)
def test_what_tells_nothing_of_what_is_left(student: Student, more) -> None:
    student(decided(), started(), finished(4, 4))
    student(tried("i9", False, **{"run": "r2", **more}), wait=REST)
    assert student.reward("d1") == worth(1)


def test_the_same_day_is_not_later(student: Student) -> None:
    student(decided(), started(), finished(4, 4))
    student(tried("i1", False, run="r2"), wait=REST - timedelta(seconds=1))
    assert student.reward("d1") == worth(1)


def test_the_newest_lesson_of_a_skill_has_the_merit_of_what_is_left(student: Student) -> None:
    student(decided(), started(), finished(4, 4))
    student(decided("d2"), started("r2", "d2"), finished(2, 4, run="r2", decision="d2"), wait=DAY)
    student(tried("i1", True, run="r3"), wait=DAY)
    assert student.reward("d1") == worth(1)
    assert student.reward("d2") == worth(0.75)


def test_much_later_is_no_merit(student: Student) -> None:
    student(decided(), started(), finished(4, 4))
    student(tried("i1", False, run="r2"), wait=LONGEST + timedelta(seconds=1))
    assert student.reward("d1") == worth(1)
    assert student.all["d1"].done


def test_a_state_of_another_version_has_no_next_step(student: Student) -> None:
    student(decided(state="mood:odd"), started(), finished(4, 5))
    assert student.reward("d1") == worth(0.8)
    assert student.next_states["d1"] is None


# --- fixes


def failed(student: Student, item: str = "i1") -> Student:
    return student(tried(item, False))


def test_the_next_item_without_help_is_the_reward(student: Student) -> None:
    failed(student)(fixed(), tried("i1", attempt=2, aided=True))
    assert student.reward("f1") is None
    student(tried("i2"))
    assert student.reward("f1") == 1
    assert student.all["f1"].done
    assert student.next_states["f1"] is None


def test_solving_the_failed_item_is_a_little(student: Student) -> None:
    failed(student)(fixed(), tried("i1", attempt=2, aided=True), tried("i2", False))
    assert student.reward("f1") == pytest.approx(SOLVED)


def test_not_even_that(student: Student) -> None:
    failed(student)(fixed(), tried("i1", False, attempt=2), tried("i2", False))
    assert student.reward("f1") == 0


def test_help_with_the_next_item_tells_nothing(student: Student) -> None:
    failed(student)(fixed(), tried("i2", True, aided=True), tried("i2", attempt=2))
    assert student.reward("f1") is None


def test_another_skill_tells_nothing(student: Student) -> None:
    failed(student)(fixed(), tried("i2", True, skill="other"))
    assert student.reward("f1") is None


def test_a_fix_that_needs_another_is_worth_what_the_other_is(student: Student) -> None:
    failed(student)(fixed(), tried("i1", False, attempt=2), fixed("f2"))
    assert (student.reward("f1"), student.all["f1"].done) == (0, True)
    assert student.next_states["f1"] == FIX_STATE
    student(tried("i2"))
    assert student.reward("f2") == 0.9


def test_a_fix_for_another_item_replaces_nothing(student: Student) -> None:
    failed(student)(fixed())
    failed(student, "other")
    assert student.reward("f1") == 0  # the other item was its test
    failed(student, "x")(fixed("f2", skill="b"), tried("y", False, skill="c"), fixed("f3"))
    assert student.reward("f2") is None


def test_leaving_before_it_is_solved_is_worth_nothing(student: Student) -> None:
    failed(student)(fixed(), started("r2", ""))
    assert (student.reward("f1"), student.all["f1"].done) == (0, True)


def test_leaving_after_it_is_solved_waits_for_the_skill_to_come_back(student: Student) -> None:
    failed(student)(fixed(), tried("i1", attempt=2, aided=True), started("r2", ""))
    assert student.reward("f1") is None
    student(tried("i1", True, run="r2", use="review"), wait=3 * DAY)
    assert student.reward("f1") == 1


def test_fixes_are_bound_to_the_newest_attempt(student: Student) -> None:
    failed(student, "i7")(fixed())
    assert (student.all["f1"].run, student.all["f1"].item) == ("r1", "i7")


def test_a_deed_that_changes_nothing_settles_nothing() -> None:
    one = Waiting(
        decision="d", kind="format", skill="s", state=STATE, options=("a",), chosen="a",
        made_at=NOON, run="r",
    )  # fmt: skip
    fact = tried()
    deed = deed_of(fact.kind, fact.body)
    assert deed is not None
    assert settle([one], deed, profile=Profile(), at=NOON) == []
    late = settle([one], deed, profile=Profile(), at=NOON + LONGEST + DAY)
    assert [settled.waiting for settled in late] == [replace(one, done=True)]


def test_a_fix_is_for_the_item_that_it_names_also_before_any_attempt() -> None:
    ada = Student()(tried("i1", True), fixed("f1", run="r1", item="i2"))
    assert (ada.all["f1"].run, ada.all["f1"].item) == ("r1", "i2")
    ada(tried("i2", True, aided=True))
    assert ada.all["f1"].solved
    ada(tried("i3", True))
    assert (ada.all["f1"].reward, ada.all["f1"].done) == (1.0, True)


def test_a_second_fix_takes_the_place_of_the_first_of_the_same_item_only() -> None:
    ada = Student()(tried("i1", False), fixed("f1", run="r1", item="i1"))
    ada(fixed("f2", run="r1", item="i2"))
    assert not ada.all["f1"].done
    ada(fixed("f3", run="r1", item="i1"))
    assert (ada.all["f1"].reward, ada.all["f1"].done) == (0.0, True)
    assert not ada.all["f2"].done
