"""A teacher sees how each student's link is."""

import pytest

from media.contracts import LinkQuality, LinkReport
from tests.tutor_server.modules.classroom.http import Site
from tests.tutor_server.storage.world import World

pytestmark = pytest.mark.slow


async def test_the_class_shows_each_students_link(site: Site, world: World) -> None:
    room, _ = await site.connect(world.ada)
    await site.connect(world.ben)
    outbox = room.join(None)
    room.link_begins("webrtc")
    weak = LinkReport(quality=LinkQuality.WEAK, loss=0.06, jitter_s=0.04, round_trip_s=0.2)
    room.note_link("webrtc", weak)

    async def connections() -> dict[str, object]:
        _, answer = await site.ask("GET", "/v1/class")
        return {row["student_id"]: row["connection"] for row in answer["data"]}

    assert await connections() == {
        world.ada: {
            "quality": "weak", "transport": "webrtc", "loss": 0.06, "concealed": 0.0,
            "jitter_ms": 40, "round_trip_ms": 200,
        },
        world.ben: None,
    }  # fmt: skip
    room.leave(outbox)
    assert set((await connections()).values()) == {None}
