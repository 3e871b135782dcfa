"""What happened, for the debrief: quarter by quarter from the front pages, and the lines behind it."""

from __future__ import annotations

import numpy as np

from game.i18n import Text
from game.insight.series import read
from game.play.briefing import pages, reckoning_pages
from game.play.debrief_parts import Happening, Track
from game.play.match import Match
from game.play.view_parts import Unit
from game.play.words import Words, pack_text

__all__ = ["UNITS", "happened", "reckoning_story", "tracks"]

STORIES = 2
RECKONED = 6
UNITS: dict[str, Unit] = {
    "price_light": "usd_kg",
    "price_heavy": "usd_kg",
    "price_magnets": "usd_kg",
    "cover_days": "days",
    "magnet_output": "t",
    "money": "musd",
    "confidence": "points",
    "influence": "influence",
    "account": "musd",
}
SHOWN = ("price_light", "price_heavy", "cover_days")
OWN = ("order:", "refused:")
"""Headlines about the seat's own orders: they stand in the other column."""
LASTING = ("output",)
"""Stories that go on for quarters: told when they begin."""
DAILY = ("price:", "quiet", "money", "mood", *OWN)


def happened(match: Match, seat: int, words: Words) -> tuple[Happening, ...]:
    """The played quarters, each with its largest stories and the orders that were carried out."""
    acts = {int(act.from_quarter): pack_text(act.title) for act in match.rulebook.level.acts}
    rows: list[Happening] = []
    last: set[str] = set()
    for page, played in zip(pages(match, match.rulebook.seats[seat]), match.past, strict=True):
        told = [h for h in page.headlines if not h.id.startswith(OWN)]
        told = [h for h in told if not (h.id in LASTING and h.id in last)] or told[:1]
        last = {headline.id for headline in page.headlines}
        kept = [headline for headline in told if headline.size > 1][:STORIES] or told[:1]
        accepted = played.turn.accepted[seat, :, 0]
        orders = tuple(words.said(int(slot), int(accepted[slot]), seat) for slot in np.flatnonzero(accepted))
        rows.append(
            Happening(
                page.quarter,
                page.label,
                tuple(headline.title for headline in kept),
                kept[0].mood if kept else "plain",
                orders,
                acts.get(page.quarter),
            )
        )
    return tuple(rows)


def reckoning_story(match: Match, seat: int, words: Words) -> tuple[Happening, ...]:
    """The few things that the papers led with in the caretaker quarters, each told once."""
    found: list[Happening] = []
    seen: set[str] = set()
    for page in reckoning_pages(match, seat, words):
        told = [h for h in page.headlines if h.size > 1 and not h.id.startswith(DAILY) and h.id not in seen]
        if told:
            seen.add(told[0].id)
            found.append(Happening(page.quarter, page.label, (told[0].title,), told[0].mood, ()))
    return tuple(found[:RECKONED])


def tracks(match: Match, seat: int) -> tuple[Track, ...]:
    """Prices and cover from the start to the last caretaker quarter."""
    states = [match.first, *(p.after for p in match.past), *(p.after for p in match.caretakers())]
    rows = [read(match.rulebook, state, seat, SHOWN) for state in states]
    return tuple(
        Track(
            name, Text(f"insight.series.{name}"), UNITS[name], 0, tuple(float(row[name][0]) for row in rows)
        )
        for name in SHOWN
    )
