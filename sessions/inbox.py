"""The actor's one inbox. Commands have their own lane in front of what workers report, so a
cancel never queues behind data; each lane keeps its order."""

import asyncio
from collections import deque

from sessions.events import Event

MAX_COMMANDS = 1_024
"""When full, a command is refused (`too_many_commands`). Reports are never dropped: their
producers are bounded themselves and wait in `room`."""
BUSY_REPORTS = 256
"""Above this, producers of long streams (the model) wait."""


class Inbox:
    """Events for the actor."""

    def __init__(self) -> None:
        self._commands: deque[Event] = deque()
        self._reports: deque[Event] = deque()
        self._filled = asyncio.Event()
        self._calm = asyncio.Event()
        self._calm.set()

    def command(self, event: Event, *, always: bool = False) -> bool:
        """Add a transport's command; False when there are too many, unless `always`."""
        if len(self._commands) >= MAX_COMMANDS and not always:
            return False
        self._commands.append(event)
        self._filled.set()
        return True

    def report(self, event: Event) -> None:
        """Add a worker's report."""
        self._reports.append(event)
        self._filled.set()
        if len(self._reports) >= BUSY_REPORTS:
            self._calm.clear()

    async def room(self) -> None:
        """Wait until the reports were taken."""
        await self._calm.wait()

    async def next(self) -> Event:
        """The next event, commands first."""
        while not (self._commands or self._reports):
            self._filled.clear()
            await self._filled.wait()
        if self._commands:
            return self._commands.popleft()
        event = self._reports.popleft()
        if not self._reports:
            self._calm.set()
        return event
