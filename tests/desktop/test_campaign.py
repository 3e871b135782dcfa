"""The campaign at the desktop: from the title over the map into a game, and back with what it has opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from game.content.packs import LoadedLevel, load_level
from game.content.templates import new_files
from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, press, settle
from game.desktop.preferences import Preferences
from game.desktop.scenes.briefing import Briefing
from game.desktop.scenes.campaign import CampaignScene
from game.desktop.scenes.debrief import Debrief
from game.desktop.scenes.opening import OpeningPages
from game.desktop.scenes.reckoning import Reckoning
from game.desktop.scenes.title import Title
from game.desktop.sitting import Sitting
from game.play.match import Match
from game.play.progress import FILE, Finished, keep, read_progress
from tests.desktop.test_scenes import wait

FIRST = Finished("first_five_minutes", "japan", 2010, date="2026-01-02")
TOKYO = Finished(
    "quota", "japan", 77, points=61.0, gain_musd=300.0, seal="silver", met=True, date="2026-01-03"
)


@cache
def levels() -> dict[str, LoadedLevel]:
    """The game's own levels, read once for all tests."""
    return {name: load_level(name) for name in ("quota", "first_five_minutes")}


def sitting(folder: Path, *games: Finished, packs: tuple[Path, ...] = ()) -> Sitting:
    for game in games:
        keep(folder / "saves", game)
    preferences = Preferences(reduced_motion=True)
    made = Sitting(preferences, preferences_file=folder / "d.json", saves=folder / "saves", packs=packs)
    made.loaded.update(levels())
    return made


@pytest.fixture
def table(tmp_path: Path) -> Sitting:
    return sitting(tmp_path, FIRST, TOKYO)


@pytest.fixture
def app(table: Sitting) -> Iterator[App]:
    made = start.build_app(table, headless=True, language="en")
    made.push(table.scene("title"))
    settle(made, 0.3)
    yield made
    made.close()


def scene_of(app: App) -> CampaignScene:
    assert isinstance(app.scene, CampaignScene)
    return app.scene


def pick(app: App, step: str) -> None:
    drive(app, click(app, f"pin-{step}"))
    assert scene_of(app).chosen == step


def test_from_the_title_to_a_briefing_by_keys_alone(app: App) -> None:
    drive(app, press("p"))
    scene = scene_of(app)
    assert scene.chosen == "australia", "the first open step is marked"
    drive(app, press("up"))
    assert scene.chosen != "australia", "arrows go from pin to pin"
    seen = set()
    for _ in range(30):
        drive(app, press("tab"))
        seen.add(scene.chosen)
    assert seen == {step.id for step in scene.campaigns[0].steps}, "Tab reaches every step"
    app.ui.focus("pin-usa")
    settle(app, 0.1)
    drive(app, press("enter"))
    assert isinstance(app.scene, Briefing)
    assert (app.scene.seat.seat, app.scene.difficulty) == ("usa", "minister")
    drive(app, press("esc"))
    assert scene_of(app).chosen == "usa"


def test_a_closed_step_says_what_opens_it_and_begins_nothing(app: App) -> None:
    drive(app, press("p"))
    pick(app, "china")
    said = app.ui.describe()
    assert "Still closed" in said and "Finish any 1 of “Ore without a customer” or" in said.replace(
        " and ", " or "
    )
    for events in (press("enter"), click(app, "go")):
        drive(app, events)
        assert isinstance(app.scene, CampaignScene)
    app.ui.focus("pin-china")
    drive(app, press("enter"))
    assert isinstance(app.scene, CampaignScene)


def test_a_finished_step_can_be_played_again(app: App) -> None:
    drive(app, press("p"))
    pick(app, "first")
    said = app.ui.describe()
    assert "Not scored" in said and "Play again" in said


def test_the_guided_step_begins_at_once(app: App) -> None:
    drive(app, press("p"))
    pick(app, "first")
    drive(app, click(app, "go"))
    assert isinstance(app.scene, OpeningPages)


def test_the_other_chair_is_played_under_the_same_luck(tmp_path: Path) -> None:
    played = Finished("quota", "usa", 4)
    table = sitting(tmp_path, FIRST, TOKYO, played)
    app = start.build_app(table, headless=True, language="en")
    try:
        app.push(CampaignScene(table, step="china"))
        settle(app, 0.2)
        assert "The luck of your best game in “Workshop without ore”" in app.ui.describe()
        drive(app, click(app, "go"))
        assert isinstance(app.scene, Briefing) and app.scene.seed == 77
    finally:
        app.close()


def test_two_chairs_stand_beside_each_other(tmp_path: Path) -> None:
    beijing = Finished("quota", "china", 77, points=20.0, gain_musd=900.0, met=False, date="2026-01-04")
    table = sitting(tmp_path, FIRST, TOKYO, beijing)
    lines = {
        f"quota/{seat}/77/minister/{seat}": {"price.light_oxide": [27.0, 40.0, price]}
        for seat, price in (("japan", 90.0), ("china", 30.0))
    }
    (table.saves / "last_runs.txt").write_text(json.dumps(lines), encoding="utf-8")
    app = start.build_app(table, headless=True, language="en")
    try:
        app.push(CampaignScene(table, step="china"))
        settle(app, 0.3)
        said = app.ui.describe()
        assert said.index("61 points") < said.index("20 points"), "the earlier chair at the left"
        assert all(app.ui.tr(f"scenes.debrief.mandate_{word}") in said for word in ("met", "failed"))
        assert "“Beijing, unadvised”: Win silver or better" in said
        assert "Light oxide at home" in said
    finally:
        app.close()


