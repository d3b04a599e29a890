"""Races of attempts in virtual time: order, hedges, deadlines, and that nothing stays open."""

import asyncio
import random
from collections.abc import Callable, Sequence

import pytest

from inference.contracts import AdapterName, Passage, TextDelta
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from inference.llm.closing import closing
from inference.routing.decision import Result
from inference.routing.health import OPEN_AFTER, OPEN_S, Health
from inference.routing.race import Begun, Place, Race, Terms
from inference.routing.tier import Capability, Tier
from tests.inference.routing.models import BASE, DIED, NANO, PRO, Empty, Fake, request
from tests.virtual_time import run_virtual


def place(fake: Fake, tier: Tier = NANO, number: int = 0) -> Place:
    return Place(tier=tier, number=number, model=fake, health=Health())


def race_of(
    places: Sequence[Place],
    *,
    due_s: float = 20.0,
    hedge_s: float = 0.0,
    may: Callable[[], bool] = lambda: True,
) -> Race:
    now = asyncio.get_running_loop().time
    terms = Terms(now=now, due_s=now() + due_s, hedge_after_s=hedge_s, may_hedge=may)
    return Race(request(deadline_s=due_s), places, terms)


async def winner(race: Race) -> str:
    begun = await race.run()
    assert isinstance(begun.first, TextDelta)
    async with closing(begun.events):
        begun.place.health.finished()
    return begun.first.text


def results(race: Race) -> list[Result]:
    return [attempt.result for attempt in race.attempts]


def idle(places: Sequence[Place]) -> bool:
    """Nothing is open and every health was told an end."""
    return all(p.model.open == 0 and p.health.load._in_flight == 0 for p in places)


@pytest.mark.parametrize(
    ("fake", "result", "when_s"),
    [
        (Fake("a", error=DIED), Result.FAILED, 0.0),
        (Fake("a", error=ModelOverloadedError("full")), Result.OVERLOADED, 0.0),
        (Fake("a", error=ModelTimeoutError("late")), Result.LATE, 0.0),
        (Fake("a", wait_s=9.0), Result.LATE, 0.3),
        (Empty("a"), Result.FAILED, 0.0),
    ],
)
def test_the_next_is_asked(fake: Fake, result: Result, when_s: float) -> None:
    async def main() -> None:
        places = [place(fake), place(Fake("b"), BASE)]
        race = race_of(places)
        assert await winner(race) == "b"
        assert asyncio.get_running_loop().time() == pytest.approx(when_s)
        assert results(race) == [result, Result.BEGAN]
        assert idle(places)

    run_virtual(main())


def test_the_last_has_all_the_time_and_gets_what_is_left() -> None:
    async def main() -> None:
        last = Fake("b", wait_s=15.0)
        assert await winner(race_of([place(Fake("a", wait_s=9.0)), place(last)])) == "b"
        assert last.requests[0].deadline_s == pytest.approx(19.7)

    run_virtual(main())


@pytest.mark.parametrize(
    ("places", "kind"),
    [
        ([], ModelUnavailableError),
        ([place(Fake("a", error=DIED))], ModelUnavailableError),
        (
            [place(Fake("a", error=DIED)), place(Fake("b", error=ModelOverloadedError("full")))],
            ModelOverloadedError,
        ),
        ([place(Fake("a", wait_s=99.0))], ModelTimeoutError),
        # The first two use up the time; the third is not asked any more.
        ([place(Fake(n, wait_s=99.0), PRO) for n in "abc"], ModelTimeoutError),
    ],
)
def test_when_nobody_begins(places: list[Place], kind: type[InferenceError]) -> None:
    async def main() -> None:
        race = race_of(places, due_s=8.0)
        with pytest.raises(kind):
            await race.run()
        assert idle(places)
        assert asyncio.get_running_loop().time() <= 8.0 + 1e-9

    run_virtual(main())


def test_a_refusal_ends_the_race() -> None:
    async def main() -> None:
        second = Fake("b")
        race = race_of([place(Fake("a", error=ModelRefusedError("bad"))), place(second)])
        with pytest.raises(ModelRefusedError):
            await race.run()
        assert not second.requests
        assert results(race) == [Result.REFUSED]

    run_virtual(main())


