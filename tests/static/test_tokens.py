"""Contrast of every pair of tokens that carries text or a control's shape (WCAG 2.2: 1.4.3 and
1.4.11), computed from tokens.css for light, dark and high contrast."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static" / "tokens.css").read_text()
BLOCKS = {
    "light": [":root"],
    "dark": [":root", ':root[data-theme="dark"]'],
    "light high": [":root", ':root[data-contrast="high"]'],
    "dark high": [
        ":root",
        ':root[data-theme="dark"]',
        ':root[data-contrast="high"]',
        ':root[data-theme="dark"][data-contrast="high"]',
    ],
}
GROUNDS = ("paper", "card", "raised", "accent-soft", "violet-soft", "sun-soft", "warm-soft")
TEXT = [
    *((ink, ground) for ground in GROUNDS for ink in ("ink", "soft")),
    *((colour, "card") for colour in ("accent", "violet", "warm", "sun")),
    ("accent", "accent-soft"),
    ("violet", "violet-soft"),
    ("sun", "sun-soft"),
    ("warm", "warm-soft"),
    ("on-accent", "accent"),
    ("card", "ink"),
    ("card", "sun"),
    ("on-orb", "orb-a"),
    ("on-orb", "orb-c"),
    ("on-orb", "orb-off"),
]
SHAPES = [("edge", "card"), ("edge", "paper"), ("accent", "paper"), ("on-orb", "orb-b")]


def colours(theme: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for selector in BLOCKS[theme]:
        block = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", CSS, re.M | re.S)
        assert block, selector
        found.update(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", BLOCKS)
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3.0)], ids=["text 4.5", "shapes 3"]
)
def test_contrast(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    known = colours(theme)
    weak = {
        f"{a} on {b}": round(contrast(known[a], known[b]), 2)
        for a, b in pairs
        if contrast(known[a], known[b]) < least
    }
    assert weak == {}


def test_high_contrast_is_seven_to_one() -> None:
    for theme in ("light high", "dark high"):
        known = colours(theme)
        pairs = [(ink, ground) for ink in ("ink", "soft") for ground in GROUNDS]
        assert min(contrast(known[a], known[b]) for a, b in pairs) >= 7.0


def test_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
