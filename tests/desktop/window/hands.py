"""Plays the game without a screen, the way a person would: by the names of what can be pressed.

`Hands` does everything that a player at the window does, but to a headless copy of the game alone: a whole
game in a minute, and pictures that are the window's own, pixel for pixel (which `Player` checks).
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, move, press, settle, typing, wheel
from game.desktop.kit import Rect
from game.desktop.preferences import Preferences
from game.desktop.sitting import Sitting

__all__ = ["Hands"]

Pixels = NDArray[np.uint8]
DATA = Path(".local", "share", "lanthanide")  # from a player's home on


class Hands:
    """A copy of the game without a screen, and what can be done to it."""

    def __init__(
        self,
        home: Path,
        *,
        size: tuple[int, int] = (1280, 720),
        language: str = "en",
        theme: str = "dark",
        reduced_motion: bool = True,
        command: tuple[str, ...] = (),
    ) -> None:
        self.theme = theme
        self.preferences = Preferences(language=language, theme=theme, reduced_motion=reduced_motion)
        self.size = (1280, 720)
        self.settled = True
        self.copy = self._open_copy(home / "copy", command)
        self.open(home, command)
        self.resize(size)

    def open(self, home: Path, command: tuple[str, ...]) -> None:
        """Whatever else has to be there before the first act."""

    def _open_copy(self, home: Path, command: tuple[str, ...]) -> App:
        packs = home / DATA / "packs"
        session = Sitting(
            self.preferences,
            preferences_file=home / "desktop.json",
            saves=home / "saves",
            user_packs=packs,
            home=home,
        )
        self.pack_folders = [packs]
        app = start.build_app(session, language=self.preferences.language, headless=True)
        if command:  # play LEVEL --seat S --seed N
            session.sit_down(app, session.begin(command[1], command[3], int(command[5])))
        else:
            app.push(session.scene("title"))
        self.saves = session.saves
        settle(app, 0.3)
        return app

    def close(self) -> int:
        """End it; returns an exit code."""
        self.copy.close()
        return 0

    # the copy ----------------------------------------------------------------------------------------------

    @property
    def scene(self) -> str:
        """The name of the scene on top."""
        return type(self.copy.scene).__name__

    def resize(self, size: tuple[int, int]) -> None:
        """The window becomes so large."""
        self.size = size
        pygame.display.set_mode(size, pygame.RESIZABLE)
        self.copy._resized()
        self.meet()

    def change_theme(self, theme: str) -> None:
        """Other colours, without a way through the settings."""
        self.theme = theme
        self.copy.ui.set_theme(theme)

    def wait_for_work(self, seconds: float = 240.0, *, forecasts: bool = True) -> None:
        """Until the background work is done; without `forecasts` only what a scene can't go on without."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.copy.step()
            if not (self._waits() or (forecasts and self._thinks())):
                break
            time.sleep(0.005)
        settle(self.copy, 0.3)

    def _waits(self) -> bool:
        return bool(getattr(self.copy.scene, "busy", False))

    def _thinks(self) -> bool:
        """Whether a forecast, a reason or advice is still to come."""
        scene = self.copy.scene
        forecaster, table = getattr(scene, "forecaster", None), getattr(scene, "table", None)
        if forecaster is None or table is None:
            return False
        stale = not table.view.finished and forecaster.stale(table)
        return stale or bool(getattr(scene, "thinks", False))

    def meet(self) -> bool:
        """Let come to rest what the next act needs."""
        self.wait_for_work(forecasts=False)
        return True

    def rest(self) -> bool:
        """Let everything come to rest, for a picture."""
        self.wait_for_work()
        return self.meet()

    # acts --------------------------------------------------------------------------------------------------

    def click(self, name: str) -> None:
        """Bring a widget into view and click it."""
        self.reach(name)
        drive(self.copy, click(self.copy, name))
        self.meet()

    def leave(self, name: str) -> int:
        """Click what closes the window; returns an exit code."""
        drive(self.copy, click(self.copy, name))
        return self.close()

    def hover(self, where: str | tuple[float, float]) -> None:
        """Let the pointer rest there, long enough for a tooltip."""
        drive(self.copy, move(self.copy, where))
        settle(self.copy, 1.2)
        self.meet()

    def park(self) -> None:
        """The pointer where it hides nothing and no tooltip comes up."""
        drive(self.copy, move(self.copy, (2.0, self.size[1] - 3.0)))
        settle(self.copy, 0.5)
        self.meet()

    def press(self, *hotkeys: str) -> None:
        """Keys, one after the other."""
        for hotkey in hotkeys:
            drive(self.copy, press(hotkey))
        self.meet()

    def type(self, text: str) -> None:
        """Text into the field that has the focus."""
        drive(self.copy, typing(text))
        self.meet()

    def turn(self, middle: tuple[float, float], turns: int) -> None:
        """The wheel, there."""
        drive(self.copy, wheel(self.copy, middle, turns))

    def has(self, name: str) -> bool:
        """Whether the screen has this widget."""
        with contextlib.suppress(KeyError):
            return self.copy.ui.find(name) is not None
        return False

    def reach(self, name: str, most: int = 60) -> None:
        """Turn the wheel until the widget can be seen whole, or at least its middle."""
        for _ in range(most):
            target = self.copy.ui.find(name).rect
            area = self._scroll_around(name)
            if area is None or (area.y + min(14, target.h / 2) <= target.cy <= area.bottom - 14):
                return
            self.turn((area.cx, area.cy), -1 if target.cy + 14 > area.bottom else 1)
        raise AssertionError(f"{name} can't be scrolled into view")

    def _scroll_around(self, name: str) -> Rect | None:
        """The visible part of the scroll area that holds a widget."""
        around: Rect | None = None
        depth = 0
        for node in self.copy.ui.nodes:
            if around is not None and node.depth <= depth:
                around = None
            if node.role == "scroll":
                around, depth = node.rect, node.depth
            if node.id == name:
                return around
        return None

    # pictures ----------------------------------------------------------------------------------------------

    def difference(self) -> float:
        """The share of pixels in which what is shown differs from the copy: none without a window."""
        return 0.0

    @property
    def save_folders(self) -> list[Path]:
        """Where games are saved."""
        return [self.saves]

    def picture(self) -> Pixels:
        """What is shown, [height, width, 3] RGB."""
        return np.ascontiguousarray(np.swapaxes(pygame.surfarray.array3d(self.copy.ui.surface), 0, 1))
