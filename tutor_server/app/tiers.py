"""Joins what tiers need beyond their models: budgets for what is remembered, how hard a question
is, what must stay in the house. Loads no model but the small one of difficulty."""

import ipaddress
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from inference.contracts import LanguageModel
from inference.embedding.minilm import NAME
from inference.embedding.worker import EmbeddingWorker
from inference.errors import ModelLoadError
from inference.remembering.fit import Budget
from inference.remembering.tokens import NANO, counter_of
from inference.remembering.within import Within
from inference.router import Judge
from inference.routing.configured import MEMORY_TOKENS, Configuration
from inference.routing.difficulty import DifficultyModel
from inference.routing.judge import LearnedJudge
from inference.routing.shipped import SHIPPED
from inference.routing.tier import Capability, Tier
from tutor_server.errors import StartError
from tutor_server.settings import Settings

AUTO: Final = "auto"
OFF: Final = "off"
_NEAR: Final = (".local", ".localhost", ".internal", ".lan", ".svc", ".home.arpa")


def within(tier: Tier, model: LanguageModel, name: str) -> LanguageModel:
    """A tier's model behind its budget; tokens are counted exactly where its tokenizer is here."""
    budget = Budget(context_tokens=tier.context_tokens, memory_tokens=tier.memory_tokens)
    return Within(model, budget, counter_of(name))


def all_within(
    found: Configuration, clients: Mapping[Tier, Sequence[LanguageModel]]
) -> Mapping[Tier, Sequence[LanguageModel]]:
    """Every replica of every tier behind its tier's budget."""
    return {
        tier: [
            within(tier, client, place.model)
            for client, place in zip(clients[tier], places, strict=True)
        ]
        for tier, places in found.tiers.items()
    }


def only_tier(settings: Settings, name: str, *, first_event_s: float) -> Tier:
    """The tier of the one model. Our nano model can answer from a passage, but it chooses among
    the lesson's sentences less well than the look-up does, and it was not trained to read what is
    remembered; a capable one is told both."""
    near, able = is_in_house(settings), settings.llm_model != NANO
    without = set() if near else {Capability.IN_HOUSE}
    without |= set() if able else {Capability.READS, Capability.GROUNDED}
    return Tier(
        name=name,
        first_event_s=first_event_s,
        capabilities=frozenset(Capability) - without,
        memory_tokens=MEMORY_TOKENS["base"] if near and able else 0,
    )


def judge_of(settings: Settings, tiers: int, embedder: EmbeddingWorker) -> Judge | None:
    """Who says how hard a question is; nobody where there is no choice between tiers.

    Raises StartError when the model that the setting names cannot be used.
    """
    wanted = settings.llm_difficulty
    if tiers < 2 or wanted == OFF:
        return None
    path = SHIPPED if wanted == AUTO else Path(wanted)
    try:
        return LearnedJudge(DifficultyModel.load(path, embedding=NAME), embedder)
    except ModelLoadError as error:
        raise StartError(f"TUTOR_LLM_DIFFICULTY: {path.name} cannot be used: {error}.") from error


def is_in_house(settings: Settings) -> bool:
    """Whether the one model of the settings may hear what is sensitive: our own engine, a server
    on this machine or a private network, or one that the operator says is."""
    if settings.llm_in_house != AUTO or not settings.llm_url:
        return settings.llm_in_house != "no"
    host = urlsplit(settings.llm_url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_NEAR)
    return address.is_private or address.is_loopback
