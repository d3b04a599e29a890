"""Generates tutoring conversations with verified answers, for training and for held-out tests.

Knows how questions, replies and follow-ups fit together; the mathematics is in the skill files.
One code path serves both sides of the hold-out: `split` says which numbers and wordings to use.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from types import MappingProxyType

from inference.nano import noise, smalltalk, unknown
from inference.nano.chain import plus_more
from inference.nano.phrases import all_of, pick
from inference.nano.problem import Problem
from inference.nano.seeds import generator
from inference.nano.skills import any_problem, practise
from inference.nano.split import Split
from inference.nano.terms import SIMPLE_UP_TO_GRADE, Term, all_terms
from inference.nano.turns import Conversation, Turn

MAX_TURNS = 4
"""Student turns in one conversation, unless a long one is asked for."""
MAX_CHAINED = 999
"""Largest answer from which "and plus ..." goes on; sums have up to three digits."""


def system_prompt(rng: Random) -> tuple[str, int | None]:
    """Draw a system prompt and the grade in it: none, plain or with a grade of 1 to 9."""
    kind = rng.random()
    if kind < 0.35:
        return "", None
    if kind < 0.5:
        return rng.choice(all_of("system.plain")), None
    grade = rng.randint(1, 9)
    return rng.choice(all_of("system.grade")).format(g=grade), grade


def _utter(text: str, said: bool, rng: Random) -> str:
    return noise.spoken(noise.fillers(text, rng)) if said else noise.typed(text, rng)


def _expression(problem: Problem, said: bool, rng: Random) -> str:
    return rng.choice(problem.spoken if said and problem.spoken else problem.written)


def ask(problem: Problem, rng: Random, split: Split) -> str:
    """Word a question for a problem: spoken in four of ten cases, else typed."""
    said = bool(problem.spoken) and rng.random() < 0.4
    form = _expression(problem, said, rng)
    if not said and problem.spoken and rng.random() < 0.3:
        form = rng.choice(problem.spoken)
    return _utter(pick(f"ask.{problem.group}", rng, split).format(e=form), said, rng)


def quiz_question(problem: Problem) -> str:
    """Return the sentence with which the tutor poses a problem."""
    form = problem.written[0]
    return {
        "simplify": f"simplify {form}.",
        "compare": f"which is bigger, {form}?",
        "equation": f"what is the letter in {form}?",
        "meaning": f"what does {form} mean?",
        "which": f"which is bigger, {form}?",
        "round": f"round {form}.",
        "question": f"{form}?",
        "story": form,
    }.get(problem.group, f"what is {form}?")


def verdict(problem: Problem, guess: str) -> str:
    """Return the tutor's full reply to a guess, worked before it is judged."""
    group = "check.right" if guess == problem.answer else "check.nearly"
    remarks = all_of("check.equal" if guess in problem.also_right else group)
    remark = remarks[len(problem.key) % len(remarks)].format(g=guess)
    return f"{problem.worked('check')} {remark}"


def _guess(problem: Problem, rng: Random) -> str:
    if problem.also_right and rng.random() < 0.2:
        return problem.also_right[0]
    return problem.answer if rng.random() < 0.45 else rng.choice(problem.wrong)


_GUESSED = frozenset({"sum", "simplify", "round", "convert", "units"})
"""Groups whose expression and a guess fit into one message."""


def checkable(rng: Random, split: Split) -> Problem:
    """Draw a problem for which a student can state a guess."""
    while True:
        problem = any_problem(rng, split)
        if problem.wrong and problem.group in _GUESSED:
            return problem


def check_turn(problem: Problem, rng: Random, split: Split) -> Turn:
    """Let the student state a problem with a guess in one message."""
    guess = _guess(problem, rng)
    said = rng.random() < 0.35
    spoken_guess = smalltalk.say_answer(guess, rng) if said else guess
    text = pick("check.whole", rng, split).format(
        e=_expression(problem, said, rng), g=spoken_guess
    )
    return Turn(student=_utter(text, said, rng), tutor=verdict(problem, guess))


