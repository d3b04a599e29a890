from xml.etree import ElementTree

import pytest

from sessions.flight.picture import WIDTH, render
from sessions.flight.waterfall import Leg, Waterfall

SVG = "{http://www.w3.org/2000/svg}"


def turn(
    *legs: tuple[str, float, float], name: str = "reply", heard: float | None = 400.0
) -> Waterfall:
    made = tuple(Leg(name=leg, start_ms=start, end_ms=end) for leg, start, end in legs)
    return Waterfall(name=name, legs=made, first_audio_ms=heard)


def drawn(*turns: Waterfall) -> ElementTree.Element:
    return ElementTree.fromstring(render(turns, about="Turns of a session"))  # noqa: S314  our own


def texts(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def bars(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """Left edge and width."""
    rects = list(picture.iter(f"{SVG}rect"))[1:]  # the first is the background
    return [(float(r.get("x", "0")), float(r.get("width", "0"))) for r in rects]


def test_every_leg_has_a_bar_its_name_and_its_length() -> None:
    picture = drawn(turn(("transcript", 0, 120), ("first token", 120, 300)))
    assert len(bars(picture)) == 2
    told = texts(picture)
    assert {"transcript", "120 ms", "first token", "180 ms"} <= set(told)
    assert "reply: first word after 400 ms" in told


def test_bars_stand_in_true_proportion() -> None:
    (x1, w1), (x2, w2) = bars(drawn(turn(("transcript", 0, 100), ("first token", 100, 300))))
    assert w2 == pytest.approx(2 * w1, abs=0.3)
    assert x2 == pytest.approx(x1 + w1, abs=0.3)


def test_turns_share_one_scale() -> None:
    widths = [
        w for _, w in bars(drawn(turn(("transcript", 0, 100)), turn(("transcript", 0, 400))))
    ]
    assert widths[1] == pytest.approx(4 * widths[0], rel=0.02)


@pytest.mark.parametrize("end_ms", [0.0, 0.4, 7.0, 80.0, 950.0, 61_000.0, 4_000_000.0])
def test_everything_stays_inside_the_picture(end_ms: float) -> None:
    picture = drawn(turn(("transcript", 0, end_ms), ("odd", -300.0, -10.0)))
    assert all(x >= 0 and x + w <= WIDTH for x, w in bars(picture))
    marks = [text for text in texts(picture) if text.endswith(" ms")]
    assert len(marks) <= 14
    height = float(picture.get("height", "0"))
    assert all(float(text.get("y", "0")) <= height for text in picture.iter(f"{SVG}text"))


def test_a_reply_that_was_never_heard_says_so() -> None:
    assert "reply: not heard" in texts(drawn(turn(("transcript", 0, 10), heard=None)))


def test_names_are_text_and_never_markup() -> None:
    name = '<script>"&'
    assert f"{name}: not heard" in texts(drawn(turn(name=name, heard=None)))
    assert "<script>" not in render([turn(name=name)], about="<script>")


def test_without_turns_it_says_so() -> None:
    assert "Nothing to show yet." in texts(drawn())
