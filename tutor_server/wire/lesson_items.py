"""What a student may see of a lesson's item: the question and what is needed to answer it.

The key, wrong answers, hints and tests stay on the server.
"""

from collections.abc import Callable

from inference.contracts import JsonValue
from sessions.teaching.lesson import Item


def show_item(item: Item, render: Callable[[str], str]) -> dict[str, JsonValue]:
    """As an object of the wire; `render` makes safe HTML of Markdown."""
    return {
        "id": item.item_id,
        "kind": item.kind.value,
        "use": item.use.value,
        "skill": item.skill,
        "question": item.question,
        "html": render(item.question),
        "choices": [{"text": choice, "html": render(choice)} for choice in item.choices],
        "form": item.form,
        "starter": item.starter,
    }
