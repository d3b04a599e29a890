"""What is known about one tier of models, as configuration says it. Knows no model."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TIER_NAMES: Final = ("nano", "micro", "base", "pro")
"""From the smallest to the most able."""
ROUTED: Final = "tutor"
"""The name of the routed tutor; the tiers have their own."""


class Capability(StrEnum):
    """What a tier can do besides talking."""

    TOOLS = "tools"
    """Can be made to call a tool."""
    ADAPTERS = "adapters"
    """Can serve a student's own adapter; another tier answers with its plain model."""
    READS = "reads"
    """Follows instructions and answers from material in its prompt; our nano model does not."""
    GROUNDED = "grounded"
    """Answers from a passage in the short form of `inference.nano.told`: a model that
    `inference.nano.train --grounded` has taught it; to a tier that reads it adds nothing."""
    IN_HOUSE = "in_house"
    """Runs where the school's data may be; only such a tier hears what is sensitive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier: all its replicas are the same model."""

    name: str
    """One of TIER_NAMES."""
    first_event_s: float
    """Latency budget: how long its first event may take before another is asked."""
    capabilities: frozenset[Capability] = frozenset(Capability)
    cost_per_token: float = 0.0
    """In whatever currency `Policy.max_cost` is; prompt and reply count alike."""
    hardest: float = 1.0
    """Quality floor: the highest difficulty (0 to 1) with which it is trusted first."""
    context_tokens: int = 0
    """How long prompt and reply may be together; 0: as long as any."""
    memory_tokens: int = 0
    """Of the prompt, for what was said earlier: other talks, and the beginning of this one."""

    def __post_init__(self) -> None:
        if self.name not in TIER_NAMES:
            raise ValueError(f"tier must be one of {', '.join(TIER_NAMES)}, is {self.name!r}")
        if not 0 < self.first_event_s <= 60:
            raise ValueError(f"first_event_s must be above 0 up to 60, is {self.first_event_s}")
        if not 0 <= self.hardest <= 1:
            raise ValueError(f"hardest must be 0 to 1, is {self.hardest}")
        if self.cost_per_token < 0 or self.context_tokens < 0:
            raise ValueError("cost_per_token and context_tokens must not be below 0")
        if not 0 <= self.memory_tokens <= 8_192:
            raise ValueError(f"memory_tokens must be 0 to 8192, is {self.memory_tokens}")

    @property
    def rank(self) -> int:
        """How able it is, from 0."""
        return TIER_NAMES.index(self.name)
