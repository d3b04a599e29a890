"""Our engine in a process of its own: a remote tier, or one replica of a cluster.

    python -m inference.scaling.engine --listen 10.0.0.5:8100 --model nano --key-file KEY

Every field of `EngineSettings` is a flag. Stops at SIGTERM, after replies under way have ended.
"""

import argparse
import asyncio
import ipaddress
import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import MISSING, fields, replace
from pathlib import Path

import uvloop

from inference.engine.server import serve_engine
from inference.engine.settings import EngineSettings
from inference.errors import ModelLoadError
from inference.nano import weights_dir

NANO = "nano"
"""As `--model`: the weights that we ship."""
_log = logging.getLogger(__name__)


def read_settings(argv: Sequence[str]) -> EngineSettings:
    """The flags as settings. Raises ValueError and OSError saying what is wrong with them."""
    given = vars(_parser().parse_args(argv))
    key_file = given.pop("key_file")
    settings = EngineSettings(**given)
    if settings.model == NANO:
        settings = replace(settings, model=str(weights_dir()))
    if key_file:
        settings = replace(settings, api_key=Path(key_file).read_text("utf-8").strip())
    if not settings.api_key and not _is_private(settings):
        # Whoever reaches it could speak with any student's adapter.
        raise ValueError(f"listening on {settings.listen} needs a --key-file that holds a key")
    return settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m inference.scaling.engine",
        description="Our engine in a process of its own.",
    )
    for item in fields(EngineSettings):
        if item.name == "api_key":  # on a command line every user of the machine could read it
            continue
        flag, needed = f"--{item.name.replace('_', '-')}", item.default is MISSING
        default = None if needed else item.default
        if item.type is bool:
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=default)
        else:
            parser.add_argument(flag, type=item.type, required=needed, default=default)
    parser.add_argument("--key-file", default="", help="file with the key that requests need")
    return parser


def _is_private(settings: EngineSettings) -> bool:
    """Whether only this machine can reach it."""
    if settings.socket_path is not None:
        return True
    host, _ = settings.address
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def serve(settings: EngineSettings) -> None:
    """Until SIGTERM or SIGINT. Raises ModelLoadError, ModelUnavailableError."""
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(
            serve_engine(settings, ready=lambda: _log.info("ready on %s", settings.listen))
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve; 0 after a signal, 2 for what the operator can mend."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        settings = read_settings(sys.argv[1:] if argv is None else argv)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(settings))
    except* (ModelLoadError, OSError, ValueError) as group:
        for error in group.exceptions:
            sys.stderr.write(f"{error}\n")
        return_code = 2
    else:
        return_code = 0
    return return_code


if __name__ == "__main__":
    raise SystemExit(main())
