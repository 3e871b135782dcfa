"""A match as insight takes it."""

from __future__ import annotations

import numpy as np

from game.insight.replays import Game
from game.play.course import Course

__all__ = ["game_of"]


def game_of(match: Course) -> Game:
    """The match as insight takes it: orders of all played quarters, rivals that react."""
    shape = (len(match.past), match.rulebook.seat_count, len(match.rulebook.slots))
    orders = np.zeros(shape, dtype=np.int8)
    for row, played in enumerate(match.past):
        orders[row] = played.given[..., 0]
    return Game(match.rulebook, match.seed, match.people, orders, match.machines)