TOPICS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "adding": ("add",), "addition": ("add",), "plus": ("add",),
        "taking away": ("subtract",), "subtraction": ("subtract",), "minus": ("subtract",),
        "times tables": ("multiply",), "multiplication": ("multiply",), "times": ("multiply",),
        "division": ("divide",), "dividing": ("divide",), "sharing": ("divide",),
        "fractions": ("fraction_add", "fraction_subtract", "simplify", "fraction_multiply"),
        "decimals": ("decimal_add", "decimal_subtract"), "percents": ("percent_of",),
        "percentages": ("percent_of",), "rounding": ("round_whole",),
        "negative numbers": ("negative_sum",), "doubles": ("double",), "doubling": ("double",),
        "order of operations": ("order",), "powers": ("power",),
    }
)  # fmt: skip
"""What a student may want to be asked about, and the skills that are meant."""
TOPICAL_SHARE = 0.35
"""So many of those who want a question say about what."""


def _quiz_wish(rng: Random, split: Split) -> tuple[str, Problem]:
    if rng.random() >= TOPICAL_SHARE:
        return pick("follow.more", rng, split), checkable(rng, split)
    topic = rng.choice(tuple(TOPICS))
    wish = pick("follow.topic", rng, split).format(w=topic)
    return wish, practise(rng.choice(TOPICS[topic]), rng, split)


def quiz_turns(rng: Random, split: Split) -> list[Turn]:
    """Let the tutor pose a problem and the student guess, give up or think."""
    wish, problem = _quiz_wish(rng, split)
    intro = rng.choice(all_of("tutor.quiz")).format(e=quiz_question(problem))
    wish = _utter(wish, rng.random() < 0.4, rng)
    turns = [Turn(student=wish, tutor=intro)]
    if rng.random() < 0.2:
        turns.append(smalltalk.turn("wait", rng, split))
    said = rng.random() < 0.4
    if rng.random() < 0.2:
        text = _utter(pick("follow.giveup", rng, split), said, rng)
        comfort = rng.choice(all_of("tutor.giveup"))
        return [*turns, Turn(student=text, tutor=f"{comfort} {problem.solution}")]
    guess = _guess(problem, rng)
    shown = smalltalk.say_answer(guess, rng) if said else guess
    text = _utter(pick("check.short", rng, split).format(g=shown), said, rng)
    return [*turns, Turn(student=text, tutor=verdict(problem, guess))]


def chainable(problem: Problem) -> bool:
    """Tell whether a next sum can start from the answer."""
    return problem.value is not None and problem.value <= MAX_CHAINED


def _after_problem(problem: Problem, rng: Random, split: Split) -> list[Turn]:
    """Follow a solved problem with what students say next."""
    kind = rng.choices(("why", "steps", "lost", "thanks", "ok", "chain"), (3, 2, 3, 1, 1, 3))[0]
    text = pick(f"follow.{kind}", rng, split) if kind != "chain" else ""
    said = rng.random() < 0.4
    if kind == "chain":
        found = chainable(problem) and plus_more(problem.value or Fraction(0), rng, split)
        if not found:
            return []
        text, reply = rng.choice(found[1]), found[0].solution
        said = said and not any(c.isdigit() for c in text)
    elif kind == "steps":
        reply = f"{rng.choice(all_of('tutor.again'))} {problem.solution}"
    elif kind in {"thanks", "ok"}:
        reply = rng.choice(all_of(f"tutor.{kind}"))
    else:
        reply = problem.why if kind == "why" else problem.simpler
    return [Turn(student=_utter(text, said, rng), tutor=reply)]


def problem_turns(rng: Random, split: Split, problem: Problem | None = None) -> list[Turn]:
    """Let the student ask a problem, sometimes with follow-ups."""
    problem = problem or any_problem(rng, split)
    turns = [Turn(student=ask(problem, rng, split), tutor=problem.solution)]
    while rng.random() < 0.3 and len(turns) < MAX_TURNS:
        turns += _after_problem(problem, rng, split)
        if problem.value is not None and len(turns) > 1:
            break
    return turns


