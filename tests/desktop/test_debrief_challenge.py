"""Challenge the model in the window: sliders, replay and its end, the map, a new game's assumptions."""

from __future__ import annotations

import time

import pytest

from game.content.packs import LoadedLevel
from game.desktop.app import App
from game.desktop.driver import click, drive, open_app, press, settle
from game.desktop.scenes.assumptions import AssumptionSliders, AssumptionsScene
from game.desktop.scenes.briefing import Briefing
from game.desktop.scenes.debrief import Debrief
from game.desktop.scenes.levels import Levels
from game.desktop.scenes.what_if import WhatIfScene
from game.desktop.sitting import Sitting
from game.play.match import Match
from game.rules.assumptions import ASSUMPTIONS


@pytest.fixture(scope="module")
def over(loaded: LoadedLevel) -> Match:
    """A short way to the end: one order, and twenty quarters."""
    match = Match(loaded, ("australia",), 7)
    match.draft("process", "start")
    while not match.finished:
        match.end_quarter()
    match.caretakers()
    match.reckoning("australia")
    return match


def wait(app: App, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while getattr(app.scene, "busy", False) and time.monotonic() < until:
        app.step()
        time.sleep(0.005)
    settle(app, 0.2)


def test_a_replay_by_keyboard_and_its_map(session: Sitting, over: Match) -> None:
    scene = Debrief(session, over, over.view("australia"))
    scene.tab = "challenge"
    app = open_app(scene, size=(1280, 720))
    part = scene.challenge
    assert app.ui.find("replay").rect and part.key == ()
    app.ui.focus("assumption-leakage")
    settle(app, 0.1)
    drive(app, press("home"))
    assert part.sliders.changed == {"leakage": 0.0}
    drive(app, click(app, "replay"))
    assert part.busy
    wait(app)
    assert set(part.found) == {(), (("leakage", 0.0),)}
    assert part.found[()].lines["account"][-1] != part.found[part.shown].lines["account"][-1]
    until = time.monotonic() + 20
    while part.map is None and time.monotonic() < until:
        app.step()
    assert part.map is not None, "the level's map"
    part.side = "map"
    app.invalidate()
    settle(app, 0.2)
    assert app.ui.find("map/loyalty-0")
    app.close()


def test_a_replay_can_be_stopped(session: Sitting, over: Match) -> None:
    scene = Debrief(session, over, over.view("australia"))
    scene.tab = "challenge"
    app = open_app(scene, size=(1280, 720))
    scene.challenge.sliders.values["trade"] = 1.0
    scene.challenge.ask(app)
    scene.challenge.stop()
    wait(app)
    assert not scene.challenge.busy and not scene.challenge.found
    app.close()


def test_a_new_game_under_other_assumptions(session: Sitting, loaded: LoadedLevel) -> None:
    levels = Levels(session, "quota", luck="7")
    app = open_app(levels, size=(1280, 720))
    drive(app, click(app, "assumptions"))
    assert isinstance(app.scene, AssumptionsScene)
    app.scene.sliders.values["loyalty"] = 1.0
    settle(app, 0.1)
    drive(app, press("enter"))
    assert app.scene is levels and levels.assumptions == {"quota": {"loyalty": 1.0}}
    settle(app, 0.1)
    drive(app, press("enter"))
    briefing = app.scene
    assert isinstance(briefing, Briefing) and len(briefing.changes) == 1
    match = session.begin("quota", "japan", 7, briefing.assumptions)
    assert match.rulebook.assumptions == {"loyalty": 1.0} and match.view().assumptions
    app.close()


def test_sliders_come_back_to_what_the_level_says(loaded: LoadedLevel) -> None:
    sliders = AssumptionSliders(loaded, {"trade": 2.0})
    assert sliders.changed == {"trade": 2.0} and set(sliders.values) == {one.id for one in ASSUMPTIONS}
    sliders.reset()
    assert sliders.changed == {}


def test_a_what_if_during_play_hides_the_future(session: Sitting, loaded: LoadedLevel) -> None:
    match = Match(loaded, ("japan",), 7)
    scene = WhatIfScene(session, match, "japan")
    app = open_app(scene, size=(1280, 720))
    assert not scene.busy, "nothing has been played yet"
    app.close()
    match.draft("thrift", "start")
    match.end_quarter()
    match.end_quarter()
    scene = WhatIfScene(session, match, "japan")
    app = open_app(scene, size=(1280, 720))
    wait(app)
    answer = scene.part.answers[scene.part.question]
    assert answer.accounts is None and len(answer.lines.played["money"]) == 3
    assert scene.part.worth == {} and scene.part.worth_job is None
    app.close()
