"""The router: falling back, replicas, health, difficulty, and what it says about each decision."""

import asyncio
import logging
from dataclasses import replace

import pytest

from inference.contracts import Message, Priority, Role, TextDelta
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnknownModelError,
)
from inference.llm.retry import Steadfast, Timing
from inference.router import Options, Router
from inference.routing.choice import Policy, Reason, Unfit
from inference.routing.decision import Decision, Result
from inference.routing.health import OPEN_AFTER, OPEN_S
from inference.routing.tier import Capability, Tier
from tests.inference.routing.models import ALL, DIED, END, NANO, PRO, Fake, request, said
from tests.virtual_time import run_virtual


def make(*fakes: Fake, options: Options | None = None) -> Router:
    tiers = {tier: [f for f in fakes if f.name == tier.name] for tier in ALL}
    return Router(
        {tier: models for tier, models in tiers.items() if models},
        now=asyncio.get_running_loop().time,
        options=options,
    )


async def who(router: Router, **changes: object) -> str:
    events = [event async for event in router.stream(request(**changes))]
    assert events[-1] == END
    assert isinstance(events[0], TextDelta)
    return events[0].text


def test_the_models_are_the_tutor_and_its_tiers() -> None:
    async def main() -> tuple[str, ...]:
        return await make(Fake("pro"), Fake("nano")).models()

    assert run_virtual(main()) == ("tutor", "nano", "pro")


def test_the_tier_is_asked_under_its_own_name() -> None:
    async def main() -> None:
        nano, pro = Fake("nano"), Fake("pro")
        router = make(nano, pro)
        assert await who(router) == "pro"
        assert await who(router, priority=Priority.VOICE) == "nano"
        assert await who(router, model="nano") == "nano"
        assert {r.model for r in nano.requests} == {"nano"}
        assert nano.open == pro.open == 0

    run_virtual(main())


@pytest.mark.parametrize("error", [DIED, ModelTimeoutError("late"), ModelOverloadedError("full")])
def test_it_falls_back_while_nothing_was_said(error: InferenceError) -> None:
    async def main() -> None:
        assert await who(make(Fake("nano"), Fake("base", error=error))) == "nano"

    run_virtual(main())


def test_a_tier_that_does_not_begin_is_left_and_the_rest_of_the_time_is_the_nexts() -> None:
    async def main() -> None:
        nano, base = Fake("nano", wait_s=3.0), Fake("base", wait_s=50.0)
        assert await who(make(nano, base), deadline_s=10.0) == "nano"
        assert asyncio.get_running_loop().time() == pytest.approx(0.9 + 3.0)
        assert nano.requests[0].deadline_s == pytest.approx(10.0 - 0.9)
        assert base.open == 0

    run_virtual(main())


def test_the_last_ones_error_is_told() -> None:
    async def main() -> None:
        router = make(Fake("nano", error=ModelOverloadedError("full")), Fake("base", error=DIED))
        with pytest.raises(ModelOverloadedError):
            await who(router)

    run_virtual(main())


def test_a_reply_that_has_begun_is_never_begun_again_elsewhere() -> None:
    async def main() -> None:
        nano, base = Fake("nano"), Fake("base", error=DIED)
        base.fail_after_first = True
        with pytest.raises(ModelUnavailableError):
            await who(make(nano, base))
        assert not nano.requests

    run_virtual(main())


def test_a_refusal_is_final() -> None:
    async def main() -> None:
        nano = Fake("nano")
        with pytest.raises(ModelRefusedError):
            await who(make(nano, Fake("base", error=ModelRefusedError("bad schema"))))
        assert not nano.requests

    run_virtual(main())


def test_unknown_names() -> None:
    async def main() -> None:
        with pytest.raises(UnknownModelError):
            await who(make(Fake("nano")), model="pro")

    run_virtual(main())


