"""The passages' sentence vectors as a file beside the code.

Embedding two thousand passages takes a minute and a half on a small, busy machine, so the vectors
are shipped, and only those of changed passages are made at start.

`python -m tutor_server.modules.lessons.retrieval.vectors` writes the file anew.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from inference.embedding.minilm import NAME, WIDTH, MiniLm
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.index import Vector
from tutor_server.modules.lessons.retrieval.passages import LessonPassage, passages

FILE: Final = Path(__file__).parent / "vectors.npz"
_FULL: Final = 127


def read_vectors(
    wanted: Sequence[LessonPassage], file: Path = FILE
) -> tuple[Vector, tuple[int, ...]]:
    """The vectors of passages (float32, passages x 384, length 1), and the places of those whose
    text is not in the file: their rows are zeros. A file that cannot be used has none."""
    vectors = np.zeros((len(wanted), WIDTH), np.float32)
    known = _known(file)
    missing = []
    for place, passage in enumerate(wanted):
        if (row := known.get(passage.digest)) is None:
            missing.append(place)
        else:
            vectors[place] = row / np.linalg.norm(row)
    return vectors, tuple(missing)


def write_vectors(wanted: Sequence[LessonPassage], vectors: Vector, file: Path = FILE) -> None:
    """Eight bits a number: cosines stay right within 0.004."""
    peaks = np.abs(vectors).max(axis=1, keepdims=True)
    rows = np.round(vectors / np.where(peaks > 0, peaks, 1) * _FULL).astype(np.int8)
    digests = np.array([passage.digest for passage in wanted], np.uint64)
    _, first = np.unique(digests, return_index=True)
    np.savez_compressed(file, model=np.array(NAME), digests=digests[first], rows=rows[first])


def _known(file: Path) -> dict[int, NDArray[np.float32]]:
    try:
        # Opened here: numpy leaves a file open that is no archive.
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as found:
            if str(found["model"]) != NAME or found["rows"].shape[1] != WIDTH:
                return {}
            rows = found["rows"].astype(np.float32)
            return dict(zip(map(int, found["digests"]), rows, strict=True))
    # numpy and zipfile raise many kinds for a broken file; its passages are embedded at start.
    except (OSError, ValueError, LookupError, EOFError, TypeError, AttributeError, BadZipFile):
        return {}


def main() -> int:
    """Embed every passage that the file does not hold, and write the file."""
    wanted = passages(open_curriculum().lessons.values())
    vectors, missing = read_vectors(wanted)
    if missing:
        fresh = MiniLm.load(threads=2).embed([wanted[place].key for place in missing])
        vectors[list(missing)] = fresh
    write_vectors(wanted, vectors)
    size = FILE.stat().st_size
    sys.stdout.write(f"{len(wanted)} passages, {len(missing)} new, {size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
