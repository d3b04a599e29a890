"""Opens a client for every configured replica. Knows the kinds of servers; knows no routing."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from inference.contracts import LanguageModel
from inference.llm.anthropic import AnthropicClient, AnthropicEndpoint
from inference.llm.client import Endpoint, OpenAiClient
from inference.routing.configured import Api, ReplicaPlace, TierFileError
from inference.routing.tier import Tier


@asynccontextmanager
async def open_tiers(
    tiers: Mapping[Tier, Sequence[ReplicaPlace]],
) -> AsyncIterator[Mapping[Tier, Sequence[LanguageModel]]]:
    """Clients by tier, as the Router takes them; nothing is sent yet. Raises TierFileError when a
    key file cannot be read."""
    async with AsyncExitStack() as stack:
        yield {
            tier: [await stack.enter_async_context(_client(tier.name, place)) for place in places]
            for tier, places in tiers.items()
        }


def _client(name: str, place: ReplicaPlace) -> OpenAiClient | AnthropicClient:
    key, models = _key(place.key_file), {name: place.model}
    if place.api is Api.ANTHROPIC:
        return AnthropicClient(AnthropicEndpoint(base_url=place.url, api_key=key, models=models))
    return OpenAiClient(
        Endpoint(
            base_url=place.url,
            socket_path=place.socket,
            api_key=key,
            models=models,
            native=place.api is Api.ENGINE,
        )
    )


def _key(path: str) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TierFileError(f"The key file {path} cannot be read: {error}.") from error
