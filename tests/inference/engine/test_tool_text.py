"""From text to events: plain, one known call, a named call, tagged calls in free text."""

from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import TextDelta, ToolCallDelta
from inference.engine.tool_text import NamedCall, OneCall, PlainText, Splitter, TaggedCalls

Summary = tuple[str, dict[str, tuple[str, str]]]


def run(splitter: Splitter, text: str, cuts: list[int]) -> Summary:
    """The text and the calls that come out, however the text is cut."""
    said, calls = "", {}
    places = sorted({min(cut, len(text)) for cut in cuts})
    parts = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    events = [event for part in parts for event in splitter.push(part)]
    for event in (*events, *splitter.finish()):
        if isinstance(event, TextDelta):
            assert event.text
            said += event.text
        else:
            assert isinstance(event, ToolCallDelta)
            assert bool(event.name) == (event.call_id not in calls), "the name comes first, once"
            name, arguments = calls.get(event.call_id, (event.name, ""))
            calls[event.call_id] = (name, arguments + event.arguments)
    return said, calls


CUTS = st.lists(st.integers(0, 120))


@given(st.text(), CUTS)
def test_plain(text: str, cuts: list[int]) -> None:
    assert run(PlainText(), text, cuts) == (text, {})


@given(CUTS)
def test_one_known_call(cuts: list[int]) -> None:
    assert run(OneCall("quiz", "c1"), '{"n":3}', cuts) == ("", {"c1": ("quiz", '{"n":3}')})


@given(CUTS)
def test_a_named_call(cuts: list[int]) -> None:
    text = '{"name": "quiz", "arguments": {"name":"\\", \\"arguments\\": "}'
    arguments = text.partition('"arguments": ')[2]
    assert run(NamedCall("c1"), text, cuts) == ("", {"c1": ("quiz", arguments)})


def test_a_name_cut_short_is_no_call() -> None:
    assert run(NamedCall("c1"), '{"name": "qu', [3]) == ("", {})


def tagged() -> TaggedCalls:
    numbers = iter(range(9))
    return TaggedCalls(lambda: f"c{next(numbers)}")


@given(CUTS)
def test_tagged_calls_between_text(cuts: list[int]) -> None:
    text = (
        'Look: <tool_call>\n{"name": "quiz", "arguments": {"n": 3}}\n</tool_call> and < then '
        '<tool_call>{"name": "bye"}</tool_call>.'
    )
    splitter = tagged()
    said, calls = run(splitter, text, cuts)
    assert said == "Look:  and < then ."
    assert calls == {"c0": ("quiz", '{"n": 3}'), "c1": ("bye", "{}")}
    assert splitter.called


def test_a_call_without_its_closing_tag_counts_if_it_is_whole() -> None:
    assert run(tagged(), '<tool_call>{"name": "bye"}', [])[1] == {"c0": ("bye", "{}")}


def test_rubbish_in_tags_is_dropped() -> None:
    for rubbish in ("{", "[1]", '{"arguments": {}}', '"x"'):
        splitter = tagged()
        assert run(splitter, f"a<tool_call>{rubbish}</tool_call>b", []) == ("ab", {})
        assert not splitter.called


def test_a_tag_that_never_completes_is_text() -> None:
    assert run(tagged(), "1 <tool_ca", [5]) == ("1 <tool_ca", {})
