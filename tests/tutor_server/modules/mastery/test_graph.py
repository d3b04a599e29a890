"""The graph refuses what nobody could follow."""

import pytest

from tutor_server.modules.mastery.graph import Graph, Node


def node(lesson: str, *before: str) -> Node:
    return Node(lesson=lesson, path="p", order=1, grade=3, prerequisites=before)


def test_what_comes_before() -> None:
    graph = Graph((node("c", "a", "b"), node("a"), node("b", "a")))
    assert graph.before(graph.by_lesson["c"]) == (node("a"), node("b", "a"))
    assert graph.before(graph.by_lesson["a"]) == ()


@pytest.mark.parametrize(
    ("nodes", "problem"),
    [
        ((node("a"), node("a")), "twice"),
        ((node("a", "z"),), "a needs \\['z'\\]"),
        ((node("a", "a"),), "wait for each other"),
        ((node("a", "b"), node("b", "c"), node("c", "a")), "wait for each other"),
    ],
)
def test_impossible_graphs(nodes: tuple[Node, ...], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Graph(nodes)


def test_an_empty_curriculum() -> None:
    assert Graph(()).by_lesson == {}
