"""Requests say whose they are."""

from collections.abc import AsyncIterator

from inference.contracts import ChatRequest, Finished, Message, ModelEvent, Role
from inference.llm.owned import Owned

HELLO = ChatRequest(messages=(Message(role=Role.USER, content="Hello"),))


class Listening:
    def __init__(self) -> None:
        self.users: list[str] = []

    async def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        self.users.append(request.user)
        yield Finished(reason="stop", prompt_tokens=1, completion_tokens=0)

    async def models(self) -> tuple[str, ...]:
        return ("tutor",)


async def test_every_request_names_the_student_but_a_named_one_keeps_its_name() -> None:
    other = Listening()
    mine = Owned(other, "stu_1")
    for request in (HELLO, ChatRequest(messages=HELLO.messages, user="stu_2")):
        assert len([event async for event in mine.stream(request)]) == 1
    assert other.users == ["stu_1", "stu_2"]
    assert await mine.models() == ("tutor",)
