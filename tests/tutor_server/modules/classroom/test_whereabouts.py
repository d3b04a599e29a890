"""One deed at a time: which item, how many attempts and hints, how many wrong in a row."""

from datetime import UTC, datetime, timedelta

from sessions.contracts import Fact
from tests.tutor_server.modules.classroom.facts import (
    finished,
    hinted,
    opened,
    said,
    started,
    tried,
)
from tutor_server.modules.classroom.deeds import Spoke, deed_of
from tutor_server.modules.classroom.whereabouts import NOWHERE, Part, Whereabouts, step

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


def after(*facts: Fact, old: Whereabouts = NOWHERE, at: datetime = NOON) -> Whereabouts:
    """Each fact a second after the one before."""
    for number, fact in enumerate(facts):
        deed = deed_of(fact.kind, fact.body)
        assert deed is not None
        old = step(old, deed, at=at + timedelta(seconds=number), session="s1")
    return old


def test_a_session_and_talk_are_no_lesson() -> None:
    where = after(opened(), said("hello"))
    assert where == Whereabouts(last_at=NOON + timedelta(seconds=1), session="s1", session_at=NOON)


def test_a_lesson_begins_with_its_explanation() -> None:
    where = after(opened(), started())
    assert (where.run, where.lesson, where.part, where.item) == (
        "r1", "equal-parts", Part.EXPLAIN, "",
    )  # fmt: skip
    assert (where.session, where.session_at) == ("s1", NOON)


def test_a_session_whose_opening_was_not_told_is_known_by_what_happens_in_it() -> None:
    where = after(opened(), said("hello"))
    later = NOON + timedelta(hours=1)
    where = step(where, Spoke(), at=later, session="s2")
    assert (where.session, where.session_at, where.last_at) == ("s2", later, later)
    where = step(where, Spoke(), at=later + timedelta(minutes=1), session="s2")
    assert where.session_at == later


def test_wrong_answers_count_over_items_and_a_right_one_ends_them() -> None:
    where = after(started(), tried("i1"), tried("i1", attempt=2), tried("i2"))
    assert (where.item, where.attempts, where.wrong_in_row) == ("i2", 1, 3)
    assert where.erred_at == NOON + timedelta(seconds=1)
    where = after(tried("i2", True, 2), old=where)
    assert (where.item, where.attempts, where.wrong_in_row) == ("i2", 2, 0)
    assert (where.erred_at, where.part) == (None, Part.ITEM)


def test_hints_belong_to_their_item() -> None:
    where = after(started(), hinted("i1", 1), hinted("i1", 2), tried("i1"))
    assert (where.hints, where.rung, where.attempts) == (2, 2, 1)
    where = after(tried("i2"), old=where)
    assert (where.hints, where.rung, where.attempts) == (0, 0, 1)


def test_a_right_answer_takes_the_rung_away() -> None:
    where = after(started(), hinted("i1", 3), tried("i1", True))
    assert (where.hints, where.rung) == (1, 0)


def test_other_help_is_no_rung() -> None:
    where = after(started(), hinted("i1", 4, by="question"), hinted("i1", 3, by="correction"))
    assert (where.hints, where.rung) == (2, 0)


def test_hints_that_were_missed_are_known_from_the_attempt() -> None:
    assert after(tried("i1", hints=2)).hints == 2
    assert after(hinted("i1", 1), hinted("i1", 2), tried("i1", hints=1)).hints == 2


def test_what_is_told_again_counts_once() -> None:
    once = after(started(), hinted("i1", 1), tried("i1"), tried("i1", attempt=2))
    again = after(started(), hinted("i1", 1), tried("i1"), tried("i1", attempt=2), old=once)
    assert again == Whereabouts(
        last_at=again.last_at, session="s1", session_at=NOON, run="r1",
        lesson="equal-parts", part=Part.ITEM, item="i1",
        attempts=2, hints=1, rung=1, wrong_in_row=2, erred_at=once.erred_at,
    )  # fmt: skip


def test_a_probe_leaves_the_item_and_its_count() -> None:
    where = after(started(), tried("i1"), tried("probe:swap", use="probe"))
    assert (where.part, where.item, where.attempts, where.wrong_in_row) == (
        Part.PROBE, "i1", 1, 1,
    )  # fmt: skip
    assert after(tried("i1", attempt=2), old=where).wrong_in_row == 2


def test_a_finished_lesson_leaves_nothing_to_be_stuck_on() -> None:
    where = after(started(), tried("i1"), hinted("i1", 3), finished())
    assert (where.part, where.lesson) == (Part.FINISHED, "equal-parts")
    assert (where.wrong_in_row, where.rung, where.erred_at) == (0, 0, None)


def test_a_new_run_begins_anew_even_when_its_start_was_not_told() -> None:
    where = after(started(), tried("i1"), tried("i1", attempt=2, run="r2", lesson="angles"))
    assert (where.run, where.lesson, where.attempts, where.wrong_in_row) == ("r2", "angles", 2, 1)
    assert after(finished(run="r9", lesson="angles")).part is Part.FINISHED


def test_a_hint_for_no_item_moves_nothing_but_the_time() -> None:
    where = after(started(), tried("i1"))
    assert after(hinted(""), old=where, at=NOON) == where


def test_time_never_goes_back() -> None:
    where = after(said("now"))
    assert after(said("before"), old=where, at=NOON - timedelta(hours=1)).last_at == NOON
