"""Draws one token per row from logits. Knows rows' numbers, not their requests.

A row's draw depends only on its own logits and its own uniform number, never on the other rows,
so the same seed gives the same reply whoever else is being served.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How one row's next token is chosen."""

    temperature: float
    """0 is greedy."""
    top_p: float
    uniform: float
    """0 <= uniform < 1, the row's own random number for this token."""
    allowed: Tensor | None = None
    """bool [vocabulary], or None when every token is allowed."""
    watched: bool = False
    """How likely the token was is asked for (probabilities)."""


@torch.inference_mode()
def choose_tokens(logits: Tensor, draws: Sequence[Draw]) -> list[int]:
    """logits float32 [rows, vocabulary]; one token id per row. Changes `logits` in place."""
    for row, draw in enumerate(draws):
        if draw.allowed is not None:
            logits[row].masked_fill_(~draw.allowed, float("-inf"))
    warm = [row for row, draw in enumerate(draws) if draw.temperature > 0]
    chosen = logits.argmax(dim=-1)
    if warm:
        chosen[warm] = _sample(logits[warm], [draws[row] for row in warm])
    tokens: list[int] = chosen.tolist()
    return tokens


@torch.inference_mode()
def probabilities(logits: Tensor, draws: Sequence[Draw], tokens: Sequence[int]) -> list[float]:
    """How likely each row's token was, whatever the temperature; 1 for rows that nobody watches.

    logits float32 [rows, vocabulary].
    """
    found = [1.0] * len(tokens)
    watched = [row for row, draw in enumerate(draws) if draw.watched]
    if watched:
        chosen = torch.tensor([tokens[row] for row in watched], device=logits.device)
        likely = torch.softmax(logits[watched], dim=-1).gather(1, chosen[:, None])[:, 0]
        for row, value in zip(watched, likely.tolist(), strict=True):
            found[row] = value
    return found


def _sample(logits: Tensor, draws: Sequence[Draw]) -> Tensor:
    """Inverse of the cumulative distribution, over the nucleus (arXiv:1904.09751) of each row."""

    def column(values: list[float]) -> Tensor:
        return torch.tensor(values, device=logits.device)[:, None]

    heat = column([draw.temperature for draw in draws])
    ranked, order = torch.softmax(logits / heat, dim=-1).sort(dim=-1, descending=True)
    total = ranked.cumsum(dim=-1)
    top_p = column([draw.top_p for draw in draws])
    # A token stays while those before it have not reached top_p: at least one always stays.
    kept = ranked.masked_fill(total - ranked >= top_p, 0.0).cumsum(dim=-1)
    aim = column([draw.uniform for draw in draws]) * kept[:, -1:]
    place = torch.searchsorted(kept, aim, right=True).clamp_(max=logits.shape[-1] - 1)
    return order.gather(1, place)[:, 0]
