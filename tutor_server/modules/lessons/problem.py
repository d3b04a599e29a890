"""One thing that is wrong with the curriculum, said so that its writer can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """Printed as `file: place: what`."""

    file: str
    """Below the content folder, such as `geometry/area.md`."""
    place: str
    """`front matter`, `item three-of-four`, `section Full`..."""
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.what}"


class CurriculumError(ValueError):
    """The curriculum cannot be used as it is; every reason is listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
