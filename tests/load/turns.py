"""How long does a student wait? Spoken and typed turns through the whole server.

The client's clock starts at the true end of the speech in the audio it sent. The server's own
figures, `tutor.timing` and the /metrics histogram, start at the end that voice activity found;
both are shown side by side. Every question is the first of a session of its own.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from tests.load.legs import LEGS, Histogram, read_histogram
from tests.load.microphone import Microphone
from tests.load.plan import Plan
from tests.load.prompts import questions
from tests.load.report import Table
from tests.load.sentences import Sentence, lesson_talk, written
from tests.load.spoken_turn import SpokenTurn, listen
from tests.load.spread import NOTHING, middle_ms, ms, spread
from tests.realtime_client import RealtimeClient, connect
from tests.running_server import RunningServer, reachable_home
from tests.sound import spoken_in_thread

_SETTLE_S = 0.6
"""A room's quiet before the question; voice activity learns it."""
_TURN_S = 30.0
_QUESTIONS = ("sum", "fractions", "term")
"""The kinds of the nano model's held-out questions; answers and calls for help are none."""


@dataclass(slots=True)
class Spoken:
    """All spoken turns of a run."""

    turns: list[tuple[Sentence, SpokenTurn]] = field(default_factory=list)
    awaited: list[tuple[Sentence, SpokenTurn]] = field(default_factory=list)
    """Answers again, which the tutor knew to be right."""
    late_s: float = 0.0

    @property
    def answered(self) -> list[SpokenTurn]:
        """Turns that the recogniser understood and the tutor answered aloud."""
        return [turn for _, turn in self.turns if turn.first_loud_s is not None]


@dataclass(slots=True)
class Typed:
    """All typed turns of a run, in seconds from sending."""

    first_text_s: list[float] = field(default_factory=list)
    done_s: list[float] = field(default_factory=list)
    server_first_token_s: list[float] = field(default_factory=list)


async def measure(plan: Plan) -> list[Table]:
    """A new server of its own, default settings."""
    with reachable_home() as home, RunningServer(home) as server:
        token = server.token("Benchmark")
        sentences = lesson_talk(plan.spoken_turns, plan.seed)
        await _ask_aloud(server, token, sentences[0])  # models' first use
        before = await read_histogram(server)
        spoken = Spoken()
        for sentence in sentences:
            turn, late_s = await _ask_aloud(server, token, sentence)
            spoken.turns.append((sentence, turn))
            spoken.late_s = max(spoken.late_s, late_s)
        counted = (await read_histogram(server)) - before
        for sentence in (sentence for sentence in sentences if sentence.kind == "answer"):
            turn, _ = await _ask_aloud(server, token, sentence, awaited=True)
            spoken.awaited.append((sentence, turn))
        typed = await _type(server, token, questions(plan.typed_turns, plan.seed))
    return [_by_kind(spoken), _by_leg(spoken, counted), _typed_table(typed)]


async def _ask_aloud(
    server: RunningServer, token: str, sentence: Sentence, *, awaited: bool = False
) -> tuple[SpokenTurn, float]:
    """One question, and how late this client's microphone was at worst."""
    pcm = spoken_in_thread(sentence.text)
    async with connect(server, token) as client, asyncio.TaskGroup() as tasks:
        await client.until("session.created")
        if awaited:
            expected = {"kind": "number", "answers": [sentence.text.removeprefix("it is ")]}
            session = {"type": "realtime", "tutor": {"expected": expected}}
            await client.send("session.update", session=session)
            await client.until("session.updated")
        microphone = Microphone(client)
        running = tasks.create_task(microphone.run())
        await asyncio.sleep(_SETTLE_S)
        microphone.say(pcm)
        try:
            async with asyncio.timeout(_TURN_S):
                turn = await listen(client, microphone)
        finally:
            running.cancel()
        await _hang_up(client)
    return turn, microphone.late_s


async def _hang_up(client: RealtimeClient) -> None:
    """End the reply, so that it does not run beside the next question."""
    await client.send("response.cancel")
    with suppress(TimeoutError):  # no reply was running
        await client.until("response.done", "error", limit_s=5.0)


