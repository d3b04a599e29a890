"""The web layer's port over the real cache."""

import pytest

from tests.tutor_server.modules.replies.asking import ASKED, REPLY, Site
from tutor_server.modules.replies.sharing import SharedReplies, Versions
from tutor_server.web.cached_reply import Asked

pytestmark = pytest.mark.slow

NOW = Versions(policy="p1", prompt="1", model="nano-1")


def asked(site: Site) -> Asked:
    return Asked(
        tenant=site.world.tenant,
        student=site.world.ada,
        scope="generate",
        locale="en",
        grade=3,
        item="math",
    )


async def test_kept_found_checked(site: Site) -> None:
    replies = SharedReplies(site.cache, NOW)
    assert await replies.find(asked(site), ASKED) is None
    reply_id = await replies.keep(asked(site), ASKED, REPLY)
    site.draws = [0.0]
    kept = await replies.find(asked(site), ASKED)
    assert kept is not None
    assert (kept.reply_id, kept.reply, kept.to_check) == (reply_id, REPLY, True)
    assert not await replies.check(asked(site), ASKED, kept, "It is 5.")


async def test_other_versions_find_nothing(site: Site) -> None:
    await SharedReplies(site.cache, NOW).keep(asked(site), ASKED, REPLY)
    for other in (
        Versions(policy="p2", prompt="1", model="nano-1"),
        Versions(policy="p1", prompt="2", model="nano-1"),
        Versions(policy="p1", prompt="1", model="nano-2"),
    ):
        assert await SharedReplies(site.cache, other).find(asked(site), ASKED) is None


async def test_the_asker_is_remembered_for_erasure(site: Site) -> None:
    await SharedReplies(site.cache, NOW).keep(asked(site), ASKED, REPLY)
    async with site.world.database.as_tenant(site.world.tenant) as connection:
        student = await connection.fetchval("SELECT student FROM cached_replies")
    assert student == site.world.ada
