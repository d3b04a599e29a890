"""The table of skills and how often each is practised.

Knows every problem maker; knows no wording of questions.
"""

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from inference.nano import (
    averages,
    comparing,
    conversions,
    decimals,
    equations,
    fractions_skill,
    long_multiplication,
    measure,
    negatives,
    number_facts,
    order,
    parts_skill,
    percents,
    powers,
    relations,
    rounding,
    unit_conversions,
    whole,
)
from inference.nano.problem import Maker, Problem, draw
from inference.nano.split import Split, split_of
from inference.nano.stories import story
from inference.nano.two_step_stories import two_step_story, two_sums

MORE: Mapping[str, tuple[Maker, float]] = MappingProxyType(
    {
        "decimal_add": (decimals.decimal_add, 3.5),
        "decimal_subtract": (decimals.decimal_subtract, 3.5),
        "decimal_times": (decimals.decimal_times, 2.5),
        "decimal_compare": (decimals.decimal_compare, 2),
        "fraction_to_decimal": (conversions.to_decimal, 1.5),
        "decimal_to_fraction": (conversions.to_fraction, 1.5),
        "percent_of": (percents.percent_of, 3.5),
        "fraction_to_percent": (percents.to_percent, 1.5),
        "percent_to_fraction": (percents.from_percent, 1.5),
        "what_percent": (percents.what_percent, 1.5),
        "order": (order.order, 4),
        "round_whole": (rounding.round_whole, 2),
        "round_decimal": (rounding.round_decimal, 1.5),
        "area": (measure.area, 1.5),
        "perimeter": (measure.perimeter, 1.5),
        "convert_units": (unit_conversions.convert_units, 4),
        "negative_sum": (negatives.negative_sum, 2.5),
        "negative_product": (negatives.negative_product, 1.5),
        "power": (powers.power, 1.5),
        "square_root": (powers.square_root, 1),
        "mean": (averages.mean, 1.5),
        "multiply_long": (long_multiplication.multiply_long, 3),
        "even_odd": (number_facts.even_odd, 1.5),
        "prime": (number_facts.prime, 2.5),
        "factors": (number_facts.factors, 2),
        "common_factor": (number_facts.common_factor, 2.5),
        "common_multiple": (number_facts.common_multiple, 2),
        "multiples": (number_facts.multiples, 1),
        "more_less": (relations.more_less, 2.5),
        "double": (relations.double, 1.5),
        "half_odd": (relations.half_odd, 1),
        "next_number": (relations.next_number, 2.5),
        "place_value": (relations.place_value, 2),
        "compare_whole": (comparing.compare_whole, 2),
        "is_bigger": (comparing.is_bigger, 2),
        "sort_numbers": (comparing.sort_numbers, 1.5),
    }
)
"""Beyond whole numbers, fractions and equations: decimals, percents, rounding and so on."""

SKILLS: Mapping[str, tuple[Maker, float]] = MappingProxyType(
    {
        "add": (whole.add, 12),
        "add_several": (whole.add_several, 3),
        "subtract": (whole.subtract, 13),
        "multiply": (whole.multiply, 8),
        "divide": (whole.divide, 7),
        "divide_rest": (whole.divide_rest, 6),
        "fraction_add": (fractions_skill.add_unlike, 15),
        "fraction_add_like": (fractions_skill.add_like, 5),
        "fraction_subtract": (fractions_skill.subtract_unlike, 12),
        "fraction_subtract_like": (fractions_skill.subtract_like, 4),
        "simplify": (parts_skill.simplify, 4),
        "equivalent": (parts_skill.equivalent, 3),
        "compare": (parts_skill.compare, 6),
        "of_number": (parts_skill.of_number, 4),
        "fraction_multiply": (parts_skill.multiply_fractions, 4),
        "meaning": (parts_skill.meaning, 3),
        "equation_add": (equations.add_unknown, 4),
        "equation_subtract": (equations.subtract_unknown, 2.5),
        "equation_multiply": (equations.multiply_unknown, 6),
        "equation_divide": (equations.divide_unknown, 2),
        "equation_two_steps": (equations.two_steps, 4),
        "story": (whole.add, 24),
        "story_two_steps": (two_sums, 14),
        **MORE,
    }
)
"""Maker and weight of each skill; a story is made by its entry of `_STORIES`."""

_STORIES: Mapping[str, Callable[[Random, Split], Problem]] = MappingProxyType(
    {"story": story, "story_two_steps": two_step_story}
)
"""Makers that get the split, since their wordings are split too."""

_NAMES = tuple(SKILLS)
_WEIGHTS = tuple(weight for _, weight in SKILLS.values())


def practise(skill: str, rng: Random, split: Split) -> Problem:
    """Draw a problem of one skill on one side of the hold-out."""
    if skill not in _STORIES:
        return draw(SKILLS[skill][0], rng, split)
    while True:
        problem = _STORIES[skill](rng, split)
        if problem.by_heart or split_of(problem.key) is split:
            return problem


def any_problem(rng: Random, split: Split) -> Problem:
    """Draw a problem of any skill, by weight."""
    return practise(rng.choices(_NAMES, _WEIGHTS)[0], rng, split)
