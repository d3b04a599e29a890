"""About this item, or about any?"""

from tests.classroom_study.specific import is_specific
from tutor_server.modules.lessons.load import open_curriculum

LESSON = open_curriculum().lessons["add-unlike-fractions"]
ITEM = LESSON.items[0]


def test_the_question_a_hint_and_a_page_are_specific() -> None:
    assert is_specific(ITEM, LESSON, f"Here it is again. {ITEM.question}")
    assert all(is_specific(ITEM, LESSON, hint) for hint in ITEM.hints[:3])
    assert is_specific(ITEM, LESSON, "What is half an orange and a third of an orange?")
    assert is_specific(ITEM, LESSON, "Think of the garden: grass here, flowers there.")


def test_words_for_any_item_are_not() -> None:
    for reply in (
        "",
        "Try a small step first.",
        "I won't just tell you. Show me what you have so far.",
        "Read the question again and look for a hint.",
    ):
        assert not is_specific(ITEM, LESSON, reply)
