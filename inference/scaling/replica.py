"""A tier as a Ray Serve deployment: `import_path: inference.scaling.replica:app`.

Each replica is one model server in a process of its own (our engine, vLLM, or another that speaks
OpenAI's API) and the forwarding to it. Ray counts ongoing requests, scales replicas by them, sends
a request to the emptier of two, and lets a leaving replica finish its streams.
"""

from typing import Any

import aiohttp
import msgspec
from ray import serve
from ray.serve import Application

from inference.errors import ModelUnavailableError
from inference.scaling.everywhere import Answer, summed_up
from inference.scaling.forward import Forward, Headers
from inference.scaling.model_server import ModelServer, Order

_TELL_S = 60.0


class _Arguments(msgspec.Struct, forbid_unknown_fields=True):
    command: list[str]
    start_s: float = 1200.0
    stop_s: float = 15.0


@serve.ingress()
class ModelTier:
    """One replica."""

    def __init__(self, order: Order) -> None:
        """Starts nothing: the application's life does, and Serve waits for it."""
        self._server = ModelServer(order)
        self._context = serve.get_replica_context()

    def __serve_build_asgi_app__(self) -> Forward:
        return Forward(
            self._server,
            served_by=self._context.replica_id.unique_id,
            everywhere=self._everywhere,
        )

    async def check_health(self) -> None:
        """Serve's probe: a replica that fails it is replaced."""
        if not await self._server.healthy():
            raise ModelUnavailableError("the model server does not answer")

    async def tell(self, path: str, body: bytes, headers: Headers) -> Answer:
        """Post to this replica's model server."""
        limit = aiohttp.ClientTimeout(total=_TELL_S)
        try:
            async with self._server.http.post(
                path, data=body, headers=headers, timeout=limit
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return summed_up(path, ())

    async def _everywhere(self, path: str, body: bytes, headers: Headers) -> Answer:
        here = serve.get_deployment_handle(self._context.deployment, self._context.app_name)
        answers = await here.broadcast("tell", path, body, headers).results_async()
        return summed_up(path, answers)


def app(args: dict[str, Any]) -> Application:  # Any: what the YAML file holds
    """The application of a config file's `args`: `command`, `start_s`, `stop_s`. Raises
    ValueError."""
    told = msgspec.convert(args, _Arguments)
    order = Order(command=tuple(told.command), start_s=told.start_s, stop_s=told.stop_s)
    return serve.deployment(name="ModelTier")(ModelTier).bind(order)
