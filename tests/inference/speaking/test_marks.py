from hypothesis import given
from hypothesis import strategies as st

from inference.speaking.marks import MarkTracker, spread_marks
from inference.speaking.verbalise import utterance, verbalise

PIECES = verbalise("one of the well known 3/4, end")
STARTS = utterance(PIECES)[1]


def test_a_skipped_word_gets_its_mark_between_its_neighbours():
    tracker = MarkTracker(PIECES, STARTS)
    assert [mark.sample for mark in tracker.begin(STARTS[0], 0)] == [0]
    assert [mark.sample for mark in tracker.begin(STARTS[1], 1000)] == [1000]
    the, well = tracker.begin(STARTS[3], 2000)  # "of the" was one event
    assert 1000 < the.sample < well.sample == 2000


def test_two_words_of_one_fraction_are_one_mark():
    tracker = MarkTracker(PIECES, STARTS)
    assert len(tracker.begin(STARTS[5], 5000)) == 6
    assert tracker.begin(STARTS[5] + len("three "), 6000) == []
    assert next(mark.sample for mark in tracker.finish(9000)) > 5000


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10**6)), max_size=12))
def test_every_piece_has_one_mark_in_order_whatever_the_events(events):
    tracker = MarkTracker(PIECES, STARTS)
    marks = [mark for event in events for mark in tracker.begin(*event)]
    marks += tracker.finish(2 * 10**6)
    assert [(mark.start, mark.end) for mark in marks] == [(p.start, p.end) for p in PIECES]
    assert [mark.sample for mark in marks] == sorted(mark.sample for mark in marks)


def test_spread_marks_stay_inside():
    marks = spread_marks(PIECES, 100, 1100)
    assert marks[0].sample == 100
    assert len(marks) == len(PIECES)
    assert all(100 <= mark.sample < 1100 for mark in marks)
    assert spread_marks((), 0, 10) == []
