"""One simulated student takes one lesson of the real curriculum through a real server, by its
WebSocket and HTTP, text only.

The tutor's arm climbs the ladder, is probed and corrected. The control's arm is given each answer
at once and copies it. Transfer items are done alone in both. Knows the wire's events and the
student model.
"""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sessions.teaching.lesson import Item, Lesson, Use
from sessions.teaching.run import BOTTOM, PROBE_PREFIX, probe_item
from tests.classroom_study.students import Help, Student
from tests.realtime_client import RealtimeClient

Event = dict[str, Any]

LIMIT_S = 240.0
"""Of real time for one lesson; a lesson that hangs is a failure."""
_MOST_STEPS = 150


class Arm(StrEnum):
    """How a student is taught."""

    TUTOR = "tutor"
    TOLD = "told"
    """The control: the answers are given at once."""


@dataclass
class Day:
    """What came of one lesson."""

    transfer: list[bool] = field(default_factory=list)
    """Transfer items, first attempt, alone."""
    right: set[str] = field(default_factory=set)
    """Items that were right in the end, by what the server said of each answer."""
    practice: int = 0
    """Items of practice and quiz that were right in the end."""
    practiced: int = 0
    """Items of practice and quiz that there were."""
    hints: int = 0
    """Rungs read."""
    begged: int = 0
    told: int = 0
    """Answers shown or copied."""
    xp: int = 0
    server: Event = field(default_factory=dict)
    """`tutor.lesson.finished`."""


