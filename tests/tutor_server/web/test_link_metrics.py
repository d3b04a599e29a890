"""Links as operators see them."""

from types import SimpleNamespace
from typing import Any

from prometheus_client import CollectorRegistry

from media.contracts import LinkQuality, LinkReport
from tutor_server.attach.link import WEBRTC, WEBSOCKET, RoomLink
from tutor_server.web.link_metrics import LinkMetrics


def link(transport: str, report: LinkReport) -> RoomLink:
    made = RoomLink()
    if transport:
        made.begin(transport)
        made.note(transport, report)
    return made


def test_links_are_counted_and_their_numbers_summed() -> None:
    weak = LinkReport(quality=LinkQuality.WEAK, loss=0.05, jitter_s=0.04, round_trip_s=0.2)
    good = LinkReport(quality=LinkQuality.GOOD, loss=0.01, round_trip_s=0.1)
    links = [link(WEBRTC, weak), link(WEBRTC, good), link(WEBSOCKET, good), link("", good)]
    hub: Any = SimpleNamespace(rooms=[SimpleNamespace(link=one) for one in links])
    registry = CollectorRegistry()
    LinkMetrics(registry, hub)

    def count(transport: str, quality: str) -> float | None:
        labels = {"transport": transport, "quality": quality}
        return registry.get_sample_value("tutor_links", labels)

    assert [count("webrtc", "good"), count("webrtc", "weak"), count("webrtc", "bad")] == [1, 1, 0]
    assert [count("websocket", "good"), count("websocket", "weak")] == [1, 0]
    found = registry.get_sample_value("tutor_link_loss_sum")
    assert found is not None
    assert round(found, 6) == 0.07
    assert registry.get_sample_value("tutor_link_jitter_seconds_sum") == 0.04
    hub.rooms = []
    assert count("webrtc", "good") == 0
    assert registry.get_sample_value("tutor_link_loss_sum") == 0
