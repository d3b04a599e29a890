"""One client for every OpenAI-compatible chat server: our engine, vLLM, Ollama, any URL."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inference.contracts import ChatRequest, JsonValue
from inference.llm.exchange import Dialect, HttpModel
from inference.llm.wire import ReplyReader, error_of, model_names, request_body


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a server is, and what it calls its models."""

    base_url: str = ""
    """Up to and with `/v1`, e.g. `http://localhost:11434/v1`."""
    socket_path: str = ""
    """A unix socket; then `base_url` stays empty."""
    api_key: str = field(default="", repr=False)
    models: Mapping[str, str] = field(default_factory=dict)
    """Our tier names to the server's model names; other names are passed as they are."""
    native: bool = False
    """The server is our own engine and takes priorities and deadlines."""

    def __post_init__(self) -> None:
        if bool(self.base_url) == bool(self.socket_path):
            raise ValueError("an endpoint has either a base_url or a socket_path")

    @property
    def url(self) -> str:
        """The base that paths are added to."""
        return self.base_url.rstrip("/") or "http://engine/v1"

    def body(self, request: ChatRequest) -> Mapping[str, JsonValue]:
        """An adapter stands where the model would."""
        model = request.adapter or self.models.get(request.model, request.model)
        return request_body(request, model=model, native=self.native)


class OpenAiClient(HttpModel):
    """A LanguageModel over one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        key = endpoint.api_key
        super().__init__(
            Dialect(
                url=endpoint.url,
                path="/chat/completions",
                headers={"Authorization": f"Bearer {key}"} if key else {},
                socket_path=endpoint.socket_path,
                models=endpoint.models,
                body=endpoint.body,
                error=error_of,
                names=model_names,
                reply=ReplyReader,
            )
        )
