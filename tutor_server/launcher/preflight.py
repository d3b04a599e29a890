"""Is there room to start: port, disk, a usable home. Each answer is a plain sentence."""

import errno
import os
import shutil
import socket
from pathlib import Path

from tutor_server.errors import StartError

MIN_FREE_BYTES = 500 << 20


def check_port(host: str, port: int) -> None:
    """Raises StartError when somebody else listens there, or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(_port_sentence(error, host, port)) from error


def _port_sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use. Stop the other program, or choose another port: "
            f"TUTOR_PORT={port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs special rights. Choose one above 1023 with TUTOR_PORT."
    return f"This machine has no address {host} (TUTOR_HOST): {error.strerror}."


def check_home(home: Path) -> None:
    """Make the folder of all state. Raises StartError when it cannot be used."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / f".write-{os.getpid()}"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"The folder {home} (TUTOR_HOME) cannot be used: {error.strerror}."
        ) from (error)
    free = shutil.disk_usage(home).free
    if free < MIN_FREE_BYTES:
        raise StartError(
            f"The disk of {home} has {free >> 20} MB left; the tutor needs "
            f"{MIN_FREE_BYTES >> 20} MB. Make some room, or set TUTOR_HOME to another disk."
        )