def test_a_finished_game_opens_steps_and_leads_back(table: Sitting, app: App) -> None:
    match = table.begin("first_five_minutes", "japan", 2010)
    while not match.finished:
        match.end_quarter()
    (table.saves / FILE).unlink()
    app.push(Reckoning(table, match, "japan"))
    settle(app, 0.1)
    wait(app)
    (game,) = read_progress(table.saves).games
    assert (game.level, game.practice, game.met) == ("first_five_minutes", False, match.view().end.passed)  # type: ignore[union-attr]
    drive(app, press("enter"))
    assert isinstance(app.scene, Debrief)
    drive(app, click(app, "campaign"))
    scene = scene_of(app)
    assert scene.fresh == ("japan",) and scene.chosen == "japan"
    assert "Just opened" in app.ui.describe()
    drive(app, press("esc"))
    assert isinstance(app.scene, Title)


def test_after_a_finished_game_the_title_offers_the_campaign_first(table: Sitting, app: App) -> None:
    match = Match(table.level("first_five_minutes"), ("japan",), 5)
    match.save(table.saves / "running.json")
    for first in ("continue", "campaign"):
        app.reset(table.scene("title"))
        settle(app, 0.2)
        ids = [
            node.id for node in app.ui.nodes if node.id in ("continue", "campaign", "first", "new", "quit")
        ]
        assert ids[0] == first and set(ids[:2]) == {"continue", "campaign"}
        last = app.ui.find("quit").rect
        assert last.bottom <= app.ui.screen.bottom, "nothing of the menu is cut off"
        while not match.finished:
            match.end_quarter()
        match.save(table.saves / "running.json")


def test_practice_opens_but_brings_no_seal(table: Sitting) -> None:
    match = Match(table.level("first_five_minutes"), ("japan",), 5)
    while not match.finished:
        match.end_quarter()
    match.caretakers()
    match.reckoning("japan")
    match.practice = True
    (table.saves / FILE).unlink()
    assert table.journeys.note(match, match.view()) is None
    (game,) = read_progress(table.saves).games
    assert game.practice and game.points is None and not game.seal and not game.met
    (campaign,) = table.journeys.campaigns()
    journey = table.journeys.journey(campaign, (game,))
    assert journey["japan"].state == "open"


def test_a_damaged_record_is_told_once_in_one_sentence(tmp_path: Path) -> None:
    table = sitting(tmp_path, FIRST)
    (table.saves / FILE).write_text("{", encoding="utf-8")
    app = start.build_app(table, headless=True, language="en")
    try:
        app.push(table.scene("campaign"))
        settle(app, 0.3)
        assert "can't be read in full" in app.ui.describe()
        assert scene_of(app).chosen == "first"
    finally:
        app.close()


def test_several_campaigns_and_a_broken_one(tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "mine"
    for path, text in new_files("pack", "mine").items():
        (tmp_path / "packs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "packs" / path).write_text(text, encoding="utf-8")
    (pack / "campaigns").mkdir()
    (pack / "campaigns" / "tour.yaml").write_text(
        new_files("campaign", "tour")["tour.yaml"], encoding="utf-8"
    )
    bad = new_files("campaign", "lost")["lost.yaml"].replace("seat: japan", "seat: japn")
    (pack / "campaigns" / "lost.yaml").write_text(bad, encoding="utf-8")
    table = sitting(tmp_path, packs=(tmp_path / "packs",))
    app = start.build_app(table, headless=True, language="en")
    try:
        app.push(table.scene("campaign"))
        settle(app, 0.3)
        scene = scene_of(app)
        assert {one.id for one in scene.campaigns} == {"tour", "build_or_bargain"}
        said = app.ui.describe()
        assert "The campaign 'lost' can't be played." in said and "lost.yaml:15" in said
        first = scene.campaign
        assert first == "build_or_bargain", "the game's own, until another is chosen"
        app.ui.focus("which")
        for key in ("enter", "up", "enter"):
            drive(app, press(key))
        assert scene.campaign != first
        settle(app, 0.2)
        assert not app.ui.overflows
    finally:
        app.close()


def test_a_level_that_can_not_be_read_keeps_its_step_and_says_why(tmp_path: Path) -> None:
    pack = tmp_path / "packs" / "mine"
    for path, text in new_files("pack", "mine").items():
        (tmp_path / "packs" / path).parent.mkdir(parents=True, exist_ok=True)
        broken = text.replace("quarters:", "quartres:") if "levels/" in path else text
        (tmp_path / "packs" / path).write_text(broken, encoding="utf-8")
    (pack / "campaigns").mkdir()
    tour = new_files("campaign", "tour")["tour.yaml"].replace("level: quota", "level: mine_1")
    (pack / "campaigns" / "tour.yaml").write_text(tour, encoding="utf-8")
    table = sitting(tmp_path, packs=(tmp_path / "packs",))
    app = start.build_app(table, headless=True, language="en")
    try:
        app.push(CampaignScene(table, "tour"))
        settle(app, 0.3)
        said = app.ui.describe()
        assert "The level 'mine_1' can't be played." in said and "mine_1.yaml" in said
        drive(app, press("enter"))
        assert isinstance(app.scene, CampaignScene)
    finally:
        app.close()
