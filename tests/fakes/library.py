"""A library with one passage, and a check that doubts what it is told to."""

import asyncio
from dataclasses import dataclass, field

from inference.contracts import Passage
from sessions.grounding import Grounds

CELLS = Passage(
    title="Cells, the bricks of life",
    text="A cell has a membrane. The nucleus keeps the plans.",
    said="A cell has a membrane. The nucleus keeps the plans.",
)


@dataclass
class FakeLibrary:
    """Knows everything about `about`."""

    passage: Passage = CELLS
    about: str = "cell"
    delay_s: float = 0.0
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def find(self, question: str, *, grade: int) -> Passage | None:
        """See Library."""
        self.asked.append((question, grade))
        await asyncio.sleep(self.delay_s)
        return self.passage if self.about in question.lower() else None


@dataclass
class FakeFacts:
    """Doubts sentences with `forbidden`, and such as say that they do not know."""

    forbidden: str = "dragon"
    compared: list[tuple[str, str, str]] = field(default_factory=list)

    def doubt(self, sentence: str, material: str, *, known: str) -> str:
        """See FactCheck."""
        self.compared.append((sentence, material, known))
        if "don't know" in sentence:
            return "unsure"
        return "term" if self.forbidden in sentence else ""


def grounds(library: FakeLibrary | None = None, facts: FakeFacts | None = None) -> Grounds:
    """Both."""
    return Grounds(library=library or FakeLibrary(), facts=facts or FakeFacts())
