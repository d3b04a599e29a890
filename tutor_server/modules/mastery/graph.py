"""The curriculum as far as a recommendation needs it: plain values, handed in from outside.

Knows no lesson's content and no student.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One lesson."""

    lesson: str
    path: str
    order: int
    """Place in its path."""
    grade: int
    """The lowest school grade it is for."""
    skills: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    """Lessons that come before."""


@dataclass(frozen=True, slots=True)
class Graph:
    """All lessons. Raises ValueError when one is there twice, a prerequisite is missing or
    lessons wait for each other in a circle."""

    nodes: tuple[Node, ...]
    by_lesson: Mapping[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_lesson = {node.lesson: node for node in self.nodes}
        if len(by_lesson) < len(self.nodes):
            raise ValueError("A lesson is twice in the graph.")
        for node in self.nodes:
            missing = set(node.prerequisites) - by_lesson.keys()
            if missing:
                raise ValueError(f"{node.lesson} needs {sorted(missing)}, which are not there.")
        try:
            TopologicalSorter({n.lesson: n.prerequisites for n in self.nodes}).prepare()
        except CycleError as error:
            raise ValueError(f"Lessons wait for each other: {error.args[1]}.") from error
        object.__setattr__(self, "by_lesson", by_lesson)

    def before(self, node: Node) -> tuple[Node, ...]:
        """The lessons that come directly before."""
        return tuple(self.by_lesson[lesson] for lesson in node.prerequisites)
