import subprocess
import sys
from pathlib import Path

import pytest

from inference.speaking.coqui_child import model_files
from inference.speaking.frames import Decoder, encode

ROOT = Path(__file__).parents[3]


def test_a_model_folder_holds_both_files(tmp_path):
    with pytest.raises(FileNotFoundError):
        model_files(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(FileNotFoundError):
        model_files(tmp_path)
    (tmp_path / "model.pth").write_bytes(b"")
    assert model_files(tmp_path) == (tmp_path / "model.pth", tmp_path / "config.json")


@pytest.mark.slow
def test_a_folder_without_a_model_is_told_in_a_frame_and_nothing_else(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "inference.speaking.coqui_child", tmp_path],
        input=encode({"id": 1, "text": "hi"}),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    decoder = Decoder()
    decoder.feed(done.stdout)
    assert "failed" in decoder.next()
    assert decoder.next() is None
