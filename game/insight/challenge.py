"""One's own game under changed assumptions: the same orders and luck, rivals and markets that answer anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.insight.attribution import ALL, MARKET, PLAYERS, Attribution, attribute
from game.insight.replays import DropLog, Dropped, Game, as_given, play
from game.insight.series import SERIES, read
from game.rules.resolve import Turn
from game.rules.state import Floats

__all__ = ["FUTURES", "Account", "Challenge", "account_of"]

FUTURES = 16


@dataclass(frozen=True)
class Account:
    """A game of a seat: its series [Q + 1], what each lever was worth, and orders that were dropped."""

    lines: Mapping[str, Floats]
    levers: Attribution
    dropped: tuple[Dropped, ...]

    @property
    def account(self) -> Floats:
        """The account after the reckoning in each future, [F], USD million."""
        total: Floats = self.levers.worth[ALL].sum(axis=0)
        return total

    @property
    def gain(self) -> Floats:
        """The same minus that of the government that gives no orders, [F]."""
        nothing: Floats = self.levers.worth[1 << PLAYERS.index(MARKET)].sum(axis=0)
        gained: Floats = self.account - nothing
        return gained


@dataclass(frozen=True)
class Challenge:
    """A game as it was played, and under other assumptions."""

    played: Account
    changed: Account

    @property
    def gain_difference(self) -> Floats:
        """How much more the orders were worth under the other assumptions, [F], USD million."""
        difference: Floats = self.changed.gain - self.played.gain
        return difference

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            name: {
                "account_musd": float(one.account.mean()),
                "gain_musd": float(one.gain.mean()),
                "spread_musd": float(one.gain.std()),
                "levers": dict(zip(PLAYERS, one.levers.mean.tolist(), strict=True)),
                "lines": {series: values.tolist() for series, values in one.lines.items()},
                "dropped": len(one.dropped),
            }
            for name, one in (("played", self.played), ("changed", self.changed))
        }


def account_of(
    game: Game, seat: int, count: int = FUTURES, progress: Callable[[float], None] | None = None
) -> Account:
    """Replay a game under its own rulebook. What `progress` (share done, 0..1) raises ends the replay."""
    state = game.begin(2)
    rows = [read(game.rulebook, state, seat, tuple(SERIES))]
    log = DropLog(game.rulebook, seat)

    def watch(turn: Turn) -> None:
        rows.append(read(game.rulebook, turn.state, seat, tuple(SERIES)))
        log.note(turn)

    play(game, state, {seat: log.listen(as_given(game, seat))}, game.quarters, watch)
    if progress is not None:
        progress(0.1)

    def hear(share: float) -> None:
        if progress is not None:
            progress(0.1 + 0.9 * share)

    levers = attribute(game, seat, count=count, progress=hear)
    lines = {name: np.array([row[name][0] for row in rows]) for name in SERIES}
    return Account(lines, levers, tuple(d for d in log.dropped if d.world == 0))
