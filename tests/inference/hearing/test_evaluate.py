"""The evaluation counts what it should, on sound of its own."""

import json
import wave
from pathlib import Path

import pytest

from inference.contracts import AnswerKind
from inference.hearing.evaluate import Tally, clips, evaluate, hear, report
from inference.hearing.pocket import PocketSpeechToText
from tests.inference.hearing.room import at_16k

ROWS = (
    ("twelve", "robot", "fsdd"),
    ("my grandmother bought a purple bicycle yesterday afternoon", "reader", "ljspeech"),
    ("not counted", "other", "somewhere else"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of test data with a manifest."""
    (tmp_path / "speech").mkdir()
    lines = []
    for number, (text, speaker, source) in enumerate(ROWS):
        name = f"speech/{number}.wav"
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes(at_16k(text, quiet_s=0.0))
        row = {"audio": name, "text": text, "speaker": speaker, "source": source}
        lines.append(json.dumps(row))
    (tmp_path / "speech" / "manifest.jsonl").write_text("\n".join(lines))
    return tmp_path


def test_only_digits_and_sentences_are_read(data: Path) -> None:
    found = list(clips(data))
    assert [(clip.speaker, clip.digit) for clip in found] == [("robot", True), ("reader", False)]
    assert all(len(clip.audio) > 32_000 for clip in found)


async def test_the_whole_report(data: Path) -> None:
    lines = [line.split() for line in (await evaluate(data)).splitlines()]
    assert [line[:4] for line in lines] == [
        ["speaker", "clips", "right", "rejected"],
        ["reader", "1", "0%", "100%"],
        ["robot", "1", "100%", "0%"],
    ]


async def test_hear_measures_the_wait() -> None:
    async with PocketSpeechToText() as stt:
        heard, wait_s = await hear(stt, at_16k("yes"), AnswerKind.YES_NO)
    assert heard.text == "yes"
    assert wait_s > 0


def test_a_report_of_nothing() -> None:
    assert report({}).splitlines() == ["speaker          clips  right rejected final_ms"]
    assert "50%" in report({"a": Tally(clips=2, right=1)})


def test_a_folder_without_data(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="manifest"):
        list(clips(tmp_path))
