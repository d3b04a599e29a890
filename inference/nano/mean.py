"""The mean of models' weights: `python -m inference.nano.mean --of DIR --of DIR --out DIR`.

Between a model and what it became by learning a little more, the mean often keeps what either can
do (M. Wortsman et al., "Model soups", arXiv:2203.05482). Knows weights only.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import torch
from transformers import AutoTokenizer, LlamaForCausalLM, PreTrainedTokenizerFast

from inference.nano.checkpoint import export


def mean_of(models: Sequence[LlamaForCausalLM]) -> LlamaForCausalLM:
    """The first model, with the mean of all. Raises ValueError when they differ in shape."""
    states = [model.state_dict() for model in models]
    shapes = [{name: tensor.shape for name, tensor in state.items()} for state in states]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("the models differ in shape")
    mean = {name: torch.stack([s[name] for s in states]).mean(dim=0) for name in states[0]}
    models[0].load_state_dict(mean)
    return models[0]


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m inference.nano.mean", description=__doc__)
    parser.add_argument("--of", type=Path, action="append", required=True, help="model folder")
    parser.add_argument("--out", type=Path, required=True)
    flags = parser.parse_args(argv)
    models = [LlamaForCausalLM.from_pretrained(one, dtype=torch.float32) for one in flags.of]
    tokenizer = cast(PreTrainedTokenizerFast, AutoTokenizer.from_pretrained(flags.of[0]))
    export(flags.out, mean_of(models), tokenizer)


if __name__ == "__main__":
    main()
