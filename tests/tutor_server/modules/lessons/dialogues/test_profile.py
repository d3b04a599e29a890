"""The head of a prompt says what the server says."""

from random import Random

from tutor_server.modules.lessons.dialogues.profile import draw_grade, head_of
from tutor_server.modules.lessons.retrieval.passages import Level
from tutor_server.web.generate_shapes import SAID_OF_NEED, Context, GenerateBody, read_generate


def test_heads_are_among_those_of_the_server() -> None:
    context = Context(subject="life science", accommodations=["literal"])
    wanted = read_generate(GenerateBody(prompt="x", context=context), grade=4).request.messages[0]
    heads = {head_of(4, "life science", Random(seed)) for seed in range(400)}
    assert wanted.content in heads
    assert "You are a friendly tutor. Grade: 4." in heads
    assert any(need in head for need in SAID_OF_NEED.values() for head in heads)


def test_the_level_is_that_of_the_grade() -> None:
    drawn = {draw_grade(Random(seed)) for seed in range(200)}
    assert {level for grade, level in drawn if grade <= 4} == {Level.SIMPLE}
    assert {level for grade, level in drawn if grade > 4} == {Level.FULL}
