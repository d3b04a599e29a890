"""The slot cache: padding goes to the spare position, gathered rows equal neighbouring ones."""

import torch

from inference.engine.cache import SlotCache

LIKE = torch.zeros(1)


def test_padding_points_at_the_spare_position() -> None:
    cache = SlotCache((1, 4, 1, 10, 2), like=LIKE)
    batch = cache.batch([(0, 3, [7]), (2, 0, [1, 2, 3])])
    assert batch.tokens.tolist() == [[7, 0, 0], [1, 2, 3]]
    assert batch.positions.tolist() == [[3, 10, 10], [0, 1, 2]]
    assert batch.counts == (1, 3)
    assert batch.reach == 4


def test_what_is_written_is_read_back_near_and_far() -> None:
    cache = SlotCache((2, 5, 2, 8, 3), like=LIKE)
    kv = torch.randn(2, 4, 4, 3)
    positions = torch.tensor([[0, 1, 2, 3], [2, 3, 4, 5]])
    for slots in ((1, 2), (0, 4)):
        cache.rows(slots).write(1, positions, kv)
        keys, values = cache.rows(slots).read(1, 6)
        assert keys.shape == (2, 2, 6, 3)
        torch.testing.assert_close(keys[0, :, :4], kv[0, :, :2].transpose(0, 1))
        torch.testing.assert_close(values[1, :, 2:6], kv[1, :, 2:].transpose(0, 1))


def test_writing_one_slot_leaves_the_others_alone() -> None:
    cache = SlotCache((1, 3, 1, 4, 2), like=LIKE)
    cache.rows((1,)).write(0, torch.tensor([[0]]), torch.ones(1, 1, 2, 2))
    for slot in (0, 2):
        keys, values = cache.rows((slot,)).read(0, 4)
        assert not keys.any()
        assert not values.any()
