"""Streams are closed on leaving, generators or not."""

from collections.abc import AsyncIterator

import pytest

from inference.llm.closing import closing


class Plain:
    """An iterator that cannot be closed."""

    def __aiter__(self) -> "Plain":
        return self

    async def __anext__(self) -> int:
        return 1


async def test_a_generator_is_closed_when_its_reader_fails() -> None:
    closed = []

    async def numbers() -> AsyncIterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.append(True)

    async def read() -> None:
        async with closing(numbers()) as stream:
            async for _ in stream:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await read()
    assert closed == [True]


async def test_a_plain_iterator_is_left_alone() -> None:
    async with closing(Plain()) as stream:
        assert await anext(stream) == 1
