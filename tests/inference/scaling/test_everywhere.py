"""What many replicas' answers come to."""

import json

import pytest

from inference.scaling.everywhere import summed_up

LOAD, UNLOAD = "/v1/load_lora_adapter", "/v1/unload_lora_adapter"


@pytest.mark.parametrize(
    ("path", "statuses", "told"),
    [
        (LOAD, (200, 200), 200),
        (LOAD, (200, 404), 404),
        (LOAD, (404, 503), 503),
        (UNLOAD, (404, 200), 200),
        (UNLOAD, (404, 404), 404),
        (UNLOAD, (404, 503), 404),
    ],
)
def test_loading_needs_all_and_unloading_one(
    path: str, statuses: tuple[int, ...], told: int
) -> None:
    answers = [(status, f"{place}".encode()) for place, status in enumerate(statuses)]
    status, body = summed_up(path, answers)
    assert status == told
    assert answers[int(body)][0] == told, "the body is that answer's own"


def test_nobody_to_ask() -> None:
    status, body = summed_up(LOAD, ())
    assert status == 503
    assert json.loads(body)["error"]["code"] == "model_unavailable"
