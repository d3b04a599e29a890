"""Partitions: everything in them tells two apart."""

from dataclasses import fields, replace

import pytest

from sessions.ids import TenantId
from tutor_server.modules.replies.question import Partition

ONE = Partition(
    tenant=TenantId("t"), scope="generate", locale="en", grade=3, item="math", policy="p",
    prompt_version="1", model_version="nano-1",
)  # fmt: skip


def test_every_part_counts() -> None:
    others = [
        replace(ONE, **{part.name: 4 if part.name == "grade" else "other"}) for part in fields(ONE)
    ]
    assert len({ONE.digest, *(other.digest for other in others)}) == len(others) + 1


def test_parts_do_not_run_into_one_another() -> None:
    one, other = replace(ONE, scope="ab", locale="c"), replace(ONE, scope="a", locale="bc")
    assert one.digest != other.digest


@pytest.mark.parametrize(
    "changes", [{"grade": 0}, {"grade": 13}, {"tenant": ""}, {"policy": ""}, {"model_version": ""}]
)
def test_bad_partitions(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"grade|empty"):
        replace(ONE, **changes)


def test_only_the_item_may_be_empty() -> None:
    assert replace(ONE, item="").digest != ONE.digest
