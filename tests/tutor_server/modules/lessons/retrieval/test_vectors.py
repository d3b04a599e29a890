"""Tests of the shipped vectors."""

from pathlib import Path

import numpy as np
import pytest

from inference.embedding.minilm import WIDTH, MiniLm
from tests.tutor_server.modules.lessons.retrieval.sample import lessons
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.passages import passages
from tutor_server.modules.lessons.retrieval.vectors import read_vectors, write_vectors

FEW = 0.05
"""Share of passages that may have changed since the file was written: embedded at start."""


def test_what_was_written_is_read(tmp_path: Path) -> None:
    cut = passages(lessons())
    random = np.random.default_rng(1).normal(size=(len(cut), WIDTH)).astype(np.float32)
    random /= np.linalg.norm(random, axis=1, keepdims=True)
    by_key = {p.digest: row for p, row in zip(cut, random, strict=True)}
    rows = np.array([by_key[p.digest] for p in cut])
    write_vectors(cut, rows, tmp_path / "v.npz")
    read, missing = read_vectors(cut, tmp_path / "v.npz")
    assert missing == ()
    assert np.abs((read * rows).sum(axis=1) - 1).max() < 0.001


def test_a_changed_passage_is_missing(tmp_path: Path) -> None:
    cut = passages(lessons())
    others = [passage for passage in cut if passage.digest != cut[1].digest]
    write_vectors(others, np.ones((len(others), WIDTH), np.float32), tmp_path / "v.npz")
    _, missing = read_vectors(cut, tmp_path / "v.npz")
    assert missing == (1,)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"no zip at all"])
def test_a_broken_file_has_no_vectors(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "v.npz"
    file.write_bytes(content)
    cut = passages(lessons())
    vectors, missing = read_vectors(cut, file)
    assert len(missing) == len(cut)
    assert not vectors.any()
    assert len(read_vectors(cut, tmp_path / "none.npz")[1]) == len(cut)


@pytest.mark.slow  # reads every lesson and loads the model
def test_the_shipped_file_is_of_these_lessons_and_this_model() -> None:
    cut = passages(open_curriculum().lessons.values())
    vectors, missing = read_vectors(cut)
    assert len(missing) <= FEW * len(cut)
    some = [place for place in range(0, len(cut), 97) if place not in missing]
    fresh = MiniLm.load().embed([cut[place].key for place in some])
    assert ((vectors[some] * fresh).sum(axis=1) > 0.99).all()
