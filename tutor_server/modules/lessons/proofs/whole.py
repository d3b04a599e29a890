"""What must be true of all lessons together: nothing twice, everything there, a sound order.

Near-duplicates are measured as shingles: the share of 5-word sequences of the shorter text that
stand in the other one too (Broder 1997, containment); explanations are compared with explanations,
dialogues with dialogues, and so on.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sessions.teaching.lesson import Lesson
from tutor_server.modules.lessons.checkers.cleaning import words
from tutor_server.modules.lessons.curriculum import LessonPath, assemble, file_of
from tutor_server.modules.lessons.problem import CurriculumError, Problem

PATHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "number-fractions": 12,
        "ratios-percent": 10,
        "pre-algebra": 10,
        "geometry": 10,
        "data-chance": 9,
        "reading": 9,
        "writing": 9,
        "life-science": 10,
        "physical-science": 10,
        "earth-space": 9,
        "python": 10,
        "web-web3": 9,
    }
)
"""How many lessons each path has; their order is the paths' order."""
SHINGLE_WORDS: Final = 5
MAX_SHARED: Final = 0.2
"""Share of common shingles from which two texts are too alike."""
TEXTS: Final[Mapping[str, Callable[[Lesson], str]]] = MappingProxyType(
    {
        "explanation": lambda one: f"{one.simple}\n{one.full}",
        "worked example": lambda one: one.worked_example,
        "dialogue": lambda one: one.dialogue,
        "video": lambda one: one.video,
    }
)
"""What is compared between lessons; titles, questions and hints may not even stand twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two lessons and the share of shingles that they have in common."""

    what: str
    """One of TEXTS."""
    share: float
    first: str
    second: str


def prove_whole(lessons: Sequence[Lesson], paths: Sequence[LessonPath]) -> Iterator[Problem]:
    """Everything wrong with the curriculum as a whole."""
    yield from _prove_paths(lessons, paths)
    yield from _prove_unique(lessons)
    for alike in near_duplicates(lessons):
        if alike.share >= MAX_SHARED:
            what = f"shares {alike.share:.0%} with {alike.second}."
            yield Problem(file=alike.first, place=alike.what, what=what)
    try:
        assemble(lessons, paths)
    except CurriculumError as error:
        yield from error.problems


def near_duplicates(lessons: Sequence[Lesson]) -> list[Alike]:
    """Every pair with a common shingle in one of TEXTS, the most alike first."""
    pairs = [pair for what in TEXTS for pair in _alike(what, lessons)]
    return sorted(pairs, key=lambda pair: (-pair.share, pair.what, pair.first, pair.second))


def _alike(what: str, lessons: Sequence[Lesson]) -> Iterator[Alike]:
    shingles = {file_of(lesson): _shingles(TEXTS[what](lesson)) for lesson in lessons}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for file, found in shingles.items():
        for shingle in found:
            holders[shingle].append(file)
    common: Counter[tuple[str, str]] = Counter()
    for files in holders.values():
        common.update((a, b) for at, a in enumerate(files) for b in files[at + 1 :])
    for (a, b), count in common.items():
        share = count / min(len(shingles[a]), len(shingles[b]))
        yield Alike(what=what, share=share, first=a, second=b)


def _shingles(text: str) -> set[tuple[str, ...]]:
    said = words(text).split()
    return {tuple(said[at : at + SHINGLE_WORDS]) for at in range(len(said) - SHINGLE_WORDS + 1)}


def _prove_paths(lessons: Sequence[Lesson], paths: Sequence[LessonPath]) -> Iterator[Problem]:
    counts = Counter(lesson.path for lesson in lessons)
    for order, (name, wanted) in enumerate(PATHS.items(), 1):
        path = next((path for path in paths if path.path_id == name), None)
        if path is None:
            yield Problem(file=f"{name}/path.toml", place="path", what="is missing.")
        elif path.order != order:
            yield Problem(file=f"{name}/path.toml", place="order", what=f"must be {order}.")
        if counts[name] != wanted:
            what = f"{wanted} lessons are needed; {counts[name]} can be read."
            yield Problem(file=f"{name}/path.toml", place="lessons", what=what)
    for path in paths:
        if path.path_id not in PATHS:
            yield Problem(
                file=f"{path.path_id}/path.toml", place="path", what="is not one of the 12."
            )
        yield from _prove_path(path, [one for one in lessons if one.path == path.path_id])


def _prove_path(path: LessonPath, lessons: Sequence[Lesson]) -> Iterator[Problem]:
    for lesson in lessons:
        if not path.grades[0] <= lesson.grade <= path.grades[1]:
            what = f"`grade` {lesson.grade} is outside of the path's {path.grades}."
            yield Problem(file=file_of(lesson), place="front matter", what=what)
        if lesson.order > PATHS.get(path.path_id, lesson.order):
            what = f"`order` {lesson.order} is above the number of lessons."
            yield Problem(file=file_of(lesson), place="front matter", what=what)


def _prove_unique(lessons: Iterable[Lesson]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for lesson in lessons:
        for kind, place, text in _texts(lesson):
            # Points and capitals make no other hint; a question may live by its signs.
            plain = words(text) if kind == "hint" else text.casefold()
            key = f"{kind}:{' '.join(plain.split())}"
            first = seen.setdefault(key, f"{file_of(lesson)}: {place}")
            if first != f"{file_of(lesson)}: {place}":
                what = f"the {kind} stands word for word in {first} too: {text[:50]!r}"
                yield Problem(file=file_of(lesson), place=place.partition(",")[0], what=what)


def _texts(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    yield "title", "front matter", lesson.title
    for item in lesson.items:
        yield "question", f"item {item.item_id}", item.question
        for number, hint in enumerate(item.hints, 1):
            yield "hint", f"item {item.item_id}, hint {number}", hint
