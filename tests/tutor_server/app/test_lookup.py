"""Tests of tutor_server.app.lookup."""

from dataclasses import replace

from tests.tutor_server.modules.lessons.retrieval.sample import PLANTS, FakeEmbedder, lessons
from tutor_server.app.lookup import open_grounds, version_of
from tutor_server.modules.lessons.curriculum import Curriculum, LessonPath, assemble


def curriculum(version: str = "1") -> Curriculum:
    paths = [
        LessonPath(path_id=name, title=name, about="", order=order, grades=(1, 9), color="accent")
        for order, name in enumerate(("number-fractions", "life-science"), 1)
    ]
    first, _ = lessons()
    return assemble([first, replace(PLANTS, order=1, version=version)], paths)


async def test_the_lessons_answer_and_a_slow_model_is_left_behind_at_the_end() -> None:
    embedder = FakeEmbedder(delay_s=60.0)
    async with open_grounds(curriculum(), embedder) as grounds:
        assert await grounds.library.find("Who was Napoleon?", grade=3) is None
        assert grounds.facts.doubt("A dragon.", "A leaf is green.", known="") == "term"


def test_a_changed_lesson_is_another_version() -> None:
    assert version_of(curriculum()) == version_of(curriculum())
    assert version_of(curriculum()) != version_of(curriculum("2"))
