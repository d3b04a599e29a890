"""What a tier gets besides its model: a budget, a judge of difficulty, the walls of the house."""

from pathlib import Path

import pytest

from inference.embedding.worker import EmbeddingWorker
from inference.remembering.within import Within
from inference.routing.configured import MEMORY_TOKENS, read_tiers
from inference.routing.judge import LearnedJudge
from inference.routing.tier import Capability
from tests.inference.routing.models import Fake
from tutor_server.app.tiers import all_within, is_in_house, judge_of, only_tier
from tutor_server.errors import StartError
from tutor_server.settings import Settings

NEAR = "http://127.0.0.1:8001/v1"
FAR = "https://api.example.com/v1"


def nobody() -> EmbeddingWorker:
    return EmbeddingWorker(lambda texts: pytest.fail(str(texts)))


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("", True),
        (NEAR, True),
        ("http://localhost:8001/v1", True),
        ("http://[::1]:8001/v1", True),
        ("http://10.1.2.3/v1", True),
        ("http://vllm:8000/v1", True),
        ("http://gpu.school.internal/v1", True),
        (FAR, False),
        ("http://8.8.8.8/v1", False),
        ("http://internal.example.com/v1", False),
    ],
)
def test_where_the_house_ends(url: str, near: bool) -> None:
    assert is_in_house(Settings(llm_url=url)) is near
    assert is_in_house(Settings(llm_url=url, llm_in_house="yes"))
    assert not is_in_house(Settings(llm_url=url, llm_in_house="no"))


def test_the_one_tier() -> None:
    ours = only_tier(Settings(), "nano", first_event_s=1.0)
    assert ours.memory_tokens == 0, "it was not trained to read what is remembered"
    assert ours.capabilities == frozenset(Capability) - {Capability.READS, Capability.GROUNDED}
    able = only_tier(Settings(llm_url=NEAR, llm_model="able"), "nano", first_event_s=1.0)
    assert able.memory_tokens == MEMORY_TOKENS["base"]
    assert able.capabilities == frozenset(Capability)
    far = only_tier(Settings(llm_url=FAR, llm_model="able"), "nano", first_event_s=1.0)
    assert far.memory_tokens == 0
    assert Capability.IN_HOUSE not in far.capabilities


def test_difficulty_is_judged_where_there_is_a_choice(tmp_path: Path) -> None:
    assert judge_of(Settings(), 1, nobody()) is None
    assert isinstance(judge_of(Settings(), 2, nobody()), LearnedJudge)
    assert judge_of(Settings(llm_difficulty="off"), 2, nobody()) is None
    broken = tmp_path / "model"
    broken.write_text("nonsense")
    with pytest.raises(StartError, match="TUTOR_LLM_DIFFICULTY"):
        judge_of(Settings(llm_difficulty=str(broken)), 2, nobody())


def test_every_replica_is_behind_its_tiers_budget() -> None:
    tier = '[[tier]]\nname = "{}"\nfirst_event_ms = 900\n'
    replica = '[[tier.replica]]\napi = "openai"\nurl = "http://gpu/v1"\nmodel = "m"\n'
    found = read_tiers(tier.format("nano") + replica + tier.format("pro") + 2 * replica)
    clients = {one: [Fake(one.name) for _ in places] for one, places in found.tiers.items()}
    wrapped = all_within(found, clients)
    assert {one.name: len(models) for one, models in wrapped.items()} == {"nano": 1, "pro": 2}
    assert all(isinstance(model, Within) for models in wrapped.values() for model in models)
