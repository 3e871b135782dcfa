"""What happens seldom, seen on the screen by real events: a falling cabinet, rumours that are decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, press, settle, wheel
from game.desktop.preferences import Preferences
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.report import Report
from game.desktop.sitting import Sitting
from game.i18n import Translator
from game.play.match import Match
from game.rules.rulebook import Status

TEXTS = Translator("en")


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
    assert isinstance(app.scene, Desk)
    (shut,) = (o for paper in app.scene.table.view.tray if paper.must for o in paper.options if o.default)
    assert shut.refusal_code == "no_cabinet"
    name, said = f"dossier/{app.scene.tray.opened}", app.ui.tr("desk.default")
    spot = app.ui.find(name).rect
    for _ in range(12):
        if said in app.ui.describe():
            break
        drive(app, wheel(app, (spot.cx, spot.cy), -1))
        settle(app, 0.05)
    assert said in app.ui.describe(), "what happens to the question meanwhile"
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
            assert TEXTS.render(news.title) in said
            assert news.text is not None and TEXTS.render(news.text) in said
    assert found


def test_who_is_served_first_is_seen_on_the_plants(app: App, session: Sitting) -> None:
    match = sit(app, session, seed=11)
    end(app)
    end(app)
    match.draft("ration", "electronics")
    end(app)
    assert isinstance(app.scene, Desk)
    plants = app.scene.table.view.factories
    (first,) = (plant for plant in plants if plant.first)
    assert first.use == "electronics"
    assert first.lamp > 2 * max(plant.lamp for plant in plants if not plant.first)
    assert "served first" in app.ui.describe() or "380/380, first" in app.ui.describe()


def test_a_stranded_project_names_its_price_and_is_bought(app: App, session: Sitting) -> None:
    match = sit(app, session, seed=11)
    end(app)
    index = [project.id for project in match.rulebook.projects].index("mountain_pass")
    match.state = match.state.copy()
    match.state.project_status[index] = Status.STRANDED
    match.state.money[match.people[0]] = 400.0
    match.state.agreement[:] = 1.0  # to own a plant abroad needs one
    match.kept.clear()
    assert isinstance(app.scene, Desk)
    app.scene.table.forget()
    paper = next(one for one in app.scene.table.view.tray if one.id == "offer:mountain_pass")
    share = match.rulebook.projects[index].stranded_price
    assert 0.2 <= share <= 0.4
    buy = paper.options[0]
    assert (buy.slot, buy.refusal) == ("join:mountain_pass", None)
    assert buy.money_musd == pytest.approx(share * match.rulebook.projects[index].build_musd)
    app.scene.tray.opened = paper.id
    app.invalidate()
    settle(app, 0.1)
    words = app.ui.describe()
    assert TEXTS.render(paper.facts[0].text) in words
    drive(app, click(app, f"dossier/{paper.id}/{buy.option}"))
    names = [node.id for node in app.ui.nodes if node.id.startswith(f"dossier/{paper.id}")]
    assert len(names) == len(set(names)), "each choice has a name of its own"
    end(app)
    assert match.state.project_owner[index, 0] == match.people[0]
