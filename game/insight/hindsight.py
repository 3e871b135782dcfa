"""Who was right? Past advice against doing nothing in its quarter, in the game as it really went.

The game is replayed with the same luck up to now, once with the advice of a quarter in place of that
quarter's own orders, once with none in their place; all other orders stay as given and rivals react. What
may still come of it is added from believed futures, so that a plant under construction is not a mistake yet.
The measure is the account, the same for all advisers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from game.economy.batch import concat
from game.insight.adviser import HORIZON, Council, roll
from game.insight.advisers import NOTICED_MUSD
from game.insight.plans import WAIT, Plan
from game.insight.replays import Game, play
from game.rules.imagine import imagine
from game.rules.rollout import SlotOrders, scripted

__all__ = ["RIPE", "Judged", "Record", "hindsight"]

RIPE = 4  # quarters after which advice is judged
FUTURES = 4  # with the same luck for both, few are enough


@dataclass(frozen=True)
class Judged:
    """One piece of past advice: `gain_musd` on the account against doing nothing in `quarter` (0-based)."""

    quarter: int
    adviser: str
    plan: Plan
    gain_musd: float

    @property
    def right(self) -> bool:
        """Whether it turned out better."""
        return self.gain_musd > NOTICED_MUSD


@dataclass(frozen=True)
class Record:
    """All past advice that is old enough, in order of time. Advice to wait is no bet and does not count."""

    judged: tuple[Judged, ...]

    def of(self, adviser: str) -> tuple[int, int]:
        """How often an adviser was right, of how many times."""
        mine = [one.right for one in self.judged if one.adviser == adviser]
        return sum(mine), len(mine)


def hindsight(game: Game, seat: int, councils: Mapping[int, Council], *, ripe: int = RIPE) -> Record:
    """Judge the advice of past quarters (0-based) that is at least `ripe` quarters old."""
    old = {quarter: council for quarter, council in councils.items() if quarter + ripe <= game.quarters}
    bets = [
        (quarter, one.adviser, one.plan)
        for quarter, council in sorted(old.items())
        for one in council.advice
        if one.plan != WAIT
    ]
    if not bets:
        return Record(())
    trials = list(dict.fromkeys((quarter, plan) for quarter, _, plan in bets))
    idle = list(dict.fromkeys((quarter, WAIT) for quarter, _ in trials))
    worth = dict(zip(trials + idle, _worth(game, seat, trials + idle), strict=True))
    return Record(
        tuple(
            Judged(quarter, adviser, plan, worth[quarter, plan] - worth[quarter, WAIT])
            for quarter, adviser, plan in bets
        )
    )


def _worth(game: Game, seat: int, trials: list[tuple[int, Plan]]) -> list[float]:
    """The seat's account in the game with each plan in place of its quarter's orders, USD million."""
    rulebook = game.rulebook
    count = max(len(trials), 2)
    script = _rewritten(game, seat, trials, count)
    end = play(game, game.begin(count), {seat: scripted(script)}, game.quarters)
    believed = rulebook.beliefs(FUTURES)
    futures = [imagine(rulebook, end.take([row]), seat, FUTURES, 3, believed) for row in range(len(trials))]
    rivals = {other: decide for other, decide in game.rivals.items() if other not in game.people}
    each = believed.take(np.tile(np.arange(FUTURES), len(trials)))
    (trace,) = roll(rulebook, concat(futures), seat, rivals, HORIZON, [(len(trials), FUTURES)], each)
    ends = (trace.lines[-1] + trace.tail).sum(axis=0).mean(axis=-1)
    return [float(value) for value in ends]


def _rewritten(game: Game, seat: int, trials: list[tuple[int, Plan]], count: int) -> dict[int, SlotOrders]:
    """The seat's orders by quarter, int8 [L,count], with each trial's plan in its quarter; what follows from
    a plan is ordered where the slot is free."""
    script = {
        quarter: np.repeat(game.orders[quarter, seat][:, None], count, axis=1)
        for quarter in range(game.quarters)
    }
    for row, (quarter, plan) in enumerate(trials):
        script[quarter][:, row] = 0
        for step in plan.steps:
            for when in range(quarter + step.after, min(quarter + step.until, game.quarters - 1) + 1):
                if script[when][step.slot, row] == 0:
                    script[when][step.slot, row] = step.option
    return script
