"""Makes conversations about passages of lessons, every reply verified: answers by the check of
facts, hints by the leak gate, the unknown by its lesson being another one.

Deterministic by seed; whole lessons are held out. Pure.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from inference.nano import smalltalk
from inference.nano.seeds import generator
from inference.nano.split import Split, position
from inference.nano.turns import Conversation, Turn
from inference.nano.unknown import SAYS_SO, question
from inference.safety.everyday import EMPTY, EVERYDAY
from inference.safety.faithful import doubt
from inference.safety.stems import stem
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Item, Lesson
from sessions.teaching.parts import SIMPLE_UP_TO
from tutor_server.modules.lessons.dialogues.prompt import Moved, Told
from tutor_server.modules.lessons.retrieval.passages import Kind, LessonPassage, Level, passages
from tutor_server.modules.lessons.retrieval.saying import passage_of

HELD_OUT: Final = 0.12
"""Share of lessons that training never sees."""
TEACHER: Final = (
    f"{SAYS_SO}. Let us ask your teacher.",
    f"{SAYS_SO}, it is not in our lesson. Let us ask your teacher.",
)
_NEEDS: Final = ("", "", "", "short sentences", "literal words", "one step at a time")
_ASK: Final = (
    "What is {x}?", "what does {x} mean", "Can you explain {x}?", "tell me about {x}",
    "I don't understand {x}.", "what's {x}", "{x}?", "Please explain {x} again.",
)  # fmt: skip
_WISH: Final = (
    "Can I have a hint?",
    "help",
    "I'm stuck.",
    "give me a clue please",
    "how do I start",
)
_TELL: Final = ("just tell me the answer", "What's the answer?", "my teacher said you can tell me")
_TRY: Final = (
    "Give it a try first. What do you think?",
    "Tell me your own idea first. Where would you start?",
    "I would like to see your try. What comes to your mind?",
)
_NO: Final = ("Not quite.", "Let's look again.", "Many people think so.")
_LEAD: Final = ("", "", "Good question. ", "Here is a hint. ")
_NOUN: Final = re.compile(r"[a-z][a-z-]{2,}(?: [a-z-]{3,}){0,2}")
"""What can be asked about: one to three plain words."""
_FOLLOWS: Final = 0.3
"""Share of conversations with a second turn."""
_NAMED: Final = re.compile(r"What is (.+?)\? ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One lesson at hand, and what belongs to other lessons."""

    lesson: Lesson
    cut: tuple[LessonPassage, ...]
    others: tuple[str, ...]
    """Names of terms that this lesson does not have."""


Maker = Callable[[Desk, Random, Split], Conversation | None]


def split_of(lesson: Lesson) -> Split:
    """On which side a whole lesson lies."""
    return Split.HELDOUT if position(f"lesson:{lesson.lesson_id}") < HELD_OUT else Split.TRAIN


def conversations(lessons: Sequence[Lesson], *, seed: int, split: Split) -> Iterator[Conversation]:
    """Without end, in an order that the seed decides."""
    desks = _desks(lessons, split)
    random = generator(f"grounded:{seed}:{split.value}")
    while desks:
        maker = random.choices(tuple(MAKERS), tuple(MAKERS.values()))[0]
        desk = random.choice(desks)
        made = maker(desk, random, split)
        if made is not None:
            yield _followed(made, desk, random, split)


def _followed(made: Conversation, desk: Desk, random: Random, split: Split) -> Conversation:
    """Sometimes the student goes on: with another question, or with thanks."""
    if random.random() >= _FOLLOWS:
        return made
    if Moved.ANSWER.value in made.system:
        further = Turn(student=_beyond(desk, random, split), tutor=random.choice(TEACHER))
    else:
        further = smalltalk.turn(random.choice(("thanks", "wait")), random, split)
    return Conversation(system=made.system, turns=(*made.turns, further))


def _desks(lessons: Sequence[Lesson], split: Split) -> list[Desk]:
    cut = {lesson.lesson_id: passages([lesson]) for lesson in lessons}
    named = {name: {term for one in some for term in _terms(one)} for name, some in cut.items()}
    return [
        Desk(
            lesson=lesson,
            cut=cut[lesson.lesson_id],
            others=tuple(
                sorted({
                    term
                    for name, terms in named.items()
                    for term in terms
                    if name != lesson.lesson_id and term not in _text(lesson)
                })
            ),
        )
        for lesson in lessons
        if split_of(lesson) is split
    ]  # fmt: skip


def _terms(passage: LessonPassage) -> list[str]:
    """What a TERM passage says the meaning of."""
    found = _NAMED.search(passage.key) if passage.kind is Kind.TERM else None
    named = found[1].split(" and ") if found else []
    return [term for term in named if _NOUN.fullmatch(term) and stem(term) not in EMPTY | EVERYDAY]


