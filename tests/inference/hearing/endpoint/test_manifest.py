"""The labelled set is the same every time, and the test's speakers and words are its own."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from inference.hearing.endpoint import manifest
from inference.hearing.endpoint.more_wording import MORE
from inference.hearing.endpoint.turns import Split, Turn, lines
from inference.hearing.endpoint.wording import TESTING, TRAINING, Bank

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SMALL = {"it", "that", "number {n}", "is", "was", "has to be", "must be"}
SMALL |= {"because", "and", "but", "so", "when", "upside down"}
"""Function words that the further turns share with the tuning; the test has its own."""
SPEAKERS = ("jackson", "theo", "lucas", "nicolas")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one recording of each digit and a few sentences; few further turns."""
    monkeypatch.setattr(manifest, "MORE_CAST", replace(manifest.MORE_CAST, turns=200))
    rows = [
        {"audio": f"speech/{who}-{digit}.flac", "text": digit, "speaker": who, "source": "fsdd"}
        for who in SPEAKERS
        for digit in DIGITS
    ]
    rows += [
        {"audio": "speech/read.flac", "text": "we read", "speaker": "LJ", "source": "ljspeech"},
        {"audio": "speech/ps.flac", "text": "five", "speaker": "cards", "source": "pocketsphinx"},
    ]
    (tmp_path / "speech").mkdir()
    (tmp_path / "speech_commands").mkdir()
    for row in rows:
        (tmp_path / row["audio"]).write_bytes(row["audio"].encode())
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "speech" / "manifest.jsonl").write_text(text, "utf-8")
    (tmp_path / "speech_commands" / "a.flac").write_bytes(b"a")
    (tmp_path / "speech_commands" / "labels.json").write_text('{"a.flac": {}}', "utf-8")
    return tmp_path


def of(turns: Iterable[Turn], *splits: Split) -> list[Turn]:
    return [turn for turn in turns if turn.split in splits]


def test_the_same_recordings_give_the_same_manifest(data: Path) -> None:
    first, second = manifest.build(data), manifest.build(data)
    assert lines(first) == lines(second)
    assert len({turn.name for turn in first}) == len(first)


def test_another_recording_gives_another_hash(data: Path) -> None:
    before = manifest.digest(manifest.build(data))
    (data / "speech" / "lucas-four.flac").write_bytes(b"other")
    assert manifest.digest(manifest.build(data)) != before


def test_speakers_wording_noises_and_rooms_of_the_test_are_its_own(data: Path) -> None:
    turns = manifest.build(data)
    learnt, tested = of(turns, Split.TRAIN, Split.TUNE), of(turns, Split.TEST)
    for name in ("speaker", "noise", "room"):
        ours = {getattr(turn, name) for turn in learnt} - {""}
        theirs = {getattr(turn, name) for turn in tested} - {""}
        assert ours
        assert theirs
        assert not ours & theirs


def test_wording_is_in_one_split_only_but_for_closed_classes() -> None:
    banks = (TRAINING.parted(tuning=False), TRAINING.parted(tuning=True), TESTING)
    lists = [
        {field.name: getattr(bank, field.name) for field in fields(bank)} | dict(bank.slots)
        for bank in banks
    ]
    for name in set(lists[0]) - {"slots"}:
        every = [text.replace("| ", "") for found in lists for text in found[name]]
        # What stands in a list's slot is in one split only as well, so such sentences differ.
        said = [
            text for text in every if not any(f"{{{slot}}}" in text for slot in banks[0].slots)
        ]
        assert (len(set(said)) == len(said)) is (name not in ("yes_no", "numbers")), name
        trained, tuned = (found[name] for found in lists[:2])
        assert name in ("yes_no", "numbers") or 2 * len(tuned) <= len(trained), name
        assert tuned


@pytest.mark.parametrize(
    ("bank", "shared"), [(TESTING, set[str]()), (TRAINING.parted(tuning=True), SMALL)]
)
def test_wording_of_the_further_turns_is_not_of_test_or_tuning(
    bank: Bank, shared: set[str]
) -> None:
    def said(one: Bank) -> set[str]:
        """Sentences whose slots are closed classes; what stands in others differs anyway."""
        texts = {
            text.replace("| ", "")
            for field in fields(one)
            if field.name not in ("yes_no", "numbers", "slots")
            for text in getattr(one, field.name)
        }
        return {text for text in texts if not any(f"{{{slot}}}" in text for slot in MORE.slots)}

    assert not said(MORE) & said(bank)
    for name, texts in bank.slots.items():
        assert set(texts) & set(MORE.slots[name]) <= shared, name


def test_variants_of_a_voice_are_in_one_split_only() -> None:
    casts = manifest.CASTS
    for one, other in ((Split.TRAIN, Split.TUNE), (Split.TRAIN, Split.TEST)):
        assert not set(casts[one].variants) & set(casts[other].variants)
    others = {variant for cast in casts.values() for variant in cast.variants}
    assert not set(manifest.MORE_VOICES) & others
    assert not set(casts[Split.TRAIN].accents) & set(casts[Split.TEST].accents)


def test_only_the_last_part_is_followed_by_no_pause(data: Path) -> None:
    for turn in manifest.build(data):
        *inner, last = turn.parts
        assert last.pause_s == 0.0
        assert all(0.15 <= part.pause_s <= 4.0 for part in inner)


def test_a_set_with_another_hash_is_refused(data: Path) -> None:
    with pytest.raises(ValueError, match="hash"):
        manifest.committed(data)