@pytest.mark.parametrize("begun", [False, True])
def test_a_failing_tier_rests_then_one_probe_brings_it_back(begun: bool) -> None:
    async def main() -> None:
        nano, base = Fake("nano"), Fake("base", error=DIED)
        base.fail_after_first = begun
        router = make(nano, base)
        for _ in range(6):
            try:
                await who(router)
            except ModelUnavailableError:
                assert begun
        assert len(base.requests) == OPEN_AFTER
        await asyncio.sleep(OPEN_S)
        base.error = None
        assert await who(router) == "base"
        assert await who(router) == "base"

    run_virtual(main())


def test_the_only_tier_is_asked_even_while_it_rests() -> None:
    async def main() -> None:
        nano = Fake("nano", error=DIED)
        router = make(nano)
        for _ in range(5):
            with pytest.raises(ModelUnavailableError):
                await who(router)
        nano.error = None
        assert await who(router) == "nano"

    run_virtual(main())


def test_a_reader_that_leaves_closes_the_tiers_stream_and_blames_nobody() -> None:
    async def main() -> None:
        nano = Fake("nano", wait_s=1.0)
        router = make(nano)
        for _ in range(4):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await who(router)
            stream = router.stream(request())
            await anext(stream)
            await stream.aclose()
        assert nano.open == 0
        assert not router.resting()

    run_virtual(main())


# --- replies that break ------------------------------------------------------


@pytest.mark.parametrize("how", ["stall", "no end"])
def test_a_reply_that_breaks_off_is_an_error_and_counts(how: str) -> None:
    async def main() -> None:
        nano = Fake("nano")
        nano.pause_s, nano.ends = (99.0, True) if how == "stall" else (0.0, False)
        router = make(nano)
        for _ in range(OPEN_AFTER):
            with pytest.raises(ModelUnavailableError):
                await who(router)
        assert router.resting() == {"nano": 1}
        assert nano.open == 0

    run_virtual(main())


def test_batch_work_may_be_silent_for_long() -> None:
    async def main() -> None:
        nano = Fake("nano")
        nano.pause_s = 15.0
        assert await who(make(nano), priority=Priority.BATCH) == "nano"

    run_virtual(main())


def test_a_reply_that_broke_is_finished_by_another_replica_without_a_word_twice() -> None:
    class Half(Fake):
        async def stream(self, request):  # type: ignore[no-untyped-def]
            self.requests.append(request)
            for word in ("One ", "half ", "is "):
                yield TextDelta(text=word)
            if self.error:
                raise self.error
            yield TextDelta(text="0.5.")
            yield END

    async def main() -> None:
        dies, lives = Half("nano", error=DIED), Half("nano")
        now = asyncio.get_running_loop().time
        steadfast = Steadfast(make(dies, lives), Timing(now=now))
        assert await said(steadfast.stream(request())) == "One half is 0.5."
        assert [len(dies.requests), len(lives.requests)] == [1, 1]

    run_virtual(main())


# --- replicas ----------------------------------------------------------------


def test_replicas_share_the_work() -> None:
    async def main() -> None:
        fakes = [Fake("nano", wait_s=0.1) for _ in range(3)]
        router = make(*fakes)
        await asyncio.gather(*(who(router) for _ in range(30)))
        assert [len(fake.requests) for fake in fakes] == [10, 10, 10]

    run_virtual(main())


def test_a_slow_replica_gets_less_and_a_dead_one_almost_nothing() -> None:
    async def main() -> None:
        quick, slow, dead = Fake("nano", wait_s=0.02), Fake("nano", wait_s=0.2), Fake("nano")
        dead.error = DIED
        router = make(slow, dead, quick)
        for _ in range(200):
            assert await who(router) == "nano"
            await asyncio.sleep(0.03)
        assert len(quick.requests) > 3 * len(slow.requests) > 0
        assert len(dead.requests) <= OPEN_AFTER + 2
        assert router.resting() == {"nano": 1}

    run_virtual(main())


