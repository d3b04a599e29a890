"""The chat prompts that the engine and its peer answer: a lesson's questions after one system
line, as a session sends them. Pure."""

from random import Random

SYSTEM = "You are a friendly tutor. Grade: 4."
_QUESTIONS = (
    "What is 1/{small} + 1/{other}?",
    "What is {big} + {small}?",
    "Give me a hint: what is {big} - {small}?",
    "How do I find {small} x {other}?",
    "Is {small}/{big} bigger than {other}/{big}?",
    "I don't know what a fraction is.",
    "What does the {small} in {small}/{big} mean?",
    "Sam has {big} apples and gives away {small}. How many are left?",
)


def questions(count: int, seed: int) -> tuple[str, ...]:
    """The forms in turn, with numbers of the seed."""
    random = Random(seed)
    forms = (_QUESTIONS[number % len(_QUESTIONS)] for number in range(count))
    return tuple(
        form.format(
            small=random.randint(2, 9), other=random.randint(2, 9), big=random.randint(11, 60)
        )
        for form in forms
    )


def chat(question: str) -> list[dict[str, str]]:
    """In the shape of chat templates."""
    return [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": question},
    ]
