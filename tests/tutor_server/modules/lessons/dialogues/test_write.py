"""The written file is what the training reads."""

from pathlib import Path

import pytest

from inference.nano.grounded import read
from tutor_server.modules.lessons.dialogues.write import main

pytestmark = pytest.mark.slow  # reads every lesson


def test_the_same_seed_writes_the_same_file(tmp_path: Path) -> None:
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file in files:
        assert main(["--out", str(file), "--count", "50", "--seed", "4"]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert len(read(files[0])) == 50


def test_a_share_is_without_a_passage(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    assert main(["--out", str(file), "--count", "60", "--bare", "0.5"]) == 0
    bare = [one for one in read(file) if "Passage:" not in one.system]
    assert 15 < len(bare) < 45
