"""The peer of a class that asks at once: one padded batch of `generate`, two threads.

`python -m tests.load.batch_process MODEL DTYPE`: a JSON list of conversations in, the seconds to
the first token of all of them out. In a process of its own, as our engine is: two pools of threads
in one process slow each other.
"""

import json
import sys
from time import perf_counter
from typing import Any

import torch
import transformers


def main() -> None:
    """Answer lines until stdin ends."""
    folder, dtype = sys.argv[1:]
    torch.set_num_threads(2)
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # ships none
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    tokens: Any = transformers.AutoTokenizer.from_pretrained(folder, padding_side="left")
    model: Any = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=getattr(torch, dtype)
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        began_s = perf_counter()
        told = tokens.apply_chat_template(
            json.loads(line), add_generation_prompt=True, padding=True, return_dict=True,
            return_tensors="pt",
        )  # fmt: skip
        with torch.inference_mode():
            model.generate(**told, do_sample=False, max_new_tokens=1)
        sys.stdout.write(f"{perf_counter() - began_s}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
