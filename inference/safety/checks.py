"""Arithmetic that tells an account number from any other long number. Pure."""

import ipaddress
import re


def is_card(text: str) -> bool:
    """A payment card: a known issuer's prefix and the Luhn sum (ISO/IEC 7812-1, annex B)."""
    digits = re.sub(r"\D", "", text)
    if not re.match(r"4|5[0-8]|2[2-7]|3[0-9]|6|1800|2131", digits) or not 12 <= len(digits) <= 19:
        return False
    if len(set(digits)) == 1:  # 4444 4444 ... is an exercise, not a card
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """ISO 13616: the rearranged number is 1 modulo 97."""
    compact = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", compact):
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def is_ssn(text: str) -> bool:
    """A United States social security number that could have been issued."""
    area, group, serial = re.sub(r"\D", " ", text).split()
    return area not in {"000", "666"} and area[0] != "9" and group != "00" and serial != "0000"


def is_ip(text: str) -> bool:
    """An IPv4 or IPv6 address; four single digits are a section number."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d(\.\d){3}", text) is None
