from dataclasses import replace
from itertools import pairwise

import pytest

from media.contracts import LinkQuality, LinkReport
from media.link import BETTER_S, LIMITS, WINDOW_S, WORSE_S, LinkSample, LinkWatch

GOOD, WEAK, BAD = LinkQuality.GOOD, LinkQuality.WEAK, LinkQuality.BAD


class Line:
    """A link in virtual time: fifty packets a second, some of them lost."""

    def __init__(self) -> None:
        self.watch = LinkWatch()
        self.now_s = 100.0
        self.sample = LinkSample()

    def run(self, seconds: int, *, loss: float = 0.0, **measured: float) -> list[LinkReport]:
        """A sample each second."""
        reports = []
        for _ in range(seconds):
            self.now_s += 1.0
            lost = round(50 * loss)
            self.sample = replace(
                self.sample,
                received=self.sample.received + 50 - lost,
                lost=self.sample.lost + lost,
                concealed_s=self.sample.concealed_s + lost * 0.02,
            )
            reports.append(self.watch.note(replace(self.sample, **measured), self.now_s))
        return reports


def qualities(reports: list[LinkReport]) -> list[LinkQuality]:
    return [report.quality for report in reports]


def test_a_sound_link_is_good() -> None:
    assert set(qualities(Line().run(60))) == {GOOD}


def test_numbers_are_those_of_the_last_seconds() -> None:
    line = Line()
    line.run(60)
    (*_, report) = line.run(10, loss=0.1, round_trip_s=0.12, jitter_s=0.02)
    assert report.loss == pytest.approx(0.1)
    assert report.concealed == pytest.approx(0.1)
    assert (report.round_trip_s, report.jitter_s) == (0.12, 0.02)
    (*_, after) = line.run(round(WINDOW_S) + 1)
    assert after.loss == 0.0


@pytest.mark.parametrize("name", [name for name in LIMITS if name not in {"loss", "concealed"}])
def test_each_measure_alone_makes_a_link_weak_or_bad(name: str) -> None:
    weak, bad = LIMITS[name]
    for limit, quality in ((weak, WEAK if weak < bad else BAD), (bad, BAD)):
        assert qualities(Line().run(10, **{name: limit}))[-1] is quality
        assert qualities(Line().run(10, **{name: limit * 0.99}))[-1] is not quality


@pytest.mark.parametrize(("loss", "quality"), [(0.02, GOOD), (0.06, WEAK), (0.2, BAD)])
def test_loss_tells(loss: float, quality: LinkQuality) -> None:
    assert qualities(Line().run(20, loss=loss))[-1] is quality


def test_a_moment_of_trouble_is_not_told() -> None:
    line = Line()
    line.run(20)
    assert set(qualities(line.run(round(WORSE_S), round_trip_s=2.0))) == {GOOD}
    assert set(qualities(line.run(20))) == {GOOD}


def test_worse_is_told_soon_and_better_late() -> None:
    line = Line()
    line.run(20)
    found = qualities(line.run(10, round_trip_s=0.5))
    assert found.index(WEAK) == WORSE_S
    found = qualities(line.run(20))
    assert found.index(GOOD) == BETTER_S


def test_just_below_the_limit_it_stays_as_it_is() -> None:
    """Hysteresis: 0.29 s is no reason to call it weak, nor to call a weak one good."""
    line = Line()
    assert set(qualities(line.run(30, round_trip_s=0.29))) == {GOOD}
    line.run(10, round_trip_s=0.4)
    assert set(qualities(line.run(60, round_trip_s=0.29))) == {WEAK}
    assert qualities(line.run(10, round_trip_s=0.1))[-1] is GOOD


def test_a_link_that_flutters_changes_its_class_once() -> None:
    line = Line()
    found = [q for _ in range(20) for q in qualities(line.run(3, round_trip_s=0.4) + line.run(2))]
    changes = sum(a is not b for a, b in pairwise(found))
    assert changes == 1


def test_from_bad_to_good_it_goes_at_once_when_all_is_well() -> None:
    line = Line()
    line.run(10, lag_s=2.0)
    found = qualities(line.run(10))
    assert (found[0], found[-1]) == (BAD, GOOD)
    assert WEAK not in found


def test_an_old_jitter_of_a_microphone_that_is_off_does_not_count() -> None:
    line = Line()
    line.run(10)
    still = replace(line.sample, jitter_s=0.5)
    for _ in range(30):
        line.now_s += 1.0
        report = line.watch.note(still, line.now_s)
    assert report.quality is GOOD
