"""A tier behind its budget."""

from inference.contracts import ChatRequest, Message, Role
from inference.remembering.fit import Budget
from inference.remembering.tokens import estimate
from inference.remembering.within import Within
from tests.inference.routing.models import END, Fake
from tests.virtual_time import run_virtual


def test_the_model_gets_the_fitted_request() -> None:
    async def main() -> None:
        nano = Fake("nano")
        within = Within(nano, Budget(memory_tokens=100), estimate)
        request = ChatRequest(
            messages=(Message(role=Role.USER, content="Hi"),), background=('Student: "I ski"',)
        )
        events = [event async for event in within.stream(request)]
        assert events[-1] == END
        assert await within.models() == ("nano",)
        (sent,) = nano.requests
        assert "I ski" in sent.messages[0].content
        assert sent.background == ()

    run_virtual(main())
