"""A whole game in a real window, from the title to the debrief, and the pictures of docs/screens on the way.

    python -m tests.desktop.window.whole_game               in two languages, two themes and two sizes
    python -m tests.desktop.window.whole_game --headless    the same without a window
    python -m tests.desktop.window.whole_game --headless --out DIR --scene desk --language en --theme light

English is played with the pointer, Chinese with keys wherever there is one. Nothing is written into the game
but through its window; the orders are those of docs/story.md.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from game.desktop.scenes.gallery import Gallery

from .hands import Hands
from .packs import write_packs
from .pictures import Album, Comparison
from .player import ROOT, Player
from .scenes import LARGE, SCENES, SIZES, SMALL, THEMES, Look, file_name
from .story import ORDERS, SEAT, SEED

__all__ = ["Play", "Wanted", "main", "play", "play_all"]

HOME_SIZE = {"en": LARGE, "zh-Hans": SMALL}  # the size in which a language is played
DESKS = {1: "desk-first", 4: "desk", 7: "desk-peak", 12: "desk-ruling", 20: "desk-last"}
LEVERS = ("industry", "technology", "diplomacy", "controls")  # beside the market, which the desk opens with
SAVED = datetime.datetime(2026, 1, 5, 20, 15)  # when the games were saved, as the list of saves shows them

Wanted = Mapping[str, Sequence[Look]]
"""The looks in which each scene is to be shown; a scene that is missing is not."""
Pictures = Album | Comparison


class Tour:
    """One language: the hands, and the pictures wanted."""

    def __init__(self, player: Hands, language: str, pictures: Pictures, wanted: Wanted) -> None:
        self.player, self.language, self.pictures, self.wanted = player, language, pictures, wanted
        self.home: Look = (player.theme, HOME_SIZE[language])
        self.trouble: list[str] = []
        self.shown: set[str] = set()
        self.count = 0

    def shoot(self, name: str, pointer: str = "") -> None:
        """A picture of what is there in every look that is wanted; notes what does not fit."""
        (theme, home), player = self.home, self.player
        looks = self.wanted.get(name, ())
        for look in sorted(looks, key=lambda look: (look[1] != home, look[0] != player.theme)):
            self._look(look)
            player.hover(pointer) if pointer else player.park()
            player.rest()
            file = file_name(name, self.language, look)
            if not player.settled:
                self.trouble.append(f"{file}: the window differs from the copy by {player.difference():.2%}")
            misfits = [f"{o.id}: {o.text!r}" for o in player.copy.ui.overflows]
            if misfits:
                self.trouble.append(f"{file}: does not fit: {misfits[:6]}")
            wrong = self.pictures.keep(file, player.picture())
            if wrong:
                self.trouble.append(wrong)
            self.count += 1
            self.shown.add(name)
        self._look((theme, home))

    def _look(self, look: Look) -> None:
        theme, size = look
        if self.player.theme != theme:
            self.player.change_theme(theme)
        if self.player.size != size:
            self.player.resize(size)

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
        self.act("campaign", "p")
        self.shoot("campaign")
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
                for _ in range(3):
                    player.press("p")
                self.shoot("desk-past")
                player.press("esc")
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
        player.click("campaign")
        self.shoot("campaign-after")
        self.date_saves()
        self.act("back", "esc")
        self.act("load", "l")
        self.shoot("saves")
        player.click("delete")
        self.shoot("saves-delete")
        player.click("delete/keep")
        self.act("back", "esc")

    def date_saves(self) -> None:
        """The list shows when the files were written: an evening in January, not today."""
        for folder in self.player.save_folders:
            written = sorted(folder.glob("*.json"), key=lambda save: save.stat().st_mtime, reverse=True)
            for number, save in enumerate(written):
                when = (SAVED - number * datetime.timedelta(minutes=47)).timestamp()
                os.utime(save, (when, when))

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

    def mods(self) -> None:
        """The page of packs: of somebody who has none, then with one that works and one that does not."""
        player = self.player
        self.act("mods", "m")
        self.shoot("mods")
        for folder in player.pack_folders:
            write_packs(folder)
        self.act("again", "f5")
        player.click("pack-night_shift/card")
        self.shoot("mods-broken")
        self.act("back", "esc")


Play = tuple[str, str, Wanted]
"""Language, the theme in which it is played, and what is to be shown."""


def play(one: Play, pictures: Pictures, *, headless: bool = False) -> list[str]:
    """One game; returns what went wrong, a sentence each.

    In a window all looks have to be of the theme in which it is played; a copy without a window can change.
    """
    language, theme, wanted = one
    home = Path(tempfile.mkdtemp(prefix="lanthanide-game-"))
    started = time.monotonic()
    make = Hands if headless else Player
    player = make(home, size=HOME_SIZE[language], language=language, theme=theme)
    tour = Tour(player, language, pictures, wanted)
    code = 1
    try:
        tour.begin()
        tour.quarters()
        tour.afterwards()
        tour.first_minutes()
        tour.mods()
        code = player.leave("quit")
    finally:
        player.close()
    gallery(tour, home)
    tour.trouble += [f"{language}: {name} was not shown" for name in wanted if name not in tour.shown]
    if code:
        tour.trouble.append(f"{language}: the command ended with {code}")
    seconds = time.monotonic() - started
    print(f"{language}, {theme}: {seconds:.0f} s, exit code {code}, {tour.count} pictures", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    return tour.trouble


def gallery(tour: Tour, home: Path) -> None:
    """The widgets, which no door of the game leads to."""
    hands = Hands(home / "gallery", size=tour.home[1], language=tour.language, theme=tour.home[0])
    hands.copy.push(Gallery())
    hands.meet()
    tour.player = hands
    tour.shoot("gallery")
    hands.close()


def play_all(
    plays: Sequence[Play], pictures: Pictures, *, headless: bool = False, at_once: int = 2
) -> list[str]:
    """Several games, each in a process of its own; returns what went wrong, a sentence each."""
    trouble: list[str] = []
    with ProcessPoolExecutor(
        min(at_once, len(plays)), mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        playing = {pool.submit(play, one, pictures, headless=headless): one for one in plays}
        for job in as_completed(playing):
            language, theme, _ = playing[job]
            try:
                trouble += job.result()
            except Exception as error:
                trouble.append(f"{language}, {theme}: {type(error).__name__}: {error}")
    return trouble


def main() -> int:
    """Both languages in both themes; 1 if anything went wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    options.add_argument("--headless", action="store_true", help="without a window")
    options.add_argument("--language", choices=sorted(HOME_SIZE), action="append")
    options.add_argument("--theme", choices=(*THEMES, "contrast"), action="append")
    options.add_argument("--scene", choices=sorted(SCENES), action="append", help="only this one")
    options.add_argument(
        "--at-once", type=int, default=min(2, os.cpu_count() or 1), help="games side by side"
    )
    given = options.parse_args()
    plays = [
        (language, theme, {scene: [(theme, size) for size in SIZES] for scene in given.scene or SCENES})
        for language in given.language or HOME_SIZE
        for theme in given.theme or THEMES
    ]
    trouble = play_all(plays, Album(given.out), headless=given.headless, at_once=given.at_once)
    for line in trouble:
        print(line, file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
