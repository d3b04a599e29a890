"""`python -m tests.evaluate_teaching.real_teachers --data FOLDER`: what would the leak gate stop
of what real teachers say? Exits with 1 when the data is missing or the goal is missed.

`mathdial` has dialogues of teachers with a student about a word problem, and the kind of each
turn. The turns before the student has said the answer count. A turn that "tells" may well give
the answer away; one that asks, focuses or only keeps the talk going should pass, but some of
those do say the answer too, so that a few stops are right.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Item, ItemKind, Use
from sessions.teaching.talk import Exchange, Talk
from tests.classroom_study.intervals import wilson

MOST_STOPPED = 0.03
"""Of the turns that do not tell."""
_TELLING = "telling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a teacher, and what came before."""

    act: str
    """The annotators' kind: generic, focus, probing, telling."""
    text: str
    item: Item
    talk: Talk


def main() -> int:
    """Print the share that is stopped, by kind of turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", type=int, default=0, help="print so many stopped turns")
    wanted = parser.parse_args()
    try:
        text = (wanted.data / "mathdial" / "test.jsonl").read_text("utf-8")
    except FileNotFoundError as error:
        sys.stderr.write(f"missing data: {error.filename}\n")
        return 1
    rows = [json.loads(line) for line in text.splitlines()]
    turns = [turn for row in rows for turn in turns_of(row)]
    stopped = [turn for turn in turns if leaks(turn.item, turn.text, 3, "", turn.talk)]
    sys.stdout.write("\n".join(report(len(rows), turns, stopped, wanted.show)) + "\n")
    return int(_share(turns, stopped) > MOST_STOPPED)


def report(dialogues: int, turns: list[Turn], stopped: list[Turn], show: int) -> Iterator[str]:
    """Lines by kind of turn."""
    yield f"mathdial/test.jsonl: {dialogues} dialogues, {len(turns)} turns of teachers before the "
    yield "  student has said the answer; stopped by the leak gate:"
    seen, held = Counter(t.act for t in turns), Counter(t.act for t in stopped)
    for act, count in seen.most_common():
        low, high = wilson(held[act], count)
        yield f"  {act}: {held[act]}/{count} = {held[act] / count:.1%} ({low:.1%} to {high:.1%})"
    yield f"  all but telling: {_share(turns, stopped):.1%}, goal at most {MOST_STOPPED:.0%}"
    for turn in stopped[:show]:
        yield f"    {turn.act} [{turn.item.answer}] {turn.text!r}"


def _share(turns: list[Turn], stopped: list[Turn]) -> float:
    helping = sum(turn.act != _TELLING for turn in turns)
    return sum(turn.act != _TELLING for turn in stopped) / max(helping, 1)


def turns_of(row: dict[str, object]) -> Iterator[Turn]:
    """The teacher's turns of a dialogue whose answer is a number."""
    answer = str(row["ground_truth"]).strip().splitlines()[-1].strip().replace(",", "")
    if re.fullmatch(r"-?\d+(?:\.\d+)?", answer) is None:
        return
    item = Item(
        item_id=str(row["qid"]),
        kind=ItemKind.NUMBER,
        use=Use.PRACTICE,
        skill="",
        question=str(row["question"]),
        answer=answer,
    )
    whole = re.compile(rf"(?<![\d.]){re.escape(answer)}(?![\d.]*\d)")
    past, student = list[Exchange](), ""
    for part in str(row["conversation"]).split("|EOM|"):
        who, _, text = part.partition(":")
        if who.strip() != "Teacher":
            student = text.strip()
            if whole.search(student.replace(",", "")):
                return
            continue
        match = re.match(r"\s*\((\w+)\)", text)
        said = text[match.end() :].strip() if match else text.strip()
        act = match[1] if match else "unknown"
        yield Turn(act=act, text=said, item=item, talk=(*past, Exchange(student=student)))
        past.append(Exchange(student=student, tutor=said))
        student = ""


if __name__ == "__main__":
    sys.exit(main())
