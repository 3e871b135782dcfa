"""Parts of a screen that lie still are copied, and never at the price of a wrong picture."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from game.content.packs import load_level
from game.desktop.app import App
from game.desktop.desk.doors import Doors
from game.desktop.driver import click, drive, move, open_app, press, settle
from game.desktop.frame_bench import measure
from game.desktop.kit import Rect, Ui
from game.desktop.kit.quiet import CALM_PASSES, quiet
from game.desktop.scenes.desk import Desk
from game.play.counsel import consult
from game.play.match import Match

from .conftest import Show, Sketch


def test_a_part_is_drawn_once_and_answers_all_the_same(show: Show) -> None:
    drawn: list[int] = []
    pressed: list[bool] = []
    part = Rect(100, 100, 200, 60)

    def paint(ui: Ui) -> None:
        def draw() -> bool:
            drawn.append(1)
            return ui.button("go", Rect(120, 110, 100, 34), "Go", hotkey="g")

        pressed.append(quiet(ui, "part", part, "look", draw, False))
        ui.request_frame()

    app = show(Sketch(paint))
    settle(app, 0.5)
    drawn.clear()
    settle(app, 0.5)
    assert not drawn
    assert app.ui.find("go").label == "Go"
    assert "go" in {f.id for f in app.ui.state.focusables}
    for acts in (click(app, "go"), press("g")):
        pressed.clear()
        drive(app, acts)
        assert sum(pressed) == 1
        drive(app, move(app, (600.0, 400.0)))
        settle(app, 0.5)
    drawn.clear()
    settle(app, CALM_PASSES / 60)
    assert not drawn


def test_another_key_is_another_picture(show: Show) -> None:
    look = ["red"]

    def paint(ui: Ui) -> None:
        part = Rect(0, 0, 50, 50)
        ink = pygame.Color(look[0])[:3]
        quiet(ui, "part", part, look[0], lambda: ui.painter.rect(ui.box(part), ink), None)
        ui.request_frame()

    app = show(Sketch(paint))
    settle(app, 0.3)
    for colour in ("red", "blue"):
        look[0] = colour
        app.step()
        assert app.ui.surface.get_at((10, 10)) == pygame.Color(colour)


@pytest.fixture(scope="module")
def desk() -> Iterator[App]:
    match = Match(load_level("quota"), ["japan"], 7)
    for _ in range(4):
        match.end_quarter()
    app = open_app(Desk(match, Doors()), reduced_motion=True)
    yield app
    app.close()


def settled(app: App) -> None:
    """Come to rest with the pointer in a corner; forecast and advice have arrived."""
    drive(app, move(app, (1.0, 1.0)))
    scene = app.scene
    assert isinstance(scene, Desk) and scene.forecaster is not None
    for _ in range(600):
        app.step()
        if not scene.forecaster.stale(scene.table) and not scene.thinks:
            break
        pygame.time.wait(5)
    for _ in range(CALM_PASSES + 2):
        app.invalidate()
        app.step()


@pytest.mark.parametrize(
    "acts", ["", "2", "5", "l right right", "t tab enter", "ctrl+z", "e", "f9", "e", "f9", "d tab tab enter"]
)
def test_the_desk_looks_the_same_as_if_all_were_drawn(desk: App, acts: str) -> None:
    for key in acts.split():
        drive(desk, press(key))
    settled(desk)
    copied = pygame.surfarray.array3d(desk.ui.surface)
    said = desk.ui.describe()
    for name in [name for name in desk.ui.memory if name.startswith("quiet/")]:
        del desk.ui.memory[name]
    desk.invalidate()
    desk.step()
    assert desk.ui.describe() == said
    drawn = pygame.surfarray.array3d(desk.ui.surface)
    assert (drawn == copied).all()


def test_advice_that_arrives_leaves_the_other_parts_as_they_are(desk: App) -> None:
    scene = desk.scene
    assert isinstance(scene, Desk)
    scene.timeline.tab = "cover"
    settled(desk)
    match = scene.table.match
    consult(match)
    said = dict(match.counsel)
    match.counsel.clear()  # nobody asks for it again
    scene.table.forget()
    for _ in range(CALM_PASSES + 2):
        desk.invalidate()
        desk.step(0)
    before = kept_pictures(desk)
    old = scene.table.view
    assert not old.advisers.ready
    match.counsel.update(said)
    scene.table.advised()
    desk.invalidate()
    desk.step(0)
    after = kept_pictures(desk)
    assert {name for name in before if after[name] is not before[name]} == {"quiet/tray"}
    new = scene.table.view
    assert new.advisers.ready and new.levers is old.levers and new.board is old.board and new.map is old.map


def kept_pictures(app: App) -> dict[str, object]:
    """The parts that lie still, by name."""
    return {name: kept for name, kept in app.ui.memory.items() if name.startswith("quiet/")}


def test_a_frame_of_the_desk_fits_into_a_sixtieth_of_a_second() -> None:
    found = measure((1920, 1080), 60, headless=True)
    assert found["median_ms"] < 1000 / 60