async def _type(server: RunningServer, token: str, asked: Sequence[str]) -> Typed:
    typed = Typed()
    for question in asked:
        async with connect(server, token) as client:
            await client.until("session.created")
            await client.text_only()
            sent_s = monotonic()
            await client.ask(question)
            await client.until("response.output_text.delta")
            typed.first_text_s.append(monotonic() - sent_s)
            await client.until("response.done")
            typed.done_s.append(monotonic() - sent_s)
            told = [event for event in client.seen if event["type"] == "tutor.timing"]
            typed.server_first_token_s += [event["first_token_ms"] / 1000 for event in told]
    return typed


# --- tables ---


def _by_kind(spoken: Spoken) -> Table:
    kinds: dict[str, list[tuple[Sentence, SpokenTurn]]] = defaultdict(list)
    for sentence, turn in spoken.turns:
        kinds[sentence.kind].append((sentence, turn))
    kinds["questions"] = [(s, turn) for s, turn in spoken.turns if s.kind in _QUESTIONS]
    kinds["all"] = spoken.turns
    kinds["answer that was waited for"] = spoken.awaited
    kinds["thought about ahead"] = [(s, turn) for s, turn in spoken.turns if turn.ahead]

    def row(kind: str) -> tuple[str, ...]:
        turns = kinds[kind]
        heard = sum(written(turn.transcript) == sentence.text for sentence, turn in turns)
        waits = [t.first_loud_s for _, t in turns if t.first_loud_s is not None]
        return (kind, str(len(turns)), str(heard), str(len(waits)), *middle_ms(waits))

    return Table(
        question="Voice to voice: from the true end of a question to the first loud reply sample",
        columns=("question", "asked", "heard word for word", "answered", "p50 ms", "p95 ms"),
        rows=tuple(map(row, kinds)),
        notes=(
            "WebSocket, microphone pace, one student, measured at the client. "
            f"The client's microphone was never more than {ms(spoken.late_s)} ms late. "
            "Thought about ahead: the first token was there when the end of the turn was known. "
            "Waited for: the answers once more, when the tutor knew them; not among all.",
        ),
    )


def _by_leg(spoken: Spoken, counted: Histogram) -> Table:
    turns = spoken.answered

    def row(leg: str) -> tuple[str, ...]:
        client = [turn.client_s[leg] for turn in turns if leg in turn.client_s]
        told = [turn.server_s[leg] for turn in turns if leg in turn.server_s]
        mean = spread(told)
        both = [turn for turn in turns if leg in turn.client_s and leg in turn.server_s]
        apart = [turn.client_s[leg] - turn.server_s[leg] for turn in both]
        count, sum_s = counted.counts.get(leg, 0), counted.sums_s.get(leg, 0.0)
        return (
            leg.replace("_", " "),
            *middle_ms(client),
            *middle_ms(told),
            middle_ms(apart)[0],
            ms(mean.mean, 1) if mean else NOTHING,
            ms(sum_s / count, 1) if count else NOTHING,
            f"{len(told)} / {count}",
        )

    return Table(
        question="Legs of a spoken turn, in ms from the end of speech",
        columns=(
            "leg", "client p50", "client p95", "tutor.timing p50", "tutor.timing p95",
            "client - timing p50", "tutor.timing mean", "/metrics mean", "turns told / counted",
        ),
        rows=tuple(map(row, LEGS)),
        notes=(
            "The client sees a leg when its event arrives, the server when it happens: text is "
            "sent once its sentence is judged and the turn is in the log, sound 20 ms a piece.",
        ),
    )  # fmt: skip


def _typed_table(typed: Typed) -> Table:
    rows = (
        ("server: first token", *middle_ms(typed.server_first_token_s)),
        ("client: first text", *middle_ms(typed.first_text_s)),
        ("client: response.done", *middle_ms(typed.done_s)),
    )
    untold = () if typed.server_first_token_s else ("The server told no timing of typed turns.",)
    return Table(
        question="Typed turns, in ms from sending",
        columns=("until", "p50", "p95"),
        rows=rows,
        notes=(f"{len(typed.done_s)} questions, text only, one student.", *untold),
    )
