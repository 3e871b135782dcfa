"""The ghost: a finished game goes along as a line when the same luck is played again from the same chair."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content.packs import load_level
from game.desktop import start
from game.desktop.driver import click, drive, settle
from game.desktop.ghost import FILE, last_run
from game.desktop.preferences import Preferences
from game.desktop.scenes.debrief import Debrief
from game.desktop.scenes.desk import Desk
from game.desktop.scenes.levels import Levels
from game.desktop.sitting import Sitting
from game.play.match import Match

LEVEL = load_level("first_five_minutes")


@pytest.fixture
def session(tmp_path: Path) -> Sitting:
    preferences = Preferences(reduced_motion=True)
    return Sitting(preferences, preferences_file=tmp_path / "desktop.json", saves=tmp_path / "saves")


def finished(seed: int, difficulty: str = "minister", order: str = "") -> Match:
    match = Match(LEVEL, ("japan",), seed, difficulty=difficulty)
    while not match.finished:
        if order:
            match.draft("stock", order)
        match.end_quarter()
    return match


def test_only_the_same_game_has_a_ghost(session: Sitting) -> None:
    first = finished(5)
    session.keep_run(first, "japan")
    ghost = session.last_run(Match(LEVEL, ("japan",), 5), "japan")
    assert ghost["cover"] == tuple(round(v, 4) for v in first.view().series("cover").values)
    for other in (
        Match(LEVEL, ("japan",), 6),
        Match(LEVEL, ("usa",), 5),
        Match(LEVEL, ("japan",), 5, difficulty="veteran"),
    ):
        assert session.last_run(other, other.governed[0]) == {}
    again = finished(5, order="half")
    session.keep_run(again, "japan")
    assert session.last_run(again, "japan")["cover"] != ghost["cover"], "the last run counts"


def test_a_damaged_file_is_no_trouble(tmp_path: Path) -> None:
    for text in ("", "[]", '{"x": 3}', '{"x": {"cover": "much"}}', "\x00", "[" * 100_000):
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        assert last_run(tmp_path, "x") == {}


def test_it_stands_on_the_timeline(session: Sitting) -> None:
    match = finished(5)
    app = start.build_app(session, headless=True)
    try:
        session.sit_down(app, match)  # shows the end, and so remembers the game
        settle(app, 0.1)
        again = session.begin("first_five_minutes", "japan", 5)
        assert again.guide is not None
        again.guide.skip()
        app.push(session.desk_scene(again, "japan"))
        settle(app, 0.3)
        assert isinstance(app.scene, Desk) and "cover" in app.scene.timeline.ghost
        described = app.ui.describe()
        assert app.ui.tr("desk.timeline") in described
        assert "last_runs" not in {path.stem for path in session.saves.glob("*.json")}
    finally:
        app.close()


def test_the_other_chair_has_the_same_luck_and_difficulty(session: Sitting) -> None:
    match = Match(load_level("quota"), ("japan",), 77, difficulty="veteran")
    app = start.build_app(session, headless=True)
    try:
        scene = Debrief.__new__(Debrief)  # only its choice is tried: no reckoning is needed for that
        scene.session, scene.match, scene.seat, scene.app = session, match, "japan", app
        scene.prediction = ""
        from game.desktop.scenes.base import words

        scene._choose(app.ui, words(app.ui), "chair")
        settle(app, 0.2)
        levels = app.scene
        assert isinstance(levels, Levels)
        card = levels.card
        assert card is not None
        assert (levels.chosen_seat(card).seat, levels.seed(card), levels.difficulty) == ("usa", 77, "veteran")
        drive(app, click(app, "seat-china"))
        assert levels.chosen_seat(card).seat == "china"
    finally:
        app.close()
