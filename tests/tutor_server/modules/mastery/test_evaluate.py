"""The report on files of the same form, made here."""

import csv
from pathlib import Path

import pytest

from tutor_server.modules.mastery import evaluate
from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.evaluate import main, read_students, trace_all
from tutor_server.modules.mastery.simulate import simulate

MODEL = SkillModel(p_init=0.4, learn=0.1, slip=0.03, guess=0.05)


def write(file: Path, students: list, folds: str) -> None:
    with file.open("w", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(("fold", "uid", "concepts", "responses"))
        for n, answered in enumerate(students):
            skills = ",".join(question.skill for question, _ in answered)
            answers = ",".join(str(int(right)) for _, right in answered)
            out.writerow((folds[n % len(folds)] if folds else -1, n, skills, answers))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    students = simulate(MODEL, students=150, skills=6, seed=1)
    (tmp_path / "tracing_assist2015").mkdir()
    write(tmp_path / "tracing_assist2015" / "train_valid.csv", students[:120], "01234")
    write(tmp_path / "tracing_assist2015" / "test.csv", students[120:], "")
    (tmp_path / "reviews_fsrs").mkdir()
    (tmp_path / "reviews_fsrs" / "review_logs_a.csv").write_text(
        "card_id,review_rating,review_time,review_duration\n"
        + "".join(
            f"{card},{3 if day < 20 else 1},2026-01-{day:02}T10:00:00+00:00,5\n"
            for card in range(4)
            for day in (1, 3, 7, 30)
        )
    )
    return tmp_path


def test_the_report(data: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate", "--data", str(data)])
    code = main()
    text = capsys.readouterr().out
    for part in (
        "of 30 students", "BKT", "logistic", "picked on fold 4", "BKT .700", "logistic .707",
        "DKT .73", "goal 0.72", "fsrs log-loss", "constant", "12 reviews",
    ):  # fmt: skip
        assert part in text
    assert code in (0, 1)


@pytest.mark.parametrize(("goal", "code"), [(0.5, 0), (0.999, 1)])
def test_a_missed_goal_fails(
    data: Path, monkeypatch: pytest.MonkeyPatch, goal: float, code: int
) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate", "--data", str(data)])
    monkeypatch.setattr(evaluate, "GOAL", goal)
    monkeypatch.setattr(
        evaluate, "foresee", lambda reviews: evaluate.Recalled(**_remembered(list(reviews)))
    )
    assert main() == code


def _remembered(reviews: list) -> dict[str, object]:
    import numpy as np

    right = np.array([review.rating > 1 for review in reviews], float)
    return {"right": right, "predicted": 0.1 + 0.8 * right}


@pytest.mark.slow
def test_the_test_file_neither_picks_nor_teaches(data: Path) -> None:
    """Other test answers: the same pick, and the same predictions up to the first of them."""
    folder = data / "tracing_assist2015"
    picked, before = trace_all(folder)
    tests = [student.answered for student in read_students(folder / "test.csv")]
    turned = [[(question, not right) for question, right in answered] for answered in tests]
    write(folder / "test.csv", turned, "")
    again, after = trace_all(folder)
    assert again == picked
    for name in before:
        first = before[name].first == 1
        assert first.sum() == 30
        assert (before[name].predicted[first] == after[name].predicted[first]).all()


def test_files_of_another_form_are_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    for text in (
        'fold,uid,concepts,responses\n0,1,"1,2","1,2"\n',
        'fold,uid,concepts,responses\n0,1,"1,2","1"\n',
    ):
        bad.write_text(text)
        with pytest.raises(ValueError, match=r"neither|shorter|argument"):
            list(read_students(bad))
    bad.write_text("a,b\n1,2\n")
    with pytest.raises(KeyError):
        list(read_students(bad))
    with pytest.raises(FileNotFoundError):
        list(read_students(tmp_path / "missing.csv"))
