"""Batches teach only the tutor's words, match the chat template, and come in a fixed order."""

from itertools import islice
from random import Random

import numpy as np
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from inference.nano import weights_dir
from inference.nano.batches import MAX_TOKENS, Place, bucket, encode, training_batches
from inference.nano.dialogues import stream
from inference.nano.split import Split
from inference.nano.turns import Conversation, Turn

TOKENIZER: PreTrainedTokenizerFast = AutoTokenizer.from_pretrained(weights_dir())


def test_encoding_equals_the_chat_template() -> None:
    talks = list(islice(stream(1, Split.TRAIN), 100))
    for talk, (ids, _) in zip(talks, encode(talks, TOKENIZER), strict=True):
        text = TOKENIZER.apply_chat_template(talk.messages(), tokenize=False)
        assert ids == TOKENIZER(text, add_special_tokens=False)["input_ids"]


def test_only_the_tutors_words_are_taught() -> None:
    talk = Conversation(system="Be kind.", turns=(Turn(student="2 + 2", tutor="It is 4."),))
    ((ids, taught),) = encode([talk], TOKENIZER)
    text = TOKENIZER.decode([i for i, t in zip(ids, taught, strict=True) if t])
    assert text == "It is 4.<|end|>"


def test_too_long_a_conversation_loses_its_last_turns() -> None:
    turns = tuple(Turn(student="1 " * 60, tutor="2 " * 60) for _ in range(4))
    ((ids, taught),) = encode([Conversation(system="", turns=turns)], TOKENIZER)
    assert len(ids) == len(taught) <= MAX_TOKENS


def test_buckets_hold_every_sample_once_within_the_budget() -> None:
    samples = encode(list(islice(stream(2, Split.TRAIN), 300)), TOKENIZER)
    batches = bucket(samples, budget=2048, pad=0, rng=Random(1))
    assert sum(len(b.ids) for b in batches) == 300
    assert all(b.ids.size <= 2048 for b in batches)
    assert sum(int((b.ids != 0).sum()) for b in batches) == sum(len(ids) for ids, _ in samples)


def test_the_order_is_fixed_and_can_be_taken_up_in_the_middle() -> None:
    def batches(start: Place, count: int) -> list[tuple[np.ndarray, Place]]:
        source = training_batches(TOKENIZER, start, seed=3, size=64, budget=1024)
        return [(batch.ids, place) for batch, place in islice(source, count)]

    whole = batches(Place(), 30)
    rest = batches(whole[11][1], 18)
    assert [p for _, p in rest] == [p for _, p in whole[12:]]
    assert all(np.array_equal(a, b) for (a, _), (b, _) in zip(rest, whole[12:], strict=True))
    assert whole[-1][1].shard > 0
