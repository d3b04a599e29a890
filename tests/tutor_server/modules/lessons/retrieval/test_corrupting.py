"""Labelled statements: deterministic, changed where they say so, and enough of them."""

from collections import Counter
from dataclasses import replace

from tests.fakes.lesson import lesson
from tutor_server.modules.lessons.retrieval.corrupting import CHANGES, FAITHFUL, statements
from tutor_server.modules.lessons.retrieval.passages import passages

TOLD = (
    "The long river carries 20 grams of sand into the deep lake. A small boat is not heavy. "
    "The farmer is walking along the river with a bucket of warm milk for 3 hours each day."
)
LESSONS = (
    replace(lesson(), lesson_id="a", simple=TOLD, full=TOLD),
    replace(lesson(), lesson_id="b", simple=TOLD.replace("river", "road"), full=TOLD),
)


def test_the_same_seed_makes_the_same_statements() -> None:
    cut = passages(LESSONS)
    one, other = (list(statements(cut, each=2, seed=7)) for _ in range(2))
    assert one == other
    assert one != list(statements(cut, each=2, seed=8))


def test_every_kind_is_made_and_differs_from_its_material() -> None:
    made = list(statements(passages(LESSONS), each=2, seed=7))
    kinds = Counter(one.kind for one in made)
    assert set(CHANGES) <= set(kinds)
    assert kinds[FAITHFUL] >= 4
    for one in made:
        if one.kind in CHANGES:
            assert one.text not in one.material
