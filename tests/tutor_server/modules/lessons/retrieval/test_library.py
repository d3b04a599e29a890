"""Tests of the library: its deadline, and what it does without a model."""

import asyncio

from tests.fakes.classroom import virtual
from tests.tutor_server.modules.lessons.retrieval.sample import FakeEmbedder, index
from tutor_server.modules.lessons.retrieval.library import DEADLINE_S, MAX_CHARS, LessonLibrary

QUESTION = "How does a leaf make sugar?"


async def opened(embedder: FakeEmbedder, *, blind: bool = False) -> LessonLibrary:
    made = index(blind=blind)
    missing = tuple(range(len(made.passages))) if blind else ()
    library = LessonLibrary(made, embedder, missing=missing)
    await library.refresh()
    return library


@virtual
async def test_a_question_gets_the_lessons_own_sentences() -> None:
    library = await opened(FakeEmbedder())
    found = await library.find(QUESTION, grade=3)
    assert found is not None
    assert found.title == "How plants make food"
    assert "sugar" in found.said


@virtual
async def test_a_slow_model_delays_nothing_beyond_the_deadline() -> None:
    embedder = FakeEmbedder()
    library = await opened(embedder)
    embedder.delay_s = 5.0
    began_s = asyncio.get_running_loop().time()
    await library.find(QUESTION, grade=3)
    assert asyncio.get_running_loop().time() - began_s <= DEADLINE_S + 1e-6


@virtual
async def test_a_broken_model_is_no_error() -> None:
    library = await opened(FakeEmbedder(broken=True))
    assert await library.find("Who was Napoleon?", grade=3) is None


@virtual
async def test_before_the_model_is_loaded_nobody_waits() -> None:
    embedder = FakeEmbedder(delay_s=9.0)
    library = LessonLibrary(index(), embedder)
    await library.find(QUESTION, grade=3)
    assert embedder.asked == []


@virtual
async def test_changed_passages_are_embedded_in_the_background() -> None:
    library = await opened(FakeEmbedder(), blind=True)
    assert await library.find(QUESTION, grade=3) is not None


@virtual
async def test_a_long_text_is_no_question() -> None:
    embedder = FakeEmbedder()
    library = await opened(embedder)
    before = len(embedder.asked)
    assert await library.find("sugar " * MAX_CHARS, grade=3) is None
    assert await library.find("  ", grade=3) is None
    assert len(embedder.asked) == before
