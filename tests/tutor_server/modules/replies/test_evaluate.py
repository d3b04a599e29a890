"""The evaluation itself: it finds false hits and missed ones when there are some."""

import numpy as np
import pytest

from tutor_server.modules.replies import evaluate
from tutor_server.modules.replies.adversary import Pair, pairs
from tutor_server.modules.replies.curriculum_questions import Wording, questions
from tutor_server.modules.replies.evaluate import Shelf, false_hits, hits, report
from tutor_server.modules.replies.form import Form, form_of


class Same:
    """Every text has the same vector."""

    def embed(self, texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 1), np.float32)


def shelf(*texts: str) -> Shelf:
    made = Shelf(Same())  # type: ignore[arg-type]
    made.keep(texts)
    return made


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate that lets everything with the same first word through."""

    def first_word(text: str) -> Form:
        form = form_of(text)
        assert form is not None
        return Form(want=form.want, about=("all",))

    monkeypatch.setattr(evaluate, "judged", first_word)


def test_a_good_gate_has_no_false_hit() -> None:
    assert false_hits(shelf(*questions()), list(pairs(40, 1))) == ([], [])


@pytest.mark.usefixtures("blind")
def test_a_blind_gate_is_found_out() -> None:
    hard = list(pairs(40, 1))
    false, others = false_hits(shelf("What is a fraction?"), hard)
    assert len(false) > 40
    assert others
    lines, good = report(shelf(*questions()), per_kind=20, further=10)
    assert not good
    assert lines[-1].endswith("MISSED")


def test_a_curriculum_question_in_other_words_is_no_false_hit() -> None:
    asked = ("What is an angle?", "Explain what an angle is.", "What does angle mean?")
    hard = [Pair(kind="terms", kept="What is a cell?", asked=text, plain=text) for text in asked]
    assert false_hits(shelf("What is an angle?"), hard) == ([], [])


def test_hits_are_right_wrong_or_none() -> None:
    told = [
        Wording(source="written", question="What is a cell?", text="explain cells"),
        Wording(source="written", question="What is a cell?", text="What is a noun?"),
        Wording(source="written", question="What is a cell?", text="What is life?"),
    ]
    right, wrong = hits(shelf("What is a cell?", "What is a noun?"), told)
    assert dict(right) == {"written": 1}
    assert wrong == [("What is a noun?", "What is a noun?")]


def test_a_question_that_may_not_be_kept_is_refused() -> None:
    with pytest.raises(ValueError, match="personal"):
        shelf("What is my name?")


@pytest.mark.slow
def test_the_whole_evaluation_reaches_its_goal_on_a_part() -> None:
    made = Shelf(evaluate.MiniLm.load())
    made.keep(questions())
    lines, good = report(made, per_kind=40, further=20)
    assert good, "\n".join(lines)
