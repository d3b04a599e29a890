"""Tests of sessions.streams."""

from collections.abc import AsyncIterator

from sessions.streams import closing
from tests.fakes.classroom import virtual


@virtual
async def test_a_generator_is_closed_when_its_reader_leaves() -> None:
    closed: list[bool] = []

    async def numbers() -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            closed.append(True)

    async with closing(numbers()) as stream:
        assert await anext(stream) == 1
    assert closed == [True]


class Plain:
    """An iterator that cannot be closed."""

    def __aiter__(self) -> "Plain":
        return self

    async def __anext__(self) -> int:
        raise StopAsyncIteration


@virtual
async def test_what_cannot_be_closed_is_left_alone() -> None:
    async with closing(Plain()) as stream:
        assert [number async for number in stream] == []
