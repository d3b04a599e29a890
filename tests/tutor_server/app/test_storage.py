"""Opening a session reads what is known of its student."""

from datetime import UTC, datetime

import pytest

from tests.tutor_server.storage.world import World
from tutor_server.app.storage import LogStore, Storage
from tutor_server.attach.contracts import Student

pytestmark = pytest.mark.slow


async def test_a_session_begins_with_what_was_learned_of_its_student_new_or_again(
    world: World,
) -> None:
    storage = Storage(database=world.database, keys=world.keys, people=world.people, log=world.log)
    ada, ben = (Student(tenant_id=world.tenant, student_id=who) for who in (world.ada, world.ben))
    store = LogStore(storage, owner="test")
    first = await store.open(ada, None)
    assert first.learned == 1.0
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO patience_learned (tenant, student, factor, at) VALUES ($1, $2, 1.4, $3)",
            world.tenant,
            world.ada,
            datetime.now(UTC),
        )
    assert (await store.open(ada, first.identity.session_id)).learned == 1.4
    assert (await store.open(ada, None)).learned == 1.4
    assert (await store.open(ben, None)).learned == 1.0
