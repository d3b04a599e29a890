"""A whole tutor server for tests: started by its own command, in a home of its own.

Parts can be killed with `kill`; the launcher brings them back. Nothing here is faked.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

READY_S = 120.0


@contextmanager
def reachable_home() -> Iterator[Path]:
    """A home that the embedded servers' own account can get to; pytest's folders are private,
    so as root the data would go to /var/lib."""
    with tempfile.TemporaryDirectory(prefix="tutor-test-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningServer:
    """`with RunningServer(home) as server:`"""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self._settings = {
            "TUTOR_HOME": str(home),
            "TUTOR_PORT": str(self.port),
            # Tests open far more than a student does.
            "TUTOR_OPENS_PER_MINUTE": "100000",
            **{f"TUTOR_{name.upper()}": value for name, value in settings.items()},
        }
        self._process: subprocess.Popen[str] | None = None
        self._collector: threading.Thread | None = None
        self.output: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TUTOR_")}
        return {**kept, **self._settings}

    def __enter__(self) -> "RunningServer":
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tutor_server", "serve"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._collector = threading.Thread(target=self._collect, daemon=True)
        self._collector.start()
        self.wait_until(lambda: self.link is not None and self.ready(), READY_S)

    def _collect(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.output.append(line)

    @property
    def link(self) -> str | None:
        return next((line.strip() for line in self.output if "/login/" in line), None)

    def wait_until(self, condition: Callable[[], bool], limit_s: float = 60.0) -> None:
        """Ask until it holds; polling other processes has no virtual time."""
        end = time.monotonic() + limit_s
        while not condition():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"waited in vain; the server said:\n{self.said()}")
            time.sleep(0.05)

    def said(self) -> str:
        logs = (self.home / "logs").glob("*.log")
        tails = [f"--- {log.name}\n{log.read_text()[-3000:]}" for log in logs]
        return "".join(self.output) + "\n".join(tails)

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/ready", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def command(self, *arguments: str) -> str:
        """Run `tutor ...` against this server's home."""
        done = subprocess.run(
            [sys.executable, "-m", "tutor_server", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.strip()

    def token(self, name: str = "Ada", role: str = "student") -> str:
        return self.command("token", "--role", role, "--name", name)

    def parts(self) -> dict[str, int]:
        """Process ids now: roles by their command line, stores by their folder."""
        found: dict[str, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                name = self._part_of(entry)
                if name is not None:
                    found.setdefault(name, int(entry.name))
        return found

    def _part_of(self, entry: Path) -> str | None:
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0")
            if "--role" in words and self._is_ours(entry):
                named = "--worker" if "--worker" in words else "--role"
                return words[words.index(named) + 1]
            data = json.loads((self.home / "keys" / "running.json").read_text())
        except (OSError, ValueError):
            return None
        return next((n for n, pid in data["parts"].items() if pid == int(entry.name)), None)

    def _is_ours(self, entry: Path) -> bool:
        return f"TUTOR_HOME={self.home}\0" in (entry / "environ").read_bytes().decode()

    def kill(self, part: str) -> None:
        """kill -9 one part; returns at once."""
        os.kill(self.parts()[part], signal.SIGKILL)

    def stop(self, number: int = signal.SIGTERM) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(60)
        if self._collector is not None:
            self._collector.join(10)
        if self._process.stdout is not None:
            self._process.stdout.close()