def term_question(term: Term, rng: Random, split: Split) -> tuple[str, str]:
    """Word a question about a term; return it with the level it asks for (may be empty)."""
    text = pick("term.ask", rng, split).format(**term.slots())
    kind = rng.random()
    level = "simple" if kind < 0.22 else "full" if kind < 0.3 else ""
    if level:
        text += pick(f"term.{level}", rng, split)
    return _utter(text, rng.random() < 0.4, rng), level


DIFFERENCE_SHARE = 0.05


def difference_turn(rng: Random, split: Split) -> Turn:
    """Let the student ask how two terms differ; the reply explains each."""
    one, other = rng.sample(all_terms(), 2)
    text = pick("term.difference", rng, split).format(x=one.a, y=other.a)
    reply = f"{rng.choice(one.simple)} {rng.choice(other.simple)}"
    return Turn(student=_utter(text, rng.random() < 0.4, rng), tutor=reply)


def term_turns(rng: Random, split: Split, grade: int | None) -> list[Turn]:
    """Let the student ask about a term at the level of the grade, sometimes with follow-ups."""
    if rng.random() < DIFFERENCE_SHARE:
        return [difference_turn(rng, split)]
    term = rng.choice(all_terms())
    text, level = term_question(term, rng, split)
    if not level:
        level = "simple" if grade is None or grade <= SIMPLE_UP_TO_GRADE else "full"
    reply = rng.choice(term.simple if level == "simple" else term.full)
    turns = [Turn(student=text, tutor=reply)]
    if rng.random() < 0.3:
        kind = rng.choice(("example", "lost", "example", "thanks", "ok"))
        answers: dict[str, tuple[str, ...]] = {"example": (f"Here is an example. {term.example}",)}
        answers["lost"] = tuple(f"Let's make it easier. {s}" for s in term.simple if s != reply)
        answer = rng.choice(answers.get(kind) or all_of(f"tutor.{kind}"))
        text = _utter(pick(f"follow.{kind}", rng, split), rng.random() < 0.4, rng)
        turns.append(Turn(student=text, tutor=answer))
    return turns


_SHARES = {"problem": 60, "check": 12, "quiz": 10, "term": 26, "unknown": 18, "talk": 15}
"""How often each kind of exchange comes, beside the others."""


def _segment(rng: Random, split: Split, grade: int | None, *, first: bool) -> list[Turn]:
    kind = rng.choices(tuple(_SHARES), tuple(_SHARES.values()))[0]
    if kind == "problem":
        return problem_turns(rng, split)
    if kind == "check":
        return [check_turn(checkable(rng, split), rng, split)]
    if kind == "quiz":
        return quiz_turns(rng, split)
    if kind == "term":
        return term_turns(rng, split, grade)
    if kind == "unknown":
        text, reply = unknown.question(rng, split)
        return [Turn(student=_utter(text, rng.random() < 0.4, rng), tutor=reply)]
    return [smalltalk.any_turn(rng, split, first=first)]


def conversation(rng: Random, split: Split) -> Conversation:
    """Generate one conversation of one to four student turns."""
    system, grade = system_prompt(rng)
    return Conversation(system=system, turns=exchange(rng, split, grade))


def exchange(rng: Random, split: Split, grade: int | None, *, least: int = 1) -> tuple[Turn, ...]:
    """What is said: one to four student turns, or `least` when that is more."""
    most = max(least, MAX_TURNS)
    turns = _segment(rng, split, grade, first=True)
    while len(turns) < least or (len(turns) < most and rng.random() < 0.25):
        turns += _segment(rng, split, grade, first=False)
    return tuple(turns[:most])


DRILL_SHARE = 0.45
"""So many conversations are about the skills to be drilled, where any are."""


def stream(seed: int, split: Split, *, drill: Sequence[str] = ()) -> Iterator[Conversation]:
    """Generate conversations without end; the same seed gives the same conversations. `drill`
    names skills that come more often, for a model that knows the others."""
    rng = generator(f"{seed}:{split}")
    while True:
        if drill and rng.random() < DRILL_SHARE:
            problem = practise(rng.choice(drill), rng, split)
            turns = problem_turns(rng, split, problem)
            yield Conversation(system=system_prompt(rng)[0], turns=tuple(turns[:MAX_TURNS]))
        else:
            yield conversation(rng, split)
