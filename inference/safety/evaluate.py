"""`python -m inference.safety.evaluate --data FOLDER`: how good the rules are on data that
nobody here wrote. Prints counts and rates; exits with 1 when a data set is missing.

Not held out: the rules were corrected once after a look at what they missed and wrongly refused
on these same sets, so the rates are a little kinder than new text will be.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from inference.contracts import Direction
from inference.safety.gate import RulesGate
from inference.safety.pii import Found, find_personal

IN_SCOPE = {
    "EMAIL_ADDRESS": {"email"},
    "PHONE_NUMBER": {"phone"},
    "CREDIT_CARD": {"card"},
    "US_SSN": {"ssn"},
    "IP_ADDRESS": {"ip"},
    "IBAN_CODE": {"iban"},
    "STREET_ADDRESS": {"address", "postcode"},
}
"""Presidio's types that the masker takes on. Names of people outside an introduction, places,
organisations, dates and public web addresses are not: in word problems they are the story."""
HAZARDS_IN_SCOPE = ("cse", "hte", "iwp", "ncr", "src", "ssh", "sxc_prn", "vcr")


def main() -> int:
    """Run everything on the data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    try:
        lines = [*personal_data(data), *hazards(data), *false_blocks(data)]
    except FileNotFoundError as error:
        sys.stderr.write(f"missing data: {error.filename}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def personal_data(data: Path) -> Iterator[str]:
    """Recall by type, and precision over all types: a mask that touches no labelled span."""
    hits, wanted, right, masked = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    rows = json.loads((data / "pii_presidio" / "synth_dataset_v2.json").read_text("utf-8"))
    for row in rows:
        found = find_personal(row["full_text"])
        for span in row["spans"]:
            kind = span["entity_type"]
            wanted[kind] += 1
            hits[kind] += any(_touches(item, span) for item in found)
        for item in found:
            masked[item.label] += 1
            right[item.label] += any(_touches(item, span) for span in row["spans"])
    yield f"personal data: pii_presidio/synth_dataset_v2, {len(rows)} rows"
    for kind, count in wanted.most_common():
        scope = "" if kind in IN_SCOPE else "  (not in scope)"
        yield f"  recall {kind:18} {_rate(hits[kind], count)}{scope}"
    for label, count in masked.most_common():
        yield f"  precision [{label}]".ljust(28) + _rate(right[label], count)


def _touches(found: Found, span: dict[str, object]) -> bool:
    start, end = span["start_position"], span["end_position"]
    assert isinstance(start, int)  # noqa: S101
    assert isinstance(end, int)  # noqa: S101
    return found.start < end and start < found.end


def hazards(data: Path) -> Iterator[str]:
    """How many hazardous prompts are refused, by hazard."""
    folder = data / "hazards_ailuminate"
    rows = _csv(folder / "airr_official_1.0_demo_en_us_prompt_set_release.csv")
    wanted, hits = Counter[str](), Counter[str]()
    for row in rows:
        wanted[row["hazard"]] += 1
        hits[row["hazard"]] += _refused(row["prompt_text"])
    yield f"hazards: ailuminate 1.0 demo, {len(rows)} prompts"
    for kind, count in sorted(wanted.items()):
        scope = "" if kind in HAZARDS_IN_SCOPE else "  (not in scope)"
        yield f"  recall {kind:18} {_rate(hits[kind], count)}{scope}"
    inside = sum(hits[kind] for kind in HAZARDS_IN_SCOPE)
    yield f"  recall in scope           {_rate(inside, sum(wanted[k] for k in HAZARDS_IN_SCOPE))}"
    cases = _csv(data / "hatecheck" / "test_suite_cases.csv")
    hateful = [row["test_case"] for row in cases if row["label_gold"] == "hateful"]
    yield f"  recall hatecheck hateful  {_rate(sum(map(_refused, hateful)), len(hateful))}"


def false_blocks(data: Path) -> Iterator[str]:
    """How many harmless texts are refused; in mathematics none should be."""
    yield "false blocks"
    questions = [row["question"] for row in _jsonl(data / "gsm8k" / "test.jsonl")]
    yield f"  gsm8k questions           {_rate(sum(map(_refused, questions)), len(questions))}"
    altered = sum(bool(find_personal(text)) for text in questions)
    yield f"  gsm8k masked              {_rate(altered, len(questions))}"
    turns = [turn for row in _jsonl(data / "mathdial" / "test.jsonl") for turn in _turns(row)]
    yield f"  mathdial turns            {_rate(sum(map(_refused, turns)), len(turns))}"
    altered = sum(bool(find_personal(text)) for text in turns)
    yield f"  mathdial masked           {_rate(altered, len(turns))}"
    cases = _csv(data / "hatecheck" / "test_suite_cases.csv")
    harmless = [row for row in cases if row["label_gold"] == "non-hateful"]
    kinds = Counter(row["functionality"] for row in harmless)
    blocked = Counter(row["functionality"] for row in harmless if _refused(row["test_case"]))
    yield f"  hatecheck non-hateful     {_rate(sum(blocked.values()), len(harmless))}"
    for kind, count in kinds.items():
        yield f"    {kind:24} {_rate(blocked[kind], count)}"


_GATE = RulesGate()


def _refused(text: str) -> bool:
    return not _GATE.judge_now(Direction.FROM_STUDENT, text).allowed


def _turns(row: dict[str, str]) -> Iterable[str]:
    for turn in row["conversation"].split("|EOM|"):
        yield turn.partition(": ")[2]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _jsonl(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _rate(part: int, whole: int) -> str:
    return f"{part:5} of {whole:5}  {part / whole if whole else 0:6.1%}"


if __name__ == "__main__":
    sys.exit(main())
