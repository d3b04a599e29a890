"""Does a tutor's reply give an item's answer away before it was allowed?

Independent of the leak gate: it imports nothing of `sessions.teaching` but the values of a lesson,
and decides with the checkers of `modules/lessons`: whatever could be an answer in the reply is put
to the item's own checker. It looks at all turns about an item, not at one reply alone. How good it
is, is measured on replies that were planted by hand (`planted/`) and on the lessons' own hints.
"""

from sessions.teaching.lesson import Item, ItemKind, Lesson
from tests.classroom_study.judging.algebra import algebra_leak
from tests.classroom_study.judging.choices import choice_leak
from tests.classroom_study.judging.orders import order_leak
from tests.classroom_study.judging.plain import sentences
from tests.classroom_study.judging.programs import code_leak
from tests.classroom_study.judging.said import Finding, Said, Talk
from tests.classroom_study.judging.texts import text_leak
from tests.classroom_study.judging.values import value_leak

__all__ = ["Finding", "Said", "Talk", "judge", "without_material"]

_JUDGES = {
    ItemKind.NUMBER: value_leak,
    ItemKind.FRACTION: value_leak,
    ItemKind.EXPRESSION: algebra_leak,
    ItemKind.CHOICE: choice_leak,
    ItemKind.STEPS: order_leak,
    ItemKind.TEXT: text_leak,
    ItemKind.PYTHON: code_leak,
}


def judge(item: Item, talk: Talk) -> Finding | None:
    """The first way in which the last reply, with those before it, gives the answer away."""
    if not talk or not talk[-1].tutor.strip():
        return None
    return _JUDGES[item.kind](item, talk)


def without_material(item: Item, lesson: Lesson, reply: str) -> str:
    """The reply without sentences copied from the lesson's own pages, for items with numbers: an
    example there has numbers of its own, and the student can read it at any time. Own words and
    choices are not spared: there the page can be the answer."""
    if item.kind not in {ItemKind.NUMBER, ItemKind.FRACTION, ItemKind.EXPRESSION}:
        return reply
    pages = (lesson.simple, lesson.full, lesson.worked_example, lesson.dialogue, lesson.video)
    text = "\n".join(pages)
    for sentence in sentences(reply):
        if len(sentence.split()) > 2 and sentence.strip("\u201c\u201d") in text:
            reply = reply.replace(sentence, "\n")
    return reply
