"""The router: the rules of choice, falling back, and leaving failing tiers alone."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from inference.contracts import ChatRequest, Finished, ModelEvent, Priority, TextDelta
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnknownModelError,
)
from inference.router import OPEN_AFTER, OPEN_S, Breaker, Router, Tier, choose
from tests.virtual_time import run_virtual

NANO = Tier(name="nano", first_event_s=0.3)
BASE = Tier(name="base", first_event_s=0.9)
PRO = Tier(name="pro", first_event_s=4.0)
ALL = (NANO, BASE, PRO)
END = Finished(reason="stop", prompt_tokens=1, completion_tokens=1)
DIED = ModelUnavailableError("died")


def request(**changes: object) -> ChatRequest:
    return ChatRequest(**({"messages": ()} | changes))


# --- the choice --------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({"priority": Priority.TEXT}, (PRO, BASE, NANO)),
        ({"priority": Priority.BATCH}, (PRO, BASE, NANO)),
        ({"priority": Priority.VOICE}, (BASE, NANO, PRO)),
        ({"deadline_s": 1.0}, (NANO, BASE, PRO)),
        ({"deadline_s": 0.1}, (NANO, BASE, PRO)),
        ({"model": "nano"}, (NANO,)),
        ({"model": "micro"}, ()),
    ],
)
def test_rules(changes: dict[str, object], order: tuple[Tier, ...]) -> None:
    assert choose(request(**changes), ALL) == order


def test_a_forced_call_needs_a_tier_that_can() -> None:
    mute = replace(PRO, tools=False)
    forced = request(tool_choice="quiz")
    assert choose(forced, (NANO, mute)) == (NANO,)
    assert choose(request(), (NANO, mute)) == (mute, NANO)


@pytest.mark.parametrize(
    "fields", [{"name": "giant", "first_event_s": 1.0}, {"name": "nano", "first_event_s": 0.0}]
)
def test_bad_tiers(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"tier|first_event_s"):
        Tier(**fields)


# --- the breaker -------------------------------------------------------------


def test_three_failures_open_it_and_one_probe_at_a_time_may_try() -> None:
    breaker = Breaker()
    for second in range(OPEN_AFTER):
        assert breaker.ready(second)
        breaker.began()
        breaker.failed(second)
    opened = OPEN_AFTER - 1
    assert not breaker.ready(opened + OPEN_S - 0.01)
    assert breaker.ready(opened + OPEN_S)
    breaker.began()
    assert not breaker.ready(opened + OPEN_S)
    breaker.failed(20.0)
    assert not breaker.ready(29.0)
    assert breaker.ready(30.0)
    breaker.began()
    breaker.undecided()
    assert breaker.ready(30.0)
    breaker.began()
    breaker.succeeded()
    assert breaker.ready(30.0)
    breaker.failed(31.0)
    assert breaker.ready(31.0), "one failure after a success does not open it"


# --- the router --------------------------------------------------------------


class Fake:
    """A tier's model: waits, speaks, fails; counts its streams."""

    def __init__(
        self, name: str, *, wait_s: float = 0.0, error: InferenceError | None = None
    ) -> None:
        self.name, self.wait_s, self.error = name, wait_s, error
        self.fail_after_first = False
        self.requests: list[ChatRequest] = []
        self.open = 0

    async def models(self) -> tuple[str, ...]:
        return (self.name,)

    async def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        self.requests.append(request)
        self.open += 1
        try:
            await asyncio.sleep(self.wait_s)
            if self.error and not self.fail_after_first:
                raise self.error
            yield TextDelta(text=self.name)
            if self.error:
                raise self.error
            yield END
        finally:
            self.open -= 1


def make(*fakes: Fake) -> Router:
    tiers = {tier: fake for tier in ALL for fake in fakes if fake.name == tier.name}
    return Router(tiers, now=asyncio.get_running_loop().time)


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
        assert router._breakers[NANO].ready(asyncio.get_running_loop().time())

    run_virtual(main())
