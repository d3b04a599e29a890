"""Conversations as token ids in one file, for a run that learns faster than text can be made.

`python -m inference.nano.encoded --out FILE --tokenizer DIR --generated 400000 --grounded FILE`
writes it; `python -m inference.nano.train --encoded FILE` learns from it, on a GPU many times
over. Knows token ids; knows nothing about models.
"""

import argparse
import logging
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from inference.nano import tokenizer as tokenizers
from inference.nano.batches import MAX_TOKENS, Batch, Place, encode
from inference.nano.dialogues import stream
from inference.nano.grounded import read as read_grounded
from inference.nano.split import Split
from inference.nano.tokenizer import (
    ASSISTANT,
    BOS,
    PAD,
    SYSTEM,
    TOKENIZER_CONVERSATIONS,
    USER,
    token_id,
)
from inference.nano.turns import Conversation

_logger = logging.getLogger(__name__)
WIDTH = MAX_TOKENS + 1
"""Of a packed row: a model reads all but the last token and writes all but the first."""
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Conversations end to end: `ids` uint16 [token]; `lengths` int64 [conversation]."""

    ids: NDArray[np.uint16]
    lengths: NDArray[np.int64]


def write(
    file: Path, conversations: Iterable[Conversation], tokenizer: PreTrainedTokenizerFast
) -> Encoded:
    """Encode conversations into a file."""
    source = iter(conversations)
    ids: list[NDArray[np.uint16]] = []
    lengths: list[int] = []
    while some := list(islice(source, _AT_ONCE)):
        samples = encode(some, tokenizer)
        ids += [np.array(row, dtype=np.uint16) for row, _ in samples]
        lengths += [len(row) for row, _ in samples]
    made = Encoded(ids=np.concatenate(ids), lengths=np.array(lengths, dtype=np.int64))
    with file.open("wb") as out:
        np.savez(out, ids=made.ids, lengths=made.lengths)
    return made


def read(files: Sequence[Path]) -> Encoded:
    """All conversations of some files."""
    parts = [np.load(file, allow_pickle=False) for file in files]
    return Encoded(
        ids=np.concatenate([part["ids"] for part in parts]),
        lengths=np.concatenate([part["lengths"] for part in parts]),
    )


def taught_of(ids: NDArray[np.uint16], tokenizer: PreTrainedTokenizerFast) -> NDArray[np.bool_]:
    """Which tokens the tutor says, its end mark included: bool, same shape, as
    `inference.nano.batches.encode` marks them."""
    said = token_id(tokenizer, ASSISTANT)
    marks = [token_id(tokenizer, mark) for mark in (BOS, SYSTEM, USER)]
    is_mark = np.isin(ids, [said, *marks])
    last = np.maximum.accumulate(np.where(is_mark, np.arange(len(ids)), 0))
    taught: NDArray[np.bool_] = (ids[last] == said) & ~is_mark
    return taught


def encoded_batches(
    encoded: Encoded,
    tokenizer: PreTrainedTokenizerFast,
    start: Place,
    *,
    seed: int,
    size: int,
    budget: int,
) -> Iterator[tuple[Batch, Place]]:
    """Yield batches without end, each with the place after it; every conversation comes once in
    each round. A shard is `size` conversations. All batches have one shape, for kernels that are
    compiled for it: rows of WIDTH tokens, several conversations in a row, `budget` tokens."""
    rows = _Rows(encoded, tokenizer)
    many = max(budget // WIDTH, 1)
    shards = -(-len(encoded.lengths) // size)
    place = start
    while True:
        turn, number = divmod(place.shard, shards)
        order = np.random.default_rng([seed, turn]).permutation(len(encoded.lengths))
        packed = pack(order[number * size : (number + 1) * size], encoded.lengths)
        np.random.default_rng([seed, place.shard, 1]).shuffle(packed)
        for at in range(place.batch, -(-len(packed) // many)):
            batch = rows.batch(packed[at * many : (at + 1) * many], many)
            yield batch, Place(shard=place.shard, batch=at + 1)
        place = Place(shard=place.shard + 1)


def pack(chosen: NDArray[np.int64], lengths: NDArray[np.int64]) -> list[list[int]]:
    """Conversations that share a row: the longest first, then each time the longest that fits."""
    order = np.argsort(lengths[chosen], kind="stable")
    left, sizes = chosen[order].tolist(), lengths[chosen][order].tolist()
    rows = []
    while left:
        row, room = [], WIDTH
        while at := bisect_right(sizes, room):
            room -= sizes.pop(at - 1)
            row.append(left.pop(at - 1))
        rows.append(row)
    return rows


class _Rows:
    """Fills rows with conversations."""

    def __init__(self, encoded: Encoded, tokenizer: PreTrainedTokenizerFast) -> None:
        self._encoded = encoded
        self._starts = np.cumsum(encoded.lengths) - encoded.lengths
        self._taught = taught_of(encoded.ids, tokenizer)
        self._pad = token_id(tokenizer, PAD)

    def batch(self, packed: Sequence[Sequence[int]], many: int) -> Batch:
        """`many` rows; those beyond `packed` are empty."""
        shape = (many, WIDTH)
        ids = np.full(shape, self._pad, dtype=np.int64)
        taught = np.zeros(shape, dtype=np.bool_)
        document = np.zeros(shape, dtype=np.int64)
        for row, some in enumerate(packed):
            at = 0
            for number, one in enumerate(some, 1):
                length, start = int(self._encoded.lengths[one]), int(self._starts[one])
                ids[row, at : at + length] = self._encoded.ids[start : start + length]
                taught[row, at : at + length] = self._taught[start : start + length]
                document[row, at : at + length] = number
                at += length
        return Batch(ids=ids, taught=taught, document=document)


def prepared_tokenizer(
    folder: Path, conversations: Iterable[Conversation], *, vocabulary: int
) -> PreTrainedTokenizerFast:
    """The tokenizer of a folder, or one trained on some conversations and kept there."""
    if not (folder / "tokenizer.json").exists():
        texts = (message["content"] for one in conversations for message in one.messages())
        tokenizers.train(texts, size=vocabulary).save_pretrained(folder)
    return cast(PreTrainedTokenizerFast, AutoTokenizer.from_pretrained(folder))


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m inference.nano.encoded", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True, help="trained there when missing")
    parser.add_argument("--vocabulary", type=int, default=tokenizers.VOCABULARY)
    parser.add_argument("--generated", type=int, default=0, help="so many generated conversations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--grounded", type=Path, help="file of conversations on passages")
    flags = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    grounded = read_grounded(flags.grounded) if flags.grounded else ()
    some = [*grounded[:TOKENIZER_CONVERSATIONS]]
    some += islice(stream(flags.seed, Split.TRAIN), TOKENIZER_CONVERSATIONS)
    tokenizer = prepared_tokenizer(flags.tokenizer, some, vocabulary=flags.vocabulary)
    generated = islice(stream(flags.seed, Split.TRAIN), flags.generated)
    made = write(flags.out, (one for part in (grounded, generated) for one in part), tokenizer)
    _logger.info("%d conversations, %d tokens", len(made.lengths), len(made.ids))


if __name__ == "__main__":
    main()
