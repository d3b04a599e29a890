"""Answers many chats at once with a model folder: greedy, batched, padded on the left.

Knows how to run a model; knows nothing about what a right answer is.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

BATCH = 64
MAX_NEW_TOKENS = 224

Messages = Sequence[dict[str, str]]


class Answerer:
    """A loaded model that answers chats on the CPU; fp32 unless told."""

    def __init__(self, folder: Path, dtype: torch.dtype = torch.float32) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
        self._model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
        self._model.train(False)

    def _prompt(self, messages: Messages) -> str:
        rendered = self._tokenizer.apply_chat_template(
            list(messages), tokenize=False, add_generation_prompt=True
        )
        return str(rendered)

    def _batch(self, prompts: Sequence[str]) -> list[str]:
        rows = self._tokenizer(
            list(prompts), return_tensors="pt", padding=True, add_special_tokens=False
        )
        with torch.inference_mode():
            out = self._model.generate(  # type: ignore[misc]  # its self type names a protocol
                input_ids=rows["input_ids"],
                attention_mask=rows["attention_mask"],
                max_new_tokens=MAX_NEW_TOKENS,
                do_sample=False,
            )
        written = out[:, rows["input_ids"].shape[1] :]
        return [str(t) for t in self._tokenizer.batch_decode(written, skip_special_tokens=True)]

    def answer(self, chats: Sequence[Messages]) -> list[str]:
        """Return one reply per chat, in order; similar lengths share a batch."""
        prompts = [self._prompt(messages) for messages in chats]
        order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
        replies = [""] * len(prompts)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            for i, reply in zip(chosen, self._batch([prompts[i] for i in chosen]), strict=True):
                replies[i] = reply.strip()
        return replies
