"""The shipped level, and games on it that several tests look at."""

from __future__ import annotations

import pytest

from game.content.packs import LoadedLevel, load_level
from game.play.match import Match
from game.play.view import View
from game.rules.compile import build_rulebook
from game.rules.rulebook import Rulebook

SEED = 7


@pytest.fixture(scope="session")
def loaded() -> LoadedLevel:
    return load_level("quota")


@pytest.fixture(scope="session")
def rulebook(loaded: LoadedLevel) -> Rulebook:
    return build_rulebook(loaded)


@pytest.fixture
def match(loaded: LoadedLevel, rulebook: Rulebook) -> Match:
    """A game that has just begun, Japan in the chair."""
    return Match(loaded, ("japan",), SEED, rulebook=rulebook)


def busy(match: Match, quarters: int) -> Match:
    """Play on, drafting up to three allowed things a quarter from the tray and the desk."""
    for _ in range(quarters):
        for seat in match.governed:
            view = match.view(seat)
            rows = [option for paper in view.tray for option in paper.options]
            rows += [option for lever in view.levers for order in lever.orders for option in order.options]
            taken: set[str] = set()
            for option in rows[match.quarter % 3 :]:
                if option.refusal is None and option.slot not in taken and len(taken) < 3:
                    match.draft(option.slot, option.option, seat)
                    taken.add(option.slot)
        match.end_quarter()
    return match


@pytest.fixture(scope="session")
def played(loaded: LoadedLevel, rulebook: Rulebook) -> Match:
    """Ten busy quarters; not to be changed."""
    return busy(Match(loaded, ("japan",), SEED, rulebook=rulebook), 10)


@pytest.fixture(scope="session")
def view(played: Match) -> View:
    """What Japan sees after ten quarters."""
    return played.view()
