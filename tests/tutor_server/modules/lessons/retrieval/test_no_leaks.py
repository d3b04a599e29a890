"""Over our real lessons: whatever is retrieved while an item is open, its answer is not in it."""

from collections.abc import Iterator

import pytest

from sessions.grounding import Ask, look_up
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Item
from tests.fakes.library import FakeLibrary, grounds
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.passages import LessonPassage, passages
from tutor_server.modules.lessons.retrieval.saying import passage_of

pytestmark = pytest.mark.slow
EVERY = 29
"""A prime, so that all kinds and lessons come up."""


def pairs() -> Iterator[tuple[Item, LessonPassage]]:
    """Items beside the passages of their own lesson, where an answer is likeliest."""
    for lesson in open_curriculum().lessons.values():
        for item in lesson.items:
            for passage in passages([lesson]):
                yield item, passage


async def test_no_passage_gives_an_open_items_answer_away() -> None:
    chosen = list(pairs())[::EVERY]
    assert len(chosen) > 300
    held_back = 0
    for item, passage in chosen:
        said = passage_of(passage, item.question)
        library = FakeLibrary(passage=said, about="")
        found = await look_up(
            grounds(library), Ask(question=item.question, grade=5, guards=(item,))
        )
        held_back += found is None or found.said != said.said
        if found is not None:
            assert leaks(item, found.said, 0) is None, (item.item_id, found.said)
    assert held_back, "the gate had nothing to do: this test shows nothing"
