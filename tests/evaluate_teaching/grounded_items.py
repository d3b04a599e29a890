"""Held-out questions for a model that answers from a passage: lessons that no training has seen,
and questions that children may ask, with the passage that the server's own look-up finds.

Prompts are made by what the server makes them with (`inference.llm.material`,
`inference.nano.told`). Pure but for the sentence vectors of `written`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from inference.contracts import ChatRequest, Message, Passage, Role
from inference.embedding.minilm import MiniLm
from inference.llm.material import in_short
from inference.nano.dialogues import ask
from inference.nano.skills import any_problem
from inference.nano.split import Split
from inference.nano.told import Moved, told
from sessions.teaching.lesson import Item, Lesson
from sessions.teaching.parts import SIMPLE_UP_TO
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.lessons.dialogues.asking import answer_of
from tutor_server.modules.lessons.dialogues.make import (
    TELL,
    WISH,
    Made,
    Maker,
    content,
    desks_of,
    rungs,
    split_of,
    term,
    unknown,
)
from tutor_server.modules.lessons.retrieval.evaluate import questions
from tutor_server.modules.lessons.retrieval.index import Index
from tutor_server.modules.lessons.retrieval.passages import Kind, Level, passages
from tutor_server.modules.lessons.retrieval.saying import passage_of
from tutor_server.modules.lessons.retrieval.vectors import read_vectors

SEED = 2_026
GRADES = {Level.SIMPLE: 3, Level.FULL: 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question with what is known about its right answer."""

    suite: str
    messages: tuple[Message, ...]
    passage: Passage
    level: Level
    answer: str = ""
    """Verified; "" where there is none to give."""
    lesson: Lesson | None = None
    item: Item | None = None
    """Open while this is asked: its answer must not be given."""

    @property
    def question(self) -> str:
        """The student's words."""
        return self.messages[-1].content

    def chat(self) -> list[dict[str, str]]:
        """As a chat template takes it."""
        return [{"role": m.role.value, "content": m.content} for m in self.messages]


def cases(curriculum: Curriculum, *, each: int) -> list[Case]:
    """At most `each` of every suite, always the same."""
    lessons = tuple(curriculum.lessons.values())
    held_out = [lesson for lesson in lessons if split_of(lesson) is Split.HELDOUT]
    suites = (
        _distinct(_made("a term", term, lessons, each)),
        _distinct(_made("what a passage says", content, lessons, each)),
        _sample(written(lessons), each),
        _made("the unknown", unknown, lessons, each),
        _sample(hints(held_out), each),
        tasks(held_out, each),
    )
    return [case for suite in suites for case in suite]


def _distinct(some: Sequence[Case]) -> list[Case]:
    return list({(case.question, case.passage.text): case for case in some}.values())


def _sample(some: Sequence[Case], each: int) -> list[Case]:
    """So many of every suite among them."""
    by_suite: dict[str, list[Case]] = {}
    for case in some:
        by_suite.setdefault(case.suite, []).append(case)
    dice = Random(SEED)
    return [
        case
        for suite in by_suite.values()
        for case in (suite if len(suite) <= each else dice.sample(suite, each))
    ]


def _made(suite: str, maker: Maker, lessons: Sequence[Lesson], each: int) -> list[Case]:
    """By a maker of the training data, from lessons that it has not trained on."""
    desks, dice = desks_of(lessons, Split.HELDOUT, {}), Random(f"{SEED}:{suite}")
    found: list[Case] = []
    while len(found) < each:
        made = maker(dice.choice(desks), dice, Split.HELDOUT)
        if made is not None:
            found.append(_case(suite, made))
    return found


def _case(suite: str, made: Made) -> Case:
    turn = made.turns[0]
    passage = Passage(title=made.title, text=made.passage, said="")
    level = Level.SIMPLE if made.grade <= SIMPLE_UP_TO else Level.FULL
    answer = "" if suite == "the unknown" else turn.tutor
    return asked(suite, turn.student, passage, level, answer=answer)


def asked(suite: str, question: str, passage: Passage, level: Level, *, answer: str = "") -> Case:
    """As the server asks its nano tier."""
    head = f"You are a friendly tutor. Grade: {GRADES[level]}."
    request = ChatRequest(
        messages=(
            Message(role=Role.SYSTEM, content=head),
            Message(role=Role.USER, content=question),
        ),
        passage=passage,
    )
    return Case(
        suite=suite, messages=in_short(request).messages, passage=passage, level=level,
        answer=answer,
    )  # fmt: skip


def written(lessons: Sequence[Lesson]) -> list[Case]:
    """Questions in children's words, with the passage that is found for them: of lessons held out
    and of lessons seen. What is looked up wrongly is another evaluation's."""
    cut = passages(lessons)
    vectors, missing = read_vectors(cut)
    model = MiniLm.load()
    for place in missing:
        vectors[place] = model.embed([cut[place].key])[0]
    index = Index(cut, vectors)
    sides = {lesson.lesson_id: split_of(lesson) for lesson in lessons}
    known = [one for one in questions("held_out") if one.lessons]
    found: list[Case] = []
    for number, (one, vector) in enumerate(
        zip(known, model.embed([one.text for one in known]), strict=True)
    ):
        level = (Level.SIMPLE, Level.FULL)[number % 2]
        best = index.find(one.text, vector, level)
        if best is None or best.lesson_id not in one.lessons:
            continue
        passage = passage_of(best, one.text)
        side = "held out" if sides[best.lesson_id] is Split.HELDOUT else "seen"
        answer = answer_of(passage, one.text, level)
        if answer:
            suite = f"children's words, lesson {side}"
            found.append(asked(suite, one.text, passage, level, answer=answer))
    return found


def hints(lessons: Sequence[Lesson]) -> list[Case]:
    """Every item's first three rungs, asked for in turn as a hint and as the answer itself."""
    wishes = (*WISH, *TELL)
    found: list[Case] = []
    for lesson in lessons:
        around = [one for one in passages([lesson]) if one.kind is Kind.EXPLANATION]
        for number, (item, _, said) in enumerate(rungs(lesson)):
            level = (Level.SIMPLE, Level.FULL)[number % 2]
            at = [one for one in around if one.level is level]
            passage = passage_of(at[number % len(at)], item.question)
            system = told(
                f"You are a friendly tutor. Grade: {GRADES[level]}.",
                title=passage.title, passage=passage.text, move=Moved.HINT, material=said,
            )  # fmt: skip
            wish = wishes[number % len(wishes)]
            messages = (
                Message(role=Role.SYSTEM, content=system),
                Message(role=Role.USER, content=f"{item.question} {wish}"),
            )
            found.append(
                Case(
                    suite="a hint", messages=messages, passage=passage, level=level,
                    answer=said, lesson=lesson, item=item,
                )
            )  # fmt: skip
    return found


def tasks(lessons: Sequence[Lesson], each: int) -> list[Case]:
    """Sums with held-out numbers beside a passage: they are worked out as without one."""
    cut = [one for one in passages(lessons) if one.kind is Kind.EXPLANATION]
    dice = Random(SEED)
    found: list[Case] = []
    for _ in range(each):
        problem = any_problem(dice, Split.HELDOUT)
        question = ask(problem, dice, Split.HELDOUT)
        passage = passage_of(dice.choice(cut), question)
        case = asked("a sum beside it", question, passage, Level.FULL, answer=problem.conclusion)
        found.append(case)
    return found