def test_a_fault_of_our_own_comes_out_as_it_is() -> None:
    async def main() -> None:
        places = [place(Fake("a", error=ZeroDivisionError("ours"))), place(Fake("b"))]
        with pytest.raises(ZeroDivisionError):
            await race_of(places).run()
        assert idle(places)

    run_virtual(main())


def test_a_short_deadline_blames_nobody_a_missed_budget_does() -> None:
    async def main() -> None:
        hurried, missed = place(Fake("a", wait_s=9.0)), place(Fake("b", wait_s=9.0))
        for each, due_s in ((hurried, 0.1), (missed, 0.4)):
            for _ in range(OPEN_AFTER):
                with pytest.raises(ModelTimeoutError):
                    await race_of([each], due_s=due_s).run()
        assert not hurried.health.breaker.open
        assert missed.health.breaker.open

    run_virtual(main())


def test_an_adapter_goes_only_where_it_can_be_served() -> None:
    async def main() -> None:
        now = asyncio.get_running_loop().time
        plain = Tier(name="pro", first_event_s=1.0, capabilities=frozenset({Capability.TOOLS}))
        fakes = [Fake("a", error=DIED), Fake("b")]
        asked = request(adapter=AdapterName("s-v1-00000000"))
        race = Race(
            asked, [place(fakes[0]), place(fakes[1], plain)], Terms(now=now, due_s=now() + 9)
        )
        await winner(race)
        assert [fake.requests[0].adapter for fake in fakes] == [asked.adapter, None]
        assert [fake.requests[0].model for fake in fakes] == ["nano", "pro"]

    run_virtual(main())


def test_a_passage_goes_only_to_who_reads() -> None:
    async def main() -> None:
        now = asyncio.get_running_loop().time
        plain = Tier(name="nano", first_event_s=1.0, capabilities=frozenset({Capability.TOOLS}))
        able = Tier(name="pro", first_event_s=1.0, capabilities=frozenset({Capability.READS}))
        fakes = [Fake("a", error=DIED), Fake("b")]
        asked = request(passage=Passage(title="Cells", text="A cell is small.", said="x"))
        places = [place(fakes[0], plain), place(fakes[1], able)]
        await winner(Race(asked, places, Terms(now=now, due_s=now() + 9)))
        bare, told = (fake.requests[0] for fake in fakes)
        assert bare.messages == asked.messages
        assert "A cell is small." in told.messages[0].content
        assert bare.passage is None
        assert told.passage is None

    run_virtual(main())


def test_a_grounded_tier_gets_the_passage_in_short() -> None:
    async def main() -> None:
        now = asyncio.get_running_loop().time
        tier = Tier(name="nano", first_event_s=1.0, capabilities=frozenset({Capability.GROUNDED}))
        fake = Fake("a")
        asked = request(passage=Passage(title="Cells", text="A cell is small.", said="x"))
        await winner(Race(asked, [place(fake, tier)], Terms(now=now, due_s=now() + 9)))
        told = fake.requests[0].messages[0].content
        assert "Passage: A cell is small." in told
        assert "instruction" not in told
        assert fake.requests[0].passage is None

    run_virtual(main())


# --- hedges ------------------------------------------------------------------


def test_a_slow_first_is_overtaken_and_closed() -> None:
    async def main() -> None:
        slow, quick = Fake("a", wait_s=0.25), Fake("b", wait_s=0.05)
        places = [place(slow), place(quick, number=1)]
        race = race_of(places, hedge_s=0.1)
        assert await winner(race) == "b"
        assert asyncio.get_running_loop().time() == pytest.approx(0.15)
        assert results(race) == [Result.OUTRUN, Result.BEGAN]
        assert [attempt.hedge for attempt in race.attempts] == [False, True]
        assert idle(places)
        assert not places[0].health.breaker.open
        assert places[0].health.load.cost(0.15) > places[1].health.load.cost(0.15)

    run_virtual(main())


def test_the_first_may_still_win() -> None:
    async def main() -> None:
        places = [place(Fake("a", wait_s=0.2)), place(Fake("b", wait_s=0.2))]
        race = race_of(places, hedge_s=0.1)
        assert await winner(race) == "a"
        assert results(race) == [Result.BEGAN, Result.OUTRUN]
        assert idle(places)

    run_virtual(main())


def test_two_that_begin_in_the_same_moment_leave_one_stream() -> None:
    async def main() -> None:
        places = [place(Fake("a", wait_s=0.25)), place(Fake("b", wait_s=0.125))]
        race = race_of(places, hedge_s=0.125)
        assert await winner(race) in {"a", "b"}
        assert sorted(results(race)) == [Result.BEGAN, Result.OUTRUN]
        assert idle(places)

    run_virtual(main())


