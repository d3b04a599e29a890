"""An HTTP caller gets the answer to its own command, once, or learns that the session ended."""

import asyncio

import pytest

from sessions.contracts import Identity
from sessions.ids import ItemId, SessionId, StudentId, TenantId
from sessions.outputs import Closed, Notice, RatingTaken, Refused
from tutor_server.modules.lessons.answers import Answers


def identity(session: str) -> Identity:
    return Identity(
        tenant_id=TenantId("home"), student_id=StudentId("ada"), session_id=SessionId(session)
    )


def taken(event_id: str) -> RatingTaken:
    return RatingTaken(item_id=ItemId("i"), event_id=event_id)


async def test_the_answer_is_found_by_session_and_event() -> None:
    answers = Answers()
    with answers.expect(SessionId("s1"), "e1") as mine:
        answers.watch(identity("s2"), taken("e1"))
        answers.watch(identity("s1"), taken("e2"))
        answers.watch(identity("s1"), Notice(code="safety", message="m"))
        assert not mine.done()
        answers.watch(identity("s1"), taken("e1"))
        answers.watch(identity("s1"), Refused(code="late", message="m", event_id="e1"))
        assert await mine == taken("e1")


async def test_an_ended_session_answers_nobody() -> None:
    answers = Answers()
    with (
        answers.expect(SessionId("s1"), "e1") as mine,
        answers.expect(SessionId("s2"), "e1") as other,
    ):
        answers.watch(identity("s1"), Closed(reason="left"))
        with pytest.raises(asyncio.CancelledError):
            await mine
        assert not other.done()


async def test_nothing_is_kept_of_who_no_longer_waits() -> None:
    answers = Answers()
    with answers.expect(SessionId("s1"), "e1"):
        pass
    answers.watch(identity("s1"), taken("e1"))
    assert not answers._waiting