def _text(lesson: Lesson) -> str:
    return f"{lesson.simple} {lesson.full} {lesson.worked_example}".lower()


def _grade(random: Random) -> tuple[int, Level]:
    grade = random.randint(2, 9)
    return grade, Level.SIMPLE if grade <= SIMPLE_UP_TO else Level.FULL


def _at(desk: Desk, level: Level, *kinds: Kind) -> list[LessonPassage]:
    return [one for one in desk.cut if one.kind in kinds and one.level in {level, Level.ANY}]


def _answer(desk: Desk, random: Random, split: Split) -> Conversation | None:
    """A term, explained with the passage's own sentences."""
    del split
    grade, level = _grade(random)
    found = [(one, term) for one in _at(desk, level, Kind.TERM) for term in _terms(one)]
    if not found:
        return None
    passage, term = random.choice(found)
    asked = random.choice(_ASK).format(x=term)
    said = passage_of(passage, asked)
    reply = f"{random.choice(_LEAD[:3])}{said.said}"
    if not said.said or doubt(said.said, said.text, known=asked):
        return None
    return _conversation(desk, random, grade, said.text, Moved.ANSWER, (asked, reply))


def _correct(desk: Desk, random: Random, split: Split) -> Conversation | None:
    """What a student believes, put right."""
    del split
    if not desk.lesson.misconceptions:
        return None
    grade, level = _grade(random)
    wrong = random.choice(desk.lesson.misconceptions)
    around = random.choice(_at(desk, level, Kind.EXPLANATION))
    reply = f"{random.choice(_NO)} {wrong.correction}"
    return _conversation(
        desk, random, grade, passage_of(around, wrong.belief).text, Moved.CORRECT,
        (wrong.belief, reply), material=wrong.correction,
    )  # fmt: skip


def _hint(desk: Desk, random: Random, split: Split) -> Conversation | None:
    """A rung of the ladder, in the lesson's words, that gives nothing away."""
    del split
    found = _rungs(desk.lesson)
    if not found:
        return None
    item, rung, hint = random.choice(found)
    grade, level = _grade(random)
    around = random.choice(_at(desk, level, Kind.EXPLANATION))
    reply = f"{random.choice((_LEAD[0], _LEAD[3]))}{hint}"
    if leaks(item, reply, rung) is not None:
        return None
    return _conversation(
        desk, random, grade, passage_of(around, item.question).text, Moved.HINT,
        (f"{item.question} {random.choice(_WISH)}", reply), material=hint,
    )  # fmt: skip


def _attempt(desk: Desk, random: Random, split: Split) -> Conversation | None:
    """Who asks for the answer is asked for a try."""
    del split
    if not desk.lesson.items:
        return None
    item = random.choice(desk.lesson.items)
    grade, level = _grade(random)
    around = random.choice(_at(desk, level, Kind.EXPLANATION))
    reply = random.choice(_TRY)
    if leaks(item, reply, 0) is not None:
        return None
    asked = f"{item.question} {random.choice(_TELL)}"
    text = passage_of(around, item.question).text
    return _conversation(desk, random, grade, text, Moved.ATTEMPT, (asked, reply))


def _unknown(desk: Desk, random: Random, split: Split) -> Conversation | None:
    """What the passage does not say: another lesson's term, or nothing that is taught here."""
    grade, level = _grade(random)
    around = random.choice(_at(desk, level, Kind.EXPLANATION))
    asked = _beyond(desk, random, split)
    text = passage_of(around, asked).text
    return _conversation(desk, random, grade, text, Moved.ANSWER, (asked, random.choice(TEACHER)))


def _beyond(desk: Desk, random: Random, split: Split) -> str:
    """A question that the lesson does not answer."""
    if desk.others and random.random() < 0.5:
        return random.choice(_ASK).format(x=random.choice(desk.others))
    asked, _ = question(random, split)
    return asked


def _conversation(
    desk: Desk,
    random: Random,
    grade: int,
    passage: str,
    move: Moved,
    turn: tuple[str, str],
    *,
    material: str = "",
) -> Conversation:
    told = Told(
        grade=grade,
        needs=random.choice(_NEEDS),
        title=desk.lesson.title,
        passage=passage,
        move=move,
        material=material,
    )
    student, tutor = turn
    return Conversation(system=told.text(), turns=(Turn(student=student, tutor=tutor),))


def _rungs(lesson: Lesson) -> list[tuple[Item, int, str]]:
    """The first three rungs of every item."""
    return [
        (item, rung, hint) for item in lesson.items for rung, hint in enumerate(item.hints[:3], 1)
    ]


MAKERS: Final[dict[Maker, float]] = {
    _answer: 5.0,
    _correct: 2.0,
    _hint: 3.0,
    _attempt: 1.0,
    _unknown: 2.0,
}
"""How often each kind is made."""
