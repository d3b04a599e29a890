"""Work to grade, short to write in tests."""

from tutor_server.modules.classroom.assess.rubric import (
    AssessBody,
    ItemBody,
    LineBody,
    Work,
    work_of,
)


def line(line_id: str = "l1", points: float = 2, **more: object) -> LineBody:
    """One line of a rubric."""
    return LineBody(id=line_id, points=points, **more)  # type: ignore[arg-type]


def work(answer: str, *lines: LineBody, item: bool = False, **more: object) -> Work:
    """Work against these lines."""
    about = ItemBody(lesson_id="equal-parts", item_id="i1") if item else None
    return work_of(AssessBody(answer=answer, rubric=list(lines), item=about, **more))  # type: ignore[arg-type]
