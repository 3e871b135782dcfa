"""What the shipped level is meant to show must come out of its mechanisms; nothing in them names a policy."""

from __future__ import annotations

from game.content.packs import load_level
from game.lab.tournament import tournament
from game.rules.compile import build_rulebook

BUILD = ("builder", "bridge_then_build")
BARGAIN = ("diplomat", "restrictor")


def test_the_lesson_emerges_in_every_seat() -> None:
    """Eight games of every archetype in every seat, all with the same luck (one test: the games are dear)."""
    rulebook = build_rulebook(load_level("quota"))
    played = ("nothing", *BUILD, *BARGAIN)
    rows = {
        (row.seat, row.archetype): row
        for row in tournament(rulebook, 8, seed=400, archetypes=played, count=8)
    }
    for seat in rulebook.seats:
        assert rows[seat, "nothing"].met == 0.0, f"{seat}: doing nothing meets the mandate"
        built = max(rows[seat, name].gain for name in BUILD)
        bargained = max(rows[seat, name].gain for name in BARGAIN)
        assert built > bargained, f"{seat}: {built:.0f} by building, {bargained:.0f} by bargaining"
    for seat in ("japan", "usa"):
        assert max(rows[seat, name].met for name in BUILD) > 0.5, f"{seat}: building meets few mandates"
