"""What a ranking is made from, by tenant, topic and consent; and one's own votes."""

import pytest

from sessions.ballot import Choice
from tests.tutor_server.modules.votes.facts import happened, rating, vote
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.votes import reading
from tutor_server.modules.votes.comparisons import Comparison, count_pairs
from tutor_server.modules.votes.reading import Wanted, read_evidence, read_own, read_topics
from tutor_server.modules.votes.report import Ratings
from tutor_server.storage.consents import Purpose, grant

pytestmark = pytest.mark.slow


def counted(evidence) -> list[tuple[int, int, int]]:
    return [(pair.wins, pair.losses, pair.ties) for pair in count_pairs(evidence.votes)]


async def test_by_topic(world: World) -> None:
    await happened(world, vote(), vote(choice="right"), vote(choice="tie", topic="geometry"))
    staff = world.as_("teacher", "t")
    everything = await read_evidence(world.database, staff, Wanted())
    assert counted(everything) == [(1, 1, 1)]  # lesson:full@3 is first
    fractions = await read_evidence(world.database, staff, Wanted(topic="number-fractions"))
    assert counted(fractions) == [(1, 1, 0)]
    assert counted(await read_evidence(world.database, staff, Wanted(topic="none"))) == []
    assert await read_topics(world.database, staff) == [
        {"topic": "number-fractions", "votes": 2},
        {"topic": "geometry", "votes": 1},
    ]


async def test_for_learning_only_consented_votes_count(world: World) -> None:
    await happened(world, vote(), rating(stars=5))
    await happened(world, vote(choice="right"), rating(thumbs=-1), student=world.ben)
    staff = world.as_("operator", "o")
    await grant(
        world.database, world.as_("service"), person=world.ben,
        purpose=Purpose.LEARN_FROM_VOTES, now=wall_clock(),
    )  # fmt: skip
    everybody = await read_evidence(world.database, staff, Wanted())
    assert (len(everybody.votes), len(everybody.recent)) == (2, 2)
    assert everybody.ratings == {"tutor": Ratings(up=0, down=1, stars=1, star_mean=5.0)}
    bens = await read_evidence(world.database, staff, Wanted(consented=True))
    right = Comparison(left="lesson:simple", right="lesson:full@3", choice=Choice.RIGHT)
    assert (bens.votes, bens.recent) == ((right,), (right,))
    assert bens.ratings == {"tutor": Ratings(down=1)}


async def test_elo_sees_the_newest_in_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ELO_VOTES", 2)
    await happened(world, vote(choice="left"), vote(choice="tie"), vote(choice="right"))
    evidence = await read_evidence(world.database, world.as_("teacher", "t"), Wanted())
    assert [each.choice for each in evidence.recent] == [Choice.TIE, Choice.RIGHT]
    assert len(evidence.votes) == 3


async def test_other_tenants_votes_do_not_count(world: World) -> None:
    await happened(world, vote())
    elsewhere = world.as_("service")
    other = type(elsewhere)(tenant=type(world.tenant)("elsewhere"), role="service")
    assert (await read_evidence(world.database, other, Wanted())).votes == ()


async def test_own_votes_in_pages_without_their_sources(world: World) -> None:
    await happened(world, *(vote(f"v{n}") for n in range(5)))
    await happened(world, vote("bens"), student=world.ben)
    scope, pages, place = world.as_("student", world.ada), [], None
    while True:
        data, place = await read_own(world.database, scope, before=place, limit=2)
        pages.append([row["vote"] for row in data])
        assert "lesson:" not in str(data)
        if place is None:
            break
    assert pages == [["v4", "v3"], ["v2", "v1"], ["v0"]]
