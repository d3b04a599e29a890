"""What was said, read under the log's own policies."""

from datetime import timedelta

import pytest

from sessions.contracts import FactKind
from sessions.ids import SessionId
from sessions.items import MessageItem, Speaker
from tests.tutor_server.modules.classroom.facts import fact, happened, said, tried
from tests.tutor_server.modules.classroom.http import NOON
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.classroom.said import Said
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.pool import Scope
from tutor_server.storage.retention import RetentionKind, purge, set_days
from tutor_server.web.paging import Page

pytestmark = pytest.mark.slow


async def texts(world: World, viewer: Scope, session_id: SessionId) -> list[str]:
    items = await Said(world.database, world.log).transcript(viewer, session_id)
    return [item.text for item in items if isinstance(item, MessageItem)]


async def answers(world: World, viewer: Scope, page: Page) -> list[object]:
    found = await Said(world.database, world.log).wrong_answers(viewer, world.ada, page)
    return [logged.fact.private.get("answer") for logged in found]


async def test_a_conversation_in_its_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor_server.storage.event_log.READ_LIMIT", 2)
    owned = await happened(
        world, said("one", "a"), said("two", "b", speaker=Speaker.TUTOR), said("three", "c"),
        fact(FactKind.ITEM_DELETED, item_id="b"), said("four", "d"),
    )  # fmt: skip
    session_id = owned.ownership.session_id
    viewer = world.as_("student", world.ada)
    assert await texts(world, viewer, session_id) == ["one", "three", "four"]
    for stranger in (world.as_("student", world.ben), world.as_("guardian", "g")):
        assert await texts(world, stranger, session_id) == []
    monkeypatch.setattr("tutor_server.modules.classroom.said.MOST_FACTS", 3)
    assert (await texts(world, viewer, session_id))[0] == "one"


async def test_a_teacher_without_consent_reads_nothing_even_here(world: World) -> None:
    owned = await happened(world, said("mine"), tried(answer="2/3"))
    teacher, service = world.as_("teacher", "t"), world.as_("service")
    session_id, purpose = owned.ownership.session_id, Purpose.TEACHER_VIEW
    assert await texts(world, teacher, session_id) == []
    assert await answers(world, teacher, Page(limit=5)) == []
    await grant(world.database, service, person=world.ada, purpose=purpose, now=NOON)
    assert await texts(world, teacher, session_id) == ["mine"]
    assert await answers(world, teacher, Page(limit=5)) == ["2/3"]
    await withdraw(world.database, service, person=world.ada, purpose=purpose, now=NOON)
    assert await texts(world, teacher, session_id) == []
    assert await answers(world, teacher, Page(limit=5)) == []


async def test_wrong_answers_newest_first_over_sessions(world: World) -> None:
    await happened(world, tried("i1", answer="a"), tried("i1", True, 2, answer="right"))
    await happened(world, tried("i2", answer="b"), said("hm"), tried("i3", answer="c"))
    await happened(world, tried("i1", answer="ben's"), student=world.ben)
    viewer = world.as_("operator", "o")
    assert await answers(world, viewer, Page(limit=9)) == ["c", "b", "a"]
    assert await answers(world, viewer, Page(limit=1)) == ["c", "b"]  # and there are more
    found = await Said(world.database, world.log).wrong_answers(viewer, world.ada, Page(limit=9))
    page = Page(limit=9, cursor=found[0].student_seq)
    assert await answers(world, viewer, page) == ["b", "a"]


async def test_what_has_outlived_its_retention_is_left_out(world: World) -> None:
    owned = await happened(world, said("old"), tried(answer="2/3"))
    await owned.append([said("older")])
    await set_days(world.database, world.tenant, kind=RetentionKind.TRANSCRIPTS, days=0)
    await purge(world.database, world.tenant, now=wall_clock() + timedelta(days=1))
    await owned.append([said("new")])
    viewer = world.as_("operator", "o")
    assert await texts(world, viewer, owned.ownership.session_id) == ["new"]
    assert await answers(world, viewer, Page(limit=5)) == [None]