def test_a_replica_that_dies_is_replaced_by_its_sister_before_another_tier() -> None:
    async def main() -> None:
        told: list[Decision] = []
        dead, sister, nano = Fake("pro", error=DIED), Fake("pro"), Fake("nano")
        router = make(dead, sister, nano, options=Options(observe=told.append))
        assert await who(router) == "pro"
        assert not nano.requests
        assert [(a.tier, a.replica, a.result) for a in told[0].attempts] == [
            ("pro", 0, Result.FAILED),
            ("pro", 1, Result.BEGAN),
        ]

    run_virtual(main())


def test_a_replica_that_recovers_is_used_again() -> None:
    async def main() -> None:
        ill, well = Fake("nano", error=DIED), Fake("nano", wait_s=0.1)
        router = make(ill, well)
        for _ in range(10):
            await who(router)
        count = len(ill.requests)
        ill.error = None
        await asyncio.sleep(OPEN_S)
        for _ in range(10):
            await who(router)
        assert len(ill.requests) > count + 1
        assert not router.resting()

    run_virtual(main())


def test_when_all_rest_the_one_that_rests_longest_is_asked() -> None:
    async def main() -> None:
        first, second = Fake("nano", error=DIED), Fake("nano", error=DIED)
        router = make(first, second)
        for _ in range(OPEN_AFTER):
            with pytest.raises(ModelUnavailableError):
                await who(router)
            await asyncio.sleep(1.0)
        counts = [len(first.requests), len(second.requests)]
        assert counts == [OPEN_AFTER, OPEN_AFTER]
        first.error = second.error = None
        assert await who(router) == "nano"
        assert sum([len(first.requests), len(second.requests)]) == sum(counts) + 1

    run_virtual(main())


def test_hedging_is_off_unless_asked_for_and_stays_a_share() -> None:
    async def main() -> None:
        for after_s, most in ((0.0, 0), (0.05, 7)):
            told: list[Decision] = []
            fakes = [Fake("nano", wait_s=0.2), Fake("nano", wait_s=0.2)]
            options = Options(policy=Policy(hedge_after_s=after_s), observe=told.append)
            router = make(*fakes, options=options)
            for _ in range(100):
                await who(router)
            hedges = sum(attempt.hedge for decision in told for attempt in decision.attempts)
            assert hedges <= most
            assert bool(hedges) == bool(after_s)
            assert all(fake.open == 0 for fake in fakes)

    run_virtual(main())


# --- what is known beyond the request ----------------------------------------


class Fixed:
    """Says one difficulty; remembers what it was asked."""

    def __init__(self, difficulty: float | None) -> None:
        self.value, self.texts = difficulty, list[str]()

    async def difficulty(self, text: str) -> float | None:
        self.texts.append(text)
        return self.value


TRUSTED = (
    Tier(name="nano", first_event_s=0.3, hardest=0.5),
    Tier(name="pro", first_event_s=0.3, cost_per_token=1.0),
)
TALK = (
    Message(role=Role.SYSTEM, content="You are a tutor."),
    Message(role=Role.USER, content="Hello"),
    Message(role=Role.ASSISTANT, content="Hi!"),
    Message(role=Role.USER, content="Why?"),
)


def trusted(options: Options) -> Router:
    return Router(
        {tier: Fake(tier.name) for tier in TRUSTED},
        now=asyncio.get_running_loop().time,
        options=options,
    )


@pytest.mark.parametrize(("difficulty", "tier"), [(0.2, "nano"), (0.8, "pro"), (None, "pro")])
def test_difficulty_decides(difficulty: float | None, tier: str) -> None:
    async def main() -> None:
        judge = Fixed(difficulty)
        router = trusted(Options(judge=judge))
        assert await who(router, messages=TALK) == tier
        assert judge.texts == ["Why?"]
        await who(router, messages=TALK, model="nano")
        await who(router)
        assert judge.texts == ["Why?"], "asked only where it decides"

    run_virtual(main())


def test_with_one_tier_nobody_is_asked_how_hard_it_is() -> None:
    async def main() -> None:
        judge = Fixed(0.9)
        assert await who(make(Fake("nano"), options=Options(judge=judge)), messages=TALK) == "nano"
        assert not judge.texts

    run_virtual(main())


