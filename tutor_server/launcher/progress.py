"""Tells a person at a terminal what is starting, in lines that also read well in a file."""

from collections.abc import Callable
from dataclasses import dataclass, field

Write = Callable[[str], object]
Clock = Callable[[], float]


@dataclass(slots=True)
class Progress:
    """One line when a part begins something slow, one when it is ready."""

    write: Write
    clock: Clock
    _begun_s: dict[str, float] = field(default_factory=dict)

    def begin(self, part: str) -> None:
        """A part starts."""
        self._begun_s[part] = self.clock()

    def step(self, part: str, what: str) -> None:
        """What a part is doing now."""
        self.write(f"  ..  {part:<12} {what}\n")

    def done(self, part: str, what: str = "") -> None:
        """A part is ready."""
        took_s = self.clock() - self._begun_s.pop(part, self.clock())
        self.write(f"  ok  {part:<12} {took_s:5.1f} s  {what}".rstrip() + "\n")

    def failed(self, part: str, why: str) -> None:
        """A part is not ready, in a plain sentence."""
        self.write(f"  !!  {part:<12} {why}\n")
