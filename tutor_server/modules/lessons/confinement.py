"""Takes every right away from the process it runs in; used by runner_child.py only.

Nothing of the server is imported here and nothing but the standard library. seccomp alone decides
what the process may do: compute, and write to what is open already. It can open no file, no socket
and no process, and signal nobody. The other layers stand behind it: limits of resources, an
unprivileged account, namespaces without a network, Landlock.

Sources: seccomp(2), landlock(7), setrlimit(2), unshare(2), prctl(2), linux/filter.h.
"""

import ctypes
import os
import platform
import resource
import socket
import sys
from collections.abc import Callable
from typing import Final

ACCOUNT: Final = 60_433
"""An account of nobody: not even our embedded Postgres and Redis, which have the one below."""
CPU_S: Final = 2
MEMORY_BYTES: Final = 256 * 2**20
OPEN_FILES: Final = 16

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_SIGKILL: Final = 9
_CLONE_NEWNET: Final = 0x4000_0000
_CLONE_NEWIPC: Final = 0x0800_0000
_CLONE_NEWUTS: Final = 0x0400_0000
_CLONE_NEWUSER: Final = 0x1000_0000

_ALLOWED: Final = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10,
    "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60,
    "gettimeofday": 96, "sigaltstack": 131, "gettid": 186, "futex": 202, "restart_syscall": 219,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231,
    "getrandom": 318,
}  # fmt: skip
"""By their numbers on x86-64, the only machine that the server runs on."""
_AUDIT_ARCH_X86_64: Final = 0xC000_003E
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_RET_ALLOW, _RET_KILL, _RET_EPERM = 0x7FFF_0000, 0x8000_0000, 0x0005_0001

_LANDLOCK_CREATE: Final = 444
_LANDLOCK_RESTRICT: Final = 446
_LANDLOCK_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights each version of Landlock knows; later ones know 16."""


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_uint16),
        ("instructions", ctypes.POINTER(_Instruction)),
    )


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


_libc = ctypes.CDLL(None, use_errno=True)


def confine() -> list[str]:
    """Give everything up; returns the names of the layers that hold.

    Raises OSError when seccomp cannot be had or anything still gets through.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise OSError("this machine is not Linux on x86-64")
    layers = ["limits"]
    _limit()
    layers += _optional("namespaces", _leave_network)
    layers += _optional("account", _step_down)
    if os.geteuid() == 0:
        raise OSError("the process is still root")
    _must(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    # After the change of account, which would clear it: nobody is left behind by a killed server.
    _must(_libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0))
    layers += _optional("landlock", _forbid_files)
    _filter_calls()
    _prove()
    return [*layers, "seccomp"]


def _limit() -> None:
    # The first limit ends it by a signal of its own, so that the reason is known; a program that
    # ignores it meets the sandbox's deadline before the second.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 3))
    for kind, amount in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (amount, amount))


def _leave_network() -> None:
    """A network of its own without any device, and no shared memory with anybody."""
    flags = _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWUTS
    if os.geteuid() != 0:
        flags |= _CLONE_NEWUSER
    _must(_libc.unshare(flags))


def _step_down() -> None:
    if os.geteuid() != 0:
        raise OSError("only root can become somebody else")
    os.setgroups([])
    os.setresgid(ACCOUNT, ACCOUNT, ACCOUNT)
    os.setresuid(ACCOUNT, ACCOUNT, ACCOUNT)


def _forbid_files() -> None:
    """A ruleset that handles every right and allows none."""
    version = _libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    _must(version)
    rules = _Ruleset(
        files=(1 << _LANDLOCK_FILE_RIGHTS.get(version, 16)) - 1,
        network=0b11 if version >= 4 else 0,
        scoped=0b11 if version >= 6 else 0,
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    descriptor = _libc.syscall(_LANDLOCK_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    _must(descriptor)
    _must(_libc.syscall(_LANDLOCK_RESTRICT, descriptor, 0))
    os.close(descriptor)


def _filter_calls() -> None:
    """Calls that are not allowed fail with EPERM; another architecture's are the end."""
    numbers = sorted(_ALLOWED.values())
    count = len(numbers)
    lines = [
        _Instruction(_LOAD, 0, 0, 4),
        _Instruction(_JUMP_IF_EQUAL, 1, 0, _AUDIT_ARCH_X86_64),
        _Instruction(_RETURN, 0, 0, _RET_KILL),
        _Instruction(_LOAD, 0, 0, 0),
        *(
            # On to the last line of all, or to the next comparison.
            _Instruction(_JUMP_IF_EQUAL, count - place, 0, number)
            for place, number in enumerate(numbers)
        ),
        _Instruction(_RETURN, 0, 0, _RET_EPERM),
        _Instruction(_RETURN, 0, 0, _RET_ALLOW),
    ]
    program = _Program(len(lines), (_Instruction * len(lines))(*lines))
    _must(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0))


def _prove() -> None:
    """Try what a student's code might try first."""
    for attempt in (
        lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        lambda: os.open("/etc/passwd", os.O_RDONLY),
        lambda: os.kill(os.getppid(), 0),
        os.fork,
    ):
        try:
            attempt()
        except OSError:
            continue
        raise OSError("the sandbox does not hold")


def _optional(name: str, take: Callable[[], None]) -> list[str]:
    try:
        take()
    except OSError:
        return []
    return [name]


def _must(result: int) -> None:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
