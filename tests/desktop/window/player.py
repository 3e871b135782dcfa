"""Plays the real command in a real window.

Where a button is, only the game knows. A second copy of it, without a screen, gets the very same input and is
asked; then the real pointer goes there. After each act the window's picture must become the copy's picture:
so every step also checks that the window shows what the headless tests look at.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from game.desktop.driver import drive, point_of, press
from game.desktop.preferences import save_preferences

from .display import Display, Pixels
from .hands import DATA, Hands

__all__ = ["ROOT", "Player"]

ROOT = Path(__file__).resolve().parents[3]
XKEYS = {"enter": "Return", "esc": "Escape", "tab": "Tab", "space": "space"}  # others: F9, or themselves
SAME = 0.004  # share of pixels that may differ: a caret, a clock


class Player(Hands):
    """The window, its copy and the hands."""

    def __init__(self, home: Path, *, screen: tuple[int, int] = (1920, 1080), **options: object) -> None:
        self.display = Display(screen)
        self.closed: int | None = None
        self.window = ""
        super().__init__(home, **options)  # type: ignore[arg-type]

    def open(self, home: Path, command: tuple[str, ...]) -> None:
        """The real window beside the copy."""
        self.process = self._open_window(home / "window", command)
        try:
            self.window = self.display.window_of("lanthanide")
            self.resize(self.size)
            self.display.do("windowfocus", "--sync", self.window)
        except BaseException:
            self.close()
            raise

    def _open_window(self, home: Path, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        self.home = home
        save_preferences(self.preferences, home / "config" / "lanthanide" / "desktop.json")
        env = self.display.environment | {
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / DATA.parent),
            "HOME": str(home),
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        self.pack_folders.append(home / DATA / "packs")
        self.log = home / "window.log"
        with self.log.open("wb") as log:
            return subprocess.Popen(self.command_line(command), cwd=ROOT, env=env, stdout=log, stderr=log)

    def command_line(self, command: tuple[str, ...]) -> list[str]:
        """What starts the game: this checkout's command."""
        return [sys.executable, "-m", "game.cli", *command]

    def close(self) -> int:
        """End both; returns the exit code of the command."""
        if self.closed is not None:
            return self.closed
        self.copy.close()
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            code = self.process.wait(30)
        self.display.close()
        self.closed = code
        return code

    # both ---------------------------------------------------------------------------------------------------

    def resize(self, size: tuple[int, int]) -> None:
        """Both become so large."""
        self.display.do("windowmove", self.window, 0, 0)
        self.display.do("windowsize", self.window, *size)
        super().resize(size)

    def meet(self, seconds: float = 60.0) -> bool:
        """Let both come to rest; True when the window shows what the copy shows."""
        return self._meet(SAME, seconds)

    def rest(self) -> bool:
        """The same for a picture, which has to be the copy's to the last pixel."""
        return self._meet(0.0, 60.0)

    def _meet(self, most: float, seconds: float) -> bool:
        self.wait_for_work()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.difference() <= most:
                self.settled = True
                return True
            if self.process.poll() is not None:
                raise RuntimeError(f"the window is gone: {self.log.read_text(encoding='utf-8')}")
            time.sleep(0.06)
            self.copy.step()
        self.settled = False
        return False

    def difference(self) -> float:
        """The share of pixels in which window and copy differ."""
        mine, shown = super().picture(), self.display.look(self.size)
        if np.array_equal(mine, shown):
            return 0.0
        return float((np.abs(mine.astype(np.int16) - shown) > 6).any(axis=2).mean())

    # acts --------------------------------------------------------------------------------------------------

    def click(self, name: str) -> None:
        """Bring a widget into view and click it."""
        self.reach(name)
        self._press_button(name)
        super().click(name)

    def leave(self, name: str) -> int:
        """Click what closes the window; returns the exit code of the command."""
        self._press_button(name)
        return self.close()

    def _press_button(self, name: str) -> None:
        x, y = point_of(self.copy, name)
        self.display.do("mousemove", x, y, "sleep", "0.03", "click", 1)

    def hover(self, where: str | tuple[float, float]) -> None:
        """Let the pointer rest there, long enough for a tooltip."""
        self.display.do("mousemove", *point_of(self.copy, where))
        time.sleep(0.8)
        super().hover(where)

    def park(self) -> None:
        """The pointer where it hides nothing and no tooltip comes up."""
        self.display.do("mousemove", 2, self.size[1] - 3)
        super().park()

    def press(self, *hotkeys: str) -> None:
        """Keys, one after the other."""
        for hotkey in hotkeys:
            parts = hotkey.split("+") if len(hotkey) > 1 else [hotkey]
            last = parts[-1]
            name = XKEYS.get(last, last.upper() if len(last) > 1 else last)
            self.display.do("key", "--delay", 30, "+".join([*parts[:-1], name]))
        super().press(*hotkeys)

    def type(self, text: str) -> None:
        """Text into the field that has the focus."""
        self.display.do("type", "--delay", 30, text)
        super().type(text)

    def turn(self, middle: tuple[float, float], turns: int) -> None:
        """The wheel, there."""
        x, y = point_of(self.copy, middle)
        self.display.do("mousemove", x, y, "sleep", "0.02", "click", 5 if turns < 0 else 4)
        super().turn(middle, turns)

    def tab_to(self, name: str, most: int = 120) -> None:
        """Tab until the widget has the focus."""
        for _ in range(most):
            if self.copy.ui.focused == name and self.copy.ui.focus_visible:
                self.meet()
                return
            self.display.do("key", "Tab")
            drive(self.copy, press("tab"))
        raise AssertionError(f"Tab never came to {name}")

    # pictures and files ------------------------------------------------------------------------------------

    def picture(self) -> Pixels:
        """What the window shows."""
        return self.display.look(self.size)

    @property
    def save_folders(self) -> list[Path]:
        """Where window and copy save."""
        return [*super().save_folders, self.home / DATA / "saves"]

    def change_theme(self, theme: str) -> None:
        """A window changes its colours in the settings only, which would be another scene."""
        raise NotImplementedError(f"the window shows {self.theme}, not {theme}")

    def saved_games(self) -> list[Path]:
        """The files that the window's command has written."""
        return sorted((self.home / DATA / "saves").rglob("*.json"))

    def read(self, path: Path) -> dict[str, object]:
        """A saved game as data."""
        found = json.loads(path.read_text(encoding="utf-8"))
        assert isinstance(found, dict)
        return found
