"""The metrics of all workers in one answer: every sample says which worker it is of.

A scrape reaches any worker of a port; it asks the others, so counters never jump between
processes. A worker that does not answer is left out and says so in `tutor_worker_up`.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping

import aiohttp
from prometheus_client import Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector, CollectorRegistry
from prometheus_client.samples import Sample

from tutor_server.web.contracts import Workers

_ANSWER_S = 2.0


class _Merged(Collector):
    def __init__(self, texts: Mapping[str, str | None]) -> None:
        self._texts = texts

    def collect(self) -> Iterator[Metric]:
        """Families by name; their samples labelled `worker`."""
        up = GaugeMetricFamily("tutor_worker_up", "Whether a worker answers.", labels=("worker",))
        found: dict[str, Metric] = {}
        for worker, text in self._texts.items():
            up.add_metric((worker,), float(text is not None))
            for family in text_string_to_metric_families(text or ""):
                whole = found.setdefault(
                    family.name, Metric(family.name, family.documentation, family.type)
                )
                whole.samples.extend(_labelled(family, worker))
        yield up
        yield from found.values()


def _labelled(family: Metric, worker: str) -> Iterable[Sample]:
    return [s._replace(labels={**s.labels, "worker": worker}) for s in family.samples]


def merged(texts: Mapping[str, str | None]) -> bytes:
    """Prometheus text of several workers' Prometheus texts; None for one that is silent."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Merged(texts))
    return generate_latest(registry)


async def of_all(workers: Workers, mine: bytes) -> bytes:
    """This worker's text and the others', merged; alone it stays as it is."""
    if not workers.others:
        return mine
    async with asyncio.TaskGroup() as group:
        asked = {name: group.create_task(_ask(workers.reach(name))) for name in workers.others}
    texts = {name: task.result() for name, task in asked.items()}
    return merged({workers.name: mine.decode(), **texts})


async def _ask(session: aiohttp.ClientSession) -> str | None:
    try:
        async with asyncio.timeout(_ANSWER_S), session.get("http://worker/metrics") as answer:
            return await answer.text() if answer.status == 200 else None
    except (aiohttp.ClientError, TimeoutError, OSError):
        return None
