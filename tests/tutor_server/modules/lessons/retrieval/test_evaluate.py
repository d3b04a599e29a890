"""The evaluation: its questions are whole, and it sees a bad index."""

import numpy as np
import pytest

from tests.tutor_server.modules.lessons.retrieval.sample import WIDTH, embed, index
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.evaluate import Asked, main, questions, report

ASKED = (
    Asked(text="How does a leaf make sugar?", lessons=frozenset({"plants"})),
    Asked(text="equal parts of a whole", lessons=frozenset({"equal-parts"})),
    Asked(text="Who was Napoleon?", lessons=frozenset()),
)


def test_a_good_index_passes_and_one_that_knows_nothing_fails() -> None:
    vectors = np.array([embed(one.text) for one in ASKED])
    lines, good = report(index(), ASKED, vectors)
    assert good
    assert any(line.startswith("both") and "100.0%" in line for line in lines)
    wrong = (Asked(text=ASKED[0].text, lessons=frozenset({"other"})), *ASKED[1:])
    assert not report(index(), wrong, vectors)[1]


def test_an_index_that_accepts_everything_fails() -> None:
    vectors = np.array([embed(one.text) for one in ASKED])
    asked = (*ASKED[:2], Asked(text=ASKED[0].text + "!", lessons=frozenset()))
    assert not report(index(), asked, vectors[[0, 1, 0]])[1]
    assert vectors.shape == (3, WIDTH)


def test_questions_are_of_every_lesson_and_none_is_in_both_parts() -> None:
    held_out, tuning = questions("held_out"), questions("tuning")
    answerable = [one for one in held_out if one.lessons]
    assert len(answerable) >= 200
    assert not {one.text for one in held_out} & {one.text for one in tuning}
    assert len({one.text for one in held_out}) == len(held_out)


@pytest.mark.slow  # reads every lesson
def test_every_lesson_is_asked_about() -> None:
    lessons = open_curriculum().lessons
    asked = {name for one in questions("held_out") for name in one.lessons}
    assert asked == set(lessons)


@pytest.mark.slow  # loads the model
def test_the_real_index_holds_its_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate"])
    assert main() == 0
