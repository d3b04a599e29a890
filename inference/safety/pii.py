"""Masks personal data before anything else sees a text: `call me at 555 010 0199` becomes
`call me at [phone]`. Knows the shapes, decides overlaps; never raises."""

from collections.abc import Iterator
from dataclasses import dataclass

from inference.safety.names import full_names
from inference.safety.personal import SHAPES, Shape

MAX_CHARS = 20_000
"""Longer texts are masked in pieces, so that no pattern ever sees more."""
_OVERLAP = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Personal data at characters [start, end)."""

    label: str
    start: int
    end: int


class PiiMasker:
    """Masker by rules; see personal.py for what is in scope."""

    def mask(self, text: str) -> str:
        """See Masker."""
        parts, last = list[str](), 0
        for found in find_personal(text):
            parts += [text[last : found.start], f"[{found.label}]"]
            last = found.end
        return "".join([*parts, text[last:]])


def find_personal(text: str) -> list[Found]:
    """In order, never overlapping; where two overlap the earlier, then the longer one stays."""
    found: dict[tuple[int, int], Found] = {}
    for offset in range(0, max(1, len(text)), MAX_CHARS - _OVERLAP):
        for item in _in_piece(text[offset : offset + MAX_CHARS]):
            place = (item.start + offset, item.end + offset)
            found.setdefault(place, Found(label=item.label, start=place[0], end=place[1]))
    kept: list[Found] = []
    for place in sorted(found, key=lambda place: (place[0], -place[1])):
        if not kept or place[0] >= kept[-1].end:
            kept.append(found[place])
    return kept


def _in_piece(text: str) -> Iterator[Found]:
    for shape in SHAPES:
        yield from _of_shape(text, shape)
    for start, end in full_names(text):
        yield Found(label="name", start=start, end=end)


def _of_shape(text: str, shape: Shape) -> Iterator[Found]:
    group: str | int = "found" if "found" in shape.pattern.groupindex else 0
    for match in shape.pattern.finditer(text):
        if shape.check is None or shape.check(match[group]):
            yield Found(label=shape.label, start=match.start(group), end=match.end(group))
