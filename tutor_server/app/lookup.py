"""Joins the lessons to whoever answers questions: the library, and the check of facts."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from inference.safety.faithful import Faithful
from sessions.grounding import Grounds
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.lessons.retrieval.library import Embedder, open_library


@asynccontextmanager
async def open_grounds(curriculum: Curriculum, embedder: Embedder) -> AsyncIterator[Grounds]:
    """What replies are grounded in. The sentence model is loaded in the background; until then the
    full text decides alone."""
    library = await asyncio.to_thread(open_library, curriculum, embedder)
    async with asyncio.TaskGroup() as tasks:
        refreshing = tasks.create_task(library.refresh())
        try:
            yield Grounds(library=library, facts=Faithful())
        finally:
            refreshing.cancel()


def version_of(curriculum: Curriculum) -> str:
    """Another one when any lesson is another: a kept reply may stand on it."""
    told = "".join(lesson.version for lesson in curriculum.lessons.values())
    return hashlib.sha256(told.encode()).hexdigest()[:12]
