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
from numpy.typing import NDArray

from game.economy.parameters import Parameters
from game.insight.replays import DropLog, Dropped, Game, play
from game.insight.shapley import dividends, interactions, shapley
from game.rules.accounts import close_account
from game.rules.orders import lever_of
from game.rules.rollout import Decider, rollout, scripted
from game.rules.rulebook import LEVERS, Rulebook
from game.rules.score import FUTURES, futures
from game.rules.state import ACCOUNT_LINES, Floats, State

MARKET = "itself"
PLAYERS = (*LEVERS, MARKET)
"""Players in the order of their bits; their names are the texts `lever.<player>`."""
ALL = (1 << len(PLAYERS)) - 1
BLOCK = 2048  # worlds that are rolled out at once: the more, the fewer calls; more than that costs memory
SHARED_BLOCK = 1024  # the same where several processes share the work

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
    lever = _levers(game, seat, filing)
    used = [i for i, name in enumerate(PLAYERS) if name == MARKET or bool((lever == i).any())]
    distinct = [c for c in range(ALL + 1) if all(i in used for i in range(len(PLAYERS)) if c >> i & 1)]
    log = DropLog(rulebook, seat)
    ends = _replay(game, seat, lever, distinct, log)
    kept, place = _merge(ends)
    accounts = _reckon(game, seat, ends.take(kept), count, executor, progress)  # [4, kept, F]
    played = {c: accounts[:, place[i]] for i, c in enumerate(distinct)}
    mask = sum(1 << i for i in used)
    worth = np.stack([played[c & mask] for c in range(ALL + 1)])
    par = rulebook.level.par.get(rulebook.seats[seat])
    dropped = tuple(Dropped(distinct[d.world], d.quarter, d.slot, d.option, d.reason) for d in log.dropped)
    return Attribution(
        seat, worth, shapley(worth), float(par.p90_musd) if par is not None else 0.0, dropped, len(kept)
    )


def _levers(game: Game, seat: int, filing: Filing) -> NDArray[np.int8]:
    """Player behind each order given, int8[Q,L]; -1 where there is none or it stays in all coalitions."""
    lever = np.full((game.quarters, len(game.rulebook.slots)), -1, dtype=np.int8)
    for quarter, slot in np.argwhere(game.orders[:, seat] > 0):
        name = filing(game.rulebook, int(slot), int(game.orders[quarter, seat, slot]))
        if name in PLAYERS:
            lever[quarter, slot] = PLAYERS.index(name)
    return lever


def _replay(game: Game, seat: int, lever: NDArray[np.int8], coalitions: list[int], log: DropLog) -> State:
    """The played quarters once for each coalition, a world each; never fewer than two worlds."""
    padded = np.array(coalitions)
    state = game.begin(len(padded))
    state.market_frozen[:] = (padded >> PLAYERS.index(MARKET) & 1) == 0
    orders = {}
    for quarter in range(game.quarters):
        keep = (lever[quarter][:, None] < 0) | ((padded >> np.maximum(lever[quarter], 0)[:, None] & 1) == 1)
        orders[quarter] = np.where(keep, game.orders[quarter, seat][:, None], 0).astype(np.int8)
    mine = log.listen(scripted(orders))
    return play(game, state, {seat: mine}, game.quarters, watch=log.note)


def _merge(ends: State) -> tuple[NDArray[np.intp], list[int]]:
    """Equal ends need one reckoning: columns to keep, and each column's place among them."""
    seen: dict[str, int] = {}
    kept: list[int] = []
    place: list[int] = []
    for column in range(ends.size):
        digest = ends.digest(column)
        if digest not in seen:
            seen[digest] = len(kept)
            kept.append(column)
        place.append(seen[digest])
    return np.array(kept, dtype=np.intp), place


def _reckon(
    game: Game,
    seat: int,
    ends: State,
    count: int,
    executor: Executor | None,
    progress: Callable[[float], None] | None,
) -> Floats:
    """Accounts [4, worlds, F] after the caretaker quarters, block by block."""
    rulebook = game.rulebook
    remaining = max(rulebook.quarters + rulebook.caretaker - ends.quarter, 0)
    each = max((BLOCK if executor is None else SHARED_BLOCK) // count, 1)
    blocks = [ends.take(slice(at, at + each)) for at in range(0, ends.size, each)]
    rivals = {s: decide for s, decide in game.rivals.items() if s not in game.people}
    jobs = [
        (rulebook, futures(rulebook, block, seat, count), rivals, remaining, game.parameters)
        for block in blocks
    ]
    results: list[Floats] = []
    stream = map(_account_later, jobs) if executor is None else executor.map(_account_later, jobs)
    for accounts in stream:
        results.append(accounts[:, seat].reshape(len(ACCOUNT_LINES), -1, count))
        if progress is not None:
            progress(len(results) / len(jobs))
    return np.concatenate(results, axis=1)


def _account_later(job: tuple[Rulebook, State, Mapping[int, Decider], int, Parameters | None]) -> Floats:
    """One block to the end of the caretaker quarters: accounts [4,S,B] (pools need it at module level)."""
    rulebook, state, rivals, quarters, parameters = job
    later = rollout(rulebook, state, rivals, quarters, parameters=parameters)
    return close_account(rulebook, later)
