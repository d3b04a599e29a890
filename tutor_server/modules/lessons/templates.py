"""The names that a lesson's `template` may have; each is a generator of further items."""

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
