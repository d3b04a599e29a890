"""A file of token ids gives back what was encoded, each conversation once in a round."""

from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer, LlamaForCausalLM, PreTrainedTokenizerFast

from inference.nano import weights_dir
from inference.nano.batches import Batch, Place, encode
from inference.nano.dialogues import stream
from inference.nano.encoded import (
    WIDTH,
    Encoded,
    encoded_batches,
    main,
    pack,
    prepared_tokenizer,
    read,
    taught_of,
    write,
)
from inference.nano.grounded import line_of
from inference.nano.shape import nano_config
from inference.nano.split import Split
from inference.nano.train import Plan, Run, loss_of

TOKENIZER: PreTrainedTokenizerFast = AutoTokenizer.from_pretrained(weights_dir())
SOME = tuple(islice(stream(3, Split.TRAIN), 60))
SAMPLES = encode(SOME, TOKENIZER)


@pytest.fixture
def encoded(tmp_path: Path) -> Encoded:
    write(tmp_path / "some.npz", SOME, TOKENIZER)
    return read([tmp_path / "some.npz"])


def cut(encoded: Encoded, count: int, start: Place | None = None) -> list[tuple[Batch, Place]]:
    batches = encoded_batches(
        encoded, TOKENIZER, start or Place(), seed=5, size=25, budget=4 * WIDTH
    )
    return list(islice(batches, count))


def conversations_of(batch: Batch) -> list[tuple[tuple[int, ...], tuple[bool, ...]]]:
    """Each with its marks; also that padding is padding."""
    assert batch.document is not None
    found = []
    for ids, taught, document in zip(batch.ids, batch.taught, batch.document, strict=True):
        empty = document == 0
        assert (ids[empty] == TOKENIZER.pad_token_id).all()
        assert not taught[empty].any()
        assert (np.diff(empty.astype(int)) >= 0).all(), "padding comes last"
        for number in range(1, document.max() + 1):
            here = document == number
            found.append((tuple(ids[here].tolist()), tuple(taught[here].tolist())))
    return found


def test_the_file_holds_every_token(encoded: Encoded) -> None:
    assert encoded.ids.tolist() == [token for ids, _ in SAMPLES for token in ids]
    assert encoded.lengths.tolist() == [len(ids) for ids, _ in SAMPLES]


def test_what_is_taught_is_what_the_tutor_says(encoded: Encoded) -> None:
    expected = [taught for _, row in SAMPLES for taught in row]
    assert taught_of(encoded.ids, TOKENIZER).tolist() == expected


def test_each_conversation_comes_once_in_a_round(encoded: Encoded) -> None:
    seen: Counter[tuple[tuple[int, ...], tuple[bool, ...]]] = Counter()
    for batch, place in cut(encoded, 1000):
        if place.shard == 6:
            break
        assert batch.ids.shape == (4, WIDTH)
        seen.update(conversations_of(batch))
    expected = Counter((tuple(ids), tuple(taught)) for ids, taught in SAMPLES)
    assert seen == Counter({row: 2 * count for row, count in expected.items()})


def test_rounds_differ_in_order(encoded: Encoded) -> None:
    pairs = cut(encoded, 1000)
    first, second = (
        [one for batch, place in pairs if place.shard in shards for one in conversations_of(batch)]
        for shards in ({0, 1, 2}, {3, 4, 5})
    )
    assert sorted(first) == sorted(second)
    assert first != second


@given(st.lists(st.integers(1, WIDTH - 1), min_size=1, max_size=80))
def test_rows_are_never_too_long_and_nothing_is_left_out(lengths: list[int]) -> None:
    sizes = np.array(lengths, dtype=np.int64)
    rows = pack(np.arange(len(sizes)), sizes)
    assert sorted(one for row in rows for one in row) == list(range(len(sizes)))
    assert all(sizes[row].sum() <= WIDTH for row in rows)


def test_rows_are_well_filled() -> None:
    sizes = np.random.default_rng(1).integers(40, 400, 2_000)
    rows = pack(np.arange(len(sizes)), sizes)
    assert sizes.sum() > 0.97 * WIDTH * len(rows)


def test_conversations_in_one_row_do_not_see_each_other(encoded: Encoded) -> None:
    """The loss of packed rows is that of the same conversations each in a row of its own."""
    torch.manual_seed(3)
    config = nano_config(TOKENIZER, hidden=64, layers=2)
    model = LlamaForCausalLM(config).eval()
    (packed, _) = cut(encoded, 1)[0]
    own = conversations_of(packed)
    width = max(len(ids) for ids, _ in own)
    pad = TOKENIZER.pad_token_id
    apart = Batch(
        ids=np.array([[*ids, *[pad] * (width - len(ids))] for ids, _ in own]),
        taught=np.array([[*taught, *[False] * (width - len(taught))] for _, taught in own]),
    )
    with torch.no_grad():
        together, single = (float(loss_of(model, one, model.model)) for one in (packed, apart))
    assert together == pytest.approx(single, rel=1e-5)


def test_a_place_goes_on_where_it_was(encoded: Encoded) -> None:
    whole = cut(encoded, 40)
    for stop in (1, 7, 23):
        rest = cut(encoded, 40 - stop, whole[stop - 1][1])
        for (left, place), (right, same) in zip(rest, whole[stop:], strict=True):
            assert place == same
            assert np.array_equal(left.ids, right.ids)


def test_a_tokenizer_is_trained_once_and_kept(tmp_path: Path) -> None:
    made = prepared_tokenizer(tmp_path, SOME, vocabulary=400)
    assert len(made) <= 400
    kept = prepared_tokenizer(tmp_path, (), vocabulary=300)
    assert kept.get_vocab() == made.get_vocab()


def test_a_run_learns_from_files_alone(tmp_path: Path) -> None:
    """Also the command line: generated and grounded conversations in one file."""
    torch.set_num_threads(1)
    told = tmp_path / "grounded.jsonl"
    told.write_text("".join(f"{line_of(one)}\n" for one in SOME[:20]), encoding="utf-8")
    file, folder = tmp_path / "all.npz", tmp_path / "tokenizer"
    TOKENIZER.save_pretrained(folder)
    words = ["--out", str(file), "--tokenizer", str(folder), "--generated", "30"]
    main([*words, "--grounded", str(told)])
    assert len(read([file]).lengths) == 50
    run = Run(
        Plan(
            out=tmp_path / "run", token_goal=20_000, limit_s=1e6, hidden=64, layers=1,
            batch_tokens=2 * WIDTH, shard_size=25, peak_rate=1e-2,
            encoded=(file,), tokenizer=folder,
        )
    )  # fmt: skip
    run.go()
    assert run.share >= 1.0
    assert (tmp_path / "run" / "model" / "tokenizer.json").exists()
