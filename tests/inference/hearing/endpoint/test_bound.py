"""The bound: who has seen the answers waits less than who has not."""

from inference.hearing.endpoint import bound
from inference.hearing.endpoint.model import shipped
from inference.hearing.endpoint.train import Plan, rows, train
from tests.inference.hearing.endpoint.made_up import pauses


def test_a_network_that_has_seen_the_answers_is_quicker_than_one_that_learnt_nothing() -> None:
    found = pauses(200, 1)
    blind = bound.ratio(found, shipped(), 1.0)
    plan = Plan(hidden=4, epochs=20, batch=64, rate=1e-2, dropout=0.0)
    seen = bound.ratio(found, train(plan, rows(found, plan.seed)), 1.0)
    assert seen < 0.8 * blind


def test_there_is_a_line_for_each_network() -> None:
    head, *lines = bound.report(pauses(60, 2))
    assert head.startswith("delay at 5% cut off")
    assert [line.rsplit(maxsplit=1)[0].strip() for line in lines] == list(bound.PLANS)
    assert all(0.0 < float(line.rsplit(maxsplit=1)[1]) < 3.0 for line in lines)
