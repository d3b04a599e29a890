"""Waits for what a live session says about one command, found again by the command's event id.

The session answers on the room's stream; an HTTP caller needs it as a response. Knows outputs and
ids; knows no HTTP.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sessions.contracts import Identity
from sessions.ids import SessionId
from sessions.outputs import (
    AttemptChecked,
    Closed,
    HintShown,
    LessonFinished,
    LessonShown,
    Output,
    RatingTaken,
    Refused,
    VoteTaken,
)

Answer = (
    AttemptChecked | HintShown | LessonFinished | LessonShown | RatingTaken | Refused | VoteTaken
)
_KINDS = (
    AttemptChecked, HintShown, LessonFinished, LessonShown, RatingTaken, Refused, VoteTaken,
)  # fmt: skip


class Answers:
    """Told of every output of every session (attach.hub.Hub.watchers)."""

    def __init__(self) -> None:
        # Bounded by the requests in flight: each takes its own entry away again.
        self._waiting: dict[tuple[SessionId, str], asyncio.Future[Answer]] = {}

    def watch(self, identity: Identity, output: Output) -> None:
        """Resolve whoever waits for it; an ended session ends all waits for it."""
        if isinstance(output, Closed):
            for (session_id, _), future in self._waiting.items():
                if session_id == identity.session_id and not future.done():
                    future.cancel()
        elif isinstance(output, _KINDS) and output.event_id is not None:
            waiting = self._waiting.get((identity.session_id, output.event_id))
            if waiting is not None and not waiting.done():
                waiting.set_result(output)

    @contextmanager
    def expect(self, session_id: SessionId, event_id: str) -> Iterator[asyncio.Future[Answer]]:
        """The first answer to this command; enter before the command is posted."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[session_id, event_id] = future
        try:
            yield future
        finally:
            del self._waiting[session_id, event_id]
            future.cancel()
