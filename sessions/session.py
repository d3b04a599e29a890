"""A live session: what the server holds for one student's conversation.

    async with Session(identity, ports, playout_factory, publish) as session:
        reason = await session.ended()

Constructing is cheap; entering starts the actor; leaving closes exactly once. This is the
supervisor of the session: whatever breaks inside is logged here and ends this session alone.
"""

import asyncio
import logging
import secrets
import traceback
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from media.contracts import Playout, ScreenFrame
from sessions import history as histories
from sessions.actor import Actor, Recorder, Rim
from sessions.commands import Close, Command, TurnSettings
from sessions.contracts import Identity, PlayoutFactory, Ports, Publish
from sessions.ear import Ear
from sessions.events import VoiceBegan, VoiceDrained, VoicePlayed
from sessions.inbox import Inbox
from sessions.intake import Intake
from sessions.items import Item
from sessions.outputs import Closed, Output, Refused
from sessions.patience import NOTHING_LEARNED, bounded
from sessions.reduce.close import unsaved
from sessions.state import Rules, State
from sessions.tail import AudioTail
from sessions.teaching.run import LessonRun

LAST_S = 5.0
"""After the last output workers get this long to clean up; then they are cancelled again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOptions:
    """How a session begins."""

    settings: TurnSettings = field(default_factory=TurnSettings)
    history: tuple[Item, ...] = ()
    """Restored from the log after a restart (sessions.facts.restore)."""
    lesson: LessonRun | None = None
    """Under way when the last owner ended; restored from the log."""
    paused: bool = False
    """A teacher has asked for quiet already."""
    whole_class: bool = False
    """Everybody in the class was asked."""
    learned: float = NOTHING_LEARNED
    """Patience learned with this student (sessions.patience)."""
    rules: Rules = field(default_factory=Rules)
    record: Recorder | None = None
    """Sees what the reducer is given and decides (the flight record)."""


class Session:
    """One student's conversation; implements sessions.contracts.LiveSession."""

    def __init__(
        self,
        identity: Identity,
        ports: Ports,
        playout_factory: PlayoutFactory,
        publish: Publish,
        *,
        options: SessionOptions | None = None,
    ) -> None:
        begin = options or SessionOptions()
        self._identity = identity
        self._ports = ports
        self._publish = publish
        self._inbox = Inbox()
        self._playout = playout_factory(_Reporter(self._inbox))
        self._tail = AudioTail()
        self._ear = Ear(
            self._inbox,
            self._tail,
            vad=ports.vad,
            segmenter=ports.segmenter,
            clock=ports.clock,
        )
        self._intake = Intake(ports, tail=self._tail, ear=self._ear)
        state = State(
            nonce=secrets.token_hex(6),
            grade=identity.grade,
            rules=begin.rules,
            settings=begin.settings,
            history=histories.of(begin.history),
            lesson=begin.lesson,
            paused=begin.paused,
            whole_class=begin.whole_class,
            learned=bounded(begin.learned),
        )
        rim = Rim(ports=ports, playout=self._playout, publish=self._tell, record=begin.record)
        self._actor = Actor(state, rim, inbox=self._inbox, ear=self._ear, tail=self._tail)
        self._tasks = asyncio.TaskGroup()
        self._screen: ScreenFrame | None = None
        self._reason: str | None = None
        self._over = asyncio.Event()

    @property
    def identity(self) -> Identity:
        """Who it belongs to."""
        return self._identity

    @property
    def playout(self) -> Playout:
        """The tutor's voice, pulled by a transport."""
        return self._playout

    @property
    def state(self) -> State:
        """As the reducer left it; a frozen value."""
        return self._actor.state

    @property
    def items(self) -> tuple[Item, ...]:
        """The conversation so far, the item in flight included."""
        return self._actor.state.items

    @property
    def settings(self) -> TurnSettings:
        """As last changed."""
        return self._actor.state.settings

    @property
    def screen(self) -> ScreenFrame | None:
        """The latest frame of the shared screen."""
        return self._screen

    @property
    def level(self) -> float:
        """How loud the student is now, RMS from 0 to 1."""
        return self._ear.level

    def post(self, command: object) -> None:
        """Hand over a command; after Closed it does nothing."""
        if self._reason is not None or not isinstance(command, Command):
            return
        event = self._intake.event(command)
        if not self._inbox.command(event, always=isinstance(command, Close)):
            event_id = getattr(command, "event_id", None)
            refused = "Too many commands at once; this one was not done."
            self._tell(Refused(code="too_many_commands", message=refused, event_id=event_id))

    def hear(self, pcm: bytes) -> None:
        """int16 mono 16 kHz, any length."""
        if self._reason is None:
            self._ear.hear(pcm)

    def show(self, frame: ScreenFrame | None) -> None:
        """The latest screen frame, or None when sharing ended."""
        self._screen = frame

    async def ended(self) -> str:
        """Wait for the end; returns the reason in Closed."""
        await self._over.wait()
        return self._reason or "failed"

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._tasks.create_task(self._supervise())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.post(Close(reason="left" if kind is None else "failed"))
        await self._tasks.__aexit__(None, None, None)

    async def _supervise(self) -> None:
        try:
            async with asyncio.timeout(None) as limit:
                loop = asyncio.get_running_loop()
                await self._actor.run(lambda: limit.reschedule(loop.time() + LAST_S))
        except TimeoutError:
            log.error("session workers did not end", extra={"session": self._session_id})
        except Exception as error:  # noqa: BLE001 - the supervisor: log it, end this session
            _log_failure(error, self._session_id)
        finally:
            self._end_anyhow()

    @property
    def _session_id(self) -> str:
        return self._identity.session_id

    def _end_anyhow(self) -> None:
        """The actor is gone: make sure that the transports were told, exactly once."""
        if self._reason is None:
            for output in unsaved(self._actor.state, "session_failed"):
                self._tell(output)
            reply = self._actor.state.reply
            if reply is not None:
                self._playout.stop(reply.number)
            self._tell(Closed(reason="failed"))
        self._over.set()

    def _tell(self, output: Output) -> None:
        if self._reason is not None:
            return
        if isinstance(output, Closed):
            self._reason = output.reason
        self._publish(output)


class _Reporter:
    """Turns what the playout tells into events; implements PlayoutListener."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def playout_started(self, reply: int, at_s: float) -> None:
        self._inbox.report(VoiceBegan(at_s=at_s, response=reply))

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None:
        self._inbox.report(VoicePlayed(at_s=at_s, response=reply, samples=played_samples))

    def playout_drained(self, reply: int, at_s: float) -> None:
        self._inbox.report(VoiceDrained(at_s=at_s, response=reply))


def _log_failure(error: Exception, session_id: str) -> None:
    """Where it broke and what kind it was; messages may hold a child's words and stay out."""
    causes = list(_leaves(error))
    places = [traceback.extract_tb(cause.__traceback__)[-1] for cause in causes]
    log.error(
        "session failed",
        extra={
            "session": session_id,
            "errors": [type(cause).__name__ for cause in causes],
            "places": [f"{place.name}:{place.lineno}" for place in places],
        },
    )


def _leaves(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    return [error]
