"""Tests of tests.evaluate_teaching.talks."""

from random import Random

from inference.nano.heldout import Item
from tests.evaluate_teaching import talks
from tests.evaluate_teaching.talks import headed, late, shares


def item(answer: str = "5") -> Item:
    messages = [
        {"role": "system", "content": "You are a tutor."},
        {"role": "user", "content": "2 + 3"},
    ]
    return Item(suite="skill", skill="add", messages=messages, passes=answer.__eq__)


class Says:
    """Gives every chat the same reply."""

    def answer(self, chats: list[list[dict[str, str]]]) -> list[str]:
        return ["5"] * len(chats)


def test_the_servers_lines_replace_the_prompt() -> None:
    said = headed(item(), Random(1)).messages
    assert said[0]["content"].startswith("You are a friendly tutor. Grade: ")
    assert len(said[0]["content"].splitlines()) == 4
    assert said[1:] == item().messages[1:]


def test_a_late_question_stays_the_last() -> None:
    said = late(item(), Random(1)).messages
    assert [one["role"] for one in said[-3:]] == ["user", "assistant", "user"]
    assert said[0] == item().messages[0]
    assert said[-1] == item().messages[-1]
    assert talks.BEFORE[0] <= (len(said) - 2) / 2 <= talks.BEFORE[1]


def test_the_same_items_in_every_surrounding() -> None:
    found = dict(talks.conditions())
    assert {len(items) for items in found.values()} == {len(found["as it is"])}
    asked = [[one.messages[-1] for one in items] for items in found.values()]
    assert asked[0] == asked[1] == asked[2]


def test_right_ones_are_counted_by_suite() -> None:
    counted = shares(Says(), [item("5"), item("6")])  # type: ignore[arg-type]
    assert counted["skill"] == (1, 2)
    assert counted["terms"] == (0, 0)
