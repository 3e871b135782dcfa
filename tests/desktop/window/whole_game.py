"""A whole game in a real window, from the title to the debrief, and the pictures of docs/screens on the way.

    python -m tests.desktop.window.whole_game               both languages, both sizes, into docs/screens
    python -m tests.desktop.window.whole_game --headless    the same without a window, much faster
    python -m tests.desktop.window.whole_game --headless --out DIR --scene desk --scene board --language en

English is played with the pointer, Chinese with keys wherever there is one. Nothing is written into the game
but through its window; the orders are those of docs/story.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from game.desktop.scenes.gallery import Gallery

from .hands import Hands
from .player import ROOT, Player
from .scenes import LARGE, SCENES, SIZES, SMALL, file_name
from .story import ORDERS, SEAT, SEED

__all__ = ["main", "play"]

HOME_SIZE = {"en": LARGE, "zh-Hans": SMALL}  # the size in which a language is played
DESKS = {1: "desk-first", 4: "desk", 7: "desk-peak", 12: "desk-ruling", 20: "desk-last"}
LEVERS = ("industry", "technology", "diplomacy", "controls")  # beside the market, which the desk opens with


class Tour:
    """One language: the hands, and the pictures wanted."""

    def __init__(self, player: Hands, language: str, out: Path, wanted: Collection[str]) -> None:
        self.player, self.language, self.out, self.wanted = player, language, out, wanted
        self.trouble: list[str] = []
        self.names: list[str] = []

    def shoot(self, name: str, pointer: str = "") -> None:
        """A picture of what is there, in both sizes; notes what does not fit."""
        home, player = HOME_SIZE[self.language], self.player
        if name not in self.wanted:
            return
        for size in sorted(SIZES, key=lambda size: size != home):
            if player.size != size:
                player.resize(size)
            player.hover(pointer) if pointer else player.park()
            file = file_name(name, self.language, size)
            if not player.settled:
                self.trouble.append(f"{file}: the window differs from the copy by {player.difference():.2%}")
            misfits = [f"{o.id}: {o.text!r}" for o in player.copy.ui.overflows]
            if misfits:
                self.trouble.append(f"{file}: does not fit: {misfits[:6]}")
            player.save_picture(self.out / file)
            self.names.append(file)
            print(f"  {file}", flush=True)
        if player.size != home:
            player.resize(home)

    def scroll_up(self, area: str) -> None:
        """A scroll area back to its top, so that a picture shows where it begins."""
        if self.player.has(area):
            place = self.player.copy.ui.find(area).rect
            for _ in range(12):
                self.player.turn((place.cx, place.cy), 1)
            self.player.meet()

    def act(self, button: str, key: str = "") -> None:
        """By pointer in English, by key in Chinese if there is one."""
        if key and self.language != "en":
            self.player.press(key)
        else:
            self.player.click(button)

    def give(self, slot: str, option: str) -> bool:
        """Draft an order as a person does: in the paper that offers it, else behind its lever."""
        player = self.player
        table = player.copy.scene.table  # type: ignore[union-attr]
        for paper in table.view.tray:
            if any((o.slot, o.option) == (slot, option) for o in paper.options):
                if not player.has(f"dossier/{paper.id}/{option}"):
                    player.click(f"dossier/{paper.id}")
                player.click(f"dossier/{paper.id}/{option}")
                return self._drafted(slot, option)
        for number, lever in enumerate(table.view.levers, start=1):
            if any(order.slot == slot for order in lever.orders):
                self.act(f"lever/{lever.id}", str(number))
                if not player.has(f"order/{slot}/{option}"):
                    player.click(f"order/{slot}")
                player.click(f"order/{slot}/{option}")
                return self._drafted(slot, option)
        return False

    def _drafted(self, slot: str, option: str) -> bool:
        drafts = self.player.copy.scene.table.view.drafts  # type: ignore[union-attr]
        return any((d.slot, d.option, d.refusal) == (slot, option, None) for d in drafts)

    # the way -----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Title, side rooms, level, briefing."""
        player = self.player
        self.shoot("title")
        self.act("settings", "s")
        self.shoot("settings")
        player.click("keys")
        self.shoot("keys")
        self.act("back", "esc")
        self.act("back", "esc")
        self.act("help", "h")
        for tab in ("play", "keys", "terms", "claims"):
            player.click(f"parts/{tab}")
            self.shoot("almanac" if tab == "claims" else f"help-{tab}")
        self.act("back", "esc")
        player.click("credits")
        self.shoot("credits")
        self.act("back", "esc")
        self.act("new", "n")
        player.click(f"seat-{SEAT}")
        player.click("luck/typed")
        player.click("seed")
        player.type(str(SEED))
        self.shoot("levels")
        player.click("assumptions")
        self.shoot("assumptions")
        self.act("back", "esc")
        player.click("briefing")
        player.click("prediction/trade")
        self.shoot("briefing")
        player.click("start")

    def quarters(self) -> None:
        """Twenty quarters at the desk."""
        player = self.player
        for quarter in range(1, 21):
            if player.scene != "Desk":
                raise RuntimeError(f"quarter {quarter}: {player.scene} instead of the desk")
            for slot, option in ORDERS.get(quarter, ()):
                if not self.give(slot, option):
                    self.trouble.append(f"Q{quarter}: {slot} {option} could not be drafted")
            if quarter in DESKS:
                self.scroll_up("tray")
                self.shoot(DESKS[quarter])
            if quarter == 4:
                self.reasons()
                self.levers()
                self.side_rooms()
            if quarter == 7:
                player.click("timeline/price")
                self.shoot("desk-prices", pointer="gauge/confidence")
            self.act("end", "e")
            if quarter in (2, 7):
                self.shoot("report" if quarter == 2 else "report-peak")
            self.act("go-on", "enter")

    def reasons(self) -> None:
        """Why a price moved, in the tooltip and pinned."""
        self.shoot("desk-why", pointer="map/nation/japan")
        self.player.hover("map/nation/japan")
        self.player.press("w")
        self.shoot("why")
        self.player.press("esc")

    def levers(self) -> None:
        """The tabs of the desk."""
        for lever in LEVERS:
            self.player.click(f"lever/{lever}")
            self.scroll_up(f"orders/{lever}")
            self.shoot(f"desk-{lever}")
        self.player.click("lever/market")
        self.player.click("timeline/output")
        self.shoot("desk-magnets")

    def side_rooms(self) -> None:
        """What the desk leads to."""
        player = self.player
        player.click("map/nation/china")
        self.shoot("seat-sheet")
        player.click(f"seats/{SEAT}")
        self.shoot("seat-own")
        self.act("back", "esc")
        player.click("timeline/board")
        self.shoot("desk-board")
        player.press("b")
        self.shoot("board")
        self.act("back", "esc")
        player.click("timeline/advisers")
        self.shoot("desk-advisers")
        player.click("timeline/cover")
        player.press("o")
        for tab in ("market", "alliances", "technology"):
            player.click(f"parts/{tab}")
            self.shoot(f"world-{tab}")
        self.act("back", "esc")
        self.act("menu", "f10")
        self.shoot("menu")
        player.click("alerts")
        self.shoot("alerts")
        self.act("back", "esc")
        player.click("save")
        self.act("resume", "esc")

    def afterwards(self) -> None:
        """The reckoning and the debrief."""
        player = self.player
        if player.scene != "Reckoning":
            raise RuntimeError(f"{player.scene} instead of the reckoning")
        player.click("quarter-9")
        self.shoot("reckoning")
        player.press("enter")
        for tab in ("result", "levers", "what_if", "challenge", "claims"):
            player.click(f"parts/{tab}")
            self.shoot(f"debrief-{tab.replace('_', '-')}")
        player.click("title")
        self.act("load", "l")
        self.shoot("saves")
        player.click("delete")
        self.shoot("saves-delete")
        player.click("delete/keep")
        self.act("back", "esc")

    def first_minutes(self) -> None:
        """The guided level as far as its first bubble."""
        player = self.player
        self.act("first", "f")
        self.shoot("opening")
        while player.scene != "Desk":
            self.act("next", "enter")
        self.shoot("guide")
        self.act("menu", "f10")
        player.click("title")


