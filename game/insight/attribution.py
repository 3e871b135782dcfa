"""What each lever, and the market by itself, was worth: exact Shapley values over replays of the same game.

Six players: the five levers and the market. In a coalition without a lever its orders were never given;
without the market, private investment, substitution and thrift stand still. Luck and other people's orders
stay, rivals react, orders that have become illegal are dropped and logged. The worth of a coalition is the
seat's account after the reckoning, in the same futures for all. Coalitions that can't differ are played once,
which changes nothing: a lever without orders is worth exactly zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.insight.coalitions import Groups, end_of_play, reckon_worlds
from game.insight.replays import DropLog, Dropped, Game
from game.insight.shapley import dividends, interactions, shapley
from game.rules.orders import lever_of
from game.rules.rulebook import LEVERS, Rulebook
from game.rules.score import FUTURES
from game.rules.state import ACCOUNT_LINES, Floats

MARKET = "itself"
PLAYERS = (*LEVERS, MARKET)
"""Players in the order of their bits; their names are the texts `lever.<player>`."""
ALL = (1 << len(PLAYERS)) - 1

Filing = Callable[[Rulebook, int, int], str]
"""(rulebook, slot, option) -> lever that an order is filed under; '' = stays in all coalitions."""


def filed_by_place(rulebook: Rulebook, slot: int, option: int) -> str:
    """Another filing: whatever is built, joined or bought by contract abroad counts as diplomacy."""
    spec = rulebook.slots[slot]
    if spec.kind in ("join", "offtake", "guarantee") or (
        spec.kind in ("build", "gate") and _abroad(rulebook, slot)
    ):
        return "diplomacy"
    return lever_of(rulebook, slot, option)


def _abroad(rulebook: Rulebook, slot: int) -> bool:
    host = rulebook.slots[slot].target.partition(":")[2]
    homes = {rulebook.level.seats[seat].nation for seat in rulebook.slots[slot].seats}
    return bool(host) and homes != {host}


FILINGS: Mapping[str, Filing] = {"desk": lever_of, "place": filed_by_place}


@dataclass(frozen=True)
class Attribution:
    """Shapley values of one seat's game. Players in the order of PLAYERS; F futures; USD million, discounted.

    `worth` [64,4,F] is the account (four lines) of each coalition; bit i of its number is player i. `value`
    [6,4,F] adds up over players to worth[all] - worth[nobody]. `replays` says how many coalitions were really
    played.
    """

    seat: int
    worth: Floats
    value: Floats
    par_musd: float
    dropped: tuple[Dropped, ...]
    replays: int

    @property
    def by_future(self) -> Floats:
        """Value of each player in each future, [6,F]."""
        total: Floats = self.value.sum(axis=1)
        return total

    @property
    def mean(self) -> Floats:
        """Value of each player over the futures, [6]."""
        return self.by_future.mean(axis=-1)

    @property
    def spread(self) -> Floats:
        """Standard deviation over the futures, [6]."""
        return self.by_future.std(axis=-1)

    @property
    def by_line(self) -> Floats:
        """Value of each player on each line of the account, [6,4]."""
        return self.value.mean(axis=-1)

    @property
    def points(self) -> Floats | None:
        """The same in points of the score, [6]; None where nobody beat leaving the seat alone."""
        return 100.0 * self.mean / self.par_musd if self.par_musd > 0 else None

    @property
    def pairs(self) -> Floats:
        """Interaction of each two players, [6,6]: above zero where they are worth more together."""
        return interactions(self._total).mean(axis=-1)

    @property
    def joint(self) -> dict[tuple[str, ...], float]:
        """What each group of players adds beyond its parts (Harsanyi dividends), groups that add anything."""
        found = dividends(self._total).mean(axis=-1)
        return {members(c): float(found[c]) for c in range(1, ALL + 1) if found[c] != 0.0}

    @property
    def _total(self) -> Floats:
        total: Floats = self.worth.sum(axis=1)
        return total

    def account(self, coalition: int) -> float:
        """Mean account of a coalition, USD million."""
        return float(self._total[coalition].mean())

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON: lever -> mean, spread, points and lines, with the joint terms."""
        points, by_line, low_high = (
            self.points,
            self.by_line,
            np.quantile(self.by_future, (0.05, 0.95), axis=-1),
        )
        levers = {
            name: {
                "mean": float(self.mean[i]),
                "spread": float(self.spread[i]),
                "low": float(low_high[0, i]),
                "high": float(low_high[1, i]),
                "points": None if points is None else float(points[i]),
                "lines": dict(zip(ACCOUNT_LINES, by_line[i].tolist(), strict=True)),
            }
            for i, name in enumerate(PLAYERS)
        }
        return {
            "levers": levers,
            "account": self.account(ALL),
            "account_without_government": self.account(1 << PLAYERS.index(MARKET)),
            "account_without_anybody": self.account(0),
            "joint": {"+".join(group): worth for group, worth in self.joint.items() if len(group) > 1},
            "dropped": [
                {
                    "coalition": list(members(d.world)),
                    "quarter": d.quarter + 1,
                    "slot": d.slot,
                    "option": d.option,
                    "reason": d.reason.name.lower(),
                }
                for d in self.dropped
            ],
            "replays": self.replays,
        }


def members(coalition: int) -> tuple[str, ...]:
    """Names of the players in a coalition."""
    return tuple(name for i, name in enumerate(PLAYERS) if coalition >> i & 1)


def attribute(
    game: Game,
    seat: int,
    *,
    count: int = FUTURES,
    filing: Filing = lever_of,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> Attribution:
    """Attribute a seat's account to the five levers and the market.

    `game` stands after its last quarter (a game that is not finished is reckoned from where it stands).
    `executor` runs the futures of several coalitions at once. `progress` hears the share done, 0..1.
    """
    rulebook = game.rulebook
    lever = levers_of(game, seat, filing)
    used = [i for i, name in enumerate(PLAYERS) if name == MARKET or bool((lever == i).any())]
    distinct = np.array([c for c in range(ALL + 1) if all(i in used for i in _bits(c))])
    log = DropLog(rulebook, seat)
    present = (distinct[:, None] >> np.arange(len(PLAYERS)) & 1) == 1
    ends = end_of_play(game, seat, lever, present, ~present[:, PLAYERS.index(MARKET)], log)
    accounts, replays = reckon_worlds(game, seat, ends, count, executor, progress)  # [4, distinct, F]
    place = {int(c): i for i, c in enumerate(distinct)}
    mask = sum(1 << i for i in used)
    worth = np.stack([accounts[:, place[c & mask]] for c in range(ALL + 1)])
    par = rulebook.level.par.get(rulebook.seats[seat])
    dropped = tuple(
        Dropped(int(distinct[d.world]), d.quarter, d.slot, d.option, d.reason) for d in log.dropped
    )
    return Attribution(
        seat, worth, shapley(worth), float(par.p90_musd) if par is not None else 0.0, dropped, replays
    )


def _bits(coalition: int) -> list[int]:
    return [i for i in range(len(PLAYERS)) if coalition >> i & 1]


def levers_of(game: Game, seat: int, filing: Filing) -> Groups:
    """Player behind each order given, [Q,L]; -1 where there is none or it stays in all coalitions."""
    lever = np.full((game.quarters, len(game.rulebook.slots)), -1, dtype=np.int16)
    for quarter, slot in np.argwhere(game.orders[:, seat] > 0):
        name = filing(game.rulebook, int(slot), int(game.orders[quarter, seat, slot]))
        if name in PLAYERS:
            lever[quarter, slot] = PLAYERS.index(name)
    return lever
