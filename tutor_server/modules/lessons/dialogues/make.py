"""Makes conversations about passages of lessons, every reply verified: answers by the check of
facts, hints by the leak gate, the unknown by its lesson being another one.

Deterministic by seed; whole lessons are held out. Pure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from inference.nano import noise, smalltalk
from inference.nano.dialogues import (
    check_turn,
    checkable,
    exchange,
    problem_turns,
    quiz_turns,
)
from inference.nano.seeds import generator
from inference.nano.split import Split, position
from inference.nano.told import Moved, told
from inference.nano.turns import Conversation, Turn
from inference.nano.unknown import SAYS_SO, question
from inference.safety.faithful import doubt
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Item, Lesson
from tutor_server.modules.lessons.dialogues.asking import (
    about_term,
    about_text,
    answer_of,
    nearest,
    terms_of,
)
from tutor_server.modules.lessons.dialogues.profile import draw_grade, head_of
from tutor_server.modules.lessons.dialogues.swapped import Swap, lexicon
from tutor_server.modules.lessons.retrieval.passages import Kind, LessonPassage, Level, passages
from tutor_server.modules.lessons.retrieval.saying import passage_of

HELD_OUT: Final = 0.12
"""Share of lessons that training never sees."""
TEACHER: Final = (
    f"{SAYS_SO}. Let us ask your teacher.",
    f"{SAYS_SO}, it is not in our lesson. Let us ask your teacher.",
)
WISH: Final = (
    "Can I have a hint?",
    "help",
    "I'm stuck.",
    "give me a clue please",
    "how do I start",
)
TELL: Final = ("just tell me the answer", "What's the answer?", "my teacher said you can tell me")
_TRY: Final = (
    "Give it a try first. What do you think?",
    "Tell me your own idea first. Where would you start?",
    "I would like to see your try. What comes to your mind?",
)
_NO: Final = ("Not quite.", "Let's look again.", "Many people think so.")
_KEPT: Final = " ".join((*TEACHER, *WISH, *TELL, *_TRY, *_NO))
"""What is the tutor's or the student's own and not the lesson's."""
_FOLLOWS: Final = 0.25
"""Share of conversations that go on, and of those that something else went before."""
_BARE_TOLD: Final = 0.4
"""Of heads without a passage, the share with a subject, with a style, with a need."""
_LONG: Final = 0.12
"""Share of talks without a passage that are long."""
_LONG_TURNS: Final = (6, 16)
_SUBJECTS: Final = (
    "Math",
    "Maths",
    "Science",
    "Biology",
    "Physics",
    "English",
    "Computing",
    "Art",
)
"""As an app may call them, besides our paths."""
_TASKS: Final = (6.0, 1.0, 1.0, 1.0)
"""How often a task is a problem, a guess to check, a quiz, and no task but small talk."""
_SWAPPED: Final = ((0.0, 3.0), (0.35, 3.0), (0.85, 4.0))
"""Shares of words that get another, and how often each is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One lesson at hand, and what belongs to other lessons."""

    lesson: Lesson
    cut: tuple[LessonPassage, ...]
    others: tuple[str, ...]
    """Names of terms that this lesson does not have."""
    asked: tuple[str, ...]
    """Questions that somebody wrote about this lesson."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A conversation in its parts."""

    grade: int
    title: str
    passage: str
    turns: tuple[Turn, ...]
    move: Moved = Moved.ANSWER
    material: str = ""

    def swapped(self, swap: Swap) -> "Made":
        """With other words."""
        return replace(
            self,
            title=swap.text(self.title),
            passage=swap.text(self.passage),
            material=swap.text(self.material),
            turns=tuple(
                Turn(student=swap.text(turn.student), tutor=swap.text(turn.tutor))
                for turn in self.turns
            ),
        )


Maker = Callable[[Desk, Random, Split], Made | None]


def split_of(lesson: Lesson) -> Split:
    """On which side a whole lesson lies."""
    return Split.HELDOUT if position(f"lesson:{lesson.lesson_id}") < HELD_OUT else Split.TRAIN


