"""The held-out examination: unseen numbers, unseen wordings, unseen topics, and what is right.

Knows which reply passes each item; knows nothing about models.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from inference.nano import noise, smalltalk, unknown
from inference.nano.chain import plus_more
from inference.nano.dialogues import (
    ask,
    chainable,
    check_turn,
    checkable,
    quiz_turns,
    system_prompt,
    term_question,
)
from inference.nano.phrases import pick
from inference.nano.seeds import generator
from inference.nano.skills import SKILLS, any_problem, practise
from inference.nano.split import Split
from inference.nano.terms import all_terms
from inference.nano.turns import Conversation, Turn

HELD = Split.HELDOUT
PER_SKILL = 60
WORDINGS_PER_TERM = 4 if len(all_terms()) <= 100 else 2
"""Unseen wordings of each term: fewer when there are many terms."""
TERM_ITEMS = WORDINGS_PER_TERM * len(all_terms())
UNKNOWN_ITEMS = 100
TALK_ITEMS = 180

Passes = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question with its context; `known` items must not be refused."""

    suite: str
    skill: str
    messages: list[dict[str, str]]
    passes: Passes
    known: bool = True


def ends_with(expected: str) -> Passes:
    """Pass replies whose last words are the exact conclusion."""
    return lambda reply: reply.strip().endswith(expected)


def _item(
    suite: str,
    skill: str,
    question: str,
    passes: Passes,
    *,
    rng: Random,
    before: tuple[Turn, ...] = (),
) -> Item:
    turns = (*before, Turn(student=question, tutor=""))
    talk = Conversation(system=system_prompt(rng)[0], turns=turns)
    return Item(
        suite=suite,
        skill=skill,
        messages=talk.messages()[:-1],
        passes=passes,
        known=suite != "unknown",
    )


def _skill_items(rng: Random) -> Iterator[Item]:
    for skill in SKILLS:
        for _ in range(PER_SKILL):
            problem = practise(skill, rng, HELD)
            question = ask(problem, rng, HELD)
            yield _item("skill", skill, question, ends_with(problem.conclusion), rng=rng)


def _spoken_items(rng: Random) -> Iterator[Item]:
    while True:
        problem = any_problem(rng, HELD)
        if problem.spoken:
            form = pick(f"ask.{problem.group}", rng, HELD).format(e=rng.choice(problem.spoken))
            right = ends_with(problem.conclusion)
            yield _item("spoken", "spoken", noise.spoken(form), right, rng=rng)


def _check_items(rng: Random) -> Iterator[Item]:
    while True:
        turn = check_turn(checkable(rng, HELD), rng, HELD)
        yield _item("turns", "check my answer", turn.student, judged(_ending(turn)), rng=rng)


def _ending(turn: Turn) -> str:
    """Cut a verified reply to its conclusion and verdict, from the last `So`."""
    return turn.tutor[turn.tutor.rindex("So ") :]


def judged(expected: str) -> Passes:
    """Pass replies with the conclusion and the same kind of verdict, whatever its wording."""
    conclusion = expected[: expected.index(". ") + 1]
    kind = next(word for word in ("right too", "is right.", "") if word in expected)

    def passes(reply: str) -> bool:
        found = next(word for word in ("right too", "is right.", "") if word in reply)
        return conclusion in reply and found == kind

    return passes


_JUDGING = (" right", "good try", "not it")
"""Words of which each verdict holds one, and no other reply."""


def _quiz_items(rng: Random) -> Iterator[Item]:
    while True:
        turns = quiz_turns(rng, HELD)
        if any(word in turns[-1].tutor for word in _JUDGING):
            yield _item(
                "turns", "answer to a quiz", turns[-1].student, judged(_ending(turns[-1])),
                rng=rng, before=tuple(turns[:-1]),
            )  # fmt: skip


def _chain_items(rng: Random) -> Iterator[Item]:
    while True:
        problem = any_problem(rng, HELD)
        found = chainable(problem) and plus_more(problem.value or Fraction(0), rng, HELD)
        if not found:
            continue
        following, ways = found
        first = Turn(student=ask(problem, rng, HELD), tutor=problem.solution)
        question = noise.typed(rng.choice(ways), rng)
        yield _item(
            "turns", "and plus one more", question, ends_with(following.conclusion),
            rng=rng, before=(first,),
        )  # fmt: skip


def _again_items(rng: Random) -> Iterator[Item]:
    while True:
        problem = any_problem(rng, HELD)
        first = Turn(student=ask(problem, rng, HELD), tutor=problem.solution)
        answers = {"steps": problem.solution, "why": problem.why, "lost": problem.simpler}
        kind = rng.choice(tuple(answers))
        right = ends_with(answers[kind])
        question = noise.typed(pick(f"follow.{kind}", rng, HELD), rng)
        yield _item("turns", "why, steps, simpler", question, right, rng=rng, before=(first,))


def _term_items(rng: Random) -> Iterator[Item]:
    """Ask for every term in turn, each time in other words."""
    seen: set[str] = set()
    while True:
        for term in all_terms():
            question, _ = term_question(term, rng, HELD)
            while noise.spoken(question) in seen:
                question, _ = term_question(term, rng, HELD)
            seen.add(noise.spoken(question))
            yield _item("terms", "terms", question, term.states_facts, rng=rng)


def _unknown_items(rng: Random) -> Iterator[Item]:
    while True:
        question, _ = unknown.question(rng, HELD)
        yield _item("unknown", "unknown", noise.typed(question, rng), unknown.admits, rng=rng)


def _talk_items(rng: Random) -> Iterator[Item]:
    while True:
        name = rng.choice(tuple(smalltalk.talks()))
        turn = smalltalk.turn(name, rng, HELD)
        right = frozenset(smalltalk.talks()[name][1])
        yield _item("talk", "small talk", turn.student, right.__contains__, rng=rng)


def _take(items: Iterator[Item], count: int) -> list[Item]:
    return [item for item, _ in zip(items, range(count), strict=False)]


def examination(seed: int = 2026) -> list[Item]:
    """Build the whole examination; the same seed gives the same items."""
    rng = generator(f"examination:{seed}")
    return [
        *_skill_items(rng),
        *_take(_spoken_items(rng), PER_SKILL),
        *_take(_check_items(rng), PER_SKILL),
        *_take(_quiz_items(rng), PER_SKILL),
        *_take(_chain_items(rng), PER_SKILL),
        *_take(_again_items(rng), PER_SKILL),
        *_take(_term_items(rng), TERM_ITEMS),
        *_take(_unknown_items(rng), UNKNOWN_ITEMS),
        *_take(_talk_items(rng), TALK_ITEMS),
    ]
