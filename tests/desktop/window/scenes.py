"""What the pictures of docs/screens show, and the page docs/screens.md that lists them.

    python -m tests.desktop.window.scenes        writes the page

Every scene is shown four times: in two languages and two sizes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["LARGE", "SCENES", "SIZES", "SMALL", "VARIANTS", "file_name", "main", "page"]

ROOT = Path(__file__).resolve().parents[3]
SMALL, LARGE = (1280, 720), (1920, 1080)
SIZES = (SMALL, LARGE)
LANGUAGES = {"en": "English", "zh-Hans": "Chinese"}
VARIANTS = [(language, size) for language in LANGUAGES for size in SIZES]

SCENES: Mapping[str, str] = {
    "title": "the title: the price of neodymium oxide, and what can be done",
    "settings": "language, colours, sizes, motion",
    "keys": "a player's own keys",
    "help-play": "how a quarter goes",
    "help-keys": "every key",
    "help-terms": "the words of the trade",
    "almanac": "claim, evidence, verdict, source",
    "credits": "fonts, icons, flags, map and their licences",
    "levels": "level, chair, luck",
    "assumptions": "what a new game assumes instead, with the range that has evidence",
    "briefing": "question, seat, mandate, sources, and the prediction that is asked for",
    "desk-first": "first quarter: four orders drafted, each an arrow that lands in its quarter",
    "desk": "fourth quarter, prices run away: the stock is released; the fan with the draft and without it",
    "desk-industry": "the industry lever: every order with cost, time, effect, or why it is refused",
    "desk-technology": "the technology lever",
    "desk-diplomacy": "the diplomacy lever",
    "desk-controls": "the controls lever",
    "desk-magnets": "magnets in the timeline's place",
    "desk-board": "the projects of the world in the timeline's place",
    "desk-peak": "seventh quarter, the peak: a five-year contract is refused",
    "desk-prices": "three prices with their fans; a gauge explains itself",
    "desk-why": "fourth quarter: a price on the map explains itself, cause by cause",
    "why": "the same pinned: every cause with its order, event or line of the level, and the quarters before",
    "desk-ruling": "twelfth quarter, the ruling of the judges",
    "desk-last": "last quarter of the office",
    "seat-sheet": "another government: wish, red line, trust and what moved it, last acts and why",
    "seat-own": "one's own government: mandate, accounts, standing orders",
    "board": "the whole project board",
    "desk-advisers": "three advisers side by side: what each would do, with odds, reason and record",
    "world-market": "the world in figures: price, nations and trade of a good",
    "world-alliances": "who trusts whom, and what is agreed",
    "world-technology": "one's own research, and what nations have learnt to do without",
    "menu": "the menu of a running game",
    "alerts": "figures that are watched",
    "report": "front page of the second quarter, and every change with its causes",
    "report-peak": "front page of the seventh quarter",
    "reckoning": "five years later: contracts, plants and habits run on",
    "debrief-result": "points, mandate, and the account as a waterfall",
    "debrief-levers": "what each lever, and the market by itself, was worth",
    "debrief-what-if": "every order with its worth; the lines part where one is taken away",
    "debrief-challenge": "other assumptions, with the range that has evidence, and one's own game under them",
    "debrief-claims": "the game's own claim held against this game",
    "saves": "saved games",
    "saves-delete": "a question before something is lost",
    "opening": "first five minutes: a page before the first quarter",
    "guide": "first five minutes: one thing to do, and where",
    "gallery": "every widget of the kit (for developers)",
}

HEAD = """# Screens

Every picture shows the real program, in the game that [story.md](story.md) tells: Japan, seed 7. One command
plays that game twice in a real window, from the title to the debrief, in English with the pointer and in
Chinese with keys, and shows every scene in both sizes (it needs `Xvfb` and `xdotool`):

```sh
python -m tests.desktop.window.whole_game
```

`--headless` plays the same without a window, in a fraction of the time: same pictures, pixel for pixel.
`--out DIR` writes elsewhere, `--scene NAME` (repeated) only some, `--theme light` or `contrast` in other
colours. It ends with exit code 1 if a text does not fit its place, if an order of the story is refused, or if
the window shows anything else than the same scene drawn without a screen. This page is written by
`python -m tests.desktop.window.scenes`.

"""


def file_name(scene: str, language: str, size: tuple[int, int]) -> str:
    """Of a picture in docs/screens."""
    return f"{scene}-{language}-{size[0]}x{size[1]}.png"


def _rows() -> Iterator[str]:
    heads = [f"{LANGUAGES[language]} {size[1]}p" for language, size in VARIANTS]
    yield f"| scene | what it shows | {' | '.join(heads)} |"
    yield "| --- " * (len(heads) + 2) + "|"
    for scene, what in SCENES.items():
        links = [
            f"[{size[0]} x {size[1]}](screens/{file_name(scene, language, size)})"
            for language, size in VARIANTS
        ]
        yield f"| `{scene}` | {what} | {' | '.join(links)} |"


def page() -> str:
    """The text of docs/screens.md."""
    return HEAD + "\n".join(_rows()) + "\n"


def main() -> int:
    """Write the page."""
    (ROOT / "docs" / "screens.md").write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
