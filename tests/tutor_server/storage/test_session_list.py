"""Lists of sessions: newest first, one's own."""

import pytest

from sessions.ids import SessionId
from tests.tutor_server.storage.world import World, turn
from tutor_server.errors import NotFoundError
from tutor_server.storage.session_list import get_session, list_sessions

pytestmark = pytest.mark.slow


async def test_newest_first_in_pages(world: World) -> None:
    ids = [(await world.open()).ownership.session_id for _ in range(4)][::-1]
    scope = world.as_("student", world.ada)
    first = await list_sessions(world.database, scope, student=world.ada, limit=3)
    rest = await list_sessions(
        world.database, scope, student=world.ada, before=first[-1].opened_at
    )
    assert [record.session_id for record in (*first, *rest)] == ids


async def test_others_see_none_of_it(world: World) -> None:
    owned = await world.open()
    await owned.append([turn("x")])
    ben = world.as_("student", world.ben)
    assert await list_sessions(world.database, ben, student=world.ada) == ()
    for session_id in (owned.ownership.session_id, SessionId("nothing")):
        with pytest.raises(NotFoundError):
            await get_session(world.database, ben, session_id)
    record = await get_session(
        world.database, world.as_("student", world.ada), owned.ownership.session_id
    )
    assert (record.last_seq, record.student_id) == (1, world.ada)
