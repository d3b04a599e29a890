"""Counting what was done."""

from tests.tutor_server.modules.xp.facts import (
    CURRICULUM,
    finished,
    hinted,
    rated,
    tried,
    voted,
)
from tutor_server.modules.xp.achievements import Totals
from tutor_server.modules.xp.awards import Award, Source, lesson_key
from tutor_server.modules.xp.deeds import deed_of
from tutor_server.modules.xp.totals import Asked, asked_after, count, finishes_path


def award(source: Source) -> Award:
    return Award(key="k", source=source, amount=1)


def deed(fact):
    return deed_of(fact.kind, fact.body)


def after(*facts, asked: Asked | None = None) -> Totals:
    totals, waiting = Totals(), asked or Asked()
    for fact in facts:
        totals = count(totals, deed(fact), award=None, asked=waiting)
        waiting = asked_after(waiting, deed(fact))
    return totals


def test_a_row_ends_with_a_mistake_or_help() -> None:
    right = [tried(f"i{n}") for n in range(3)]
    assert after(*right).in_a_row == 3
    for breaking in (tried("x", correct=False), tried("x", aided=True)):
        totals = after(*right, breaking, right[0])
        assert (totals.in_a_row, totals.best_row) == (1, 3)
    assert after(*right, hinted(), voted(), finished()).in_a_row == 3


def test_a_probe_counts_for_nothing() -> None:
    """It comes after a mistake, and a wrong answer to it ends no row a second time."""
    before = after(tried("a"), tried("b"))
    for probe in (tried("probe:m", use="probe"), tried("probe:m", use="probe", correct=False)):
        assert after(tried("a"), tried("b"), probe) == before


def test_unaided_transfer_and_comeback() -> None:
    totals = after(
        tried("a", correct=False),
        tried("a", attempt=2),
        tried("b", use="transfer"),
        tried("c", use="transfer", aided=True),
    )
    assert (totals.unaided_right, totals.transfers, totals.comebacks) == (2, 1, 1)


def test_only_a_hint_that_was_asked_for_and_only_its_item() -> None:
    solved = tried("a", aided=True)
    assert after(hinted("a"), solved).hints_used == 1
    assert after(hinted("a"), solved, solved).hints_used == 1, "once"
    assert after(hinted("a", asked=False), solved).hints_used == 0
    assert after(hinted("b"), solved).hints_used == 0
    assert after(hinted("a", run="other"), solved).hints_used == 0
    assert after(hinted("a"), tried("a", correct=False), solved).hints_used == 1


def test_lessons_and_reviews_follow_the_award() -> None:
    made = deed(finished())
    totals = Totals()
    for source in (Source.LESSON, Source.REVIEW, None):
        totals = count(totals, made, award=award(source) if source else None, asked=Asked())
    assert (totals.lessons, totals.reviews) == (1, 1)
    assert totals.paths_begun == ("number-fractions",)


def test_perfect_needs_enough_items() -> None:
    assert after(finished(unaided_right=3, unaided_total=3)).perfect == 1
    assert after(finished(unaided_right=2, unaided_total=2)).perfect == 0
    assert after(finished(unaided_right=3, unaided_total=4)).perfect == 0
    assert after(finished(unaided_right=0, unaided_total=0)).perfect == 0


def test_a_path_is_finished_by_its_last_lesson_whichever_that_is() -> None:
    lessons = sorted(CURRICULUM["number-fractions"])
    for last in lessons:
        others = frozenset(lesson_key(lesson) for lesson in lessons if lesson != last)
        assert finishes_path(deed(finished(last)), CURRICULUM, taken=others)
        for missing in others:
            assert not finishes_path(deed(finished(last)), CURRICULUM, taken=others - {missing})


def test_a_path_that_nobody_knows_is_never_finished() -> None:
    assert not finishes_path(deed(finished("strange")), CURRICULUM, taken=frozenset())
    assert not finishes_path(deed(finished()), {}, taken=frozenset())
    assert not finishes_path(deed(voted()), CURRICULUM, taken=frozenset())


def test_opinions() -> None:
    assert after(voted(), rated()).opinions == 2