def test_one_hedge_and_only_with_leave() -> None:
    async def main() -> None:
        asked = []

        def may() -> bool:
            asked.append(1)
            return len(asked) == 1

        tier = Tier(name="nano", first_event_s=9.0)
        for wanted in (2, 1):
            fakes = [Fake(name, wait_s=1.0) for name in "abc"]
            await winner(race_of([place(f, tier) for f in fakes], hedge_s=0.1, may=may))
            assert sum(len(fake.requests) for fake in fakes) == wanted
        assert len(asked) == 2

    run_virtual(main())


def test_both_fail_then_the_third_is_asked() -> None:
    async def main() -> None:
        fakes = [
            Fake("a", wait_s=0.2, error=DIED),
            Fake("b", wait_s=0.2, error=DIED),
            Fake("c"),
        ]
        places = [place(fake) for fake in fakes]
        assert await winner(race_of(places, hedge_s=0.1)) == "c"
        assert asyncio.get_running_loop().time() == pytest.approx(0.3)
        assert idle(places)

    run_virtual(main())


# --- probes and leaving ------------------------------------------------------


def test_a_crowd_sends_one_probe() -> None:
    async def main() -> None:
        ill, well = place(Fake("a", wait_s=0.1)), place(Fake("b"))
        for _ in range(OPEN_AFTER):
            ill.health.began()
            ill.health.failed(0.0)
        await asyncio.sleep(OPEN_S)
        names = await asyncio.gather(*(winner(race_of([ill, well])) for _ in range(20)))
        assert sorted(names) == ["a", *["b"] * 19]
        assert len(ill.model.requests) == 1
        assert not ill.health.breaker.open

    run_virtual(main())


@pytest.mark.parametrize("turns", range(6))
def test_who_leaves_as_the_only_one_begins_was_not_outrun(turns: int) -> None:
    async def main() -> None:
        places = [place(Fake("a", wait_s=0.1))]
        race = race_of(places)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(race.run())
            await asyncio.sleep(0.1)
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
        assert Result.OUTRUN not in results(race)
        assert not task.cancelled() or results(race) == [Result.LEFT]

    run_virtual(main())


@pytest.mark.parametrize("when_s", [0.0, 0.05, 0.1, 0.15, 0.2, 0.25])
def test_a_caller_that_leaves_closes_all(when_s: float) -> None:
    async def main() -> None:
        places = [place(Fake("a", wait_s=0.25)), place(Fake("b", wait_s=0.15))]
        race = race_of(places, hedge_s=0.1)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(race.run())
            await asyncio.sleep(when_s)
            task.cancel()
        if not task.cancelled():
            begun = task.result()
            assert isinstance(begun, Begun)
            begun.place.health.left()
            async with closing(begun.events):
                pass
        assert idle(places)
        assert not any(p.health.breaker.open for p in places)

    run_virtual(main())


def test_a_caller_that_leaves_while_the_loser_closes() -> None:
    async def main() -> None:
        places = [place(Fake("a", wait_s=0.25)), place(Fake("b", wait_s=0.05))]
        places[0].model.close_s = 0.1
        race = race_of(places, hedge_s=0.1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):  # b began at 0.15, a is closed at 0.25
                await race.run()
        assert idle(places)

    run_virtual(main())


def test_any_mixture_of_faults_leaves_nothing_open() -> None:
    rng = random.Random(5)
    errors = [None, None, DIED, ModelOverloadedError("full"), ModelTimeoutError("late")]

    async def one() -> None:
        places = [
            place(Fake(str(n), wait_s=rng.choice([0, 0.1, 0.2, 0.5, 5]), error=rng.choice(errors)))
            for n in range(rng.randint(1, 5))
        ]
        race = race_of(places, due_s=rng.choice([0.1, 0.6, 9.0]), hedge_s=rng.choice([0, 0.1]))
        try:
            async with asyncio.timeout(rng.choice([0.15, 0.35, 99.0])):
                await winner(race)
        except (InferenceError, TimeoutError):
            pass
        assert idle(places)
        assert len(race.attempts) <= len(places)

    async def main() -> None:
        for _ in range(400):
            await one()

    run_virtual(main())
