"""The shipped Serve config on a small cluster of our own, and how to look into it."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil
import yaml

from tests.inference.scaling.remote import KEY, free_port
from tests.inference.scaling.talkative import CONTEXT, QUESTION, talkative

SHIPPED = Path(__file__).parents[3] / "deploy" / "ray" / "engine.yaml"
QUICK = {
    "min_replicas": 1,
    "max_replicas": 2,
    "target_ongoing_requests": 2,
    "upscale_delay_s": 0.5,
    "downscale_delay_s": 3600,
    "metrics_interval_s": 0.5,
    "look_back_period_s": 1,
}
"""Decides within a second, and never to have fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running cluster; its folder holds everything that it makes."""

    home: Path
    port: int
    driver: "subprocess.Popen[str]"

    @property
    def url(self) -> str:
        """Without `/v1`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def model(self) -> Path:
        """The checkpoint that it serves."""
        return self.home / "model"

    @property
    def adapters(self) -> Path:
        """The folder that its replicas share."""
        return self.home / "adapters"

    def deploy(self, **scaling: object) -> None:
        """The shipped file with this machine's places, and scaling that does not wait."""
        told = yaml.safe_load(SHIPPED.read_text())
        told["proxy_location"] = "HeadOnly"
        told["http_options"] = {"host": "127.0.0.1", "port": self.port}
        application = told["applications"][0]
        ours = {
            "python": sys.executable,
            "--model=nano": f"--model={self.model}",
            "--adapters=/srv/tutor/adapters": f"--adapters={self.adapters}",
            "--key-file=/run/secrets/engine-key": f"--key-file={self.home / 'key'}",
        }
        shipped = application["args"]["command"]
        assert set(ours) <= set(shipped)
        command = [*(ours.get(word, word) for word in shipped), f"--context={CONTEXT}"]
        application["args"]["command"] = command
        application["deployments"][0]["autoscaling_config"] |= QUICK | scaling
        path = self.home / "serve.yaml"
        path.write_text(yaml.safe_dump(told))
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.driver.stdin.write(f"{path}\n")
        self.driver.stdin.flush()
        answers = iter(self.driver.stdout.readline, "")
        assert any(line == "deployed\n" for line in answers), "the cluster's driver ended"

    def engines(self) -> list[psutil.Process]:
        """The model servers of its replicas; the parent of each is Ray's own process."""
        found = []
        for process in psutil.process_iter(["cmdline"]):
            words = process.info["cmdline"] or ()
            serves = "inference.scaling.engine" in words and f"--model={self.model}" in words
            if serves and "inference.scaling.bound" not in words:
                found.append(process)
        return found


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Starts it and applies the shipped file; nothing of it is left behind."""
    # A short path: Ray's sockets lie below it, and a socket's path has 107 bytes.
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "model").mkdir()
        (home / "adapters").mkdir()
        (home / "key").write_text(KEY)
        talkative(home / "model")
        with (home / "log").open("wb") as log:
            driver = subprocess.Popen(
                [sys.executable, "-m", "tests.inference.scaling.cluster", folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=dict(os.environ) | {"RAY_USAGE_STATS_ENABLED": "0", "TMPDIR": folder},
            )
        started = Cluster(home=home, port=free_port(), driver=driver)
        try:
            started.deploy()
            yield started
        finally:
            _end(driver)
        left = [p for p in psutil.process_iter(["cmdline"]) if folder in str(p.info["cmdline"])]
        _, alive = psutil.wait_procs(left, timeout=30)
        assert not alive


def _end(driver: "subprocess.Popen[str]") -> None:
    assert driver.stdin is not None
    assert driver.stdout is not None
    driver.stdin.close()
    with driver.stdout, contextlib.suppress(subprocess.TimeoutExpired):
        driver.wait(60)
    driver.kill()
    driver.wait()


@asynccontextmanager
async def http(cluster: Cluster) -> AsyncIterator[aiohttp.ClientSession]:
    """A client with the key; each request may reach another replica."""
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession(cluster.url, headers=headers) as session:
        yield session


async def stream(
    session: aiohttp.ClientSession, tokens: int, *, model: str = "nano"
) -> aiohttp.ClientResponse:
    """A streamed reply, begun."""
    messages = [{"role": "user", "content": QUESTION}]
    body = {"model": model, "messages": messages, "max_tokens": tokens, "stream": True}
    response = await session.post("/v1/chat/completions", json=body)
    assert response.status == 200, await response.text()
    return response


async def two_replicas(session: aiohttp.ClientSession) -> set[str]:
    """Talks with many at once until two replicas answer; who they are."""
    seen: set[str] = set()

    async def student() -> None:
        while len(seen) < 2:
            async with await stream(session, 300) as response:
                seen.add(response.headers["x-served-by"])
                await response.read()

    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(student())
    return seen


async def rows(cluster: Cluster, engine: psutil.Process) -> float:
    """Replies under way in one replica, asked behind Ray's back."""
    flag = next(word for word in engine.cmdline() if word.startswith("--listen="))
    connector = aiohttp.UnixConnector(flag.removeprefix("--listen="))
    headers = {"Authorization": f"Bearer {KEY}"}
    async with (
        aiohttp.ClientSession("http://e", connector=connector, headers=headers) as session,
        session.get("/metrics") as response,
    ):
        return metric(await response.text(), "tutor_engine_slot_rows")


def metric(text: str, name: str) -> float:
    """One value of a Prometheus page."""
    line = next(line for line in text.splitlines() if line.startswith(name + " "))
    return float(line.split()[-1])
