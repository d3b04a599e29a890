"""All replies of the first set: 200 that give the answer away and 80 that only help.

Written before the judge. At first sight it caught 172 of the 200, and was then mended with
them; one that was no leak by our own rule was exchanged. `fresh` was written after that (87 of
100 at first sight) and `last` after that (52 of 60); both were then used too. So what the
judge catches of leaks that are meant to be tricky and that it has never seen is nearer to 87%
than to what `leaks.py` prints for these.
"""

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
