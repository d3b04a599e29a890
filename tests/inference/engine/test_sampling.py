"""Drawing tokens: greedy, nucleus, masks, and independence of the rows."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inference.engine.sampling import Draw, choose_tokens, probabilities

LOGITS = torch.log(torch.tensor([0.1, 0.5, 0.4]))


def draw(**changes: object) -> Draw:
    return Draw(**({"temperature": 1.0, "top_p": 1.0, "uniform": 0.0} | changes))


def choose(logits: torch.Tensor, *draws: Draw) -> list[int]:
    return choose_tokens(logits.repeat(len(draws), 1), draws)


def test_zero_temperature_is_greedy_whatever_the_number() -> None:
    assert choose(LOGITS, draw(temperature=0.0, uniform=0.99)) == [1]


@pytest.mark.parametrize(
    ("uniform", "token"), [(0.0, 1), (0.49, 1), (0.51, 2), (0.89, 2), (0.91, 0), (0.9999, 0)]
)
def test_the_uniform_number_walks_the_distribution(uniform: float, token: int) -> None:
    assert choose(LOGITS, draw(uniform=uniform)) == [token]


def test_top_p_cuts_the_tail_but_never_everything() -> None:
    assert choose(LOGITS, draw(top_p=0.6, uniform=0.9999)) == [2]
    assert choose(LOGITS, draw(top_p=0.4, uniform=0.9999)) == [1]
    assert choose(LOGITS, draw(top_p=1e-9, uniform=0.5)) == [1]


def test_heat_flattens() -> None:
    assert choose(LOGITS, draw(temperature=0.01, uniform=0.95)) == [1]


def test_masked_tokens_never_come() -> None:
    only_first = torch.tensor([True, False, False])
    assert choose(
        LOGITS,
        draw(temperature=0.0, allowed=only_first),
        draw(uniform=0.9999, allowed=only_first),
        draw(temperature=0.0),
    ) == [0, 0, 1]


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(0.01, 1), st.floats(0, 0.999)), min_size=1))
def test_a_row_does_not_depend_on_the_others(rows: list[tuple[float, float, float]]) -> None:
    logits = torch.randn(len(rows), 50, generator=torch.Generator().manual_seed(0))
    draws = [draw(temperature=t, top_p=p, uniform=u) for t, p, u in rows]
    alone = [choose_tokens(logits[[i]].clone(), [d])[0] for i, d in enumerate(draws)]
    assert choose_tokens(logits.clone(), draws) == alone


def test_only_watched_rows_tell_how_likely_their_token_was() -> None:
    logits = torch.log(torch.tensor([[0.1, 0.7, 0.2], [0.1, 0.7, 0.2]]))
    draws = [draw(watched=True, temperature=2.0), draw()]
    found = probabilities(logits, draws, [2, 0])
    assert found == [pytest.approx(0.2), 1.0]
