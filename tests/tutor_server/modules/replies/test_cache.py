"""The whole cache over real stores: hits, refusals, checks, removal, and parts that are away."""

import asyncio

import pytest

from tests.tutor_server.modules.replies.asking import REPLY, Site, site_of, vector
from tests.tutor_server.storage.world import World
from tutor_server.errors import StorageUnavailableError
from tutor_server.modules.replies.cache import CHECK_SHARE, Found
from tutor_server.modules.replies.store import FIRST_LIFE

pytestmark = pytest.mark.slow

OTHER_WORDS = "Can you explain what fractions are?"


async def test_a_question_in_other_words_then_in_the_same(site: Site) -> None:
    assert await site.cache.find(site.question()) is None
    assert site.embedder.asked == [], "a miss costs no vector"
    reply_id = await site.cache.keep(site.question(), REPLY)
    site.embedder.known[OTHER_WORDS] = vector("same", like=0.9)
    found = await site.cache.find(site.question(OTHER_WORDS))
    assert found is not None
    assert (found.reply_id, found.reply, found.to_check) == (reply_id, REPLY, False)
    assert found.similarity == pytest.approx(0.9, abs=1e-4)
    again = await site.cache.find(site.question("can you explain what fractions are"))
    assert again == Found(reply_id=found.reply_id, reply=REPLY, similarity=1.0)
    assert [site.looked(r) for r in ("miss", "semantic", "exact")] == [1, 1, 1]
    assert site.value("hit_ratio", scope="generate") == pytest.approx(2 / 3)
    assert site.value("kept_total", scope="generate") == 1


@pytest.mark.parametrize(
    "text",
    [
        "What is not a fraction?", "What is a decimal?", "Why is a fraction?", "Is it a fraction?",
        "What is my fraction?", "What is a fraction of 5?", "Give me an example of a fraction.",
    ],
)  # fmt: skip
async def test_other_questions_are_no_hits_however_similar(site: Site, text: str) -> None:
    await site.cache.keep(site.question(), REPLY)
    assert await site.cache.find(site.question(text)) is None


async def test_questions_below_the_threshold(site: Site) -> None:
    await site.cache.keep(site.question(), REPLY)
    site.embedder.known[OTHER_WORDS] = vector("same", like=0.4)
    assert await site.cache.find(site.question(OTHER_WORDS)) is None
    assert site.looked("below") == 1


@pytest.mark.parametrize(
    ("text", "result"),
    [("Is my answer right?", "personal"), ("Explain this", "pointing"), ("", "no_question")],
)
async def test_what_is_not_the_caches_is_neither_kept_nor_sought(
    site: Site, text: str, result: str
) -> None:
    assert await site.cache.keep(site.question(text), REPLY) is None
    assert await site.cache.find(site.question(text)) is None
    assert site.looked(result) == 1
    assert site.embedder.asked == []


@pytest.mark.parametrize("reply", ["", "Well done, [name]!", "x" * 5_000])
async def test_replies_that_are_not_kept(site: Site, reply: str) -> None:
    assert await site.cache.keep(site.question(), reply) is None


async def test_another_grade_has_its_own_reply(site: Site) -> None:
    await site.cache.keep(site.question(), REPLY)
    await site.cache.keep(site.question(grade=8), "Another")
    for grade, reply in ((3, REPLY), (8, "Another"), (3, REPLY)):
        found = await site.cache.find(site.question(grade=grade))
        assert found is not None
        assert found.reply == reply
    assert await site.cache.find(site.question(grade=5)) is None


# --- checks ------------------------------------------------------------------


async def test_some_hits_are_checked_and_agreement_makes_them_live_longer(site: Site) -> None:
    await site.cache.keep(site.question(), REPLY)
    site.draws = [CHECK_SHARE - 1e-6]
    found = await site.cache.find(site.question())
    assert found is not None
    assert found.to_check
    assert site.looked("checked") == 1
    assert await site.cache.check(site.question(), found, "A fraction: a part of a whole.")
    assert site.value("checks_total", scope="generate", agreed="true") == 1
    site.later(days=FIRST_LIFE.days, hours=1)
    assert await site.cache.find(site.question()) is not None


