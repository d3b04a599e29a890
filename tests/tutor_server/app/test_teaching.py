"""A lesson begins as written, and with new numbers when it was finished before; a restart keeps
them."""

import pytest

from sessions.contracts import Fact, FactKind, Identity
from sessions.ids import SessionId
from sessions.teaching.events import Started
from sessions.teaching.lesson import Format
from sessions.teaching.policy import decide
from tests.tutor_server.modules.lessons.happened import finished, happened, started
from tests.tutor_server.storage.world import World
from tutor_server.app.storage import Storage
from tutor_server.app.teaching import Teaching
from tutor_server.attach.contracts import Opened
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.web.contracts import Caller

pytestmark = pytest.mark.slow

LESSON = "rounding-numbers"


async def test_a_lesson_that_was_finished_comes_with_new_numbers(world: World) -> None:
    storage = Storage(database=world.database, keys=world.keys, people=world.people, log=world.log)
    teaching = Teaching(storage, open_curriculum())
    ada, ben = (
        Caller(tenant_id=world.tenant, person_id=who, role="student", grade=4)
        for who in (world.ada, world.ben)
    )
    written = teaching.curriculum.lessons[LESSON]
    first = await teaching.begin(ada, written, Format.PRACTICE)
    assert first.run.lesson == written
    await happened(world, started(LESSON))
    assert (await teaching.begin(ada, written, None)).run.lesson == written
    await happened(world, finished(LESSON))
    again = (await teaching.begin(ada, written, Format.PRACTICE)).run
    assert again.lesson != written
    assert [item.use for item in again.items] == [item.use for item in first.run.items]
    assert (await teaching.begin(ada, written, None)).run.lesson != again.lesson
    assert (await teaching.begin(ben, written, None)).run.lesson == written
    other = teaching.curriculum.lessons["place-value"]
    assert (await teaching.begin(ada, other, None)).run.lesson == other

    run, move = decide(again, Started(at_s=1.0))
    facts = [
        Fact(fact_id=f"f{n}", kind=FactKind(note.kind.value), body=note.body, private=note.private)
        for n, note in enumerate(move.notes)
    ]
    identity = Identity(
        tenant_id=world.tenant, student_id=world.ada, session_id=SessionId("s1"), grade=4
    )
    opened = Opened(
        identity=identity, epoch=2, log=await world.open(), history=(), facts=tuple(facts)
    )
    restored = teaching.resume(opened)
    assert restored is not None
    assert restored.items == run.items
