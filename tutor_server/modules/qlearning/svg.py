"""Line charts as SVG text: a few lines with bands over a grid, readable without colour. Pure.

Knows nothing of what is drawn. Colours are Okabe and Ito's, which the colour-blind can tell
apart; each line has its dash and its name at its end as well. Source: SVG 1.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, isfinite, log10
from typing import Final

WIDTH: Final = 720
"""Of a chart, in pixels, as all lengths here."""
HEIGHT: Final = 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 150, 40, 50
_COLOURS: Final = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#56b4e9", "#999999",
)  # fmt: skip
_DASHES: Final = ("", "6 3", "2 3", "8 3 2 3", "1 4", "10 4", "4 2 1 2", "3 6")
_TICKS: Final = 5
_NOTHING: Final = "nothing to show yet"
_LINE_PX: Final = 14
"""Between names at the ends of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Values at places."""

    name: str
    points: tuple[tuple[float, float], ...]
    low: tuple[float, ...] = ()
    """A band around the line, as many as points; empty for none."""
    high: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if any(band and len(band) != len(self.points) for band in (self.low, self.high)):
            raise ValueError("a band must be as long as its line")
        values = [value for point in self.points for value in point]
        if not all(map(isfinite, [*values, *self.low, *self.high])):
            raise ValueError("a line is made of finite numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Lines over the same axes."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    x_names: tuple[tuple[float, str], ...] = ()
    """Names of places, such as days; empty: numbers."""


def render(charts: Sequence[Chart], *, about: str) -> str:
    """One picture, the charts below one another. `about` says in words what is to be seen."""
    height = HEIGHT * len(charts)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{_text(about)}</title>",
        f"<desc>{_text(' '.join(map(_told, charts)))}</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, chart in enumerate(charts):
        parts.append(f'<g transform="translate(0 {HEIGHT * number})">')
        parts += _chart(chart)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _told(chart: Chart) -> str:
    """A chart for who cannot see it: where each line begins and ends."""
    names = dict(chart.x_names)
    lines = [
        f"{line.name} from {_number(line.points[0][1])} at {_named(line.points[0][0], names)}"
        f" to {_number(line.points[-1][1])} at {_named(line.points[-1][0], names)}"
        for line in chart.lines
        if line.points
    ]
    return f"{chart.title} ({chart.y_label} by {chart.x_label}): {'; '.join(lines) or _NOTHING}."


def _named(place: float, names: Mapping[float, str]) -> str:
    return names.get(place, _number(place))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Values to pixels."""

    first: float
    last: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        share = (value - self.first) / (self.last - self.first)
        return round(self.start + share * (self.end - self.start), 1)


def _chart(chart: Chart) -> Iterator[str]:
    xs = [x for line in chart.lines for x, _ in line.points]
    ys = [y for line in chart.lines for _, y in line.points]
    ys += [y for line in chart.lines for y in (*line.low, *line.high)]
    x_ticks, y_ticks = _ticks(xs), _ticks([0.0, *ys])
    left, right = min(xs, default=0.0), max(xs, default=0.0)
    x = _Axis(left, right if right > left else left + 1.0, _LEFT, WIDTH - _RIGHT)
    y = _Axis(y_ticks[0], y_ticks[-1], HEIGHT - _BOTTOM, _TOP)
    yield f'<text x="{_LEFT}" y="22" font-size="15">{_text(chart.title)}</text>'
    yield from _grid(chart, x, y, x_ticks, y_ticks)
    if not xs:
        yield f'<text x="{_LEFT + 10}" y="{HEIGHT / 2}">{_NOTHING}.</text>'
    for number, line in enumerate(chart.lines):
        yield from _line(line, x, y, number % len(_COLOURS))
    yield from _names(chart.lines, y)


def _grid(
    chart: Chart, x: _Axis, y: _Axis, x_ticks: Sequence[float], y_ticks: Sequence[float]
) -> Iterator[str]:
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    for tick in y_ticks:
        at = y.at(tick)
        yield f'<path d="M{_LEFT} {at}H{right}" stroke="#cccccc"/>'
        yield f'<text x="{_LEFT - 6}" y="{at + 4}" text-anchor="end">{_number(tick)}</text>'
    named = chart.x_names or tuple((tick, _number(tick)) for tick in x_ticks)
    for place, name in named:
        if x.first <= place <= x.last:
            at = x.at(place)
            yield f'<path d="M{at} {bottom}v5" stroke="#000000"/>'
            yield f'<text x="{at}" y="{bottom + 18}" text-anchor="middle">{_text(name)}</text>'
    yield f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="#000000"/>'
    middle = (_LEFT + right) / 2
    below = HEIGHT - 10
    yield f'<text x="{middle}" y="{below}" text-anchor="middle">{_text(chart.x_label)}</text>'
    yield (
        f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">'
        f"{_text(chart.y_label)}</text>"
    )


def _line(line: Line, x: _Axis, y: _Axis, number: int) -> Iterator[str]:
    colour, dash = _COLOURS[number], _DASHES[number]
    if line.low and line.high:
        across = [x.at(place) for place, _ in line.points]
        there = [f"{px} {y.at(high)}" for px, high in zip(across, line.high, strict=True)]
        back = [f"{px} {y.at(low)}" for px, low in zip(across, line.low, strict=True)]
        path = "L".join([*there, *reversed(back)])
        yield f'<path d="M{path}Z" fill="{colour}" fill-opacity="0.15"/>'
    if len(line.points) == 1:
        ((px, py),) = line.points
        yield f'<circle cx="{x.at(px)}" cy="{y.at(py)}" r="3" fill="{colour}"/>'
    elif line.points:
        path = "L".join(f"{x.at(px)} {y.at(py)}" for px, py in line.points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'


def _names(lines: Sequence[Line], y: _Axis) -> Iterator[str]:
    """Each name at the height of its line's end, moved apart where they would meet."""
    ends = [(y.at(line.points[-1][1]), n) for n, line in enumerate(lines) if line.points]
    lowest = float(_TOP)
    for at, number in sorted(ends):
        lowest = max(at, lowest)
        colour = _COLOURS[number % len(_COLOURS)]
        dash = _DASHES[number % len(_DASHES)]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        left = WIDTH - _RIGHT + 8
        yield f'<path d="M{left} {lowest}h24" stroke="{colour}" stroke-width="2"{dashes}/>'
        yield f'<text x="{left + 30}" y="{lowest + 4}">{_text(lines[number].name)}</text>'
        lowest += _LINE_PX


def _ticks(values: Sequence[float]) -> list[float]:
    """Round numbers from the lowest value or below to the highest or above."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    reach = (high - low) or 1.0
    rough = reach / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999)
    first, last = floor(low / step), -floor(-high / step)
    return [float(f"{n * step:.10g}") for n in range(first, max(last, first + 1) + 1)]


def _number(value: float) -> str:
    return f"{value:g}"


def _text(value: str) -> str:
    """Escaped, without what XML cannot hold."""
    return escape("".join(char for char in value if char.isprintable()))
