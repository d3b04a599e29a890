"""What a server process holds over a long time, and whether it grows or stays behind. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MEMORY_MIB_PER_HOUR = 30.0
"""Growth of the second half beyond this is no noise: 20 sessions with their audio are 40 MiB."""
TASKS_LEFT = 3
"""Above those of the empty server before: a request, a health check."""
FILES_LEFT = 8
"""Connections that pools may have opened since (database, Redis, models)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look."""

    at_s: float
    memory_mib: float
    tasks: int
    files: int
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Soak:
    """All looks: with nobody there before and after, and meanwhile."""

    before: Sample
    during: Sequence[Sample]
    after: Sample
    warnings: Sequence[str]
    missed: int
    failures: Sequence[str]

    @property
    def growth_mib_per_hour(self) -> float:
        """Slope over the second half, when caches are full."""
        half = list(self.during)[len(self.during) // 2 :]
        if len(half) < 3:
            return 0.0
        hours = np.array([sample.at_s for sample in half]) / 3_600
        memory = np.array([sample.memory_mib for sample in half])
        return float(np.polyfit(hours, memory, 1)[0])

    def faults(self, *, long: bool) -> list[str]:
        """What is not as it should be; the slope of a short run says nothing."""
        found = []
        if long and self.growth_mib_per_hour > MEMORY_MIB_PER_HOUR:
            found.append(f"memory grows by {self.growth_mib_per_hour:.0f} MiB an hour")
        if self.after.tasks > self.before.tasks + TASKS_LEFT:
            found.append(f"{self.after.tasks - self.before.tasks} tasks are left over")
        if self.after.files > self.before.files + FILES_LEFT:
            found.append(f"{self.after.files - self.before.files} files are left open")
        if self.after.sessions:
            found.append(f"{self.after.sessions} sessions are left over")
        found += [f"logged: {line}" for line in self.warnings[:5]]
        found += [f"could not join: {line}" for line in self.failures[:5]]
        if self.missed:
            found.append(f"{self.missed} replies never came")
        return found
