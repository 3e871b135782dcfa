"""The timeline leads to the desk of any played quarter, as it was, and nothing can be changed there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from game.content.packs import LoadedLevel, load_level
from game.desktop.app import App
from game.desktop.driver import click, drive, open_app, press, settle
from game.desktop.preferences import Preferences
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.look_back import LookBack
from game.desktop.sitting import Sitting
from game.play.match import Match

SEED = 7


def spot(app: App, quarter: int) -> tuple[float, float]:
    """Where the axis of the timeline names a quarter, found with the pointer."""
    charts = app.ui.find("timeline/charts").rect
    y = charts.bottom + 12
    for step in range(int(charts.w) // 4):
        x = charts.x + 4 * step
        pos = round(x * app.ui.scale), round(y * app.ui.scale)
        drive(app, [pygame.event.Event(pygame.MOUSEMOTION, pos=pos, rel=(0, 0), buttons=(0, 0, 0))])
        if app.ui.state.hot == f"past/{quarter}":
            return x + 2, y
    raise AssertionError(f"quarter {quarter} is not on the axis")


@pytest.fixture(scope="module")
def loaded() -> LoadedLevel:
    return load_level("quota")


@pytest.fixture
def match(loaded: LoadedLevel) -> Match:
    match = Match(loaded, ("japan",), SEED)
    match.draft("stock", "month")
    for _ in range(3):
        match.end_quarter()
    return match


@pytest.fixture
def app(match: Match, loaded: LoadedLevel, tmp_path: Path) -> Iterator[App]:
    session = Sitting(Preferences(), preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")
    session.loaded["quota"] = loaded
    app = open_app(Desk(match, session.doors()), size=(1280, 720))
    yield app
    app.close()


def test_a_click_on_the_axis_shows_that_quarter_and_esc_leads_back(app: App, match: Match) -> None:
    drive(app, click(app, spot(app, 2)))
    assert isinstance(app.scene, LookBack)
    assert app.scene.table.view.quarter.number == 2
    assert "look back at 2010" in app.ui.describe()
    drive(app, press("esc"))
    assert type(app.scene) is Desk
    assert app.scene.table.match is match


def test_keys_walk_through_the_quarters(app: App) -> None:
    drive(app, press("p"))
    shown = [app.scene.table.view.quarter.number]
    for key in ("p", "p", "p", "r"):
        drive(app, press(key))
        settle(app, 0.1)
        shown.append(app.scene.table.view.quarter.number)
    assert shown == [3, 2, 1, 1, 2]
    drive(app, press("r"))
    drive(app, press("r"))
    assert type(app.scene) is Desk, "after the last played quarter comes the present"


def test_nothing_can_be_changed_and_the_game_is_left_alone(app: App, match: Match) -> None:
    before = match.state.digest(0), len(match.past), dict(match.drafts["japan"].orders)
    drive(app, [*press("p"), *press("p"), *press("p")])
    scene = app.scene
    assert isinstance(scene, LookBack)
    view = scene.table.view
    assert [(d.slot, d.option) for d in view.drafts] == [("stock", "month")]
    options = [o for lever in view.levers for order in lever.orders for o in order.options]
    assert all(o.refusal is not None for o in options if not o.drafted)
    scene.table.drop("stock")
    scene.table.undo()
    assert [d.slot for d in scene.table.view.drafts] == ["stock"], "settled"
    with pytest.raises(ValueError, match="has been played"):
        scene.table.match.end_quarter()
    drive(app, press("e"))
    assert (match.state.digest(0), len(match.past), dict(match.drafts["japan"].orders)) == before


def test_what_is_seen_is_what_was_seen_then(loaded: LoadedLevel) -> None:
    match = Match(loaded, ("japan",), SEED)
    seen = []
    for _ in range(4):
        view = match.view()
        seen.append((view.gauges, view.map, view.charts, view.mandate, view.factories))
        match.end_quarter()
    for quarter in range(1, 5):
        view = match.as_of(quarter).view()
        again = (view.gauges, view.map, view.charts, view.mandate, view.factories)
        assert repr(again) == repr(seen[quarter - 1])
    with pytest.raises(ValueError, match="has not been played"):
        match.as_of(5)
