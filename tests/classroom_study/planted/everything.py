"""All replies written by hand: 200 that give the answer away, and twice as many items' worth of
help that does not. They were written before the judge, and nobody's gate was tuned to them."""

from tests.classroom_study.planted import (
    algebra,
    choices,
    code,
    fractions,
    numbers,
    orders,
    texts,
)

GROUPS = (
    *numbers.GROUPS,
    *fractions.GROUPS,
    *algebra.GROUPS,
    *choices.GROUPS,
    *orders.GROUPS,
    *texts.GROUPS,
    *code.GROUPS,
)
