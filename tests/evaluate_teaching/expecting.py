"""`python -m tests.evaluate_teaching.expecting --data DIR`: do the questions of real tutors tell
what kind of answer comes? Bridge's chats, by what the student really answered.

Some of these questions were looked at when the words of `sessions.expecting` were chosen.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from inference.contracts import AnswerKind
from inference.hearing.right_answers import spoken_form, value_of
from sessions.expecting import of_question

ANSWERS = ("a number", "yes or no", "other words")
_YES_NO = frozenset(("yes", "no", "yeah", "yep", "nope", "ok", "okay", "sure"))
_UNIT = 2
"""Words that may stand behind a number."""


def exchanges(chats: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """What the tutor said, and what the student said to it."""
    for chat in chats:
        tutor = ""
        for line in (*chat["c_h"], *chat["c_r"]):
            if line["user"] == "tutor":
                tutor = f"{tutor} {line['text']}".strip()
                continue
            if tutor:  # a chat begins anywhere
                yield tutor, line["text"]
            tutor = ""


def answer_of(text: str) -> str:
    """One of ANSWERS."""
    said = spoken_form(text)
    wholes = (said[:end] for end in range(len(said), max(0, len(said) - 1 - _UNIT), -1))
    if any(value_of(words) is not None for words in wholes):
        return ANSWERS[0]
    return ANSWERS[1] if said and len(said) <= 3 and said[0] in _YES_NO else ANSWERS[2]


def counted(pairs: Iterator[tuple[str, str]]) -> Counter[tuple[str, AnswerKind]]:
    """By answer and by what was expected."""
    return Counter((answer_of(said), of_question(asked).kind) for asked, said in pairs)


def report(found: Counter[tuple[str, AnswerKind]]) -> Iterator[str]:
    """The lines to print."""
    yield f"{'answered':12}" + "".join(f"{kind:>10}" for kind in ("all", *AnswerKind))
    for answer in ANSWERS:
        told = [found[answer, kind] for kind in AnswerKind]
        shares = "".join(f"{count / max(1, sum(told)):10.0%}" for count in told)
        yield f"{answer:12}{sum(told):10}{shares}"


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    file = parser.parse_args().data / "tutoring_bridge" / "train.json"
    try:
        chats = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"expecting: {error}\n")
        return 1
    sys.stdout.write("\n".join(report(counted(exchanges(chats)))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
