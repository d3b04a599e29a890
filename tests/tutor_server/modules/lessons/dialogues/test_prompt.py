"""Tests of tutor_server.modules.lessons.dialogues.prompt."""

from tutor_server.modules.lessons.dialogues.prompt import Moved, Told

TOLD = Told(grade=3, needs="", title="Cells", passage="A cell is small.", move=Moved.ANSWER)


def test_the_first_line_is_what_the_model_knows() -> None:
    lines = TOLD.text().splitlines()
    assert lines[0] == "You are a friendly tutor. Grade: 3."
    assert lines[1:] == [
        "Lesson: Cells",
        "Passage: A cell is small.",
        f"Move: {Moved.ANSWER.value}",
    ]


def test_needs_and_material_are_told_when_there_are_some() -> None:
    told = Told(
        grade=3, needs="short sentences", title="t", passage="p", move=Moved.HINT, material="Look."
    )
    assert "Needs: short sentences." in told.text()
    assert told.text().endswith("Material: Look.")
