"""A worked reply whose task was not understood is not said."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import Finished, ModelEvent, TextDelta
from inference.engine.abstention import FILE, Abstention, Opening, read_abstention
from inference.engine.engine import Engine
from inference.engine.preparing import ChatTask
from inference.errors import ModelLoadError
from inference.nano import weights_dir
from tests.inference.engine.tiny import ask, tiny_settings

RULE = Abstention(begins="Let's ", least=0.8, says="I don't know that yet.")


def said(*tokens: tuple[str, float]) -> tuple[list[str], Opening]:
    opening, found = Opening(RULE), []
    for text, probability in tokens:
        found.append(opening.push(text, probability))
        if opening.doubted:
            return found, opening
    return [*found, opening.finish()], opening


def test_a_sure_task_is_said_when_its_sentence_is_over() -> None:
    found, _ = said(("Let", 0.4), ("'s", 0.3), (" do", 0.9), (" 1", 1.0), (".", 0.9), (" So", 0.2))
    assert found == ["", "", "", "", "", "Let's do 1. So", ""]


def test_a_doubtful_task_is_not() -> None:
    found, opening = said(("Let's ", 1.0), ("check", 0.9), (" 91", 0.5), (" prime", 0.9))
    assert found == ["", "", RULE.says]
    assert not opening.open


def test_the_choice_of_the_first_words_is_no_doubt_about_the_task() -> None:
    found, _ = said(("Let", 0.1), ("'s", 0.1), (" ", 0.1), ("do 2.", 0.9))
    assert "".join(found) == "Let's do 2."


def test_other_replies_are_not_held_back() -> None:
    found, opening = said(("A", 0.1), (" fraction", 0.1))
    assert found == ["A", " fraction", ""]
    assert not opening.open


@pytest.mark.parametrize("begun", ["Let", "Let's stop here", "Let's do 1"])
def test_nothing_is_lost_when_the_reply_ends_early(begun: str) -> None:
    assert "".join(said((begun, 1.0))[0]) == begun


def test_a_point_within_a_number_ends_no_sentence() -> None:
    found, _ = said(("Let's ", 1.0), ("do 0.", 0.9), ("5", 0.9), (".", 0.9), (" Ones", 0.1))
    assert found[:4] == ["", "", "", ""]
    assert found[4] == "Let's do 0.5. Ones"


@given(st.lists(st.tuples(st.text(alphabet="Let's .a1", max_size=4), st.just(1.0)), max_size=12))
def test_a_sure_reply_is_whole(tokens: list[tuple[str, float]]) -> None:
    assert "".join(said(*tokens)[0]) == "".join(text for text, _ in tokens)


def test_the_rule_of_a_checkpoint(tmp_path: Path) -> None:
    assert read_abstention(tmp_path) is None
    shipped = read_abstention(weights_dir())
    assert shipped is not None
    assert "I don't know that yet" in shipped.says


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"begins": "a", "least": 0.5}',
        '{"begins": "", "least": 0.5, "says": "b"}',
        '{"begins": "a", "least": 2, "says": "b"}',
        '{"begins": "a", "least": "b", "says": "b"}',
        '{"begins": 5, "least": 0.5, "says": "b"}',
        "[1]",
        '{"begins": "a", "least": 0.5, "says": "b", "more": 1}',
    ],
)
def test_a_broken_rule_is_a_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(ModelLoadError, match=FILE):
        read_abstention(tmp_path)


async def _reply(folder: Path, *, abstain: bool = True) -> tuple[str, ModelEvent]:
    settings = tiny_settings(folder, abstain=abstain)
    async with Engine(settings, clock=time.monotonic) as engine:
        request = ask("what is 1/2 + 1/4", max_tokens=12)
        events = [event async for event in engine.chat(ChatTask(request=request))]
    return "".join(e.text for e in events if isinstance(e, TextDelta)), events[-1]


async def test_the_engine_obeys_it(tiny: Path, tmp_path: Path) -> None:
    plain, end = await _reply(tiny)
    folder = copytree(tiny, tmp_path / "ruled")

    def rule(least: float) -> None:
        told = Abstention(begins=plain[:1], least=least, says="I don't know.")
        (folder / FILE).write_text(json.dumps(asdict(told)))

    rule(0.0)
    assert await _reply(folder) == (plain, end)
    rule(1.0)
    text, ended = await _reply(folder)
    assert text == "I don't know."
    assert isinstance(ended, Finished)
    assert ended.reason == "stop"
    assert await _reply(folder, abstain=False) == (plain, end)
