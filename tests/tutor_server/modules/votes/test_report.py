"""What staff are shown."""

import json

from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import Comparison
from tutor_server.modules.votes.report import Evidence, Ratings, build


def votes(left: str, right: str, choice: Choice, count: int) -> list[Comparison]:
    return [Comparison(left=left, right=right, choice=choice)] * count


def test_a_report() -> None:
    cast = [
        *votes("a", "b", Choice.LEFT, 30),
        *votes("b", "a", Choice.LEFT, 10),
        *votes("b", "a", Choice.TIE, 5),
    ]
    report = build(
        Evidence(
            votes=cast,
            recent=cast[:40],
            ratings={"tutor": Ratings(down=1), "a": Ratings(up=3, stars=2, star_mean=4.5)},
        )
    )
    first, second = report["sources"]
    assert (report["votes"], first["source"], second["source"]) == (45, "a", "b")
    assert (first["wins"], first["losses"], first["ties"]) == (30, 10, 5)
    assert (second["wins"], second["losses"], second["ties"]) == (10, 30, 5)
    assert first["low"] < first["points"] < first["high"]
    assert (first["rank"], second["rank"]) == (1, 2)
    assert (first["thumbs_up"], first["star_mean"], second["star_mean"]) == (3, 4.5, None)
    assert first["elo"] != 1500
    # What was rated and never voted on is told too.
    assert [(one["source"], one["thumbs_down"]) for one in report["rated"]] == [
        ("a", 0),
        ("tutor", 1),
    ]
    assert 0 < report["tie_rate_of_equals"] < 0.5
    json.dumps(report)


def test_nothing_yet() -> None:
    report = build(Evidence(votes=[], recent=[]))
    assert (report["votes"], report["sources"], report["tie_rate_of_equals"]) == (0, [], None)


def test_a_source_that_elo_has_forgotten() -> None:
    report = build(Evidence(votes=votes("a", "b", Choice.LEFT, 3), recent=[]))
    assert [source["elo"] for source in report["sources"]] == [1500, 1500]
