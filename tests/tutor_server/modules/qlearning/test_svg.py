"""Pictures that any XML reader can read, that say in words what they show, and that stay inside
their frame."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_server.modules.qlearning.svg import HEIGHT, WIDTH, Chart, Line, render

SVG = "{http://www.w3.org/2000/svg}"
TWO = Chart(
    title="Reward",
    x_label="day",
    y_label="mean",
    lines=(
        Line(name="up", points=((0, 0.1), (1, 0.5)), low=(0.0, 0.4), high=(0.2, 0.6)),
        Line(name="down", points=((0, 0.9), (1, 0.25))),
    ),
    x_names=((0, "Monday"), (1, "Tuesday")),
)


def drawn(*charts: Chart, about: str = "Rewards.") -> ElementTree.Element:
    return ElementTree.fromstring(render(charts, about=about))  # noqa: S314 our own text


def text(root: ElementTree.Element, name: str) -> str:
    found = root.find(f"{SVG}{name}")
    assert found is not None
    assert found.text
    return found.text


def texts(root: ElementTree.Element) -> list[str]:
    return [found.text or "" for found in root.iter(f"{SVG}text")]


def ys(root: ElementTree.Element) -> list[float]:
    """Heights of everything that is drawn as a line or a dot."""
    paths = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    places = [float(y) for d in paths for _, y in re.findall(r"[ML](\S+) ([\d.-]+)", d)]
    return [*places, *(float(dot.get("cy", "nan")) for dot in root.iter(f"{SVG}circle"))]


def test_it_is_an_image_with_a_name_and_a_description() -> None:
    root = drawn(TWO)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert text(root, "title") == "Rewards."
    assert text(root, "desc") == (
        "Reward (mean by day): up from 0.1 at Monday to 0.5 at Tuesday;"
        " down from 0.9 at Monday to 0.25 at Tuesday."
    )


def test_charts_stand_below_one_another() -> None:
    root = drawn(TWO, TWO, TWO)
    assert root.get("viewBox") == f"0 0 {WIDTH} {3 * HEIGHT}"
    moved = [group.get("transform") for group in root.iter(f"{SVG}g")]
    assert moved == [f"translate(0 {n * HEIGHT})" for n in range(3)]


def test_lines_are_named_at_their_ends_and_told_apart_without_colour() -> None:
    root = drawn(TWO)
    assert {"up", "down", "Monday", "Tuesday", "day", "mean"} <= set(texts(root))
    dashes = [path.get("stroke-dasharray") for path in root.iter(f"{SVG}path")
              if path.get("stroke-width") == "2" and "L" in path.get("d", "")]  # fmt: skip
    assert len(set(dashes)) == 2
    bands = [path for path in root.iter(f"{SVG}path") if path.get("fill-opacity")]
    assert len(bands) == 1


def test_names_of_lines_that_end_together_do_not_meet() -> None:
    lines = tuple(Line(name=f"l{n}", points=((0, 0.0), (1, 0.5))) for n in range(8))
    root = drawn(Chart(title="t", x_label="x", y_label="y", lines=lines))
    heights = [float(one.get("y", "")) for one in root.iter(f"{SVG}text")
               if re.fullmatch(r"l\d", one.text or "")]  # fmt: skip
    assert len(heights) == 8
    assert min(b - a for a, b in pairwise(heights)) >= 12


def test_what_is_written_by_others_is_escaped() -> None:
    nasty = '<script>alert("1")</script> & \' ]]> \x00\x1b\ud800\ufffe'
    chart = Chart(
        title=nasty, x_label=nasty, y_label=nasty,
        lines=(Line(name=nasty, points=((0, 1), (1, 2))),), x_names=((0, nasty),),
    )  # fmt: skip
    root = drawn(chart, about=nasty)
    assert not list(root.iter(f"{SVG}script"))
    assert text(root, "title") == nasty[: nasty.index("\x00")]
    assert texts(root).count(nasty[: nasty.index("\x00")]) == 5


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_text_makes_a_picture(name: str) -> None:
    chart = Chart(title=name, x_label=name, y_label=name,
                  lines=(Line(name=name, points=((0, 1), (1, 2))),))  # fmt: skip
    kept = "".join(char for char in name if char.isprintable())
    assert text(drawn(chart, about=f"x{name}"), "title") == f"x{kept}"


def test_nothing_is_said_to_be_nothing() -> None:
    root = drawn(Chart(title="t", x_label="x", y_label="y", lines=()))
    assert "nothing to show yet." in texts(root)
    assert "nothing to show yet" in text(root, "desc")
    assert drawn().get("height") == "0"


def test_one_value_is_a_dot() -> None:
    for place in (0.0, 1e12, -3.0):
        one = Line(name="n", points=((place, 0.5),))
        root = drawn(Chart(title="t", x_label="x", y_label="y", lines=(one,)))
        assert len(list(root.iter(f"{SVG}circle"))) == 1


@pytest.mark.parametrize(
    "values",
    [
        (0.0, 0.0), (1e-12, 3e-12), (-5.0, -1.0), (-5.0, 0.0), (-1.0, 2.0), (0.3, 0.7),
        (1e9, 2e9), (99.9, 100.1), (0.5, 0.5),
    ],
)  # fmt: skip
def test_every_value_lies_inside_the_frame(values: tuple[float, float]) -> None:
    line = Line(name="n", points=((0, values[0]), (1, values[1])))
    root = drawn(Chart(title="t", x_label="x", y_label="y", lines=(line,)))
    assert all(40 <= y <= HEIGHT - 50 for y in ys(root)), ys(root)
    (path,) = [one.get("d", "") for one in root.iter(f"{SVG}path")
               if one.get("stroke-width") == "2" and "L" in one.get("d", "")]  # fmt: skip
    first, last = (float(y) for _, y in re.findall(r"(\S+) ([\d.]+)", path[1:].replace("L", " L")))
    assert (first > last) is (values[0] < values[1])


def test_lines_are_checked() -> None:
    with pytest.raises(ValueError, match="band"):
        Line(name="n", points=((0, 1),), low=(0, 1), high=(2,))
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="finite"):
            Line(name="n", points=((0, bad),))
