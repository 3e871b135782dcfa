"""What each single decision was worth: a lever's bar divided among the orders behind it.

A decision is what a person would call one: all orders of one slot (a stock is bought, held and released), or
of one building site. Its share is the Owen value: levers enter in every order, and inside a lever its
decisions enter in every order, so that the shares of a lever add up to its bar. A lever with few decisions
is computed over all coalitions; one with many over orders of entry that are drawn for each coalition of the
other levers, forwards and backwards, which keeps the sum exact and leaves an error that is told.

Beside the share stands what the decision was worth in the game as it ended: the account with everything less
the account without this one. For two decisions the same without the other one tells what each was worth
alone, and what the two were worth together.

Source: G. Owen, "Values of games with a priori unions" (1977).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from game.economy.chance import Chance
from game.insight.attribution import MARKET, PLAYERS, Filing
from game.insight.coalitions import Bools, end_of_play, reckon_worlds
from game.insight.replays import DropLog, Game
from game.insight.shapley import shapley
from game.rules.legality import Reason
from game.rules.orders import lever_of
from game.rules.state import Floats

__all__ = ["Decision", "DecisionValues", "decision_values", "decisions"]

FUTURES = 16
EXACT = 6  # decisions of a lever up to which all coalitions are played
MOST = 3072  # worlds; a lever whose coalitions are more than its part of these is drawn
PAIRED = 12  # decisions that changed the end most, of which all pairs are looked at
SITE = ("build", "join", "guarantee", "gate")
OPENED_BY_ORDERS = (
    Reason.AGREEMENT_NEEDED,
    Reason.NO_AGREEMENT,
    Reason.NOT_OFFERED,
    Reason.NO_GATE,
    Reason.NOT_ASKED,
    Reason.CONDITION,
)
"""Refusals that another order would have prevented; want of money or of a cabinet has many fathers."""
ENTRY = 990  # purpose of the draws of entry orders: nothing else in a world draws for it


@dataclass(frozen=True)
class Decision:
    """Orders that are one decision. `orders` are (quarter from 0, slot, option from 1) in order of time."""

    lever: str
    key: str
    orders: tuple[tuple[int, int, int], ...]

    @property
    def quarter(self) -> int:
        """The quarter of its first order, counted from 0."""
        return self.orders[0][0]


@dataclass(frozen=True)
class DecisionValues:
    """Values of D decisions in F futures, USD million, discounted.

    `share` [D,F] adds up over a lever's decisions to its Shapley value, `lever` [6,F]; `error` [D] is the
    standard error of the drawing, zero where all coalitions were played. `last` [D,F] is the account less
    that without the decision, `lines` [D,4] its mean on each line. `joint` [D,D,F] is what two are worth
    together beyond what each is worth without the other; zero for pairs that were not looked at. `enabled`
    [D,D]: without the first the second was refused, for want of what the first had brought about.
    """

    decisions: tuple[Decision, ...]
    share: Floats
    error: Floats
    lever: Floats
    last: Floats
    lines: Floats
    joint: Floats
    enabled: Bools
    replays: int

    @property
    def mean(self) -> Floats:
        """Share of each decision over the futures, [D]."""
        return self.share.mean(axis=-1)

    @property
    def spread(self) -> Floats:
        """Standard deviation of the share over the futures, [D]."""
        return self.share.std(axis=-1)

    def partner(self, one: int, least: float = 1.0) -> int | None:
        """The decision that counts most for what `one` was worth: one where either needed the other, else the
        one with which it was worth most, or least, together. None where no pair counts for `least`."""
        together = np.abs(self.joint[one].mean(axis=-1))
        linked = (self.enabled[one] | self.enabled[:, one]) & (together >= least)
        if linked.any():
            together = np.where(linked, together, 0.0)
        return int(together.argmax()) if together.size and together.max() >= least else None

    def alone(self, one: int, partner: int) -> float:
        """What `one` would have been worth in this game without `partner`."""
        return float((self.last[one] - self.joint[one, partner]).mean())


def decisions(game: Game, seat: int, filing: Filing = lever_of) -> tuple[Decision, ...]:
    """A seat's orders as decisions, by lever and then by time."""
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for quarter, slot in np.argwhere(game.orders[:, seat] > 0):
        option = int(game.orders[quarter, seat, slot])
        spec = game.rulebook.slots[slot]
        lever = filing(game.rulebook, int(slot), option)
        if lever in PLAYERS:
            key = f"site:{spec.target}" if spec.kind in SITE else spec.id
            found.setdefault((lever, key), []).append((int(quarter), int(slot), option))
    ranked = sorted(found.items(), key=lambda item: (PLAYERS.index(item[0][0]), item[1]))
    return tuple(Decision(lever, key, tuple(orders)) for (lever, key), orders in ranked)


