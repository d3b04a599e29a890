"""Tests of inference.nano.told."""

from inference.nano.told import Moved, told

HEAD = "You are a friendly tutor. Grade: 3."


def test_the_passage_and_the_move_follow_what_is_there() -> None:
    assert told(HEAD, title="Cells", passage="A cell is small.").splitlines() == [
        HEAD,
        "Lesson: Cells",
        "Passage: A cell is small.",
        f"Move: {Moved.ANSWER.value}",
    ]


def test_material_is_told_when_there_is_some() -> None:
    text = told(HEAD, title="t", passage="p", move=Moved.HINT, material="Look.")
    assert text.endswith(f"Move: {Moved.HINT.value}\nMaterial: Look.")


def test_without_a_head_the_passage_is_first() -> None:
    assert told("", title="t", passage="p").startswith("Lesson: t\n")
