"""A role's side of the pipe to its launcher: what it is doing, and that it serves."""

import contextlib
import gc
import os
from dataclasses import dataclass

from tutor_server.launcher.role import die_with_parent


@dataclass(slots=True)
class ReadyPipe:
    """Writes `step ...` and `ready`; does nothing without a launcher."""

    fd: int | None = None

    def step(self, what: str) -> None:
        """Tell what takes long."""
        self._write(f"step {what}\n")

    def ready(self) -> None:
        """Tell that the role serves; once. What was made so far stays for good."""
        _forget_the_start()
        self._write("ready\n")
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def _write(self, line: str) -> None:
        if self.fd is not None:
            with contextlib.suppress(BrokenPipeError):  # the launcher is gone; prctl tells us
                os.write(self.fd, line.encode())


def open_pipe(ready_fd: int | None, parent_pid: int | None) -> ReadyPipe:
    """The pipe of a role started by a launcher, which it will not outlive."""
    if parent_pid is not None:
        die_with_parent(parent_pid)
    return ReadyPipe(fd=ready_fd)


def _forget_the_start() -> None:
    """A full collection that looks at everything again would stop every voice meanwhile: 50 to 80
    ms in a web process, 130 to 220 ms beside torch and transformers."""
    gc.collect()
    gc.freeze()
