"""A request fitted into a tier: budgets are kept, nothing newer is lost, what is old is told."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contracts import ChatRequest, Message, Role, Sampling, ToolCall
from inference.remembering.fit import (
    EARLIER_TALKS,
    NEWEST_MESSAGES,
    PER_MESSAGE,
    THIS_TALK,
    Budget,
    fit,
)
from inference.remembering.tokens import estimate

SYSTEM = Message(role=Role.SYSTEM, content="You are a friendly tutor. Grade: 3.")


def talk(turns: int) -> tuple[Message, ...]:
    """So many turns; the student tells of themselves in the first."""
    said = ["I love football and my dog is Rex", *(f"Is {n} a number?" for n in range(1, turns))]
    return (
        SYSTEM,
        *(
            message
            for text in said
            for message in (
                Message(role=Role.USER, content=text),
                Message(role=Role.ASSISTANT, content="Yes, it is."),
            )
        ),
    )[:-1]


def asked(turns: int, **changes: object) -> ChatRequest:
    return ChatRequest(**({"messages": talk(turns)} | changes))  # type: ignore[arg-type]


def size(request: ChatRequest) -> int:
    return sum(estimate(m.content) + PER_MESSAGE for m in request.messages)


def test_what_fits_is_left_as_it_is() -> None:
    request = asked(5)
    assert fit(request, Budget(), estimate) is request
    assert fit(request, Budget(context_tokens=4_096, memory_tokens=256), estimate) is request


def test_without_a_budget_the_talk_is_cut_and_nothing_is_remembered() -> None:
    request = asked(80, background=("Student: likes football",))
    fitted = fit(request, Budget(), estimate)
    assert fitted.messages[0] == SYSTEM
    assert len(fitted.messages) <= NEWEST_MESSAGES + 1
    assert fitted.messages[-1] == request.messages[-1]
    assert fitted.background == ()


def test_a_long_talk_keeps_its_beginning_as_a_digest() -> None:
    fitted = fit(asked(80), Budget(memory_tokens=200), estimate)
    told = fitted.messages[0].content
    assert told.startswith(SYSTEM.content + "\n" + THIS_TALK)
    assert 'Student: "I love football and my dog is Rex"' in told
    assert fitted.messages[1].role is Role.USER


def test_background_first_line_first_within_the_budget() -> None:
    lines = tuple(f'Student: "I like thing {n}"' for n in range(50))
    fitted = fit(asked(2, background=lines), Budget(memory_tokens=120), estimate)
    system = fitted.messages[0].content.split("\n")
    assert system[0] == SYSTEM.content
    assert system[1] == EARLIER_TALKS
    assert tuple(system[2:]) == lines[: len(system) - 2]
    assert sum(estimate(line) + 1 for line in system[1:]) <= 120
    assert len(system) > 4
    bare = fit(ChatRequest(messages=(), background=lines[:1]), Budget(memory_tokens=99), estimate)
    assert [m.role for m in bare.messages] == [Role.SYSTEM]


def test_the_start_stays_the_same_for_some_turns() -> None:
    starts = [
        fit(asked(turns), Budget(memory_tokens=200), estimate).messages[1]
        for turns in range(40, 80)
    ]
    assert len(set(starts)) <= 7


def test_a_tools_result_never_stands_without_its_call() -> None:
    call = ToolCall(call_id="c", name="look", arguments="{}")
    turn = (
        Message(role=Role.USER, content="what is on my screen just now"),
        Message(role=Role.ASSISTANT, content="", tool_calls=(call,)),
        Message(role=Role.TOOL, content="a sum", tool_call_id="c"),
        Message(role=Role.ASSISTANT, content="A sum."),
    )
    for turns in range(1, 40):
        fitted = fit(ChatRequest(messages=(SYSTEM, *turn * turns)), Budget(), estimate)
        assert fitted.messages[1].role is Role.USER
        assert (len(fitted.messages) - 1) % 4 == 0


@settings(max_examples=40)
@given(
    turns=st.integers(1, 90),
    context=st.sampled_from([0, 256, 1_024, 4_096]),
    memory=st.sampled_from([0, 64, 192]),
    lines=st.lists(st.text(max_size=80), max_size=12),
    max_tokens=st.integers(1, 512),
)
def test_budgets_are_kept_and_the_newest_turn_stays(
    turns: int, context: int, memory: int, lines: list[str], max_tokens: int
) -> None:
    request = asked(turns, background=tuple(lines), sampling=Sampling(max_tokens=max_tokens))
    budget = Budget(context_tokens=context, memory_tokens=memory)
    fitted = fit(request, budget, estimate)
    assert fitted.messages[-1] == request.messages[-1]
    assert fitted.background == ()
    assert len(fitted.messages) <= NEWEST_MESSAGES + 1
    added = estimate(fitted.messages[0].content) - estimate(SYSTEM.content)
    assert added <= memory
    if context and len(fitted.messages) > 2:
        assert size(fitted) <= context - min(max_tokens, context // 4)
    assert fit(request, budget, estimate) == fitted
    assert (
        fit(replace(request, background=()), budget, estimate).messages[1:]
        == (fitted.messages[1:])
    )
