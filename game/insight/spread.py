"""How far a lever's worth depends on chance, and on what the model does not know about itself.

The headline of an attribution is the played game. The same orders are given again under other seeds, and
under other members of the ensemble of parameter sets; each time all coalitions are played anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from game.economy.chance import Chance
from game.insight.attribution import PLAYERS, Filing, attribute
from game.insight.replays import Game
from game.rules.orders import lever_of
from game.rules.state import Floats

__all__ = ["Spread", "other_seeds", "spread_over"]

FUTURES = 4
SEEDS = 10
SEED_DRAW = 991  # purpose of the draw of other seeds: nothing else in a world draws for it


@dataclass(frozen=True)
class Spread:
    """The worth of each player in V variants of a game, USD million, [6,V]."""

    worth: Floats

    @property
    def count(self) -> int:
        """Variants that were played."""
        return int(self.worth.shape[1])

    @property
    def mean(self) -> Floats:
        """Mean over the variants, [6]."""
        return self.worth.mean(axis=1)

    @property
    def ends(self) -> tuple[Floats, Floats]:
        """The 10th and the 90th percentile, [6] each."""
        low, high = np.quantile(self.worth, (0.1, 0.9), axis=1)
        return low, high

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON: lever -> mean, spread (standard deviation), low, high."""
        low, high = self.ends
        deviation = self.worth.std(axis=1)
        return {
            name: {
                "mean": float(self.mean[i]),
                "spread": float(deviation[i]),
                "low": float(low[i]),
                "high": float(high[i]),
            }
            for i, name in enumerate(PLAYERS)
        }


def other_seeds(game: Game, count: int = SEEDS) -> Iterator[Game]:
    """The same orders under other luck; which luck is a function of the game's own."""
    luck = Chance(np.array([game.seed], dtype=np.uint64), 0).bits(SEED_DRAW, count)[:, 0]
    for seed in luck:
        yield replace(game, seed=int(seed % np.uint64(2**53)))


def spread_over(
    games: Sequence[Game],
    seat: int,
    *,
    count: int = FUTURES,
    filing: Filing = lever_of,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> Spread:
    """Attribute each of some variants of a game. `progress` hears the share done, 0..1."""
    jobs = [(game, seat, count, filing) for game in games]
    stream = map(_worth, jobs) if executor is None else executor.map(_worth, jobs)
    columns: list[Floats] = []
    for column in stream:
        columns.append(column)
        if progress is not None:
            progress(len(columns) / len(jobs))
    return Spread(np.stack(columns, axis=1))


def _worth(job: tuple[Game, int, int, Filing]) -> Floats:
    """Mean worth of each player in one game, [6] (pools need it at module level)."""
    game, seat, count, filing = job
    return attribute(game, seat, count=count, filing=filing).mean
