"""The engine role: a checkpoint behind the OpenAI-compatible API. torch lives here."""

from inference.engine.device import best_device, best_dtype
from inference.engine.server import serve_engine
from inference.engine.settings import EngineSettings
from inference.errors import ModelLoadError
from inference.nano import weights_dir
from tutor_server.app.models import NANO
from tutor_server.app.places import Places
from tutor_server.app.ready import ReadyPipe
from tutor_server.errors import StartError
from tutor_server.settings import Settings


def model_folder(settings: Settings) -> str:
    """Our own weights for `nano`, else what the setting names (a folder or a hub name)."""
    return str(weights_dir()) if settings.llm_model == NANO else settings.llm_model


async def run_engine(settings: Settings, places: Places, pipe: ReadyPipe) -> None:
    """Serve until cancelled. Raises StartError when the model cannot be loaded."""
    device = settings.llm_device
    if device == "auto":
        device = best_device()
    dtype = settings.llm_dtype
    if dtype == "auto":
        dtype = best_dtype(device)
    engine = EngineSettings(
        model=model_folder(settings),
        listen=places.engine_socket,
        name=NANO,
        dtype=dtype,
        weights=settings.llm_weights,
        device=device,
        threads=settings.llm_threads,
        slots=settings.llm_slots,
        adapters=settings.llm_adapters,
        adapter_places=max(32, settings.llm_slots),
    )
    pipe.step(
        f"loading {settings.llm_model} ({dtype}, {settings.llm_weights} weights, on {device})"
    )
    try:
        await serve_engine(engine, ready=pipe.ready)
    except ModelLoadError as error:
        raise StartError(f"The model {settings.llm_model} cannot be loaded: {error}") from error
