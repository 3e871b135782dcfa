"""The search for prices: Newton steps on many columns at once, until each of them has cleared.

Columns (`market`) are independent, and a column's arithmetic never depends on its neighbours, so that columns
may be dropped when they have cleared and the last of several markets may go on together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from game.economy.gathered import gathered
from game.economy.market import (
    LOG_FLOOR,
    TINY,
    Demand,
    Flags,
    Flows,
    Indices,
    Market,
    Real,
    between,
    elasticity,
    send,
    wanted,
)
from game.economy.newton import coupling, favoured, solve

Part = TypeVar("Part", Flows, Demand)

MAX_STEPS = 60
TOLERANCE = 2.5e-3
SMALL_NODE = 1e-4
"""Below this share of the world's wants an error counts in proportion: grams must not cost steps."""
STEP_LIMIT = 1.2
EXCESS_LIMIT = 2.0
BOUND = 1e-5
"""Log distance from a price bound that counts as being there."""
FEW_LEFT = 0.6
"""Share of waiting columns below which the others are dropped: copying costs about half a step."""
SMALL_BATCH = 64
"""Columns up to which all are kept: to leave some out would cost more than to carry them along."""
LAST_TOGETHER = 384
"""Columns of a market up to which those that still wait are better searched with those of other markets."""
_PIN = 1e9


@dataclass
class _Search:
    """Prices [N,M] of a market and the steps [M] that they took; `where` are the columns still looked at
    (None: all), of which `part` is the market; price, reach (longest step), last_excess [N,P] and begun [P]
    (steps before this search) are theirs."""

    market: Market
    final: Real
    steps: Indices
    where: Indices | None
    part: Market
    price: Real
    reach: Real
    last_excess: Real
    begun: Indices

    @classmethod
    def of(cls, market: Market) -> _Search:
        """The search before its first step."""
        lowest, highest = _bounds(market)
        price = between(market.log_price, lowest, highest)
        columns = price.shape[1]
        steps = np.full(columns, MAX_STEPS, dtype=np.int64)
        reach, last_excess = np.full_like(price, STEP_LIMIT), np.zeros_like(price)
        begun = np.zeros(columns, dtype=np.int64)
        return cls(market, price, steps, None, market, price, reach, last_excess, begun)

    def put_back(self) -> None:
        """Put the prices of the columns still looked at back among all."""
        if self.where is None:
            self.final = self.price
        else:
            self.final[:, self.where] = self.price

    def keep(self, kept: Indices) -> None:
        """Go on with some of the columns."""
        if self.where is None:
            self.final = self.price.copy()
        else:
            self.put_back()
        self.where = kept if self.where is None else self.where[kept]
        self.part = self.market.columns(self.where)
        self.price, self.reach, self.last_excess = (
            a.take(kept, axis=1) for a in (self.price, self.reach, self.last_excess)
        )
        self.begun = self.begun[kept]

    @property
    def columns(self) -> Indices:
        """Numbers of the columns still looked at."""
        return np.arange(self.final.shape[1]) if self.where is None else self.where


def search_all(markets: Sequence[Market]) -> list[tuple[Real, Indices]]:
    """Log prices [N,M] at which all columns of each market clear, and the steps [M] that each took."""
    searches = [_Search.of(market) for market in markets]
    alone = len(searches) == 1
    waiting = [search for search in searches if _run(search, 0 if alone else LAST_TOGETHER)]
    if waiting:
        together = _Search.of(gathered([search.part for search in waiting]))
        for name in ("price", "reach", "last_excess"):
            setattr(together, name, np.concatenate([getattr(s, name) for s in waiting], axis=1))
        together.begun = np.concatenate([search.begun for search in waiting])
        _run(together, 0)
        start = 0
        for search in waiting:
            stop = start + search.price.shape[1]
            search.price = together.final[:, start:stop]
            search.put_back()
            search.steps[search.columns] = together.steps[start:stop]
            start = stop
    return [(search.final, search.steps) for search in searches]


def _run(search: _Search, few: int) -> bool:
    """Take steps until all columns have cleared, or (True) until some have and no more than `few` wait."""
    lowest, highest = _bounds(search.part)
    waiting = np.ones(search.price.shape[1], dtype=bool)
    step = 0
    while True:
        part, price = search.part, search.price
        flows, demand = send(part, price), wanted(part, price)
        excess = np.maximum(flows.arrivals, TINY)
        excess /= demand.wants
        np.log(excess, out=excess)
        pinned = _pinned(price, excess, lowest, highest)
        taken = search.begun + step
        done = waiting & (_converged(demand.wants, excess, pinned) | (taken >= MAX_STEPS))
        if np.count_nonzero(done):
            inside = done.nonzero()[0]
            search.steps[inside if search.where is None else search.where[inside]] = taken[inside]
            waiting &= ~done
        left = waiting.nonzero()[0]
        if left.size == 0:
            search.put_back()
            return False
        if left.size <= FEW_LEFT * waiting.size and waiting.size > SMALL_BATCH:
            kept = at_least_two(left)
            search.keep(kept)
            part, price = search.part, search.price
            lowest, highest = _bounds(part)
            excess, pinned = excess.take(kept, axis=1), None if pinned is None else pinned.take(kept, axis=1)
            flows, demand = _some(flows, kept), _some(demand, kept)
            waiting = np.ones(kept.size, dtype=bool)
            left = kept
        change = _newton(part, flows, demand, excess, pinned)
        if left.size < waiting.size:
            np.copyto(change, 0.0, where=~waiting)
        # a limit that binds at one price and not at the next makes full steps swing: halve what swings
        swings = excess * search.last_excess < 0.0
        reach = np.minimum(1.6 * search.reach, STEP_LIMIT)
        if np.count_nonzero(swings):
            np.copyto(reach, 0.5 * search.reach, where=swings)
        search.price = between(price + between(change, -reach, reach), lowest, highest)
        search.reach, search.last_excess = reach, excess
        step += 1
        if search.where is not None and left.size == waiting.size <= few:
            search.begun = search.begun + step
            return True


