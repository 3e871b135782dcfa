"""Random hands: clicks, keys, typing, input methods, wheels, windows of every size, all from a seed.

python -m tests.desktop.monkey --seeds 20 --acts 2000      more than the tests have time for
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pygame

from game.desktop import start
from game.desktop.app import App
from game.desktop.driver import click, drag, move, press, typing, wheel
from game.desktop.keymap import ACTIONS
from game.desktop.kit.keys import NAMED
from game.desktop.preferences import Preferences
from game.desktop.scenes.gallery import Gallery
from game.desktop.sitting import Sitting
from game.play.match import Match

__all__ = ["BEGINNINGS", "Monkey", "main", "roam"]

Event = pygame.event.Event
KEYS = [*NAMED, *"abcdefghijklmnopqrstuvwxyz0123456789?+-/", *(action.default for action in ACTIONS)]
MODIFIED = [
    f"{held}+{key}" for held in ("ctrl", "shift", "alt") for key in ("a", "c", "v", "x", "z", "y", "s")
]
USEFUL = ("enter", "esc", "space", "tab", "e", "down", "i")
TEXTS = ("7", "Dy", "镝", "é", "\u202e", "\0", "😀", "a" * 500, " ", "{x}", "[[flag:xx]]", "9" * 40, "\n", "")
SIZES = (
    (1, 1),
    (40, 900),
    (100, 100),
    (320, 200),
    (640, 400),
    (900, 60),
    (1024, 640),
    (1280, 720),
    (1920, 1080),
    (3840, 2160),
)
LANGUAGES = ("en", "zh-Hans", "pseudo")
SIDE_DOORS = ("corner-", "help", "settings", "language", "credits")
BORED = 25  # acts in one room away from the desk
SCALES = (0.8, 1.0, 1.3, 2.0)

Beginning = Callable[[Sitting, App], None]


def _title(session: Sitting, app: App) -> None:
    app.push(session.scene("title"))


def _desk(session: Sitting, app: App) -> None:
    session.sit_down(app, session.begin("quota", "japan", 7))


def _hot_seat(session: Sitting, app: App) -> None:
    session.sit_down(app, session.begin("quota", ("china", "usa"), 7))


def _guided(session: Sitting, app: App) -> None:
    session.begin_first(app)


def _over(session: Sitting, app: App) -> None:
    match = session.begin("quota", "australia", 3)
    for _ in range(match.rulebook.quarters):
        answer(match)
        match.end_quarter()
    session.predict(match, "australia", "trade")
    session.sit_down(app, match)


def _last(session: Sitting, app: App) -> None:
    match = session.begin("quota", "japan", 3)
    for _ in range(match.rulebook.quarters - 1):
        answer(match)
        match.end_quarter()
    session.sit_down(app, match)


def _gallery(_: Sitting, app: App) -> None:
    app.push(Gallery())


BEGINNINGS: dict[str, Beginning] = {
    "title": _title,
    "desk": _desk,
    "hot seat": _hot_seat,
    "guided": _guided,
    "last quarter": _last,
    "over": _over,
    "gallery": _gallery,
}


def answer(match: Match) -> None:
    """The first paper of the tray that can be answered."""
    for paper in match.view(match.governed[0]).tray:
        for option in paper.options:
            if option.refusal is None:
                match.draft(option.slot, option.option)
                return


class Monkey:
    """One window and somebody who does not know what he is doing. `told` remembers what he did last."""

    def __init__(self, home: Path, beginning: str, seed: int) -> None:
        self.dice = random.Random(f"{beginning}/{seed}")
        preferences = Preferences(reduced_motion=self.dice.random() < 0.5)
        self.session = Sitting(
            preferences,
            preferences_file=home / "desktop.json",
            saves=home / "saves",
            user_packs=home / "packs",
        )
        self.beginning = BEGINNINGS[beginning]
        self.told: list[str] = []
        self.scenes: set[str] = set()
        self.seen: object = None
        self.here = 0
        self.open()

    def open(self) -> None:
        """The window opens."""
        self.app = start.build_app(self.session, headless=True)
        self.beginning(self.session, self.app)
        self.app.step()

    def act(self) -> None:
        """One thing; whoever has closed the window opens it again."""
        app, dice = self.app, self.dice
        self.here = self.here + 1 if app.scene is self.seen and not hasattr(app.scene, "table") else 0
        self.seen = app.scene
        acts = (self._widget, self._anywhere, self._key, self._text, self._window, self._look, self._wait)
        (chosen,) = dice.choices(acts, weights=(45, 12, 25, 6, 4, 4, 4))
        self.told = [*self.told[-30:], f"{type(app.scene).__name__}: {chosen.__name__}"]
        for event in press("esc") if self.here > BORED else chosen():
            pygame.event.post(event)
            app.step()
        app.step()
        self.scenes.add(type(app.scene).__name__)
        if not app.running:
            app.close()
            self.open()

    # what a hand may do: events, or something at once -------------------------------------------------------

    def _widget(self) -> list[Event]:
        """Press something that can be pressed; there is nothing in a window of one pixel."""
        offered = self.app.ui.state.focusables
        if not offered:
            return []
        item = self.dice.choice(offered)
        if any(word in item.id for word in SIDE_DOORS) and self.dice.random() < 0.9:
            return []
        self.told[-1] += f" {item.id}"
        return click(self.app, (item.rect.cx, item.rect.cy), self.dice.choice((1, 1, 1, 1, 3)))

    def _point(self) -> tuple[float, float]:
        width, height = self.app.ui.surface.get_size()
        return self.dice.uniform(-5, width + 5), self.dice.uniform(-5, height + 5)

    def _anywhere(self) -> list[Event]:
        way, place = self.dice.randrange(4), self._point()
        if way == 0:
            return click(self.app, place, self.dice.randrange(1, 6))
        if way == 1:
            return drag(self.app, place, self._point())
        if way == 2:
            return wheel(self.app, place, self.dice.choice((-9, -1, 1, 9)))
        return move(self.app, place)

    def _key(self) -> list[Event]:
        names = self.dice.choices((*KEYS, *USEFUL * 3, *MODIFIED), k=self.dice.choice((1, 1, 2, 5)))
        self.told[-1] += f" {names}"
        return press(*names)

    def _text(self) -> list[Event]:
        text = self.dice.choice(TEXTS)
        if self.dice.random() < 0.5:
            return [Event(pygame.TEXTINPUT, text=text)]
        composed = [Event(pygame.TEXTEDITING, text=text[:n], start=n, length=0) for n in (1, 2, 0)]
        return [*composed, *typing("稀土")]

    def _window(self) -> list[Event]:
        kinds = (pygame.WINDOWFOCUSLOST, pygame.WINDOWLEAVE, pygame.WINDOWMINIMIZED, pygame.WINDOWEXPOSED)
        if self.dice.random() < 0.4:
            return [Event(self.dice.choice((*kinds, pygame.QUIT)))]
        size = self.dice.choice(SIZES)
        self.told[-1] += f" {size}"
        pygame.display.set_mode(size, pygame.RESIZABLE)
        return [Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1])]

    def _look(self) -> list[Event]:
        ui, dice = self.app.ui, self.dice
        ui.set_scales(dice.choice(SCALES), dice.choice(SCALES))
        ui.set_language(dice.choice(LANGUAGES))
        ui.set_theme(dice.choice(("dark", "light", "contrast")))
        ui.describe()
        return []

    def _wait(self) -> list[Event]:
        for _ in range(self.dice.choice((3, 30, 90))):
            self.app.step()
        return []


def roam(home: Path, beginning: str, seed: int, acts: int) -> Monkey:
    """So many acts; whatever goes wrong is told with what led to it. The saves left behind can be opened."""
    monkey = Monkey(home, beginning, seed)
    try:
        for _ in range(acts):
            monkey.act()
    except BaseException as error:
        error.add_note(f"beginning {beginning!r}, seed {seed}: " + "; ".join(monkey.told))
        raise
    finally:
        monkey.app.close()
    for path in (home / "saves").glob("*.json"):
        Match.load(path)
    return monkey


def main() -> int:
    """Roam from every beginning with many seeds."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--acts", type=int, default=1000)
    options.add_argument("--beginning", choices=list(BEGINNINGS), action="append")
    given = options.parse_args()
    scenes: set[str] = set()
    for seed in range(given.first, given.first + given.seeds):
        for beginning in given.beginning or BEGINNINGS:
            with tempfile.TemporaryDirectory() as home:
                scenes |= roam(Path(home), beginning, seed, given.acts).scenes
    print(f"{given.seeds * len(given.beginning or BEGINNINGS) * given.acts} acts in {len(scenes)} scenes")
    print(", ".join(sorted(scenes)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
