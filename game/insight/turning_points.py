"""Turning points: what each single order was worth, found by playing the game once more without it.

One world for each order that was carried out, all in one batch, same luck; rivals react, later orders stay
and are dropped where they have become illegal. The worth of an order is the account after the reckoning with
it less the account without it, mean over futures. Unlike lever values these do not add up: two orders that
need each other are each worth the whole, two that do the same thing are each worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.insight.replays import Game, play
from game.rules.accounts import close_account
from game.rules.resolve import Turn
from game.rules.rollout import rollout, scripted
from game.rules.score import futures
from game.rules.state import Floats, State

__all__ = ["FUTURES", "TurningPoint", "turning_points"]

FUTURES = 16
BLOCK = 512  # worlds that are rolled out at once


@dataclass(frozen=True)
class TurningPoint:
    """An order that was carried out in `quarter` (0-based); worth and its standard deviation, USD million."""

    quarter: int
    slot: str
    option: str
    worth_musd: float
    spread_musd: float

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON; the quarter is counted from 1."""
        return {
            "quarter": self.quarter + 1,
            "slot": self.slot,
            "option": self.option,
            "worth_musd": self.worth_musd,
            "spread_musd": self.spread_musd,
        }


def turning_points(
    game: Game, seat: int, *, count: int = FUTURES, progress: Callable[[float], None] | None = None
) -> tuple[TurningPoint, ...]:
    """Every order of a seat that was carried out, in order of time, with its worth.

    `progress` hears the share done, 0..1.
    """
    orders = _carried_out(game, seat)
    if not orders:
        return ()
    ends = _without_each(game, seat, orders)
    accounts = _accounts(game, seat, ends, count, progress)  # [worlds, F]
    gains = accounts[0] - accounts[1 : 1 + len(orders)]
    found = []
    for (quarter, slot), gain in zip(orders, gains, strict=True):
        spec = game.rulebook.slots[slot]
        option = spec.options[int(game.orders[quarter, seat, slot]) - 1]
        found.append(TurningPoint(quarter, spec.id, option, float(gain.mean()), float(gain.std())))
    return tuple(found)


def _carried_out(game: Game, seat: int) -> list[tuple[int, int]]:
    """(quarter, slot) of the seat's orders that were accepted when the game was played."""
    found: list[tuple[int, int]] = []

    def note(turn: Turn) -> None:
        quarter = turn.state.quarter - 1
        taken = (turn.accepted[seat, :, 0] > 0) & (game.orders[quarter, seat] > 0)
        found.extend((quarter, int(slot)) for slot in np.flatnonzero(taken))

    play(game, game.begin(2), {}, game.quarters, watch=note)
    return found


def _without_each(game: Game, seat: int, orders: list[tuple[int, int]]) -> State:
    """The last played quarter in 1 + n worlds: as played, then without each order; never fewer than two."""
    worlds = max(2, 1 + len(orders))
    scripts = {
        quarter: np.repeat(game.orders[quarter, seat][:, None], worlds, axis=1)
        for quarter in range(game.quarters)
    }
    for world, (quarter, slot) in enumerate(orders, start=1):
        scripts[quarter][slot, world] = 0
    return play(game, game.begin(worlds), {seat: scripted(scripts)}, game.quarters)


def _accounts(
    game: Game, seat: int, ends: State, count: int, progress: Callable[[float], None] | None
) -> Floats:
    """The seat's account of each world in each future, [worlds, count], after the caretaker quarters."""
    rulebook = game.rulebook
    quarters = max(rulebook.quarters + rulebook.caretaker - ends.quarter, 0)
    rivals = {other: decide for other, decide in game.rivals.items() if other not in game.people}
    each = max(BLOCK // count, 1)
    rows: list[Floats] = []
    for at in range(0, ends.size, each):
        block = futures(rulebook, ends.take(slice(at, at + each)), seat, count)
        later = rollout(rulebook, block, rivals, quarters, parameters=game.parameters)
        rows.append(close_account(rulebook, later)[:, seat].sum(axis=0).reshape(-1, count))
        if progress is not None:
            progress(min(1.0, (at + each) / ends.size))
    return np.concatenate(rows, axis=0)
