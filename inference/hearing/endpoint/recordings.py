"""The recordings of the data folder that stand in the labelled set, each with its hash.

Knows the folder's own lists; opens no sound.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from inference.hearing.phrases import UNITS

DIGITS = ("zero", *UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One of them; `path` is below the data folder."""

    path: str
    text: str
    speaker: str
    sha256: str


class Recordings:
    """What lies in the data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data
        text = (data / "speech" / "manifest.jsonl").read_text("utf-8")
        self._rows = [json.loads(line) for line in text.splitlines()]

    def spoken(self, source: str) -> list[File]:
        """All recordings of a source, in the order of its manifest."""
        rows = [row for row in self._rows if row["source"] == source]
        return [self._file(row["audio"], row["text"], row["speaker"]) for row in rows]

    def digits(self, speaker: str) -> dict[int, list[File]]:
        """A speaker's recordings of each digit."""
        found: dict[int, list[File]] = {value: [] for value in range(10)}
        for file in self.spoken("fsdd"):
            if file.speaker == speaker:
                found[DIGITS.index(file.text)].append(file)
        return found

    def commands(self) -> list[File]:
        """Crowd-recorded orders; their words were never written down, nor who spoke."""
        folder = self._data / "speech_commands"
        names = sorted(json.loads((folder / "labels.json").read_text("utf-8")))
        return [self._file(f"speech_commands/{name}", "", "crowd") for name in names]

    def _file(self, path: str, text: str, speaker: str) -> File:
        content = (self._data / path).read_bytes()
        return File(
            path=path, text=text, speaker=speaker, sha256=hashlib.sha256(content).hexdigest()
        )
