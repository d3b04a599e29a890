"""How a problem is printed."""

from tutor_server.modules.lessons.problem import CurriculumError, Problem


def test_a_problem_says_where_it_is() -> None:
    problem = Problem(file="geometry/area.md", place="item one", what="`answer` is missing.")
    assert str(problem) == "geometry/area.md: item one: `answer` is missing."


def test_the_error_lists_them_all() -> None:
    problems = [Problem(file="a", place="b", what=what) for what in ("first.", "second.")]
    error = CurriculumError(problems)
    assert error.problems == tuple(problems)
    assert str(error) == "a: b: first.\na: b: second."
