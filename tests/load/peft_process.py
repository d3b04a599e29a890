"""The adapter bank's peer: PEFT with a folder's adapters, two threads, greedy.

`python -m tests.load.peft_process MODEL ADAPTERS DTYPE NAME...`: a JSON line
`{"prompt": [ids], "tokens": n, "in_turn": rows}` in, tokens per second out. In a process of its
own, as our engine is: two pools of threads in one process slow each other.
"""

import gc
import json
import sys
import warnings
from pathlib import Path
from time import perf_counter

import torch
from peft import PeftModel
from transformers import LlamaForCausalLM
from transformers.utils import logging


class Peft:
    """The model with all adapters loaded."""

    def __init__(self, model: Path, adapters: Path, dtype: torch.dtype, names: list[str]) -> None:
        base = LlamaForCausalLM.from_pretrained(model, dtype=dtype)
        self._names = names
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._model = PeftModel.from_pretrained(
                base, adapters / names[0], adapter_name=names[0]
            )
            for name in names[1:]:
                self._model.load_adapter(adapters / name, adapter_name=name)
        self._model.eval()

    def together(self, prompt: torch.Tensor, tokens: int) -> float:
        """Tokens per second of one batch in which every row names its adapter."""
        began_s = perf_counter()
        ids = prompt.repeat(len(self._names), 1)
        self._generate(ids, tokens, adapter_names=list(self._names))
        return len(ids) * tokens / (perf_counter() - began_s)

    def in_turn(self, prompt: torch.Tensor, tokens: int, rows: int) -> float:
        """Tokens per second of students who wait for one another; `rows` of them are enough."""
        began_s = perf_counter()
        for name in self._names[:rows]:
            self._model.set_adapter(name)
            self._generate(prompt, tokens)
        return rows * tokens / (perf_counter() - began_s)

    def _generate(self, ids: torch.Tensor, tokens: int, **more: object) -> None:
        with torch.inference_mode():
            self._model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False,
                max_new_tokens=tokens, min_new_tokens=tokens, **more,
            )  # fmt: skip


def main() -> None:
    """Answer lines until stdin ends."""
    model, adapters, dtype, *names = sys.argv[1:]
    torch.set_num_threads(2)
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # ships none
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    peer = Peft(Path(model), Path(adapters), getattr(torch, dtype), names)
    gc.collect()
    gc.freeze()  # as ours
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        wanted = json.loads(line)
        prompt = torch.tensor([wanted["prompt"]])
        if wanted["in_turn"]:
            speed = peer.in_turn(prompt, wanted["tokens"], wanted["in_turn"])
        else:
            speed = peer.together(prompt, wanted["tokens"])
        sys.stdout.write(f"{speed}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
