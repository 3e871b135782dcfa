"""A challenge code typed in the choice of levels chooses level, chair, luck and difficulty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, press, settle, typing
from game.desktop.preferences import Preferences
from game.desktop.scenes.briefing import Briefing
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.levels import Levels
from game.desktop.sitting import Sitting
from game.play.challenge import Challenge, challenge_code


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    preferences = Preferences(reduced_motion=True)
    session = Sitting(preferences, preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")
    made = start.build_app(session, headless=True)
    made.push(session.scene("new"))
    settle(made, 0.2)
    yield made
    made.close()


def type_luck(app: App, text: str) -> Levels:
    scene = app.scene
    assert isinstance(scene, Levels)
    drive(app, click(app, "luck/typed"))
    drive(app, click(app, "seed"))
    drive(app, typing(text))
    settle(app, 0.1)
    return scene


def test_a_code_chooses_everything(app: App) -> None:
    code = challenge_code(Challenge("quota", ("australia",), 4711, "veteran"))
    scene = type_luck(app, code.upper())
    assert (scene.level, scene.seat, scene.difficulty) == ("quota", "australia", "veteran")
    drive(app, click(app, "briefing"))
    assert isinstance(app.scene, Briefing)
    drive(app, click(app, "prediction/build"))
    drive(app, click(app, "start"))
    settle(app, 0.2)
    assert isinstance(app.scene, Desk)
    match = app.scene.table.match
    assert (match.governed, match.seed, match.difficulty) == (("australia",), 4711, "veteran")
    drive(app, press("esc"))
    settle(app, 0.2)
    assert code in app.ui.describe(), "the menu gives the code on"
    assert app.ui.tr("play.difficulty.veteran") in app.ui.describe()


def test_a_wrong_code_begins_nothing(app: App) -> None:
    code = challenge_code(Challenge("quota", ("japan",), 7))
    scene = type_luck(app, code[:-1] + "x")
    card = scene.card
    assert card is not None and scene.seed(card) is None
    drive(app, click(app, "briefing"))
    assert app.scene is scene
    assert app.ui.tr("scenes.levels.bad_code") in app.ui.describe()


def test_a_code_of_a_level_that_is_not_here(app: App) -> None:
    scene = type_luck(app, challenge_code(Challenge("elsewhere", ("japan",), 7)))
    assert scene.challenge is None and scene.level == "quota"
