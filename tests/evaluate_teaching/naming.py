"""`python -m tests.evaluate_teaching.naming --data FOLDER`: how errors are named, on data that
nobody here wrote. Prints confusion matrices; exits with 1 when a data set is missing.

`misconceptions` has wrong answers with their misconception, but neither slips nor guesses; those
are made here from the same keys, and the rows say so. `tutoring_bridge` has labels of experts, but
no keys: a key is known only where the tutor asked for a plain sum, elsewhere the label alone says
that the answer is wrong. The rules were not fitted to either set; what could be learned from the
second, and how far its experts agree, is printed beside them.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from random import Random

from sessions.teaching.lesson import Item, ItemKind, Outcome, Use, Wrong
from sessions.teaching.naming import Answer, name_error
from sessions.teaching.numbers import read
from sessions.teaching.pacing import words_in
from sessions.teaching.run import Error
from sessions.teaching.sums import sums
from tests.evaluate_teaching.bridge_ceiling import Case, ceiling
from tutor_server.modules.lessons.checking import check

NAMES = [error.value or "(no name)" for error in Error]
SLOW_S, FAST_S = 40.0, 0.3
SEED = 20_26


def main() -> int:
    """Run everything on the data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    try:
        lines = [*misconceptions(data), "", *bridge(data)]
    except FileNotFoundError as error:
        sys.stderr.write(f"missing data: {error.filename}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def matrix(rows: dict[str, Counter[str]], first: str) -> Iterator[str]:
    """Counts by row and by the name that was given."""
    width = max(len(row) for row in (*rows, first)) + 2
    yield first.ljust(width) + "".join(name.rjust(15) for name in NAMES) + "      n"
    for row, counts in rows.items():
        cells = "".join(str(counts[name] or ".").rjust(15) for name in NAMES)
        yield row.ljust(width) + cells + str(counts.total()).rjust(7)


def named(item: Item, outcome: Outcome, text: str, seconds: float | None = SLOW_S) -> str:
    """The name of the error, for a table."""
    glance_s = words_in(item.question) / 8.0 + 0.6
    answer = Answer(text=text, words=words_in(text), seconds=seconds, glance_s=glance_s)
    return name_error(item, outcome, answer).error.value or "(no name)"


# --- misconceptions


def misconceptions(data: Path) -> Iterator[str]:
    """Real wrong answers, listed in the item as a lesson lists them and not listed; and made
    slips, misreadings and guesses for the same keys."""
    rows = json.loads((data / "misconceptions" / "data.json").read_text("utf-8"))
    items = [pair for row in rows if (pair := _item(row)) is not None]
    table = {
        "real misconception, listed": Counter[str](),
        "real misconception, not listed": Counter[str](),
    }
    table |= {f"made: {name}": Counter[str]() for name in MADE}
    dice = Random(SEED)
    for item, wrong in items:
        table["real misconception, listed"][_checked(item, wrong)] += 1
        bare = replace(item, wrong=())
        table["real misconception, not listed"][_checked(bare, wrong)] += 1
        for name, (make, seconds) in MADE.items():
            text = make(item, dice)
            if text and text not in {wrong, item.answer}:
                table[f"made: {name}"][_checked(bare, text, seconds)] += 1
    kinds = Counter(item.kind.value for item, _ in items)
    yield f"misconceptions/data.json: {len(rows)} rows, {len(items)} with a readable key and "
    yield f"  wrong answer ({', '.join(f'{n} {kind}' for kind, n in kinds.items())}); seed {SEED}"
    yield from matrix(table, "what it is")
    hits = table["real misconception, listed"]["misconception"]
    yield f"listed misconceptions named so: {hits} of {len(items)}"
    bare_row = table["real misconception, not listed"]
    harm = bare_row["guess"] + bare_row["slip"]
    yield f"unlisted ones that pass for a slip or a guess: {harm} of {bare_row.total()}"


def _checked(item: Item, text: str, seconds: float = SLOW_S) -> str:
    return named(item, check(item, text), text, seconds)


def _item(row: dict[str, str]) -> tuple[Item, str] | None:
    """An item with this key and this listed wrong answer; None where either is no plain number,
    fraction or expression, or both are worth the same."""
    key, wrong = _value(row["Correct Answer"]), _value(row["Incorrect Answer"])
    if key is None or wrong is None or key[1] != wrong[1]:
        return None
    item = Item(
        item_id=f"{row['Misconception ID']}-{row['Example Number']}",
        kind=key[1],
        use=Use.PRACTICE,
        skill=row["Topic"],
        question=row["Question"],
        answer=key[0],
        wrong=(Wrong(answer=wrong[0], misconception=row["Misconception ID"]),),
    )
    return None if check(item, wrong[0]).correct else (item, wrong[0])


def _value(text: str) -> tuple[str, ItemKind] | None:
    """The last side of the last equation, as an answer."""
    last = text.strip().splitlines()[-1].split("=")[-1].strip().rstrip(".")
    plain = last.replace("$", "").replace("−", "-")
    if re.fullmatch(r"-?\d+ \d+/\d+|-?\d+/\d+", plain):
        return plain, ItemKind.FRACTION
    if re.fullmatch(r"-?[\d,]*\.?\d+", plain):
        return plain, ItemKind.NUMBER
    letters = re.fullmatch(r"[-+*/^() \dxyznhabrt]+", plain)
    if letters and re.search("[a-z]", plain) and re.search(r"\d", plain):
        return plain, ItemKind.EXPRESSION
    return None


def _key(item: Item) -> Fraction | None:
    mentions = read(item.answer).mentions
    return mentions[0].value if item.kind is ItemKind.NUMBER and len(mentions) == 1 else None


def _shifted(item: Item, dice: Random) -> str:
    key = _key(item)
    return "" if key is None else _text(key + dice.choice((-1, 1, 10, -10)))


def _moved_point(item: Item, dice: Random) -> str:
    key = _key(item)
    return "" if not key else _text(key * dice.choice((Fraction(10), Fraction(1, 10))))


def _other_sign(item: Item, dice: Random) -> str:
    del dice
    key = _key(item)
    return "" if not key else _text(-key)


def _copied(item: Item, dice: Random) -> str:
    """A number of the question."""
    key = _key(item)
    own = [m.value for m in read(item.question).mentions if m.value.denominator == 1]
    own = [value for value in own if value != key and key is not None]
    return _text(dice.choice(own)) if own else ""


def _anything(item: Item, dice: Random) -> str:
    key = _key(item)
    return "" if key is None else _text(abs(key) * 3 + dice.randint(23, 87))


def _text(value: Fraction) -> str:
    return f"{float(value):.6g}"


MADE: dict[str, tuple[Callable[[Item, Random], str], float]] = {
    "slip (off by 1 or 10)": (_shifted, SLOW_S),
    "slip (decimal point)": (_moved_point, SLOW_S),
    "slip (sign)": (_other_sign, SLOW_S),
    "misread (number copied)": (_copied, SLOW_S),
    "guess (any number, at once)": (_anything, FAST_S),
    "guess (any number, slowly)": (_anything, SLOW_S),
}


# --- tutoring_bridge

LABELS = {
    "guess": Error.GUESS,
    "careless": Error.SLIP,
    "misinterpret": Error.MISREAD,
    "right-idea": Error.RIGHT_IDEA,
    "imprecise": Error.IMPRECISE,
    "diagnose": Error.NONE,
}
"""The experts' labels; "diagnose" is "I am not sure, but I would find out". They have none for a
misconception, and theirs for a guess also means "does not seem to understand", where we give no
name yet: so that count is printed as well. Rows in which they saw no mistake are left out."""


@dataclass(frozen=True)
class Chat:
    """The end of a conversation: the tutor's question and what the student wrote."""

    label: str
    question: str
    said: str
    seconds: float | None
    key: Fraction | None
    """Of a plain sum in the question."""
    case: Case


def bridge(data: Path) -> Iterator[str]:
    """Experts' labels against our names."""
    rows = json.loads((data / "tutoring_bridge" / "train.json").read_text("utf-8"))
    chats = [_chat(row) for row in rows if row["e"] in LABELS]
    yield f"tutoring_bridge/train.json: {len(rows)} rows, {len(chats)} with a mistake; our name"
    yield "  for each label: " + ", ".join(
        f"{k} = {v.value or '(no name)'}" for k, v in LABELS.items()
    )
    for title, chosen in (
        ("all", chats),
        ("the tutor asked for a plain sum (key known)", [c for c in chats if c.key is not None]),
    ):
        yield ""
        yield f"{title}: {len(chosen)}"
        yield from _compared(chosen)
    yield ""
    held = [c for c in chats if c.case.held_out]
    yield f"our rules on the held-out part alone: {len(held)}"
    yield from _compared(held)
    yield ""
    yield from ceiling([chat.case for chat in chats], tuple(LABELS))


def _compared(chats: list[Chat]) -> Iterator[str]:
    table = {label: Counter[str]() for label in LABELS}
    for chat in chats:
        table[chat.label][_named(chat)] += 1
    yield from matrix(table, "label of the expert")
    yield from _trusted(table)
    hits = sum(table[label][LABELS[label].value or "(no name)"] for label in LABELS)
    wide = hits + table["guess"]["(no name)"]
    most = max((c.total() for c in table.values()), default=0)
    total = max(len(chats), 1)
    yield (
        f"same name: {hits} of {len(chats)} ({hits / total:.0%}); "
        f"always the commonest label: {most / total:.0%}; "
        f"with no name counted for guess as well: {wide} ({wide / total:.0%})"
    )


def _trusted(table: dict[str, Counter[str]]) -> Iterator[str]:
    """When we give a name, how often does the expert give it too?"""
    for label, error in LABELS.items():
        name = error.value or "(no name)"
        given = sum(counts[name] for counts in table.values())
        if given:
            yield f"  our {name}: {table[label][name]} of {given} are the expert's {label}"


def _chat(row: dict[str, object]) -> Chat:
    turns = row["c_h"]
    assert isinstance(turns, list)
    said, asked = turns[-1], [turn for turn in turns[:-1] if turn["user"] == "tutor"]
    last = asked[-1] if asked else {"text": "", "time": ""}
    question = str(last["text"])
    values = {found.value for found in sums(read(question))}
    return Chat(
        label=str(row["e"]),
        question=question,
        said=str(said["text"]),
        seconds=_between(str(last["time"]), str(said["time"])),
        key=values.pop() if len(values) == 1 else None,
        case=Case(
            case_id=str(row["c_id"]),
            label=str(row["e"]),
            question=question,
            said=str(said["text"]),
        ),
    )


def _between(first: str, second: str) -> float | None:
    try:
        minutes = [int(part) for text in (first, second) for part in text.split(":")]
        return float(60 * (minutes[2] - minutes[0]) + minutes[3] - minutes[1])
    except (ValueError, IndexError):
        return None


_ABOUT_WORK = re.compile(
    r"\b(?:final answer|understand|make sense|your answer\?|questions|working on|done|ready|"
    r"would you|do you|did you|are you|can you|try)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\b(?:how (?:many|much|long)|value|sum|product|difference|number|area|volume|answer|"
    r"perimeter)\b|\d ?[-+x*/÷×] ?\d",
    re.IGNORECASE,
)


def _named(chat: Chat) -> str:
    """What our rules call it, with what a lesson would know of the question."""
    number = len(read(chat.said).mentions) == 1
    if _ABOUT_WORK.search(chat.question) and not number:
        return named(
            _asking(chat, ItemKind.TEXT), Outcome(correct=False, attempt=False), chat.said
        )
    if chat.key is not None:
        item = _asking(chat, ItemKind.NUMBER)
        outcome = check(item, chat.said)
        return named(item, replace(outcome, correct=False), chat.said, chat.seconds)
    if _HOW_MUCH.search(chat.question) and number:
        own = {mention.value for mention in read(chat.question).mentions}
        copied = read(chat.said).mentions[0].value in own
        flags = frozenset({"copied"}) if copied else frozenset[str]()
        outcome = Outcome(correct=False, parsed=chat.said, flags=flags)
        return named(_asking(chat, ItemKind.NUMBER), outcome, chat.said, chat.seconds)
    outcome = Outcome(correct=False, missing=(0,))  # own words: part of it is missing
    return named(_asking(chat, ItemKind.TEXT), outcome, chat.said, chat.seconds)


def _asking(chat: Chat, kind: ItemKind) -> Item:
    return Item(
        item_id="bridge",
        kind=kind,
        use=Use.PRACTICE,
        skill="",
        question=chat.question or "?",
        answer=_text(chat.key)
        if chat.key is not None
        else "0"
        if kind is ItemKind.NUMBER
        else "-",
        keys=(("-",), ("--",)) if kind is ItemKind.TEXT else (),
    )


if __name__ == "__main__":
    sys.exit(main())
