"""The page of packs, by real events: dragged in, switched, moved, removed; broken ones stop nothing."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from game.content.choice import read_choice
from game.content.install import begin_pack, removed_dir
from game.content.templates import new_files
from game.desktop.app import App
from game.desktop.driver import click, drive, open_app, press, settle, typing
from game.desktop.preferences import Preferences
from game.desktop.scenes.mods import Mods, typed_path
from game.desktop.scenes.saves import Saves
from game.desktop.scenes.title import Title
from game.desktop.sitting import Sitting
from game.play.match import Match
from tests.desktop.window.packs import write_packs

ISLES = {path.removeprefix("isles/"): text for path, text in new_files("pack", "isles").items()}


@pytest.fixture
def session(tmp_path: Path) -> Sitting:
    return Sitting(
        Preferences(),
        preferences_file=tmp_path / "desktop.json",
        saves=tmp_path / "saves",
        user_packs=tmp_path / "data" / "packs",
        home=tmp_path,
    )


def wait(app: App) -> None:
    until = time.monotonic() + 60
    settle(app, 0.1)
    while getattr(app.scene, "busy", False) and time.monotonic() < until:
        app.step()
        time.sleep(0.005)
    settle(app, 0.3)


@pytest.fixture
def bare(session: Sitting) -> Iterator[App]:
    """The page of somebody who has no packs."""
    opened = open_app(Mods(session))
    wait(opened)
    yield opened
    opened.close()


@pytest.fixture
def app(session: Sitting) -> Iterator[App]:
    """The page with one pack that works and one that does not."""
    write_packs(session.user_packs)
    opened = open_app(Mods(session))
    wait(opened)
    yield opened
    opened.close()


def drop(app: App, path: Path) -> None:
    drive(app, [pygame.event.Event(pygame.DROPFILE, file=str(path))])
    wait(app)


def zipped(where: Path, version: str = "0.1.0") -> Path:
    path = where / f"isles-{version}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in ISLES.items():
            archive.writestr(f"isles/{name}", text.replace("0.1.0", version))
        archive.writestr("isles/run.exe", "x")
    return path


def mods(app: App) -> Mods:
    assert isinstance(app.scene, Mods)
    return app.scene


def names(app: App) -> list[str]:
    return [sheet.name for sheet in mods(app).sheets or ()]


def test_without_mods_the_page_says_what_one_is(bare: App, session: Sitting) -> None:
    said = bare.ui.describe()
    assert "No mods yet" in said and "lanthanide new pack" in said and "docs/modding.md" in said
    assert "~/data/packs" in said.replace("\\", "/")
    drive(bare, press("n"))
    wait(bare)
    assert names(bare) == ["my_pack", "core"] and mods(bare).chosen == "my_pack"
    assert "All good" in bare.ui.describe()
    assert "my_pack_1" in {entry.id for entry in session.levels()}


def test_a_broken_pack_is_told_with_line_and_hint_and_stops_nothing(app: App, session: Sitting) -> None:
    drive(app, click(app, "pack-night_shift/card"))
    said = app.ui.describe()
    assert "There is no key 'money_muds'" in said and "Did you mean 'money_musd'?" in said
    assert "night_shift/levels/night_shift_1.yaml, line 26" in said and "column 5: money_muds: 120" in said
    assert str(session.user_packs) not in said, "short paths"
    playable = {entry.id for entry in session.levels() if entry.card is not None}
    assert {"quota", "harbour_towns_1"} <= playable and "night_shift_1" not in playable


def test_a_switch_takes_a_packs_levels_out_and_is_kept(app: App, session: Sitting) -> None:
    assert next(e for e in session.levels() if e.id == "first_five_minutes").pack == "harbour_towns"
    drive(app, click(app, "pack-harbour_towns/on"))
    wait(app)
    assert read_choice(session.user_packs).off == {"harbour_towns"}
    found = {entry.id: entry.pack for entry in session.levels()}
    assert "harbour_towns_1" not in found and found["first_five_minutes"] == "core"
    app.ui.focus("pack-harbour_towns/on")
    drive(app, press("space"))
    wait(app)
    assert read_choice(session.user_packs).off == frozenset()
    assert "harbour_towns_1" in {entry.id for entry in session.levels()}
    drive(app, click(app, "pack-core/on"))
    assert (mods(app).sheets or ())[-1].on, "the game's own stays on"


def test_packs_move_by_keyboard(app: App, session: Sitting) -> None:
    assert names(app) == ["harbour_towns", "night_shift", "core"]
    app.ui.focus("sheet/down")
    drive(app, press("enter"))
    wait(app)
    assert names(app) == ["night_shift", "harbour_towns", "core"]
    assert read_choice(session.user_packs).order == ("night_shift", "harbour_towns")


def test_a_dropped_zip_is_installed_and_never_overwrites_unasked(
    app: App, session: Sitting, tmp_path: Path
) -> None:
    drop(app, zipped(tmp_path))
    assert "isles" in names(app) and mods(app).chosen == "isles"
    assert "1 file that is no part of a pack was left out" in app.ui.toasts[-1].text
    drop(app, zipped(tmp_path, "0.2.0"))
    said = app.ui.describe()
    assert "in version 0.1.0" in said and "Install version 0.2.0" in said
    manifest = session.user_packs / "isles" / "pack.yaml"
    drive(app, press("esc"))
    assert "0.1.0" in manifest.read_text(encoding="utf-8")
    drop(app, zipped(tmp_path, "0.2.0"))
    drive(app, click(app, "replace-dialog/yes"))
    wait(app)
    assert "0.2.0" in manifest.read_text(encoding="utf-8")
    assert (removed_dir(session.user_packs) / "isles" / "pack.yaml").is_file()


def test_a_dropped_file_that_is_no_pack_says_why(app: App, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    drop(app, tmp_path / "notes.txt")
    assert "notes.txt is no .zip" in app.ui.describe()
    drive(app, press("esc"))
    assert mods(app).asking == ""


def test_a_path_can_be_typed(app: App, tmp_path: Path) -> None:
    drive(app, press("i"))
    drive(app, typing(f'"{zipped(tmp_path)}"'))
    drive(app, press("enter"))
    wait(app)
    assert mods(app).chosen == "isles" and mods(app).asking == ""


def test_removing_asks_and_erases_nothing(app: App, session: Sitting) -> None:
    drive(app, click(app, "sheet/remove"))
    assert "Nothing is erased" in app.ui.describe()
    drive(app, click(app, "remove-dialog/keep"))
    assert "harbour_towns" in names(app)
    drive(app, click(app, "sheet/remove"))
    drive(app, click(app, "remove-dialog/yes"))
    wait(app)
    assert names(app) == ["night_shift", "core"]
    assert (removed_dir(session.user_packs) / "harbour_towns" / "rivals" / "waiter.yaml").is_file()


def test_look_again_sees_what_an_editor_has_changed(app: App, session: Sitting) -> None:
    level = session.user_packs / "night_shift" / "levels" / "night_shift_1.yaml"
    text = (
        level.read_text(encoding="utf-8").replace("money_muds", "money_musd").replace("folower", "follower")
    )
    level.write_text(text, encoding="utf-8")
    drive(app, press("f5"))
    wait(app)
    assert all(not sheet.problems for sheet in mods(app).sheets or ())
    assert "night_shift_1" in {entry.id for entry in session.levels()}


def test_the_folder_is_opened_or_its_path_copied(app: App, session: Sitting) -> None:
    opened: list[Path] = []

    def opener(folder: Path) -> bool:
        opened.append(folder)
        return True

    mods(app).opener = opener
    drive(app, press("o"))
    assert not opened and "copied" in app.ui.toasts[-1].text, "without a screen there is nothing to open"
    app.headless = False
    drive(app, press("o"))
    app.headless = True
    assert opened == [session.user_packs]


def test_a_disk_that_refuses_is_told(app: App, session: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("game.desktop.scenes.mods.switch_pack", full)
    drive(app, click(app, "pack-harbour_towns/on"))
    wait(app)
    assert "No space left" in app.ui.toasts[-1].text and (mods(app).sheets or ())[0].on


def test_a_pack_dropped_on_the_title_is_installed(session: Sitting, tmp_path: Path) -> None:
    opened = open_app(Title(session))
    drop(opened, zipped(tmp_path))
    wait(opened)
    assert isinstance(opened.scene, Mods) and "isles" in names(opened)
    drive(opened, press("esc"))
    assert isinstance(opened.scene, Title)
    drive(opened, press("m"))
    assert isinstance(opened.scene, Mods)
    opened.close()


def test_a_save_without_its_pack_opens_and_says_so(session: Sitting) -> None:
    begin_pack(session.user_packs)
    loaded = session.level("my_pack_1")
    match = Match(loaded, (loaded.level.seat_ids[0],), 7)
    match.end_quarter()
    match.save(session.saves / "game.json")
    (session.user_packs / "my_pack").rename(session.user_packs.parent / "elsewhere")
    session.look_again()
    opened = open_app(Saves(session), size=(1920, 1080))
    wait(opened)
    assert "which is not installed here" in opened.ui.describe()
    assert session.open_save(opened, session.saves / "game.json") is None
    settle(opened, 0.2)
    assert type(opened.scene).__name__ == "Desk"
    assert "not installed here" in opened.ui.toasts[-1].text
    opened.close()


def test_typed_paths_are_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path(' "/a b/c.zip" ') == Path("/a b/c.zip")
    assert typed_path("file:///a%20b/c.zip") == Path("/a b/c.zip")
    assert typed_path("~/c.zip") == tmp_path / "c.zip"