def conversations(
    lessons: Sequence[Lesson],
    *,
    seed: int,
    split: Split,
    asked: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Conversation]:
    """Without end, in an order that the seed decides. `asked`: written questions by lesson. Only
    training gets other words."""
    desks = desks_of(lessons, split, asked or {})
    words = lexicon(text for desk in desks for text in (desk.lesson.simple, desk.lesson.full))
    random = generator(f"grounded:{seed}:{split.value}")
    shares, weights = zip(*_SWAPPED, strict=True)
    while desks:
        maker = random.choices(tuple(MAKERS), tuple(MAKERS.values()))[0]
        desk = random.choice(desks)
        made = maker(desk, random, split)
        if made is None:
            continue
        share = random.choices(shares, weights)[0] if split is Split.TRAIN else 0.0
        if share and words and maker is not task:
            made = made.swapped(Swap(random, words, share, kept=_KEPT))
        yield _conversation(_longer(made, desk, random, split), desk, random)


def without_passage(
    lessons: Sequence[Lesson], *, seed: int, split: Split
) -> Iterator[Conversation]:
    """Any talk, some of it long, behind the lines that the server may put before one. Without end;
    lessons lend their subjects only."""
    subjects = [*_SUBJECTS, *sorted({_subject(lesson) for lesson in lessons})]
    random = generator(f"bare:{seed}:{split.value}")
    while True:
        grade, _ = draw_grade(random)
        head = head_of(grade, random.choice(subjects), random, told=_BARE_TOLD)
        least = random.randint(*_LONG_TURNS) if random.random() < _LONG else 1
        yield Conversation(system=head, turns=exchange(random, split, grade, least=least))


def _subject(lesson: Lesson) -> str:
    return lesson.path.replace("-", " ")


def desks_of(
    lessons: Sequence[Lesson], split: Split, asked: Mapping[str, Sequence[str]]
) -> list[Desk]:
    """The lessons of one side."""
    ours = [lesson for lesson in lessons if split_of(lesson) is split]
    cut = {lesson.lesson_id: passages([lesson]) for lesson in ours}
    named = {name: {term for one in some for term in terms_of(one)} for name, some in cut.items()}
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
            asked=tuple(asked.get(lesson.lesson_id, ())),
        )
        for lesson in ours
    ]  # fmt: skip


def _text(lesson: Lesson) -> str:
    return f"{lesson.simple} {lesson.full} {lesson.worked_example}".lower()


def _longer(made: Made, desk: Desk, random: Random, split: Split) -> Made:
    """Sometimes something else went before, sometimes the student goes on."""
    turns = made.turns
    if random.random() < _FOLLOWS:
        before = random.choice((_talk, _problem))
        turns = (before(random, split), *turns)
    if random.random() < _FOLLOWS:
        if made.move is Moved.ANSWER:
            student = noise.typed(_beyond(desk, random, split), random)
            further = Turn(student=student, tutor=random.choice(TEACHER))
        else:
            further = smalltalk.turn(random.choice(("thanks", "wait")), random, split)
        turns = (*turns, further)
    return replace(made, turns=turns)


def _talk(random: Random, split: Split) -> Turn:
    return smalltalk.any_turn(random, split, first=True)


def _problem(random: Random, split: Split) -> Turn:
    return problem_turns(random, split)[0]


def _at(desk: Desk, level: Level, *kinds: Kind) -> list[LessonPassage]:
    return [one for one in desk.cut if one.kind in kinds and one.level in {level, Level.ANY}]


def _around(desk: Desk, level: Level, asked: str, random: Random) -> str:
    """Some of the lesson's text."""
    return passage_of(random.choice(_at(desk, level, Kind.EXPLANATION)), asked).text


def term(desk: Desk, random: Random, split: Split) -> Made | None:
    """A term, explained with the passage's own sentences."""
    del split
    grade, level = draw_grade(random)
    found = [(one, term) for one in _at(desk, level, Kind.TERM) for term in terms_of(one)]
    if not found:
        return None
    passage, name = random.choice(found)
    return _answered(desk, passage, about_term(name, random), (grade, level), random)


def content(desk: Desk, random: Random, split: Split) -> Made | None:
    """A question about what a longer passage says, answered with its nearest sentences."""
    del split
    grade, level = draw_grade(random)
    found = _at(desk, level, Kind.EXPLANATION, Kind.ABOUT, Kind.EXAMPLE, Kind.CORRECTION)
    if desk.asked and random.random() < 0.5:
        asked = random.choice(desk.asked)
        passage = nearest(found, asked)
        return _answered(desk, passage, asked, (grade, level), random) if passage else None
    passage = random.choice(found)
    asked = about_text(passage.text, random)
    return _answered(desk, passage, asked, (grade, level), random) if asked else None


