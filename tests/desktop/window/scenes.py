"""What the pictures of docs/screens show, and the page docs/screens.md that shows them.

    python -m tests.desktop.window.scenes        writes the page

Every scene is shown eight times: in two languages, two themes and two sizes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from .pictures import MOST_MEAN, MOST_SHARE, PIXEL

__all__ = [
    "LANGUAGES",
    "LARGE",
    "LOOKS",
    "PICTURED",
    "SCENES",
    "SIZES",
    "SMALL",
    "THEMES",
    "Look",
    "file_name",
    "main",
    "names",
    "page",
]

ROOT = Path(__file__).resolve().parents[3]
SMALL, LARGE = (1280, 720), (1920, 1080)
SIZES = (SMALL, LARGE)
LANGUAGES = {"en": "English", "zh-Hans": "Chinese"}
THEMES = ("dark", "light")
Look = tuple[str, tuple[int, int]]
"""Theme, and window in pixels."""
LOOKS: list[Look] = [(theme, size) for theme in THEMES for size in SIZES]

SCENES: Mapping[str, str] = {
    "title": "the title: the price of neodymium oxide, and what can be done",
    "settings": "language, colours, sizes, motion",
    "keys": "a player's own keys",
    "help-play": "how a quarter goes",
    "help-keys": "every key",
    "help-terms": "the words of the trade",
    "almanac": "claim, evidence, verdict, source",
    "mods": "packs, for somebody who has none yet: what one is, and how to make one",
    "mods-broken": "a pack with mistakes: line, sentence, what to do; another one works",
    "credits": "fonts, icons, flags, map and their licences",
    "campaign": "the campaign: steps on the world map, what opens them, one open for a newcomer",
    "campaign-after": "the same after a game: what it has opened, and the next step",
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
    "desk-past": "the desk of the fourth quarter, looked back at from the seventh",
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

PICTURED = ("saves", "saves-delete")
"""They hold a picture of the desk, in the colours that it had when it was left."""

HEAD = """# Screens

Every picture shows the real program, in the game that [story.md](story.md) tells: Japan, seed 7. One command
plays that game in real windows, from the title to the debrief, in English with the pointer and in Chinese
with keys, in the dark and in the light theme, and shows every scene in two sizes. It needs `Xvfb` and
`xdotool`, and plays two games at once:

```sh
python -m tests.desktop.window.whole_game
```

`--headless` plays the same without a window: same pictures, pixel for pixel. `--out DIR` writes elsewhere;
`--scene NAME`, `--language` and `--theme` (each can be repeated; there is `contrast` too) make only some. The
command ends with exit code 1 if a text does not fit its place, if an order of the story is refused, or if the
window shows anything else than the same scene drawn without a screen. This page is written by
`python -m tests.desktop.window.scenes`.

A test (`tests/desktop/window/test_pictures.py`) plays the game again without a window and compares, pixel by
pixel. The files have 256 colours each, so the new picture is brought to 256 colours of its own first. A pixel
counts as another one if red, green or blue is off by more than {pixel} of 255; a picture fails with more than
{share} of such pixels, or with a mean difference of more than {mean} of 255. The test sees every scene in
each theme and size in one of the languages; with `LANTHANIDE_EVERY_LOOK=1` it sees everything.

How long that game takes a person is estimated in [pace.md](pace.md).

"""


def file_name(scene: str, language: str, look: Look) -> str:
    """Of a picture, below docs/screens."""
    theme, size = look
    return f"{theme}/{scene}-{language}-{size[0]}x{size[1]}.png"


def names() -> set[str]:
    """Of all pictures, below docs/screens."""
    return {file_name(scene, language, look) for scene in SCENES for language in LANGUAGES for look in LOOKS}


def _scene(scene: str, what: str) -> Iterator[str]:
    """The English pictures side by side, and the way to all others."""
    yield from ("", f"## {scene}", "", f"{what[0].upper()}{what[1:]}.", "")
    yield f"| | {' | '.join(THEMES)} |"
    yield "| --- " * (len(THEMES) + 1) + "|"
    shown = [f"![{scene}, {theme}](screens/{file_name(scene, 'en', (theme, SMALL))})" for theme in THEMES]
    yield f"| | {' | '.join(shown)} |"
    for language, spoken in LANGUAGES.items():
        links = [
            ", ".join(_link(file_name(scene, language, (theme, size)), size) for size in SIZES)
            for theme in THEMES
        ]
        yield f"| {spoken} | {' | '.join(links)} |"


def _link(file: str, size: tuple[int, int]) -> str:
    return f"[{size[0]} x {size[1]}](screens/{file})"


def page() -> str:
    """The text of docs/screens.md."""
    head = HEAD.format(pixel=PIXEL, share=f"{MOST_SHARE:.2%}", mean=MOST_MEAN)
    scenes = [line for scene, what in SCENES.items() for line in _scene(scene, what)]
    contents = ", ".join(f"[{scene}](#{scene})" for scene in SCENES)
    return head + "\n".join([contents, *scenes]) + "\n"


def main() -> int:
    """Write the page."""
    (ROOT / "docs" / "screens.md").write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
