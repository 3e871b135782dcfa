"""Alerts call once, when a figure passes its threshold, and stop a run."""

from __future__ import annotations

import pytest

from game.content.packs import load_level
from game.play.alerts import ALERTS, alerts_passed, figures_now, thresholds_that_make_sense
from game.play.gauges import charts
from game.play.match import Match
from game.play.words import Words

LEVEL = load_level("quota")


@pytest.fixture(scope="module")
def played() -> Match:
    match = Match(LEVEL, ("japan",), 7)
    for _ in range(8):
        match.end_quarter()
    return match


@pytest.mark.parametrize("kind", ALERTS, ids=lambda kind: kind.id)
def test_an_alert_calls_when_its_line_passes_and_not_again(played: Match, kind) -> None:
    match = Match(LEVEL, ("japan",), 7, rulebook=played.rulebook)
    lines = charts(played, played.rulebook.seat("japan"), Words(LEVEL, played.rulebook))
    values = next(line.values for line in lines if line.id == kind.series)
    worst = min(values) if kind.below else max(values)
    threshold = (values[0] + worst) / 2
    called = []
    for number in range(1, 9):
        match.end_quarter()
        if alerts_passed(match, "japan", {kind.id: threshold}):
            called.append(number)
    sides = [v < threshold if kind.below else v > threshold for v in values]
    assert called == [n for n in range(1, 9) if sides[n] and not sides[n - 1]]
    assert called or worst == values[0], "this game has to pass the middle between start and worst"


def test_a_run_stops_where_an_alert_calls(played: Match) -> None:
    def match_at(quarters: int) -> Match:
        match = Match(LEVEL, ("japan",), 7, rulebook=played.rulebook)
        for _ in range(quarters):
            match.end_quarter()
        return match

    quiet = match_at(0)
    stops = []
    while not quiet.finished:
        quiet.run_until_needed()
        stops.append(len(quiet.past))
    lines = {line.id: line.values for line in charts(quiet, 0, Words(LEVEL, played.rulebook))}
    between, kind, before, now = next(
        (number, kind, values[number - 1], values[number])
        for number in range(1, 20)
        if number not in stops
        for kind in ALERTS
        for values in [lines[kind.series]]
        if (values[number] < values[number - 1]) is kind.below and values[number] != values[number - 1]
    )
    watched = match_at(between - 1)
    watched.alerts = {kind.id: (before + now) / 2}
    assert watched.run_until_needed() == 1, "without the alert it would have gone on"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (None, {}),
        ([1], {}),
        ({"cover": "x", "bill": True, "unknown": 1, "money": float("nan")}, {}),
        ({"cover": 60, "bill": 99, "money": -1e9}, {"cover": 60.0, "bill": 8.0, "money": -200.0}),
    ],
)
def test_stored_thresholds(raw, kept) -> None:
    assert thresholds_that_make_sense(raw) == kept


def test_the_watched_figures_are_told_as_they_stand(played: Match) -> None:
    figures = figures_now(played, "japan")
    assert set(figures) <= {kind.id for kind in ALERTS}
    assert {"cover", "money", "confidence"} <= set(figures)
    gauges = {gauge.id: gauge.value for gauge in played.view("japan").gauges}
    assert figures["cover"] == pytest.approx(gauges["cover"])
    assert figures["confidence"] == pytest.approx(gauges["confidence"])