async def test_a_fresh_reply_that_differs_closes_that_likeness(site: Site) -> None:
    await site.cache.keep(site.question(), REPLY)
    site.embedder.known[OTHER_WORDS] = vector("same", like=0.7)
    assert await site.cache.find(site.question(OTHER_WORDS)) is not None, "and Redis has it now"
    site.draws = [0.0]
    near = "explain fractions"
    site.embedder.known[near] = vector("same", like=0.75)
    found = await site.cache.find(site.question(near))
    assert found is not None
    assert not await site.cache.check(site.question(near), found, "A fraction has 2 parts.")
    assert await site.cache.find(site.question(near)) is None
    assert await site.cache.find(site.question(OTHER_WORDS)) is None, "not from Redis either"
    assert await site.cache.find(site.question()) is not None, "just these words still are a hit"


# --- removal -----------------------------------------------------------------


async def test_a_thumb_down_removes_it_for_everybody_at_once(
    site: Site, world: World, redis_url: str
) -> None:
    reply_id = await site.cache.keep(site.question(), REPLY)
    assert reply_id is not None
    async with site_of(world, redis_url) as elsewhere:
        for each in (site, elsewhere):
            for _ in range(2):
                assert await each.cache.find(each.question()) is not None
        await site.cache.rate(world.tenant, reply_id, good=False)
        for each in (site, elsewhere):
            assert await each.cache.find(each.question()) is None
    await site.cache.rate(world.tenant, reply_id, good=False)
    assert site.value("removed_total", why="vote") == 1


async def test_a_thumb_up_lets_it_live_longer(site: Site) -> None:
    reply_id = await site.cache.keep(site.question(), REPLY)
    assert reply_id is not None
    await site.cache.rate(site.world.tenant, reply_id, good=True)
    site.later(days=1.5)
    assert await site.cache.find(site.question()) is not None
    site.later(days=1)
    assert await site.cache.find(site.question(OTHER_WORDS)) is None


async def test_new_versions_start_empty(site: Site) -> None:
    await site.cache.keep(site.question(), REPLY)
    newer = {"policy": "p1", "prompt_version": "1", "model_version": "nano-2"}
    assert await site.cache.find(site.question(**newer)) is None
    assert await site.cache.remove_other_versions(site.world.tenant, **newer) == 1
    assert site.value("removed_total", why="version") == 1
    assert await site.cache.find(site.question()) is None


# --- away --------------------------------------------------------------------


async def test_without_redis_everything_works(world: World) -> None:
    async with site_of(world, "redis://127.0.0.1:1/0") as site:
        reply_id = await site.cache.keep(site.question(), REPLY)
        assert reply_id is not None
        for _ in range(3):
            found = await site.cache.find(site.question())
            assert found is not None
            assert found.reply == REPLY
        await site.cache.rate(world.tenant, reply_id, good=False)
        assert await site.cache.find(site.question()) is None


async def test_without_the_sentence_model_there_are_no_hits_and_no_errors(site: Site) -> None:
    await site.cache.keep(site.question(), REPLY)
    site.embedder.away = True
    assert await site.cache.find(site.question()) is None
    assert await site.cache.keep(site.question("What is a noun?"), REPLY) is None
    found = Found(reply_id="reply_x", reply=REPLY, similarity=0.9)
    assert not await site.cache.check(site.question(), found, REPLY)
    assert site.looked("away") == 1


async def test_without_postgres_there_are_no_hits_and_only_ratings_say_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await site.cache.keep(site.question(), REPLY)

    def away(*_: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(site.world.database, "as_tenant", away)
    assert await site.cache.find(site.question()) is None
    assert await site.cache.keep(site.question("What is a noun?"), REPLY) is None
    assert site.looked("away") == 1
    for good in (True, False):
        with pytest.raises(StorageUnavailableError):
            await site.cache.rate(site.world.tenant, "reply_x", good=good)


async def test_many_at_once_keep_a_few_and_find_one(site: Site) -> None:
    await asyncio.gather(*(site.cache.keep(site.question(), f"{REPLY} {n}") for n in range(12)))
    found = await asyncio.gather(*(site.cache.find(site.question()) for _ in range(12)))
    assert all(each is not None and each.reply.startswith(REPLY) for each in found)
