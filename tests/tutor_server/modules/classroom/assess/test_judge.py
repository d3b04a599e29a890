"""The language model about what code cannot judge: gated both ways, asked thrice, may fail."""

import json
from collections.abc import Sequence

import pytest

from inference.contracts import (
    ChatRequest,
    Direction,
    Finished,
    ModelEvent,
    TextDelta,
    ToolCallDelta,
)
from inference.errors import InferenceError, ModelOverloadedError, ModelRefusedError
from tests.fakes.thinking import FakeGate, FakeLlm, FakeMasker, Script, calls, text_events
from tests.tutor_server.modules.classroom.assess.work import line, work
from tutor_server.modules.classroom.assess.judge import LINES_AT_ONCE, SEEDS, Judge, Judged
from tutor_server.modules.classroom.assess.prompting import TOOL, Judgement
from tutor_server.modules.classroom.assess.rubric import LineBody

TWO = (line("clear", criterion="Is it clear?"), line("kind"))
GOOD = {
    "line_1": {"why": "It is clear.", "met": "yes", "sure": 0.9},
    "line_2": {"why": "Half.", "met": "partly", "sure": 0.4},
}
FOUND = {
    "clear": Judgement(share=1.0, confidence=0.9, why="It is clear."),
    "kind": Judgement(share=0.5, confidence=0.4, why="Half."),
}


class Bench:
    """A judge of fakes."""

    def __init__(self, script: Script) -> None:
        self.llm = FakeLlm(script=script, first_s=0, token_s=0)
        self.gate = FakeGate(delay_s=0)

    async def judge(
        self, answer: str = "My work", known: str = "", lines: Sequence[LineBody] = TWO
    ) -> Judged:
        judge = Judge(llm=self.llm, gate=self.gate, masker=FakeMasker())
        asked = work(answer, *lines)
        return await judge.judge(asked, asked.lines, known)


async def test_a_forced_call_is_read() -> None:
    bench = Bench(calls(TOOL, json.dumps(GOOD)))
    judged = await bench.judge(known="A checker found it right.")
    assert (judged.judgements, judged.blocked) == (FOUND, "")
    assert sorted(request.sampling.seed for request in bench.llm.requests) == list(SEEDS)
    for request in bench.llm.requests:
        assert "A checker found it right." in request.messages[1].content


async def test_what_it_says_again_is_firmer() -> None:
    def by_seed(*met: str) -> Script:
        def script(request: ChatRequest) -> Sequence[ModelEvent | Exception]:
            said = {
                "why": f"{request.sampling.seed}",
                "met": met[request.sampling.seed],
                "sure": 1,
            }
            return calls(TOOL, json.dumps({"line_1": said, "line_2": said}))(request)

        return script

    for met, share, confidence in (
        (("yes", "yes", "yes"), 1.0, 1.0),
        (("yes", "no", "yes"), 1.0, 0.667),
        (("yes", "no", "partly"), 0.5, 0.333),
        (("no", "maybe", "no"), 0.0, 0.667),
    ):
        judged = await Bench(by_seed(*met)).judge()
        said = judged.judgements["clear"]
        assert (said.share, said.confidence) == (share, confidence)


async def test_a_long_rubric_is_asked_in_parts() -> None:
    lines = [line(f"l{n}", criterion="c") for n in range(2 * LINES_AT_ONCE + 1)]
    said = {f"line_{n}": GOOD["line_1"] for n in range(1, LINES_AT_ONCE + 1)}
    bench = Bench(calls(TOOL, json.dumps(said)))
    judged = await bench.judge("My work", lines=lines)
    assert list(judged.judgements) == [f"l{n}" for n in range(2 * LINES_AT_ONCE + 1)]
    assert len(bench.llm.requests) == 3 * len(SEEDS)


async def test_json_as_text_is_understood() -> None:
    said = f"Here you are:\n```json\n{json.dumps(GOOD)}\n```"
    assert (await Bench(lambda request: text_events(said)).judge()).judgements == FOUND


async def test_a_second_call_is_no_part_of_the_first() -> None:
    def script(request: ChatRequest) -> list[TextDelta | ToolCallDelta | Finished]:
        return [
            ToolCallDelta(call_id="a", name=TOOL, arguments=json.dumps(GOOD)),
            ToolCallDelta(call_id="b", name=TOOL, arguments=json.dumps(GOOD)),
            Finished(reason="tool_calls", prompt_tokens=1, completion_tokens=1),
        ]

    assert (await Bench(script).judge()).judgements == FOUND


@pytest.mark.parametrize("error", [ModelOverloadedError, ModelRefusedError])
async def test_a_model_that_fails_is_asked_about_no_more(error: type[InferenceError]) -> None:
    half = TextDelta(text=json.dumps(GOOD)[:20])
    many = [line(f"l{n}", criterion="c") for n in range(3 * LINES_AT_ONCE)]
    for events in ([error("x")], [half, error("x")]):
        bench = Bench(lambda _, events=events: events)
        judged = await bench.judge(lines=many)
        assert judged == Judged(judgements={}, trouble="The tutor's model did not answer.")
        assert (len(bench.llm.requests), bench.llm.running) == (len(SEEDS), 0)


async def test_one_asking_that_fails_only_lowers_the_confidence() -> None:
    def script(request: ChatRequest) -> Sequence[ModelEvent | Exception]:
        if request.sampling.seed == 1:
            return [ModelOverloadedError("x")]
        return calls(TOOL, json.dumps(GOOD))(request)

    said = (await Bench(script).judge()).judgements["clear"]
    assert (said.share, said.confidence) == (1.0, 0.6)


async def test_an_answer_of_no_use_is_no_judgement() -> None:
    judged = await Bench(lambda _: text_events("I like it.")).judge()
    trouble = "The tutor's model gave no usable judgement."
    assert judged == Judged(judgements={}, trouble=trouble)


async def test_work_that_the_gate_stops_is_not_shown_to_the_model() -> None:
    bench = Bench(calls(TOOL, json.dumps(GOOD)))
    judged = await bench.judge("I will hurt-myself")
    assert (judged.judgements, judged.blocked) == ({}, "self_harm")
    assert bench.llm.requests == []


async def test_reasons_pass_the_gate_and_the_judgement_stays() -> None:
    said = {**GOOD, "line_1": {"why": "Make a bomb.", "met": "yes", "sure": 1}}
    bench = Bench(calls(TOOL, json.dumps(said)))
    judged = await bench.judge()
    assert judged.judgements["clear"] == Judgement(
        share=1.0, confidence=1.0, why="The safety check stopped the model's reason."
    )
    assert judged.judgements["kind"] == FOUND["kind"]
    assert {direction for direction, _ in bench.gate.judged} == set(Direction)


async def test_a_gate_that_fails_lets_nothing_through() -> None:
    bench = Bench(calls(TOOL, json.dumps(GOOD)))
    bench.gate.broken = True
    with pytest.raises(RuntimeError):
        await bench.judge()
    assert bench.llm.requests == []
