"""The engine's peer: `transformers` with the same weights, fp32, one thread, greedy.

`python -m tests.load.transformers_process`: a JSON line `{"prompts": [...], "max_tokens": n}` in,
a line `first` at the first token and a JSON line `{"texts": [...], "tokens": n}` at the end out.
Several prompts of one line are one padded batch.
"""

import json
import sys
from typing import Any

import torch
import transformers
from transformers.generation.streamers import BaseStreamer

from inference.nano import weights_dir
from tests.load.prompts import chat


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class _FirstToken(BaseStreamer):
    """Tells the first token. `generate` first puts the prompt itself."""

    def __init__(self) -> None:
        self._puts = 0

    def put(self, value: torch.Tensor) -> None:
        self._puts += 1
        if self._puts == 2:
            _tell("first")

    def end(self) -> None: ...


class Peer:
    """A loaded model."""

    def __init__(self) -> None:
        folder = weights_dir()
        # transformers' own types name every way of calling; here is one, and it is checked by use.
        self._tokens: Any = transformers.AutoTokenizer.from_pretrained(folder, padding_side="left")
        self._model: Any = transformers.AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32
        )
        self._ends = {self._model.generation_config.eos_token_id, self._tokens.pad_token_id}

    def reply(self, prompts: list[str], max_tokens: int) -> str:
        """One padded batch; tells its first token and returns the last line."""
        told = self._tokens.apply_chat_template(
            [chat(prompt) for prompt in prompts],
            add_generation_prompt=True,
            padding=True,
            return_dict=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            made = self._model.generate(
                **told, do_sample=False, max_new_tokens=max_tokens, streamer=_FirstToken()
            )
        replies = [self._said(row) for row in made[:, told["input_ids"].shape[1] :].tolist()]
        texts = [self._tokens.decode(reply).strip() for reply in replies]
        return json.dumps({"texts": texts, "tokens": sum(map(len, replies))})

    def _said(self, row: list[int]) -> list[int]:
        end = next((at for at, token in enumerate(row) if token in self._ends), len(row))
        return row[:end]


def main() -> None:
    """Answer lines until stdin ends."""
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # ships none
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    peer = Peer()
    _tell("ready")
    for line in sys.stdin:
        wanted = json.loads(line)
        _tell(peer.reply(wanted["prompts"], wanted["max_tokens"]))


if __name__ == "__main__":
    main()
