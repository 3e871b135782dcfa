"""Plays the real command in a real window.

Where a button is, only the game knows. A second copy of it, without a screen, gets the very same input and is
asked; then the real pointer goes there. After each act the window's picture must become the copy's picture:
so every step also checks that the window shows what the headless tests look at.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pygame
from PIL import Image

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drive, move, point_of, press, settle, typing, wheel
from game.desktop.kit import Rect
from game.desktop.preferences import Preferences, save_preferences
from game.desktop.session import Session

from .display import Display, Pixels

__all__ = ["Player"]

ROOT = Path(__file__).resolve().parents[3]
XKEYS = {"enter": "Return", "esc": "Escape", "tab": "Tab", "space": "space"}  # others: F9, or themselves
SAME = 0.004  # share of pixels that may differ: a caret, a clock


class Player:
    """The window, its copy and the hands."""

    def __init__(
        self,
        home: Path,
        *,
        size: tuple[int, int] = (1280, 720),
        screen: tuple[int, int] = (1920, 1080),
        language: str = "en",
        reduced_motion: bool = True,
        command: tuple[str, ...] = (),
    ) -> None:
        preferences = Preferences(language=language, reduced_motion=reduced_motion)
        self.display = Display(screen)
        self.size = (1280, 720)
        self.copy = self._open_copy(home / "copy", preferences, command)
        self.process = self._open_window(home / "window", preferences, command)
        self.settled = True
        self.closed: int | None = None
        try:
            self.window = self.display.window_of("lanthanide")
            self.resize(size)
            self.display.do("windowfocus", "--sync", self.window)
        except BaseException:
            self.close()
            raise

    def _open_copy(self, home: Path, preferences: Preferences, command: tuple[str, ...]) -> App:
        session = Session(preferences, preferences_file=home / "desktop.json", saves=home / "saves")
        app = start.build_app(session, language=preferences.language, headless=True)
        if command:  # play LEVEL --seat S --seed N
            session.sit_down(app, session.begin(command[1], command[3], int(command[5])))
        else:
            app.push(session.scene("title"))
        settle(app, 0.3)
        return app

    def _open_window(
        self, home: Path, preferences: Preferences, command: tuple[str, ...]
    ) -> subprocess.Popen[bytes]:
        self.home = home
        save_preferences(preferences, home / "config" / "lanthanide" / "desktop.json")
        env = self.display.environment | {
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        self.log = home / "window.log"
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "game.cli", *command], cwd=ROOT, env=env, stdout=log, stderr=log
            )

    def close(self) -> int:
        """End both; returns the exit code of the command."""
        if self.closed is not None:
            return self.closed
        self.copy.close()
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            code = self.process.wait(10)
        self.display.close()
        self.closed = code
        return code

    # the copy ----------------------------------------------------------------------------------------------

    @property
    def scene(self) -> str:
        """The name of the scene on top."""
        return type(self.copy.scene).__name__

    def resize(self, size: tuple[int, int]) -> None:
        """Both become so large."""
        self.display.do("windowmove", self.window, 0, 0)
        self.display.do("windowsize", self.window, *size)
        self.size = size
        pygame.display.set_mode(size, pygame.RESIZABLE)
        self.copy._resized()
        self.meet()

    def wait_for_work(self, seconds: float = 240.0) -> None:
        """Until the copy's background work is done."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.copy.step()
            scene = self.copy.scene
            forecaster, table = getattr(scene, "forecaster", None), getattr(scene, "table", None)
            waits = forecaster is not None and table is not None and forecaster.stale(table)
            if not getattr(scene, "busy", False) and not (waits and not table.view.finished):
                break
            time.sleep(0.005)
        settle(self.copy, 0.3)

    def meet(self, seconds: float = 15.0) -> bool:
        """Let both come to rest; True when the window shows what the copy shows."""
        self.wait_for_work()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.difference() <= SAME:
                self.settled = True
                return True
            if self.process.poll() is not None:
                raise RuntimeError(f"the window is gone: {self.log.read_text(encoding='utf-8')}")
            time.sleep(0.03)
            self.copy.step()
        self.settled = False
        return False

    def difference(self) -> float:
        """The share of pixels in which window and copy differ."""
        mine = np.swapaxes(pygame.surfarray.array3d(self.copy.ui.surface), 0, 1)
        return float((np.abs(mine.astype(np.int16) - self.display.look(self.size)) > 6).any(axis=2).mean())

    # acts --------------------------------------------------------------------------------------------------

    def click(self, name: str) -> None:
        """Bring a widget into view and click it."""
        self.reach(name)
        x, y = point_of(self.copy, name)
        self.display.do("mousemove", x, y, "sleep", "0.03", "click", 1)
        drive(self.copy, click(self.copy, name))
        self.meet()

    def leave(self, name: str) -> int:
        """Click what closes the window; returns the exit code of the command."""
        self.display.do("mousemove", *point_of(self.copy, name), "sleep", "0.03", "click", 1)
        return self.close()

    def hover(self, where: str | tuple[float, float]) -> None:
        """Let the pointer rest there, long enough for a tooltip."""
        self.display.do("mousemove", *point_of(self.copy, where))
        drive(self.copy, move(self.copy, where))
        settle(self.copy, 1.2)
        time.sleep(0.8)
        self.meet()

    def park(self) -> None:
        """The pointer where it hides nothing and no tooltip comes up."""
        self.display.do("mousemove", 2, self.size[1] - 3)
        drive(self.copy, move(self.copy, (2.0, self.size[1] - 3.0)))
        settle(self.copy, 0.5)
        self.meet()

    def press(self, *hotkeys: str) -> None:
        """Keys, one after the other."""
        for hotkey in hotkeys:
            parts = hotkey.split("+") if len(hotkey) > 1 else [hotkey]
            last = parts[-1]
            name = XKEYS.get(last, last.upper() if len(last) > 1 else last)
            self.display.do("key", "--delay", 30, "+".join([*parts[:-1], name]))
            drive(self.copy, press(hotkey))
        self.meet()

    def type(self, text: str) -> None:
        """Text into the field that has the focus."""
        self.display.do("type", "--delay", 30, text)
        drive(self.copy, typing(text))
        self.meet()

    def tab_to(self, name: str, most: int = 120) -> None:
        """Tab until the widget has the focus."""
        for _ in range(most):
            if self.copy.ui.focused == name and self.copy.ui.focus_visible:
                self.meet()
                return
            self.display.do("key", "Tab")
            drive(self.copy, press("tab"))
        raise AssertionError(f"Tab never came to {name}")

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
            turns = -1 if target.cy + 14 > area.bottom else 1
            middle = (area.cx, area.cy)
            x, y = point_of(self.copy, middle)
            self.display.do("mousemove", x, y, "sleep", "0.02", "click", 5 if turns < 0 else 4)
            drive(self.copy, wheel(self.copy, middle, turns))
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

    def picture(self) -> Pixels:
        """What the window shows."""
        return self.display.look(self.size)

    def save_picture(self, path: Path) -> None:
        """Write it as a PNG file, without the two lowest bits of each colour: a quarter smaller, to the eye
        the same."""
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(self.picture() & 0xFC).save(path, optimize=True)

    def saved_games(self) -> list[Path]:
        """The files that the window's command has written."""
        return sorted((self.home / "data").rglob("*.json"))

    def read(self, path: Path) -> dict[str, object]:
        """A saved game as data."""
        found = json.loads(path.read_text(encoding="utf-8"))
        assert isinstance(found, dict)
        return found
