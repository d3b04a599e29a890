"""A client for servers that speak Anthropic's Messages API.

Adapters do not exist there: a request goes to the plain model, and a student's adapter name never
leaves the house.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inference.contracts import ChatRequest, JsonValue
from inference.llm.anthropic_wire import (
    VERSION,
    MessageReader,
    error_of,
    model_names,
    request_body,
)
from inference.llm.exchange import Dialect, HttpModel


@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicEndpoint:
    """Where a server is, and what it calls its models."""

    base_url: str
    """Up to and with `/v1`."""
    api_key: str = field(default="", repr=False)
    models: Mapping[str, str] = field(default_factory=dict)
    """Our tier names to the server's model names; other names are passed as they are."""

    def body(self, request: ChatRequest) -> Mapping[str, JsonValue]:
        """Always of a plain model."""
        return request_body(request, model=self.models.get(request.model, request.model))


class AnthropicClient(HttpModel):
    """A LanguageModel over one endpoint."""

    def __init__(self, endpoint: AnthropicEndpoint) -> None:
        key = {"x-api-key": endpoint.api_key} if endpoint.api_key else {}
        super().__init__(
            Dialect(
                url=endpoint.base_url.rstrip("/"),
                path="/messages",
                headers={"anthropic-version": VERSION, **key},
                models=endpoint.models,
                body=endpoint.body,
                error=error_of,
                names=model_names,
                reply=MessageReader,
            )
        )