def decision_values(
    game: Game,
    seat: int,
    *,
    count: int = FUTURES,
    filing: Filing = lever_of,
    exact: int = EXACT,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> DecisionValues:
    """What each decision of a seat was worth. `exact`: see EXACT. `progress` hears the share done, 0..1."""
    found = decisions(game, seat, filing)
    group = np.full((game.quarters, len(game.rulebook.slots)), -1, dtype=np.int16)
    for index, decision in enumerate(found):
        for quarter, slot, _ in decision.orders:
            group[quarter, slot] = index
    worlds = _Worlds(len(found))
    parts = [_Part(game.seed, worlds, found, lever, exact) for lever in _levers(found)]
    each = [worlds.add(worlds.full), *(worlds.add(worlds.full & ~(1 << d)) for d in range(len(found)))]

    def heard(start: float, size: float) -> Callable[[float], None]:
        return lambda share: progress(start + size * share) if progress is not None else None

    log = DropLog(game.rulebook, seat)
    ends = end_of_play(game, seat, group, *worlds.arrays(), log)
    accounts, replays = reckon_worlds(game, seat, ends, count, executor, heard(0.0, 0.85))
    worth: Floats = accounts.sum(axis=0)  # [W,F]
    share, error, lever = np.zeros((len(found), count)), np.zeros(len(found)), np.zeros((6, count))
    for part in parts:
        part.value(worth, share, error)
        lever[PLAYERS.index(part.lever)] = share[part.members].sum(axis=0)
    lever[PLAYERS.index(MARKET)] = worth[each[0]] - worth[worlds.add(0)] - lever.sum(axis=0)
    last = worth[each[0]] - worth[each[1:]]
    lines = (accounts[:, each[0]][:, None] - accounts[:, each[1:]]).mean(axis=-1).T
    joint, more = _pairs(game, seat, group, last, count, executor, heard(0.85, 0.15))
    enabled = _enabled(log, each, found)
    return DecisionValues(found, share, error, lever, last, lines, joint, enabled, replays + more)


def _levers(found: tuple[Decision, ...]) -> list[str]:
    return list(dict.fromkeys(decision.lever for decision in found))


class _Worlds:
    """The worlds that are needed, each once: a bit for each decision that is present, one for the market."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.market = 1 << count
        self.full = (1 << (count + 1)) - 1
        self._place: dict[int, int] = {}
        self.add(0)
        self.add(self.full)

    def add(self, world: int) -> int:
        """The world's place in the batch."""
        return self._place.setdefault(world, len(self._place))

    def arrays(self) -> tuple[Bools, Bools]:
        """`present` [W,D] and `frozen` [W] of all worlds asked for so far."""
        rows = [[world >> bit & 1 == 1 for bit in range(self.count + 1)] for world in self._place]
        table = np.array(rows, dtype=bool)
        return table[:, :-1], ~table[:, -1]


class _Part:
    """One lever: its decisions in every coalition of the other levers and the market."""

    def __init__(
        self, seed: int, worlds: _Worlds, found: tuple[Decision, ...], lever: str, exact: int
    ) -> None:
        self.lever = lever
        self.members = [index for index, decision in enumerate(found) if decision.lever == lever]
        unions = [worlds.market]
        for other in _levers(found):
            if other != lever:
                unions.append(sum(1 << d for d, decision in enumerate(found) if decision.lever == other))
        self.outer = list(_outer(unions))
        m, levers = len(self.members), len(unions)
        self.drawn = m > exact or (1 << m) * len(self.outer) > max(MOST // levers, 1 << (levers + 1))
        self.rows: list[list[int]] = []
        self.orders: list[list[list[int]]] = []
        for number, (_, base) in enumerate(self.outer):
            if self.drawn:
                luck = Chance(np.array([seed], dtype=np.uint64), number).bits(ENTRY, m)[:, 0]
                one = [int(i) for i in np.argsort(luck, kind="stable")]
                self.orders.append([one, one[::-1]])
                self.rows.append([p for order in self.orders[-1] for p in self._along(worlds, base, order)])
            else:
                self.rows.append([worlds.add(base | self._mask(inner)) for inner in range(1 << m)])

    def _mask(self, inner: int) -> int:
        return sum(1 << d for place, d in enumerate(self.members) if inner >> place & 1)

    def _along(self, worlds: _Worlds, base: int, order: list[int]) -> Iterator[int]:
        """Places of the worlds along one order of entry, the empty one first."""
        inner = 0
        yield worlds.add(base)
        for place in order:
            inner |= 1 << place
            yield worlds.add(base | self._mask(inner))

    def value(self, worth: Floats, share: Floats, error: Floats) -> None:
        """Write the lever's part of `share` [D,F] and `error` [D]."""
        m = len(self.members)
        variance = np.zeros(m)
        for number, (weight, _) in enumerate(self.outer):
            rows = worth[self.rows[number]]
            if not self.drawn:
                share[self.members] += weight * shapley(rows)
                continue
            ways = np.zeros((2, m, rows.shape[-1]))
            for way, order in enumerate(self.orders[number]):
                ways[way, order] = np.diff(rows[way * (m + 1) : (way + 1) * (m + 1)], axis=0)
            share[self.members] += weight * ways.mean(axis=0)
            variance += (weight * (ways[0] - ways[1]).mean(axis=-1)) ** 2 / 4.0
        error[self.members] = np.sqrt(variance)


def _outer(unions: list[int]) -> Iterator[tuple[float, int]]:
    """Every coalition of the other levers and the market, with its weight in a Shapley value."""
    n = len(unions) + 1
    for size in range(n):
        weight = factorial(size) * factorial(n - size - 1) / factorial(n)
        for chosen in combinations(unions, size):
            yield weight, sum(chosen)


def _pairs(
    game: Game,
    seat: int,
    group: np.ndarray,
    last: Floats,
    count: int,
    executor: Executor | None,
    progress: Callable[[float], None],
) -> tuple[Floats, int]:
    """What each two of the weightiest decisions are worth together beyond their sum, [D,D,F], and replays."""
    joint = np.zeros((len(last), len(last), count))
    weight = np.abs(last).mean(axis=-1)
    chosen = [int(d) for d in np.argsort(-weight, kind="stable")[:PAIRED] if weight[d] > 0.0]
    pairs = list(combinations(chosen, 2))
    if not pairs:
        progress(1.0)
        return joint, 0
    worlds = _Worlds(len(last))
    places = [worlds.add(worlds.full & ~(1 << a) & ~(1 << b)) for a, b in pairs]
    ends = end_of_play(game, seat, group, *worlds.arrays(), DropLog(game.rulebook, seat))
    accounts, replays = reckon_worlds(game, seat, ends, count, executor, progress)
    worth = accounts.sum(axis=0)
    everything = worth[worlds.add(worlds.full)]
    for (a, b), place in zip(pairs, places, strict=True):
        joint[a, b] = joint[b, a] = last[a] + last[b] - (everything - worth[place])
    return joint, replays


def _enabled(log: DropLog, each: list[int], found: tuple[Decision, ...]) -> Bools:
    """[D,D]: an order of the second was carried out in the game and refused in the world without the first.

    `each` are the places of the game as it was, then without each decision.
    """
    home = {
        (quarter, log.rulebook.slots[slot].id): index
        for index, decision in enumerate(found)
        for quarter, slot, _ in decision.orders
    }
    refused: dict[int, set[tuple[int, str]]] = {place: set() for place in each}
    for drop in log.dropped:
        if drop.world in refused and drop.reason in OPENED_BY_ORDERS:
            refused[drop.world].add((drop.quarter, drop.slot))
    table = np.zeros((len(found), len(found)), dtype=bool)
    for index, place in enumerate(each[1:]):
        for where in refused[place] - refused[each[0]]:
            table[index, home[where]] = True
    return table
