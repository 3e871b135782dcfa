"""What the shipped level is meant to show must come out of its mechanisms; nothing in them names a policy."""

from __future__ import annotations

import pytest

from game.content.packs import load_level
from game.lab.claims import camp
from game.lab.tournament import play_level, tournament
from game.rules.compile import build_rulebook


def test_the_lesson_emerges_in_every_seat() -> None:
    """Eight games of every archetype in every seat, all with the same luck (one test: the games are dear)."""
    rulebook = build_rulebook(load_level("quota"))
    build, politics = camp(rulebook, "build_up"), camp(rulebook, "politics")
    played = ("nothing", *build, *politics)
    rows = {
        (row.seat, row.archetype): row
        for row in tournament(rulebook, 8, seed=400, archetypes=played, count=8)
    }
    for seat in rulebook.seats:
        assert rows[seat, "nothing"].met == 0.0, f"{seat}: doing nothing meets the mandate"
        built = max(rows[seat, name].gain for name in build)
        bargained = max(rows[seat, name].gain for name in politics)
        assert built > bargained, f"{seat}: {built:.0f} by building, {bargained:.0f} by bargaining"
    for seat in ("japan", "usa"):
        assert max(rows[seat, name].met for name in build) > 0.5, f"{seat}: building meets few mandates"


@pytest.mark.slow
def test_nothing_that_the_level_claims_is_refuted() -> None:
    """Other games than those of `check --lesson`, over the ensemble; so few may leave a claim undecided."""
    rulebook = build_rulebook(load_level("quota"))
    assert rulebook.ensemble is not None
    members = rulebook.ensemble.spread(32).parameters
    result = play_level(rulebook, 32, everybody=False, seed=77, count=2, members=members)
    wrong = [f for f in result.findings if f.standing == ("fails" if f.claim.holds else "holds")]
    assert not wrong, [(f.claim.seat, f.claim.kind, f.paired) for f in wrong]
    beaten = [f.standing for f in result.findings if f.claim.kind == "build_up_beats_politics"]
    assert beaten == ["holds"] * 4