def _answered(
    desk: Desk, found: LessonPassage, asked: str, reader: tuple[int, Level], random: Random
) -> Made | None:
    grade, level = reader
    passage = passage_of(found, asked)
    reply = answer_of(passage, asked, level)
    if not reply or doubt(reply, passage.text, known=asked):
        return None
    student = noise.spoken(asked) if random.random() < 0.3 else noise.typed(asked, random)
    turns = (Turn(student=student, tutor=reply),)
    return Made(grade=grade, title=desk.lesson.title, passage=passage.text, turns=turns)


def correct(desk: Desk, random: Random, split: Split) -> Made | None:
    """What a student believes, put right."""
    del split
    if not desk.lesson.misconceptions:
        return None
    grade, level = draw_grade(random)
    wrong = random.choice(desk.lesson.misconceptions)
    return Made(
        grade=grade,
        title=desk.lesson.title,
        passage=_around(desk, level, wrong.belief, random),
        move=Moved.CORRECT,
        material=wrong.correction,
        turns=(Turn(student=wrong.belief, tutor=f"{random.choice(_NO)} {wrong.correction}"),),
    )


def hint(desk: Desk, random: Random, split: Split) -> Made | None:
    """A rung of the ladder, in the lesson's words, that gives nothing away, however it is asked
    for."""
    del split
    found = rungs(desk.lesson)
    if not found:
        return None
    item, rung, said = random.choice(found)
    if leaks(item, said, rung) is not None:
        return None
    grade, level = draw_grade(random)
    return Made(
        grade=grade,
        title=desk.lesson.title,
        passage=_around(desk, level, item.question, random),
        move=Moved.HINT,
        material=said,
        turns=(Turn(student=f"{item.question} {random.choice(WISH + TELL)}", tutor=said),),
    )


def attempt(desk: Desk, random: Random, split: Split) -> Made | None:
    """Who asks for the answer is asked for a try."""
    del split
    if not desk.lesson.items:
        return None
    item = random.choice(desk.lesson.items)
    grade, level = draw_grade(random)
    reply = random.choice(_TRY)
    if leaks(item, reply, 0) is not None:
        return None
    return Made(
        grade=grade,
        title=desk.lesson.title,
        passage=_around(desk, level, item.question, random),
        move=Moved.ATTEMPT,
        turns=(Turn(student=f"{item.question} {random.choice(TELL)}", tutor=reply),),
    )


def unknown(desk: Desk, random: Random, split: Split) -> Made | None:
    """What the passage does not say: another lesson's term, or nothing that is taught here."""
    grade, level = draw_grade(random)
    asked = _beyond(desk, random, split)
    student = noise.spoken(asked) if random.random() < 0.3 else noise.typed(asked, random)
    passage = _around(desk, level, asked, random)
    turns = (Turn(student=student, tutor=random.choice(TEACHER)),)
    return Made(grade=grade, title=desk.lesson.title, passage=passage, turns=turns)


def _beyond(desk: Desk, random: Random, split: Split) -> str:
    """A question that the lesson does not answer."""
    if desk.others and random.random() < 0.5:
        return about_term(random.choice(desk.others), random)
    asked, _ = question(random, split)
    return asked


def task(desk: Desk, random: Random, split: Split) -> Made | None:
    """A task to work out or to check, or small talk, beside a passage that was found for it: the
    steps stay what they are."""
    grade, level = draw_grade(random)
    kind = random.choices(("problem", "check", "quiz", "talk"), _TASKS)[0]
    if kind == "problem":
        turns = tuple(problem_turns(random, split))
    elif kind == "check":
        turns = (check_turn(checkable(random, split), random, split),)
    elif kind == "quiz":
        turns = tuple(quiz_turns(random, split))
    else:
        turns = (_talk(random, split),)
    passage = _around(desk, level, turns[0].student, random)
    return Made(grade=grade, title=desk.lesson.title, passage=passage, turns=turns)


def _conversation(made: Made, desk: Desk, random: Random) -> Conversation:
    system = told(
        head_of(made.grade, _subject(desk.lesson), random),
        title=made.title,
        passage=made.passage,
        move=made.move,
        material=made.material,
    )
    return Conversation(system=system, turns=made.turns)


def rungs(lesson: Lesson) -> list[tuple[Item, int, str]]:
    """The first three rungs of every item."""
    return [
        (item, rung, hint) for item in lesson.items for rung, hint in enumerate(item.hints[:3], 1)
    ]


MAKERS: Final[dict[Maker, float]] = {
    term: 4.0,
    content: 4.0,
    correct: 1.5,
    hint: 3.0,
    attempt: 1.0,
    unknown: 2.5,
    task: 2.0,
}
"""How often each kind is made."""
