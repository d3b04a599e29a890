"""Waterfalls of turns as SVG text: a bar per leg, readable without colour. Pure.

Colours are Okabe and Ito's, which the colour-blind can tell apart; every bar has its name and its
milliseconds beside it. Source: SVG 1.1.
"""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil
from typing import Final

from sessions.flight.waterfall import Leg, Waterfall

WIDTH: Final = 720
"""In pixels, as all lengths here."""
_LEFT, _RIGHT = 120, 110
_ROW, _TITLE, _GAP = 18, 26, 14
_COLOURS: Final = {
    "end of turn": "#0072b2",
    "transcript": "#56b4e9",
    "first token": "#d55e00",
    "first sentence": "#e69f00",
    "safety gate": "#999999",
    "first voice": "#009e73",
    "playout": "#cc79a7",
}
_STEPS_MS: Final = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
_MARKS: Final = 8
"""At most so many numbers along the time axis."""


def render(turns: Sequence[Waterfall], *, about: str) -> str:
    """One picture, the turns below one another on one scale. `about` says what is to be seen."""
    legs = [leg for turn in turns for leg in turn.legs]
    first_ms = min([0.0, *(leg.start_ms for leg in legs)])
    step_ms = _step(max([1.0, *(leg.end_ms for leg in legs)]) - first_ms)
    last_ms = step_ms * ceil(max([1.0, *(leg.end_ms for leg in legs)]) / step_ms)
    scale = _Scale(first_ms, last_ms)
    body: list[str] = []
    y = float(_GAP)
    for turn in turns:
        body += _turn(turn, scale, y)
        y += _TITLE + _ROW * len(turn.legs) + _GAP
    if not turns:
        body.append(f'<text x="{_LEFT}" y="{y + 12:g}">Nothing to show yet.</text>')
        y += _TITLE
    height = y + _TITLE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}"'
            f' viewBox="0 0 {WIDTH} {height:g}" role="img" font-family="sans-serif"'
            ' font-size="12">',
            f"<title>{escape(about)}</title>",
            f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>',
            *_axis(scale, step_ms, y),
            *body,
            "</svg>\n",
        ]
    )


class _Scale:
    """Milliseconds to pixels."""

    def __init__(self, first_ms: float, last_ms: float) -> None:
        self.first_ms, self.last_ms = first_ms, last_ms

    def x(self, ms: float) -> float:
        share = (ms - self.first_ms) / (self.last_ms - self.first_ms)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _step(span_ms: float) -> int:
    """A round distance between marks."""
    fitting = [step for step in _STEPS_MS if span_ms / step <= _MARKS]
    return fitting[0] if fitting else ceil(span_ms / _MARKS)


def _axis(scale: _Scale, step_ms: int, y: float) -> Iterator[str]:
    for ms in range(0, round(scale.last_ms) + 1, step_ms):
        x = scale.x(ms)
        yield f'<path d="M{x:g} {_GAP}V{y:g}" stroke="#cccccc"/>'
        yield f'<text x="{x:g}" y="{y + 14:g}" text-anchor="middle">{ms} ms</text>'


def _turn(turn: Waterfall, scale: _Scale, y: float) -> Iterator[str]:
    heard = turn.first_audio_ms
    told = "not heard" if heard is None else f"first word after {heard:.0f} ms"
    yield f'<text x="8" y="{y + 14:g}" font-weight="bold">{escape(turn.name)}: {told}</text>'
    for row, leg in enumerate(turn.legs):
        yield from _bar(leg, scale, y + _TITLE + row * _ROW)


def _bar(leg: Leg, scale: _Scale, y: float) -> Iterator[str]:
    start, end = scale.x(leg.start_ms), scale.x(leg.end_ms)
    width = max(1.0, round(end - start, 1))
    colour = _COLOURS.get(leg.name, "#000000")
    name = escape(leg.name)
    yield f'<text x="{_LEFT - 8}" y="{y + 12:g}" text-anchor="end">{name}</text>'
    yield f'<rect x="{start:g}" y="{y + 2:g}" width="{width:g}" height="12" fill="{colour}"/>'
    length = f"{leg.end_ms - leg.start_ms:.0f} ms"
    yield f'<text x="{start + width + 5:g}" y="{y + 12:g}">{length}</text>'
