"""Whoever presses everything, everywhere, in windows of every size, breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import press, settle
from game.desktop.preferences import Preferences
from game.desktop.sitting import Sitting

from .looks import EVERY_LOOK
from .monkey import BEGINNINGS, SIZES, roam

ACTS = 600 if EVERY_LOOK else 40


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_random_hands_break_nothing(beginning: str, tmp_path: Path) -> None:
    assert roam(tmp_path, beginning, ACTS, ACTS).scenes


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[App]:
    session = Sitting(
        Preferences(),
        preferences_file=tmp_path / "desktop.json",
        saves=tmp_path / "saves",
        user_packs=tmp_path / "packs",
    )
    app = start.build_app(session, headless=True)
    session.sit_down(app, session.begin("quota", "japan", 7))
    settle(app, 0.3)
    yield app
    app.close()


def test_a_window_of_any_size_and_back_while_the_forecast_is_computed(desk: App) -> None:
    whole = desk.ui.describe().splitlines()
    for size in SIZES[:5]:
        pygame.display.set_mode(size, pygame.RESIZABLE)
        for event in (pygame.event.Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]), *press("e")):
            pygame.event.post(event)
            desk.step()
        settle(desk, 0.5)
        for event in press("enter"):
            pygame.event.post(event)
        settle(desk, 0.5)
    pygame.display.set_mode((1280, 720), pygame.RESIZABLE)
    pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=(1280, 720), w=1280, h=720))
    settle(desk, 0.5)
    assert type(desk.scene).__name__ in ("Desk", "Report")
    assert len(desk.ui.describe().splitlines()) > len(whole) / 4
