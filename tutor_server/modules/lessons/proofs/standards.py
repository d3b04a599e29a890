"""Whether a standard's code can exist: Common Core, NGSS and CSTA, by how each numbers its own.

Knows the shapes and ranges of codes, not their texts. Sources: corestandards.org,
nextgenscience.org, csteachers.org (2017 revision).
"""

import re
from typing import Final

_MATH_DOMAINS: Final = {
    "K": "CC OA NBT MD G", "1": "OA NBT MD G", "2": "OA NBT MD G", "3": "OA NBT NF MD G",
    "4": "OA NBT NF MD G", "5": "OA NBT NF MD G", "6": "RP NS EE G SP", "7": "RP NS EE G SP",
    "8": "NS EE F G SP",
}  # fmt: skip
_MATH = re.compile(
    r"CCSS\.MATH\.(?P<grade>[K1-8])\.(?P<domain>[A-Z]+)\.[A-F]\.\d{1,2}(?:\.?[A-La-l])?"
)
_MATH_HIGH = re.compile(r"CCSS\.MATH\.HS[NAFGS]-[A-Z]{1,4}\.[A-F]\.\d{1,2}(?:\.?[A-La-l])?")
_MATH_PRACTICE = re.compile(r"CCSS\.MATH\.MP[1-8]|CCSS\.MATH\.PRACTICE\.MP[1-8]")
_ELA = re.compile(
    r"CCSS\.ELA\.(?:RL|RI|RF|W|WHST|RH|RST|SL|L)\.(?:K|[1-8]|9-10|11-12|6-8)\.\d{1,2}(?:\.?[A-La-l])?"
)
_NGSS = re.compile(
    r"NGSS\.(?:(?:K|[1-5]|MS|HS)-(?:PS|LS|ESS)[1-4]-\d{1,2}|(?:K-2|3-5|MS|HS)-ETS1-\d)"
)
_CSTA_RANGES: Final = {
    "1A": "CS 1 3 NI 4 4 DA 5 7 AP 8 15 IC 16 18",
    "1B": "CS 1 3 NI 4 5 DA 6 7 AP 8 17 IC 18 21",
    "2": "CS 1 3 NI 4 6 DA 7 9 AP 10 19 IC 20 23",
    "3A": "CS 1 3 NI 4 8 DA 9 12 AP 13 23 IC 24 30",
    "3B": "CS 1 2 NI 3 4 DA 5 7 AP 8 24 IC 25 28",
}
_CSTA = re.compile(r"CSTA\.(?P<level>1A|1B|2|3A|3B)-(?P<concept>CS|NI|DA|AP|IC)-(?P<number>\d{2})")


def is_standard(code: str) -> bool:
    """Whether the code is well formed and in the range that its document has."""
    math = _MATH.fullmatch(code)
    if math:
        return math["domain"] in _MATH_DOMAINS[math["grade"]].split()
    csta = _CSTA.fullmatch(code)
    if csta:
        return _in_csta(csta["level"], csta["concept"], int(csta["number"]))
    return any(pattern.fullmatch(code) for pattern in (_MATH_HIGH, _MATH_PRACTICE, _ELA, _NGSS))


def _in_csta(level: str, concept: str, number: int) -> bool:
    parts = _CSTA_RANGES[level].split()
    low, high = next(
        (int(parts[at + 1]), int(parts[at + 2]))
        for at in range(0, len(parts), 3)
        if parts[at] == concept
    )
    return low <= number <= high
