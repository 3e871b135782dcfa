"""A whole game in a real window, from the title to the debrief, and the pictures of docs/screens on the way.

    python -m tests.desktop.window.whole_game                  both languages, pictures into docs/screens
    python -m tests.desktop.window.whole_game --out DIR --all  every scene in both sizes and languages

English is played with the pointer, Chinese with keys wherever there is one. Nothing is written into the game
but through its window; the orders are those of docs/story.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .player import ROOT, Player
from .story import ORDERS, SEAT, SEED

__all__ = ["main", "play"]

SMALL, LARGE = (1280, 720), (1920, 1080)
HOME_SIZE = {"en": LARGE, "zh-Hans": SMALL}  # the size in which a language is shown throughout
BOTH = {"desk", "levels", "report", "debrief-result", "debrief-levers"}
ONCE = {"credits", "help-keys", "help-terms", "settings", "desk-board", "desk-ruling"}  # in English only
DESKS = {1: "desk-first", 5: "desk", 7: "desk-peak", 12: "desk-ruling", 20: "desk-last"}


class Session:
    """One language: a player and the pictures wanted."""

    def __init__(self, player: Player, language: str, out: Path, everything: bool) -> None:
        self.player, self.language, self.out, self.everything = player, language, out, everything
        self.trouble: list[str] = []
        self.names: list[str] = []

    def shoot(self, name: str, pointer: str = "") -> None:
        """A picture of what is there, in the sizes wanted; notes what does not fit."""
        home, player = HOME_SIZE[self.language], self.player
        if name in ONCE and self.language != "en" and not self.everything:
            return
        both = self.everything or name in BOTH
        for size in [other for other in (SMALL, LARGE) if both or other == home]:
            if player.size != size:
                player.resize(size)
            player.hover(pointer) if pointer else player.park()
            file = f"{name}-{self.language}-{size[0]}x{size[1]}.png"
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
                self.shoot(DESKS[quarter])
            if quarter == 5:
                self.side_rooms()
            if quarter == 7:
                player.click("timeline/price")
                self.shoot("desk-prices", pointer="gauge/confidence")
            self.act("end", "e")
            if quarter in (2, 7):
                self.shoot("report" if quarter == 2 else "report-peak")
            self.act("go-on", "enter")

    def side_rooms(self) -> None:
        """What the desk leads to."""
        player = self.player
        player.click("map/nation/china")
        self.shoot("seat-sheet")
        self.act("back", "esc")
        self.act("timeline/board")
        self.shoot("desk-board")
        player.press("b")
        self.shoot("board")
        self.act("back", "esc")
        player.click("timeline/cover")
        self.act("menu", "f10")
        self.shoot("menu")
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
        for tab in ("result", "levers", "what_if", "claims"):
            player.click(f"parts/{tab}")
            self.shoot(f"debrief-{tab.replace('_', '-')}")
        player.click("title")
        self.act("load", "l")
        self.shoot("saves")
        self.act("back", "esc")
        player.leave("quit")


def play(language: str, out: Path, *, everything: bool = False) -> list[str]:
    """One game in one language; returns what went wrong, a sentence each."""
    home = Path(tempfile.mkdtemp(prefix="lanthanide-game-"))
    player = Player(home, size=HOME_SIZE[language], language=language)
    session = Session(player, language, out, everything)
    started = time.monotonic()
    try:
        session.begin()
        session.quarters()
        session.afterwards()
    finally:
        code = player.close()
        for save in player.saved_games():
            if save.name.startswith("quota-") and "copy" not in save.name:
                shutil.copy(save, Path(tempfile.gettempdir()) / f"lanthanide-story-{language}.json")
    print(f"{language}: {time.monotonic() - started:.0f} s, exit code {code}, {len(session.names)} pictures")
    if code:
        session.trouble.append(f"{language}: the command ended with {code}")
    return session.trouble


def main() -> int:
    """Both languages; 1 if anything went wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    options.add_argument("--all", action="store_true", help="every scene in both sizes")
    options.add_argument("--language", choices=sorted(HOME_SIZE), action="append")
    given = options.parse_args()
    trouble: list[str] = []
    for language in given.language or list(HOME_SIZE):
        trouble += play(language, given.out, everything=given.all)
    for line in trouble:
        print(line, file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
