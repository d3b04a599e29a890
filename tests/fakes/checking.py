"""A checker that compares texts, and fails when it is told to."""

from dataclasses import dataclass

from sessions.teaching.lesson import Item, Outcome


@dataclass
class FakeChecker:
    """Right is what equals the key; a text that ends in a question mark is no attempt."""

    broken: bool = False

    async def check(self, item: Item, text: str) -> Outcome:
        """See AnswerChecker."""
        if self.broken:
            raise RuntimeError("the checker is broken")
        said = text.strip().rstrip(".").lower()
        wrong = next((w for w in item.wrong if w.answer.lower() == said), None)
        return Outcome(
            correct=said == item.answer.lower(),
            attempt=not text.strip().endswith("?"),
            misconception=wrong.misconception if wrong else "",
            parsed=said,
        )
