"""Closes streams that may be generators. Knows nothing about models."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar, runtime_checkable

T = TypeVar("T")


@runtime_checkable
class _Closable(Protocol):
    async def aclose(self) -> None: ...


@asynccontextmanager
async def closing(stream: AsyncIterator[T]) -> AsyncIterator[AsyncIterator[T]]:
    """The stream, closed on leaving: contracts promise iterators, and generators need closing
    at once rather than when they are collected."""
    try:
        yield stream
    finally:
        if isinstance(stream, _Closable):
            await stream.aclose()