def play(
    language: str,
    out: Path,
    *,
    headless: bool = False,
    theme: str = "dark",
    wanted: Collection[str] = tuple(SCENES),
) -> list[str]:
    """One game in one language; returns what went wrong, a sentence each."""
    home = Path(tempfile.mkdtemp(prefix="lanthanide-game-"))
    started = time.monotonic()
    make = Hands if headless else Player
    player = make(home, size=HOME_SIZE[language], language=language, theme=theme)
    tour = Tour(player, language, out, wanted)
    code = 1
    try:
        tour.begin()
        tour.quarters()
        tour.afterwards()
        tour.first_minutes()
        code = player.leave("quit")
    finally:
        player.close()
    for save in player.saved_games():
        if save.name.startswith("quota-") and "copy" not in save.name:
            shutil.copy(save, Path(tempfile.gettempdir()) / f"lanthanide-story-{language}.json")
    shown = {name.split(f"-{language}-")[0] for name in tour.names}
    tour.trouble += [
        f"{language}: {name} was not shown" for name in wanted if name not in {*shown, "gallery"}
    ]
    tour.trouble += gallery(home, language, out, theme) if "gallery" in wanted else []
    print(f"{language}: {time.monotonic() - started:.0f} s, exit code {code}, {len(tour.names)} pictures")
    if code:
        tour.trouble.append(f"{language}: the command ended with {code}")
    return tour.trouble


def gallery(home: Path, language: str, out: Path, theme: str) -> list[str]:
    """The widgets, which no door of the game leads to."""
    hands = Hands(home / "gallery", size=HOME_SIZE[language], language=language, theme=theme)
    tour = Tour(hands, language, out, ("gallery",))
    hands.copy.push(Gallery())
    hands.meet()
    tour.shoot("gallery")
    hands.close()
    return tour.trouble


def main() -> int:
    """Both languages; 1 if anything went wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    options.add_argument("--headless", action="store_true", help="without a window")
    options.add_argument("--language", choices=sorted(HOME_SIZE), action="append")
    options.add_argument("--scene", choices=sorted(SCENES), action="append", help="only this one")
    options.add_argument("--theme", choices=("dark", "light", "contrast"), default="dark")
    given = options.parse_args()
    trouble: list[str] = []
    for language in given.language or list(HOME_SIZE):
        wanted = given.scene or tuple(SCENES)
        trouble += play(language, given.out, headless=given.headless, theme=given.theme, wanted=wanted)
    for line in trouble:
        print(line, file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
