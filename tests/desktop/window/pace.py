"""How long the told game takes a person: estimated from what is on the screen, not measured with people.

    python -m tests.desktop.window.pace          prints the tables of docs/pace.md

The game of docs/story.md is played without a window, in English, by the pointer. In every quarter the player
opens every paper of the tray, gives the orders of the story and reads the front page. Counted are the words
that were not on the screen before in this game, letter by letter the same, and all that the hands do.
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pygame

from game.desktop.desk.header import in_trouble
from game.desktop.kit import Colour

from .hands import Hands
from .pictures import Album
from .scenes import SMALL
from .story import ORDERS
from .whole_game import Tour

__all__ = ["Reader", "Spell", "main", "played", "table"]

READING_WPM = {"slow": 175.0, "usual": 238.0, "skimming": 450.0}
"""Silent reading of English non-fiction. 238 is the mean of 190 studies and 175 the lower end of what most
adults do: Brysbaert, "How many words do we read per minute?", J. of Memory and Language 109 (2019), 104047.
Skimming at 450, for a proficient reader, is Carver's figure as the Wall Street Journal gave it on 17 October
2011."""
POINT_S, PRESS_S, PREPARE_S = 1.10, 0.20, 1.35
"""Pointing, a press of a key or button, and mental preparation before an act: Card, Moran and Newell, The
Keystroke-Level Model, Communications of the ACM 23 (1980), 396-410."""
QUIET_S, CRISIS_S, GAME_MIN = 60, 180, 50
"""What the game aims at: a quiet quarter, one in a crisis, twenty quarters."""
WORD = re.compile(r"[^\W_]+(?:[.,'’:/-][^\W_]+)*")


@dataclass
class Spell:
    """A stretch of play: words that are new, acts of the hands, decisions that were taken."""

    name: str
    crisis: bool = False
    words: int = 0
    pointings: int = 0
    presses: int = 0
    acts: int = 0
    decisions: int = 0

    @property
    def hands_s(self) -> float:
        """Seconds for pointing, pressing and the preparation of every act."""
        return self.pointings * POINT_S + self.presses * PRESS_S + self.acts * PREPARE_S

    def seconds(self, reader: str) -> float:
        """With one of the readers of READING_WPM, nobody ever stopping to think."""
        return self.words * 60 / READING_WPM[reader] + self.hands_s

    @property
    def bar_s(self) -> int:
        """What the game aims at."""
        return CRISIS_S if self.crisis else QUIET_S


@dataclass
class Eyes:
    """What has been read."""

    seen: set[str] = field(default_factory=set)
    words: int = 0

    def read(self, text: str) -> None:
        """A piece of text is on the screen."""
        if text not in self.seen:
            self.seen.add(text)
            self.words += len(WORD.findall(text))


class Reader(Hands):
    """Hands that are counted, and eyes that read every text the window draws."""

    def __init__(self, home: Path) -> None:
        self.eyes = Eyes()
        self.spell = Spell("")
        self.spells: list[Spell] = []
        super().__init__(home, size=SMALL, language="en")
        fonts = self.copy.ui.fonts
        drawn = fonts.image

        def image(text: str, weight: str, size_px: int, colour: Colour) -> pygame.Surface:
            self.eyes.read(text)
            return drawn(text, weight, size_px, colour)

        setattr(fonts, "image", image)  # noqa: B010 - every text on the screen goes through here

    def begin(self, name: str, crisis: bool = False) -> None:
        """Another stretch begins."""
        self.eyes.words = 0
        self.spell = Spell(name, crisis)
        self.spells.append(self.spell)

    def end(self) -> None:
        """What was read belongs to the stretch."""
        self.rest()
        self.spell.words = self.eyes.words

    def click(self, name: str) -> None:
        super().click(name)
        self._count(pointings=1, presses=1)

    def press(self, *hotkeys: str) -> None:
        super().press(*hotkeys)
        self._count(presses=len(hotkeys))

    def turn(self, middle: tuple[float, float], turns: int) -> None:
        """A notch of the wheel: a press, under the same intention as the click that follows."""
        super().turn(middle, turns)
        self.spell.presses += 1

    def _count(self, *, pointings: int = 0, presses: int = 0) -> None:
        self.spell.pointings += pointings
        self.spell.presses += presses
        self.spell.acts += 1


def played() -> list[Spell]:
    """The told game: before it, its quarters, and the reckoning."""
    reader = Reader(Path(tempfile.mkdtemp(prefix="lanthanide-pace-")))
    tour = Tour(reader, "en", Album(reader.saves), {})
    reader.begin("briefing")
    reader.click("new")
    reader.click("seat-japan")
    reader.click("luck/typed")
    reader.click("seed")
    reader.type("7")
    reader.click("briefing")
    reader.click("prediction/trade")
    reader.end()
    reader.click("start")
    for quarter in range(1, 21):
        view = reader.copy.scene.table.view  # type: ignore[union-attr]
        reader.begin(f"{view.quarter.year} Q{view.quarter.quarter}", in_trouble(view))
        for paper in view.tray:
            opened = paper.options and reader.has(f"dossier/{paper.id}/{paper.options[0].option}")
            if not opened:
                reader.click(f"dossier/{paper.id}")
        for slot, option in ORDERS.get(quarter, ()):
            if not tour.give(slot, option):
                raise RuntimeError(f"quarter {quarter}: {slot} {option} could not be drafted")
            reader.rest()
            reader.spell.decisions += 1
        reader.click("end")
        reader.rest()
        reader.click("go-on")
        reader.end()
    reader.begin("reckoning")
    reader.press("enter")
    reader.end()
    reader.close()
    return reader.spells


COLUMNS = (
    *("quarter", "kind", "new words", "acts", "decisions", "hands, s"),
    *(f"{reader}, s" for reader in READING_WPM),
    *("aim, s", "left for each decision, s"),
)


def _row(spell: Spell) -> str:
    left = (spell.bar_s - spell.seconds("usual")) / max(1, spell.decisions)
    cells = (
        *(spell.name, "crisis" if spell.crisis else "quiet", spell.words, spell.acts, spell.decisions),
        *(f"{seconds:.0f}" for seconds in (spell.hands_s, *map(spell.seconds, READING_WPM), spell.bar_s)),
        f"{left:+.0f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def table(spells: list[Spell]) -> str:
    """The quarters in Markdown, then the means of each kind and the whole game."""
    quarters = [spell for spell in spells if spell.name[0].isdigit()]
    lines = [f"| {' | '.join(COLUMNS)} |", "| --- " * len(COLUMNS) + "|", *map(_row, quarters), ""]
    lines += [f"| | {' | '.join(f'{reader}, s' for reader in READING_WPM)} | aim, s |"]
    lines += ["| --- " * (len(READING_WPM) + 2) + "|"]
    for name, of, aim in (
        ("a quiet quarter, mean of {}", [q for q in quarters if not q.crisis], f"{QUIET_S}"),
        ("a quarter in a crisis, mean of {}", [q for q in quarters if q.crisis], f"{CRISIS_S}"),
        ("before the first quarter", [s for s in spells if s.name == "briefing"], ""),
        ("the reckoning", [s for s in spells if s.name == "reckoning"], ""),
        ("the quarters together", [_sum(quarters)], f"{GAME_MIN * 60}"),
    ):
        means = (sum(spell.seconds(reader) for spell in of) / max(1, len(of)) for reader in READING_WPM)
        lines.append(f"| {name.format(len(of))} | {' | '.join(f'{mean:.0f}' for mean in means)} | {aim} |")
    return "\n".join(lines)


def _sum(spells: list[Spell]) -> Spell:
    """All of them as one."""
    counted = ("words", "pointings", "presses", "acts", "decisions")
    return Spell("all", **{part: sum(getattr(spell, part) for spell in spells) for part in counted})


def main() -> int:
    """Print the table."""
    print(table(played()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
