"""The names that a lesson's `template` may have; each is a generator of further items."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NAMES: Final = """
add subtract multiply divide place_value rounding fraction_meaning fraction_simplify
fraction_equivalent fraction_compare fraction_add_like fraction_add fraction_subtract
fraction_multiply fraction_divide fraction_of_number mixed_numbers decimal_add decimal_fraction
ratio_simplify unit_rate proportion percent_of percent_change percent_to_fraction integer_add
integer_multiply order_of_operations powers evaluate_expression like_terms distribute
equation_one_step equation_two_steps inequality_one_step sequence_next perimeter_rectangle
area_rectangle area_triangle angles_on_line angles_in_triangle volume_box circumference pythagoras
coordinates_distance mean median range mode probability_simple speed density
"""
NAMES: Final = tuple(_NAMES.split())

_SKILLS: Final = """
place_value place-value, rounding rounding, fraction_meaning fraction-meaning,
fraction_equivalent equivalent-fractions, fraction_compare compare-fractions,
fraction_add_like add-like-fractions, fraction_add add-unlike-fractions,
fraction_multiply multiply-fractions, fraction_of_number fraction-of-number,
mixed_numbers mixed-to-improper improper-to-mixed, decimal_fraction decimal-fraction,
ratio_simplify simplify-ratios, unit_rate unit-rate, proportion solve-proportions,
percent_of percent-of-number, percent_change percent-change,
percent_to_fraction percent-conversion, integer_add add-integers,
integer_multiply multiply-integers, order_of_operations order-of-operations,
evaluate_expression evaluating-expressions, like_terms like-terms, distribute distribute,
equation_one_step one-step-equations, equation_two_steps two-step-equations,
inequality_one_step solve-inequalities, sequence_next linear-patterns,
perimeter_rectangle perimeter, area_rectangle rectangle-area, area_triangle triangle-area,
angles_on_line angles-on-a-line, angles_in_triangle triangle-angles, volume_box box-volume,
circumference circumference, pythagoras pythagoras, mean mean, median median, range range,
probability_simple probability, speed speed, density density
"""
_ROWS: Final = tuple(row.split() for row in _SKILLS.split(","))
SKILLS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {name: frozenset(skills) for name, *skills in _ROWS}
)
"""What the items of a template practice, by the names that our lessons give to skills."""