class LessonDay:
    """`await LessonDay(...).take()`."""

    def __init__(self, client: RealtimeClient, lesson: Lesson, student: Student, arm: Arm) -> None:
        self._client, self._lesson, self._student, self._arm = client, lesson, student, arm
        self._day = Day()
        self._shown: Event = {}
        """The newest `tutor.lesson`."""
        self._seen = 0
        """Events of the client that were looked at."""
        self._rungs: dict[str, int] = {}
        self._tried: set[str] = set()
        self._asked: set[str] = set()
        self._answer = ""
        self._probed = ""

    async def take(self) -> Day:
        """The lesson has been started on this connection. Raises TimeoutError."""
        async with asyncio.timeout(LIMIT_S):
            for _ in range(_MOST_STEPS):
                await self._next_turn()
                if self._day.server:
                    return self._day
                await self._act()
        raise RuntimeError(f"{self._lesson.lesson_id} never ends for {self._student.name}")

    async def _next_turn(self) -> None:
        """Until the tutor has spoken, or the lesson is over."""
        done = False
        while not done:
            while self._seen < len(self._client.seen):
                event = self._client.seen[self._seen]
                self._seen += 1
                done |= self._take_in(event)
            if not done and await self._client.receive() is None:
                raise ConnectionError("the lesson's connection ended")

    def _take_in(self, event: Event) -> bool:
        match event["type"]:
            case "tutor.lesson":
                self._shown = event
            case "tutor.progress":
                self._marked(event)
            case "tutor.hint":
                self._hinted(event)
            case "response.output_text.done":
                self._told(event["text"])
            case "tutor.lesson.finished":
                self._finished(event)
                return True
            case "response.done" | "error":
                return True
            case _:
                pass
        return False

    # --- what the tutor did

    def _finished(self, event: Event) -> None:
        day, items = self._day, self._lesson.items
        practice = {item.item_id for item in items if item.use is not Use.TRANSFER}
        day.server, day.xp = event, event["xp"]
        day.practice, day.practiced = len(day.right & practice), len(practice)

    def _marked(self, event: Event) -> None:
        item = self._lesson.item(event["lesson_item"])
        if item is None:  # a probe: what follows is its correction, if any
            return
        correct, first = bool(event["correct"]), item.item_id not in self._tried
        self._tried.add(item.item_id)
        if correct:
            self._day.right.add(item.item_id)
        aided = bool(event["aided"]) or not first
        if self._arm is Arm.TUTOR or item.use is Use.TRANSFER:
            self._student.marked(self._lesson, item, self._answer, correct=correct, aided=aided)
        if item.use is Use.TRANSFER and first:
            self._day.transfer.append(correct)

    def _hinted(self, event: Event) -> None:
        item = self._lesson.item(event["lesson_item"])
        rung = int(event["rung"])
        if item is None or rung <= self._rungs.get(item.item_id, 0):
            return
        self._rungs[item.item_id] = rung
        self._day.hints += 1
        self._day.told += rung >= BOTTOM
        self._student.reads(item.hints[rung - 1])
        self._student.hinted(item, rung)

    def _told(self, text: str) -> None:
        """Read what was said; a correction and another way of looking at it help."""
        if self._arm is Arm.TOLD:
            return
        self._student.reads(text)
        item = self._item()
        for misconception in self._lesson.misconceptions:
            if item is not None and misconception.correction in text:
                name = misconception.misconception_id
                self._student.corrected(self._lesson, item, name)
        if item is not None and self._shown.get("part") != "probe" and (
            self._lesson.worked_example[:60] in text or self._lesson.simple[:60] in text
        ):  # fmt: skip
            self._student.shown_example(item)

    # --- what the student does

    def _item(self) -> Item | None:
        posed = self._shown.get("item")
        return None if posed is None else self._lesson.item(posed["id"])

    async def _act(self) -> None:
        posed = self._shown.get("item")
        if posed is None:
            await self._client.send("tutor.next")
            return
        if posed["id"].startswith(PROBE_PREFIX):
            await self._answer_probe(posed["id"])
            return
        item = self._lesson.item(posed["id"])
        if item is None:
            raise LookupError(f"{posed['id']} is no item of {self._lesson.lesson_id}")
        if self._arm is Arm.TOLD and item.use is not Use.TRANSFER:
            await self._attempt(item, self._copy(item))
            return
        await self._work_on(item)

    def _copy(self, item: Item) -> str:
        if item.item_id not in self._tried:
            self._student.reads(f"{item.question} {item.answer}")
            self._day.told += 1
        return self._student.copies(item)

    async def _answer_probe(self, posed_id: str) -> None:
        name = posed_id.removeprefix(PROBE_PREFIX)
        found = self._lesson.misconception(name)
        if found is None:
            raise LookupError(f"{posed_id} is no probe of {self._lesson.lesson_id}")
        answer = self._student.probed(probe_item(found, None), name, self._lesson)
        await self._client.send("tutor.attempt", item_id=posed_id, answer=answer)

    async def _work_on(self, item: Item) -> None:
        """Ask or answer, by the student's way of asking and what they can."""
        student = self._student
        fresh = item.item_id not in self._tried
        wants = item.use is not Use.TRANSFER and item.item_id not in self._asked
        unsure = student.dice.random() > student.knows(item.skill)
        if fresh:
            student.reads(item.question)
        if wants and unsure and await self._ask(item, fresh=fresh):
            return
        self._asked.discard(item.item_id)
        answer = student.answers(self._lesson, item, rung=self._rungs.get(item.item_id, 0))
        if answer:
            await self._attempt(item, answer)
        elif item.use is Use.TRANSFER:  # nothing to say, and no help: leave it
            self._day.transfer += [] if item.item_id in self._tried else [False]
            self._tried.add(item.item_id)
            await self._client.send("tutor.next")
        else:
            await self._client.ask("I don't know")

    async def _ask(self, item: Item, *, fresh: bool) -> bool:
        """One request for each attempt; False: tries instead."""
        match self._student.help:
            case Help.BEGS:
                self._day.begged += 1
                await self._client.ask("just tell me the answer please")
            case Help.ASKS:
                await self._client.send("tutor.hint")
            case Help.TRIES if not fresh:
                await self._client.send("tutor.hint")
            case _:
                return False
        self._asked.add(item.item_id)
        return True

    async def _attempt(self, item: Item, answer: str) -> None:
        self._answer = answer
        await self._client.send("tutor.attempt", item_id=item.item_id, answer=answer)
