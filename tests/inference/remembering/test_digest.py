"""The digest of a talk's beginning: what lasts stays, within the room, the same every time."""

from inference.contracts import Message, Role
from inference.remembering.digest import digest
from inference.remembering.tokens import estimate


def user(text: str) -> Message:
    return Message(role=Role.USER, content=text)


def tutor(text: str) -> Message:
    return Message(role=Role.ASSISTANT, content=text)


TALK = (
    user("Why do we flip the second fraction?"),
    tutor("Because dividing undoes multiplying."),
    user("I love football"),
    tutor("Nice! Next time we will use goals as numbers."),
    user("I keep mixing up area and perimeter"),
    user("yes"),
    user("What is a prime number?"),
)


def test_everything_in_order_when_there_is_room() -> None:
    assert digest(TALK, room=500, count=estimate) == (
        'Talked about: "Why do we flip the second fraction?"',
        'Student: "I love football"',
        'To do: "Next time we will use goals as numbers."',
        'Found hard: "I keep mixing up area and perimeter"',
        'Talked about: "What is a prime number?"',
    )


def test_what_lasts_stays_when_there_is_little_room() -> None:
    for room in range(200):
        lines = digest(TALK, room=room, count=estimate)
        assert sum(estimate(line) + 1 for line in lines) <= room
        if lines:
            assert 'Student: "I love football"' in lines
    assert digest(TALK, room=0, count=estimate) == ()


def test_a_longer_beginning_keeps_what_matters() -> None:
    more = (*TALK, *(user(f"What is thing{chr(97 + n)} number{chr(97 + n)}?") for n in range(25)))
    lines = digest(more, room=80, count=estimate)
    assert lines[0] == 'Student: "I love football"'
    assert any("area and perimeter" in line for line in lines)
    assert 'Talked about: "What is thingy numbery?"' in lines


def test_the_same_said_twice_is_told_once() -> None:
    again = (*TALK, user("i LOVE football!"))
    lines = digest(again, room=500, count=estimate)
    assert [line for line in lines if "football" in line] == ['Student: "i LOVE football!"']
