"""Turns conversations into token batches of similar length, in an order fixed by the seed.

Knows token ids and which of them are taught; knows nothing about models or optimisers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerFast

from inference.nano.dialogues import stream
from inference.nano.grounded import SHARE, mixed
from inference.nano.seeds import generator
from inference.nano.split import Split
from inference.nano.tokenizer import (
    ASSISTANT,
    BOS,
    END,
    PAD,
    SPECIAL_TOKENS,
    SYSTEM,
    USER,
    token_id,
)
from inference.nano.turns import Conversation

MAX_TOKENS = 1024
"""Longer conversations lose their last turns."""

Sample = tuple[list[int], list[bool]]
"""Token ids, and for each whether it is a token that the model is taught to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Right-padded rows: `ids` int64 [row, token]; `taught` bool, same shape."""

    ids: NDArray[np.int64]
    taught: NDArray[np.bool_]
    document: NDArray[np.int64] | None = None
    """Same shape: which of a row's conversations a token belongs to, from 1; 0 is padding. None
    where each row is one conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the data a run stands: the shard and the next batch in it."""

    shard: int = 0
    batch: int = 0


def encode(
    conversations: Sequence[Conversation], tokenizer: PreTrainedTokenizerFast
) -> list[Sample]:
    """Encode conversations exactly as the chat template renders them."""
    mark = {token: token_id(tokenizer, token) for token in SPECIAL_TOKENS}
    role = {"system": mark[SYSTEM], "user": mark[USER], "assistant": mark[ASSISTANT]}
    parts = [(i, m) for i, c in enumerate(conversations) for m in c.messages()]
    contents = [m["content"].strip() for _, m in parts]
    texts = tokenizer(contents, add_special_tokens=False)["input_ids"]
    samples: list[Sample] = [([mark[BOS]], [False]) for _ in conversations]
    full: set[int] = set()
    for (i, message), text in zip(parts, texts, strict=True):
        ids, taught = samples[i]
        if i in full or len(ids) + len(text) + 2 > MAX_TOKENS:
            full.add(i)
            continue
        ids += [role[message["role"]], *text, mark[END]]
        taught += [False, *[message["role"] == "assistant"] * (len(text) + 1)]
    return samples


def _pad(samples: Sequence[Sample], pad: int) -> Batch:
    width = max(len(ids) for ids, _ in samples)
    ids = np.full((len(samples), width), pad, dtype=np.int64)
    taught = np.zeros((len(samples), width), dtype=np.bool_)
    for row, (row_ids, row_taught) in enumerate(samples):
        ids[row, : len(row_ids)] = row_ids
        taught[row, : len(row_taught)] = row_taught
    return Batch(ids=ids, taught=taught)


def bucket(samples: Sequence[Sample], *, budget: int, pad: int, rng: Random) -> list[Batch]:
    """Cut samples of similar length into batches of at most `budget` padded tokens, shuffled."""
    ordered = sorted(samples, key=lambda sample: (len(sample[0]), rng.random()))
    groups: list[list[Sample]] = [[]]
    for sample in ordered:
        if groups[-1] and (len(groups[-1]) + 1) * len(sample[0]) > budget:
            groups.append([])
        groups[-1].append(sample)
    rng.shuffle(groups)
    return [_pad(group, pad) for group in groups]


def shard(
    index: int,
    tokenizer: PreTrainedTokenizerFast,
    *,
    seed: int,
    size: int,
    budget: int,
    grounded: Sequence[Conversation] = (),
    share: float = SHARE,
    drill: Sequence[str] = (),
) -> list[Batch]:
    """Generate one shard of `size` training conversations as shuffled batches."""
    generated = stream(seed * 1_000_003 + index, Split.TRAIN, drill=drill)
    source = mixed(generated, grounded, generator(f"{seed}:{index}:mixed"), share=share)
    samples = encode(list(islice(source, size)), tokenizer)
    pad = token_id(tokenizer, PAD)
    return bucket(samples, budget=budget, pad=pad, rng=generator(f"{seed}:{index}"))


def training_batches(
    tokenizer: PreTrainedTokenizerFast,
    start: Place,
    *,
    seed: int,
    size: int,
    budget: int,
    grounded: Sequence[Conversation] = (),
    share: float = SHARE,
    drill: Sequence[str] = (),
) -> Iterator[tuple[Batch, Place]]:
    """Yield batches without end from `start`, each with the place after it."""
    place = start
    while True:
        batches = shard(
            place.shard, tokenizer, seed=seed, size=size, budget=budget,
            grounded=grounded, share=share, drill=drill,
        )  # fmt: skip
        for number in range(place.batch, len(batches)):
            yield batches[number], Place(shard=place.shard, batch=number + 1)
        place = Place(shard=place.shard + 1)
