"""What the rooms around the desk say: the verdict, why a price moved, the years without you."""

from __future__ import annotations

import time

import numpy as np
import pytest

from game.content.packs import LoadedLevel
from game.desktop.app import App
from game.desktop.driver import click, drive, open_app, settle
from game.desktop.scenes.debrief import Debrief
from game.desktop.scenes.reckoning import course_of
from game.desktop.scenes.report import Report
from game.desktop.scenes.saves import Saves
from game.desktop.sitting import Sitting
from game.play.match import Match


@pytest.fixture(scope="module")
def over(loaded: LoadedLevel) -> Match:
    """Thrift from the first quarter, and nothing else for twenty."""
    match = Match(loaded, ("japan",), 7)
    match.draft("thrift", "start")
    while not match.finished:
        match.end_quarter()
    match.caretakers()
    match.reckoning("japan")
    return match


def wait(app: App, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while getattr(app.scene, "busy", False) and time.monotonic() < until:
        app.step()
        time.sleep(0.005)
    settle(app, 0.2)


def test_the_debrief_says_at_once_what_counted_and_how_sure_that_is(session: Sitting, over: Match) -> None:
    scene = Debrief(session, over, over.view("japan"))
    scene.tab = "levers"
    app = open_app(scene)
    wait(app)
    told = app.ui.describe()
    result = scene.levers.result
    assert result is not None
    best = int(np.argmax(result.mean[:-1]))
    assert best == 1, "thrift is technology, and nothing else was ordered"
    futures = result.by_future.shape[1]
    first = int((np.argmax(result.by_future[:-1], axis=0) == best).sum())
    assert "The strongest was Technology (research, training)" in told
    assert f"came first among the levers in {first} of {futures} futures" in told
    assert "The market by itself (without you)" in told, "a lever is called Market too"
    assert told.index("The market by itself was worth") < told.index("Plants abroad") < told.index("Industry")
    app.close()


def test_a_doubt_is_one_press_away(session: Sitting, over: Match) -> None:
    scene = Debrief(session, over, over.view("japan"))
    scene.tab = "challenge"
    app = open_app(scene)
    drive(app, click(app, "doubts/learning"))
    assert scene.challenge.busy and scene.challenge.key == (("learning", 0.0),)
    wait(app)
    assert set(scene.challenge.found) == {(), (("learning", 0.0),)}
    app.close()


def test_the_front_page_says_why_a_price_moved(session: Sitting, over: Match) -> None:
    scene = Report(session, over, "japan", len(over.past))
    app = open_app(scene)
    reasons = 0
    for number, front in enumerate(scene.pages):
        scene.at = number
        app.invalidate()
        settle(app, 0.1)
        bare = [s for s in front.headlines if s.size > 1 and s.id.startswith("price:") and s.text is None]
        told = app.ui.describe()
        if bare:
            reasons += told.count("Why? ") >= len(bare)
            assert "Why? Carried over" not in told, "what was carried over explains nothing"
    assert reasons > 3
    app.close()


def test_the_reckoning_knows_the_same_years_without_you(over: Match) -> None:
    course = course_of(over, "japan")
    alone = course.without
    assert alone is not None and alone.labels == course.labels
    assert len(alone.light) == len(course.light) == len(over.past) + len(over.caretakers()) + 1
    assert alone.light[0] == pytest.approx(course.light[0]), "the same start"
    assert alone.heavy[-1] != pytest.approx(course.heavy[-1], rel=1e-3), "thrift moved the price"
    assert course.calendar[0] == (2009, 4) and course.calendar[1] == (2010, 1)


def test_a_game_is_deleted_by_its_name_not_its_files(session: Sitting, over: Match) -> None:
    session.saves.mkdir(parents=True, exist_ok=True)
    over.save(session.saves / "some-file.json")
    app = open_app(Saves(session))
    wait(app)
    drive(app, click(app, "delete"))
    settle(app, 0.2)
    assert "Delete The Quota, Japan, saved " in app.ui.describe()
    app.close()
