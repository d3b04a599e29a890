"""How much every benchmark measures: the full plan, and a small one to try a change.

Knows amounts only. Figures of the small plan are rough: many come from one run.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Amounts; the full plan takes under eight minutes on two cores."""

    seed: int = 1
    """Of every generated question and sentence."""
    spoken_turns: int = 20
    typed_turns: int = 20
    engine_streams: tuple[int, ...] = (1, 8, 32)
    """Requests in flight at a time."""
    engine_requests: int = 32
    """Per run, whatever the number of streams: the work is the same."""
    engine_runs: int = 3
    reply_tokens: int = 96
    """Where a reply is cut off, for us and the peer."""
    burst_runs: int = 7
    """Times a whole class asks at once."""
    adapters: int = 1000
    """On disk."""
    adapter_rows: int = 32
    adapter_requests: int = 128
    adapter_runs: int = 3
    adapter_tokens: int = 64
    """Per reply."""
    media_sessions: int = 6
    media_s: float = 5.0
    log_sessions: tuple[int, ...] = (1, 20)
    log_appends: int = 400
    """Per run, over all sessions."""
    log_runs: int = 5
    starts: int = 3
    """Cold and warm each."""
    tts_runs: int = 5
    """Times every sentence is spoken."""
    sentences: int = 24
    loss_sentences: int = 120
    end_of_turn_every: int = 1
    """Of the test turns: all, or every so many."""
    density_ours: tuple[int, ...] = (1, 20, 30, 40, 45, 50, 60, 70)
    """Sessions on one core, climbing until some do not hold."""
    density_pipecat: tuple[int, ...] = (1, 4, 8, 12, 16, 20)
    density_fastrtc: tuple[int, ...] = (1, 2, 4)
    density_s: float = 40.0
    """Seconds that are counted at each number of sessions."""
    soak_sessions: int = 20
    soak_s: float = 1_800.0


FULL = Plan()
SMALL = Plan(
    spoken_turns=4,
    typed_turns=4,
    engine_requests=16,
    engine_streams=(1, 8, 16),
    engine_runs=1,
    burst_runs=2,
    adapters=64,
    adapter_requests=64,
    adapter_runs=1,
    adapter_tokens=32,
    media_sessions=2,
    media_s=2.0,
    log_appends=100,
    log_runs=2,
    starts=1,
    tts_runs=2,
    sentences=8,
    loss_sentences=12,
    end_of_turn_every=10,
    density_ours=(1, 8),
    density_pipecat=(1, 2),
    density_fastrtc=(1,),
    density_s=15.0,
    soak_s=120.0,
)