def test_sensitive_words_anywhere_keep_the_talk_in_the_house() -> None:
    async def main() -> None:
        away = replace(PRO, capabilities=frozenset({Capability.TOOLS}))
        nano, pro = Fake("nano"), Fake("pro")
        told: list[Decision] = []
        router = Router(
            {NANO: nano, away: pro},
            now=asyncio.get_running_loop().time,
            options=Options(sensitive=lambda text: text == "Hello", observe=told.append),
        )
        assert await who(router, messages=TALK) == "nano"
        assert await who(router, messages=TALK[3:]) == "pro"
        nano.error = DIED
        with pytest.raises(ModelUnavailableError):
            await who(router, messages=TALK)
        with pytest.raises(ModelRefusedError, match="sensitive"):
            await who(router, messages=TALK, model="pro")
        assert len(pro.requests) == 1
        assert told[0].unfit == {"pro": Unfit.SENSITIVE}
        assert (told[-1].reason, told[-1].served) == (Reason.NOBODY, "")

    run_virtual(main())


@pytest.mark.parametrize("where", ["user", "tool", "background"])
def test_what_tools_found_and_what_is_remembered_may_be_sensitive_too(where: str) -> None:
    async def main() -> None:
        away = replace(PRO, capabilities=frozenset({Capability.TOOLS}))
        router = Router(
            {NANO: Fake("nano"), away: Fake("pro")},
            now=asyncio.get_running_loop().time,
            options=Options(sensitive=lambda text: text == "secret"),
        )
        said = Message(role=Role(where) if where != "background" else Role.USER, content="secret")
        own = Message(role=Role.ASSISTANT, content="secret")
        if where == "background":
            assert await who(router, messages=TALK, background=("secret",)) == "nano"
        else:
            assert await who(router, messages=(*TALK, said)) == "nano"
        assert await who(router, messages=(*TALK, own)) == "pro"

    run_virtual(main())


# --- what it tells -----------------------------------------------------------


def test_every_decision_is_told_once_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        told: list[Decision] = []
        nano, base = Fake("nano"), Fake("base", error=DIED)
        router = make(nano, base, options=Options(observe=told.append))
        await who(router)
        nano.error = DIED
        with pytest.raises(InferenceError):
            await who(router)
        with pytest.raises(UnknownModelError):
            await who(router, model="giant")
        assert [decision.served for decision in told] == ["nano", "", ""]
        assert [len(decision.attempts) for decision in told] == [2, 2, 0]
        assert told[0].order == ("base", "nano")
        assert told[0].reason is Reason.ABLEST_IN_TIME

    with caplog.at_level(logging.DEBUG, logger="inference.router"):
        run_virtual(main())
    assert [record.message for record in caplog.records] == ["routed"] * 3
    assert [record.levelname for record in caplog.records] == ["INFO", "WARNING", "WARNING"]
    assert caplog.records[0].served == "nano"  # type: ignore[attr-defined]


def test_a_caller_that_leaves_before_the_first_word_is_told_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def main() -> None:
        told: list[Decision] = []
        router = make(Fake("nano", wait_s=9.0), options=Options(observe=told.append))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await who(router)
        assert [decision.served for decision in told] == [""]
        assert [attempt.result for attempt in told[0].attempts] == [Result.LEFT]

    with caplog.at_level(logging.INFO, logger="inference.router"):
        run_virtual(main())
    assert caplog.records == []  # leaving is no trouble


def test_what_failed_is_named_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        with pytest.raises(InferenceError):
            await who(make(Fake("nano", error=DIED)))

    with caplog.at_level(logging.DEBUG, logger="inference.router"):
        run_virtual(main())
    (attempt,) = caplog.records[0].attempts  # type: ignore[attr-defined]
    assert attempt.startswith("nano/0 failed 0.000s ModelUnavailableError")
    assert str(DIED) not in attempt