def _newton(part: Market, flows: Flows, demand: Demand, excess: Real, pinned: Flags | None) -> Real:
    """The step of log prices [N,M] that would clear the market if it were linear."""
    # a node that is far off must not drag the others along with a step that it cannot make anyhow
    pull = between(-excess, -EXCESS_LIMIT, EXCESS_LIMIT) * flows.arrivals / part.theta
    if pinned is not None:
        np.copyto(pull, 0.0, where=pinned)
    matrix = _linearised(part, flows, elasticity(part, demand), pinned)
    return solve(matrix, pull / flows.attraction) / flows.attraction


def _bounds(market: Market) -> tuple[Real, Real]:
    """Lowest and highest log price."""
    return market.log_price0 + LOG_FLOOR, market.log_price0 + market.log_choke


def _pinned(price: Real, excess: Real, lowest: Real, highest: Real) -> Flags | None:
    """Where a price stands at a bound that it would cross; None: nowhere."""
    low, high = price <= lowest + BOUND, price >= highest - BOUND
    if not np.count_nonzero(low) and not np.count_nonzero(high):
        return None
    pinned: Flags = (low & (excess > 0.0)) | (high & (excess < 0.0))
    return pinned


def _converged(wants: Real, excess: Real, pinned: Flags | None) -> Flags:
    error = wants / (SMALL_NODE * wants.sum(axis=0))
    np.minimum(error, 1.0, out=error)
    error *= np.abs(excess)
    if pinned is not None:
        np.copyto(error, 0.0, where=pinned)
    return np.asarray(error.max(axis=0) < TOLERANCE)


def at_least_two(where: Indices) -> Indices:
    """A lone column is doubled: NumPy adds up a single column in another order."""
    return np.repeat(where, 2) if where.size == 1 else where


def _some(values: Part, keep: Indices) -> Part:
    """Some columns of flows or demand."""
    kept = {}
    for field in fields(values):
        value = getattr(values, field.name)
        several = isinstance(value, np.ndarray) and value.shape[-1] > 1
        kept[field.name] = value.take(keep, axis=-1) if several else value
    return type(values)(**kept)


def _linearised(market: Market, flows: Flows, slope: Real, pinned: Flags | None) -> Real:
    """The matrix of a step: how arrivals less wants answer log prices.

    With H the flows that prices can still move it is
    diag(sum_s H_sb + A_b e_b / theta) - sum_s H_sb H_sc / sum_d H_sd; rows and columns are divided by the
    attraction of their buyer, so that but for the diagonal it is made of common weights.
    """
    free_home, bound = flows.home, market.fixed
    if flows.binds is not None:
        free_home = np.where(flows.binds, 0.0, flows.home)
        bound = market.fixed + (flows.home - free_home)
    free_abroad = flows.exports
    weight = market.weight
    if market.limits is not None and flows.sent is not None and flows.capped is not None:
        links = market.limits.links
        held = np.where(flows.capped, flows.sent, 0.0)
        bound = bound + links.by_buyer(held)
        free_abroad = np.maximum(free_abroad - links.by_seller(held), 0.0)
        weight = weight.copy()
        weight[links.seller, links.buyer] += np.where(flows.capped, 0.0, market.limits.weight)
    movable = np.maximum(free_abroad + free_home, TINY)
    rate = flows.multiplier / movable
    scale = flows.attraction
    home = free_home / scale
    abroad, sold = flows.multiplier * rate, home * rate
    matrix = coupling(weight, abroad, sold)
    if market.favour is not None:
        favoured(matrix, weight, market.favour.each(), abroad, sold)
    level = np.maximum(flows.arrivals, TINY)
    diagonal = np.maximum(flows.arrivals - bound, 0.0) + level * (slope / market.theta)
    if pinned is not None:
        diagonal = np.where(pinned, _PIN * level, diagonal)
    diagonal /= scale * scale
    diagonal -= home * home / movable
    n = scale.shape[0]
    matrix.reshape(n * n, -1)[:: n + 1] += diagonal
    return matrix
