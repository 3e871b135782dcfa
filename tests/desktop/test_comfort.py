"""Going back, and what a save looks like: nothing is lost without a copy, pictures follow their saves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from game.content.packs import load_level
from game.desktop.driver import click, drive, open_app, press, settle
from game.desktop.pictures import picture_of, read_picture, write_picture
from game.desktop.preferences import Preferences
from game.desktop.scenes.menu import Menu
from game.desktop.scenes.saves import Saves
from game.desktop.sitting import Sitting
from game.play.match import Match

LEVEL = load_level("quota")


@pytest.fixture
def session(tmp_path: Path) -> Sitting:
    made = Sitting(Preferences(), preferences_file=tmp_path / "p.json", saves=tmp_path / "saves")
    made.loaded["quota"] = LEVEL
    return made


@pytest.fixture
def match(session: Sitting) -> Match:
    match = session.begin("quota", "japan", 7)
    match.draft("stock", "month", "japan")
    for _ in range(3):
        match.end_quarter()
    return match


def test_going_back_keeps_a_copy_and_marks_the_game(session: Sitting, match: Match) -> None:
    states = [played.before.digest(0) for played in match.past]
    app = open_app(Menu(session, match, "japan"))
    drive(app, click(app, "rewind"))
    app.ui.focus("wind-back/to")
    drive(app, press("up", "up", "down", "down"))  # from the newest quarter to the first
    drive(app, click(app, "wind-back/go-back"))
    app.close()
    assert match.practice and match.state.digest(0) == states[0] and not match.past
    assert (
        match.drafted_orders("japan") if hasattr(match, "drafted_orders") else match.drafts["japan"].as_list()
    )
    copies = list(session.saves.glob("*copy*.json"))
    assert len(copies) == 1 and len(Match.load(copies[0]).past) == 3, "what was played is still there"
    assert Match.load(match.autosave).practice  # type: ignore[arg-type]


def test_a_picture_is_made_shown_copied_and_removed(session: Sitting, match: Match) -> None:
    app = open_app(session.scene("title"))
    session.sit_down(app, match)
    settle(app, 0.6)
    app.push(session.scene("load"))
    settle(app, 0.3)
    path = match.autosave
    assert path is not None
    for _ in range(100):  # it is written in the background
        if picture_of(path).is_file():
            break
        time.sleep(0.02)
    assert picture_of(path).is_file()
    copy = session.saves / session.save_copy(match)
    assert picture_of(copy).read_bytes() == picture_of(path).read_bytes()
    scene = app.scene
    assert isinstance(scene, Saves)
    scene._look()
    for _ in range(200):
        time.sleep(0.05)
        settle(app, 0.05)
        if not scene.busy and scene.views:
            break
    settle(app, 0.2)
    assert "The desk as it was" in app.ui.describe()
    chosen = Path(str(scene.chosen))
    drive(app, click(app, "delete"))
    drive(app, click(app, "delete/gone"))
    assert not chosen.exists() and not picture_of(chosen).exists()
    app.close()


def test_a_picture_that_cannot_be_kept_or_read_costs_nothing(tmp_path: Path) -> None:
    import pygame

    (tmp_path / "pictures").write_text("a file where a folder should be", encoding="utf-8")
    write_picture(pygame.Surface((64, 36)), tmp_path / "game.json")
    assert read_picture(tmp_path / "game.json") is None
    other = tmp_path / "other"
    (other / "pictures").mkdir(parents=True)
    picture_of(other / "game.json").write_bytes(b"no picture")
    assert read_picture(other / "game.json") is None


def test_two_windows_at_the_same_game_leave_each_other_alone(tmp_path: Path) -> None:
    windows = [Sitting(Preferences(), preferences_file=tmp_path / "p.json", saves=tmp_path) for _ in range(2)]
    one, two = (window.begin("quota", "japan", 7) for window in windows)
    for match in (one, two, one, one):
        match.end_quarter()
    assert [len(Match.load(match.autosave).past) for match in (one, two)] == [3, 1]  # type: ignore[arg-type]
    assert one.autosave != two.autosave
    again = windows[1].adopt(Match.load(one.autosave), one.autosave)  # type: ignore[arg-type]
    for match in (again, again, one):
        match.end_quarter()
    assert [len(Match.load(match.autosave).past) for match in (one, again)] == [4, 5]  # type: ignore[arg-type]
    assert len(list(tmp_path.glob("quota-japan-7*.json"))) == 3
    assert one.autosave is not None
    one.autosave.unlink()
    one.end_quarter()
    assert len(Match.load(one.autosave).past) == 5, "a save that was deleted comes back"


def test_two_copies_within_a_second_are_two(tmp_path: Path) -> None:
    session = Sitting(Preferences(), preferences_file=tmp_path / "p.json", saves=tmp_path)
    match = session.begin("quota", "japan", 7)
    assert len({session.save_copy(match) for _ in range(3)}) == len(list(tmp_path.glob("*-copy-*.json"))) == 3


@pytest.mark.parametrize("seats", [("japan",), ("japan", "china")])
def test_a_quarter_that_cannot_be_saved_is_told_and_the_game_goes_on(
    session: Sitting, seats: tuple[str, ...]
) -> None:
    app = open_app(session.scene("title"))
    match = session.begin("quota", seats, 7)
    session.saves.write_text("a file where the folder should be", encoding="utf-8")
    for seat in seats:
        session.predict(match, seat, "build")
    session.sit_down(app, match)
    settle(app, 0.2)
    for _ in range(14):
        drive(app, press("enter" if type(app.scene).__name__ != "Desk" else "e"))
        settle(app, 0.2)
        if match.past:
            break
    assert len(match.past) == 1
    assert any("can't be saved" in toast.text for toast in app.ui.toasts)
    session.saves.unlink()
    match.end_quarter()
    assert match.unsaved is None and len(Match.load(match.autosave).past) == 2  # type: ignore[arg-type]
    app.close()
