"""Tests of tests.evaluate_teaching.real_teachers."""

from tests.evaluate_teaching.real_teachers import report, turns_of

ROW: dict[str, object] = {
    "qid": 1,
    "question": "Ann has 3 bags of 4 nuts. How many nuts has she?",
    "ground_truth": "3 * 4 = 12\n 12",
    "conversation": "Teacher: (probing)How many bags?|EOM|Student: 3, so 7 nuts|EOM|"
    "Teacher: (telling)No, 12.|EOM|Student: ah, 12|EOM|Teacher: (generic)Yes, 12.",
}


def test_turns_end_when_the_student_has_said_the_answer() -> None:
    turns = list(turns_of(ROW))
    assert [(turn.act, turn.text) for turn in turns] == [
        ("probing", "How many bags?"),
        ("telling", "No, 12."),
    ]
    assert turns[1].talk[-1].student == "3, so 7 nuts"
    assert turns[1].talk[0].tutor == "How many bags?"


def test_an_answer_that_is_no_number_is_left_out() -> None:
    assert list(turns_of(ROW | {"ground_truth": "many"})) == []


def test_only_turns_that_do_not_tell_count_for_the_goal() -> None:
    turns = list(turns_of(ROW))
    assert "  all but telling: 0.0%, goal at most 3%" in report(1, turns, turns[1:], 0)
    assert "  all but telling: 100.0%, goal at most 3%" in report(1, turns, turns, 0)
