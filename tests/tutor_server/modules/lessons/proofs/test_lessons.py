"""Every way to get a lesson wrong is found."""

from dataclasses import replace
from typing import Any

import pytest

from sessions.teaching.lesson import Lesson, Misconception, Probe
from tests.tutor_server.modules.lessons.items import lesson, misconception
from tutor_server.modules.lessons.proofs.lessons import count_words, prove_lesson


def told(found: Lesson) -> str:
    return "\n".join(f"{place}: {what}" for place, what in prove_lesson(found))


def test_a_sound_lesson_passes() -> None:
    assert told(lesson()) == ""


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"grade": 13}, "`grade` must be 1 to 12"),
        ({"order": 0}, "`order` counts from 1"),
        ({"minutes": 3}, "`minutes` must be 5 to 60"),
        ({"xp": 61}, "`xp` must be 20 to 60"),
        ({"objectives": ("One.",)}, "2 to 4 `objectives`"),
        ({"skills": ("a-skill", "b", "c", "d")}, "1 to 3 `skills`"),
        ({"skills": ("other",)}, "`skill` 'a-skill' is not one of the lesson's"),
        ({"skills": ("a-skill", "Not Kebab")}, "must be lower-case words with hyphens"),
        ({"standards": ()}, "at least one of `standards`"),
        ({"standards": ("CCSS.MATH.3.XX.A.1",)}, "is no code of CCSS, NGSS or CSTA"),
        ({"title": " "}, "`title` is empty"),
        ({"template": "juggle"}, "`template` 'juggle' is no generator"),
        ({"template": "speed"}, "`template` 'speed' practices none of the lesson's skills"),
        ({"template": "add"}, "`template` 'add' practices none of the lesson's skills"),
        ({"prerequisites": ("bags",)}, "cannot come before itself"),
        ({"simple": "too short"}, "section Simple: 60 to 140 words are needed; there are 2"),
        ({"simple": "Photosynthesis requires illumination. " * 20}, "Simple: reads like grade"),
        (
            {"simple": "The cat sat. " * 30, "full": "The cat sat. " * 30},
            "simple explanation again",
        ),
        ({"full": "word " * 200}, "section Full: 80 to 180 words are needed; there are 200"),
        ({"worked_example": "Just do it."}, "a numbered list of at least 2 steps"),
        ({"dialogue": "Tutor: Hi."}, "8 to 14 lines are needed; there are 1"),
        ({"dialogue": "Tutor: Hi.\n" * 8}, "no line begins Student:"),
        ({"dialogue": "Tutor: $x$.\nStudent: Yes.\n" * 4}, "no $ and no \\"),
        ({"dialogue": "Tutor: Hi.\nStudent: Yes.\n- no\n" * 4}, "must not hold a list"),
        ({"video": "See: A.\nSay: B.\nSee: C.\nThen: D."}, "each line begins See: or Say:"),
        ({"video": "See: A."}, "section Video: 4 to 7 lines are needed"),
        ({"misconceptions": ()}, "misconceptions: at least 2 are needed"),
        ({"full": "word " * 99 + r"$\frac{1}{$"}, "a formula between $ signs cannot be shown"),
    ],
)
def test_faults(more: dict[str, Any], what: str) -> None:
    assert what in told(lesson(**more))


def test_the_web3_lesson_gives_fifty() -> None:
    assert "`xp` of web3-basics must be 50" in told(lesson("web3-basics"))
    assert told(lesson("web3-basics", xp=50)) == ""


def test_uses_and_items_are_counted() -> None:
    sound = lesson()
    found = told(replace(sound, items=sound.items[:5]))
    assert "at least 6 items are needed; there are 5" in found
    assert "at least 1 of use transfer; there are 0" in found


def test_a_worked_example_is_not_an_item() -> None:
    sound = lesson()
    worked = f"1. {sound.items[0].question}\n2. Then."
    assert "solves the item bags-1" in told(replace(sound, worked_example=worked))


def test_ids_stand_once() -> None:
    sound = lesson()
    assert "item bags-1: the id stands here twice" in told(
        replace(sound, items=(*sound.items, sound.items[0]))
    )


def test_each_misconception_is_revealed_at_least_twice() -> None:
    sound = lesson()
    rare = replace(sound.items[0].wrong[0], misconception="rare", answer="99")
    first = replace(sound.items[0], wrong=(*sound.items[0].wrong, rare))
    more = (*sound.misconceptions, misconception("rare"))
    found = told(replace(sound, items=(first, *sound.items[1:]), misconceptions=more))
    assert "misconception rare: must be named by at least 2 wrong answers; 1 do." in found


def test_an_unknown_misconception_is_found() -> None:
    sound = lesson()
    found = told(replace(sound, misconceptions=(*sound.misconceptions[:1], misconception("new"))))
    assert "the misconception 'swaps' is not one of the lesson's" in found


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"choices": ("this",)}, "at least 2 different `choices`"),
        ({"question": "Is it? Why?"}, "may ask one thing each"),
        ({"answer": "those"}, "the probe's `answer` 'those' is not exactly one"),
        ({"reveals": "those"}, "the probe's `reveals` 'those' is not exactly one"),
        ({"reveals": "this"}, "the probe's `reveals` must not be its `answer`"),
        ({"question": " "}, "must not be empty"),
    ],
)
def test_faults_of_probes(more: dict[str, Any], what: str) -> None:
    sound = misconception("adds")
    probe: Probe = replace(sound.probe, **more)
    broken: Misconception = replace(sound, probe=probe)
    assert what in told(lesson(misconceptions=(broken, misconception("swaps"))))


def test_words_are_counted_outside_of_code() -> None:
    assert count_words("One two\n```python\nx = 1\n```\n$a + b + c$ three.") == 4
