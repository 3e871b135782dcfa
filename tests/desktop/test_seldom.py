"""What happens seldom, seen on the screen by real events: a falling cabinet, rumours that are decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import drive, press, settle
from game.desktop.preferences import Preferences
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.report import Report
from game.desktop.sitting import Sitting
from game.play.match import Match


@pytest.fixture
def session(tmp_path: Path) -> Sitting:
    preferences = Preferences(reduced_motion=True)
    return Sitting(preferences, preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")


@pytest.fixture
def app(session: Sitting) -> Iterator[App]:
    made = start.build_app(session, headless=True)
    made.push(session.scene("title"))
    settle(made, 0.1)
    yield made
    made.close()


def sit(app: App, session: Sitting, seat: str = "japan", seed: int = 7) -> Match:
    match = session.begin("quota", seat, seed)
    session.sit_down(app, match)
    settle(app, 0.1)
    assert isinstance(app.scene, Desk)
    return match


def unloved(app: App, match: Match) -> None:
    """The public turns away: no order does so as fast, and the rules see the state alone."""
    match.state = match.state.copy()
    match.state.confidence[match.people[0]] = 18.0
    match.kept.clear()
    assert isinstance(app.scene, Desk)
    app.scene.table.forget()


def end(app: App) -> str:
    """End the quarter; what the report says. The desk lies open again afterwards."""
    drive(app, press("e"))
    settle(app, 0.1)
    assert isinstance(app.scene, Report)
    said = app.ui.describe()
    drive(app, press("enter"))
    settle(app, 0.1)
    assert isinstance(app.scene, Desk)
    return said


def test_a_cabinet_totters_falls_and_is_followed(app: App, session: Sitting) -> None:
    match = sit(app, session)
    unloved(app, match)
    assert app.ui.tr("scenes.report.cabinet_totters") in end(app)
    assert "1 more quarter like this, and the cabinet falls" in app.ui.describe()
    unloved(app, match)
    report = end(app)
    assert app.ui.tr("scenes.report.cabinet_fallen") in report
    desk = app.ui.describe()
    assert "The cabinet has fallen: 2 quarters without new orders." in desk
    assert app.ui.tr("desk.default") in desk, "what happens to the questions meanwhile"
    drive(app, press("r"))
    settle(app, 0.1)
    assert isinstance(app.scene, Report) and match.quarter == 5
    drive(app, press("enter", "enter"))
    settle(app, 0.1)
    assert isinstance(app.scene, Desk), "the run ends with the new cabinet"
    assert app.scene.table.view.cabinet is None and app.scene.table.view.no_cabinet == 0


def test_the_report_says_what_came_of_rumours(app: App, session: Sitting) -> None:
    match = sit(app, session, seed=11)
    found: list[str] = []
    while len(found) < 2 and not match.finished:
        said = end(app)
        page = match.view().front_page
        assert page is not None
        for news in page.rumours:
            found.append(str(news.title.id))
            assert app.ui.tr(news.title.id, **news.title.args) in said
            assert app.ui.tr("play.rumour.record", **(news.text.args if news.text else {})) in said
    assert found
