"""Clearing of the markets: prices at which arrivals meet wants, in every nation at once.

Columns (`market`) are independent, and a column's arithmetic never depends on its neighbours. Sellers s
offer S_s, buyers b want D_b(p_b). Seller s sends T_sb = min(cap_sb, m_s w_sb a_b) abroad, a_b proportional to
p_b^theta, m_s such that all is sold, exports stay within the quota and what is cut stays at home. Newton
steps on log prices solve log(arrivals) = log(wants); their linear systems are solved in `newton`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

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
_PIN = 1e9


@dataclass
class Cleared:
    """The solution: log_price, arrivals, wants [N,M]; what gives the flows (`Market.links_of`): attraction,
    multiplier, home [N,M] and sent[L,M]; `used` and `taper`, shares of planned use and of state buying that
    are wanted at the price; steps[M] taken."""

    log_price: Real
    attraction: Real
    multiplier: Real
    home: Real
    arrivals: Real
    sent: Real | None
    wants: Real
    used: Real
    taper: Real | float
    steps: npt.NDArray[np.int64]

    @property
    def sources(self) -> tuple[Real, Real, Real, Real | None]:
        """What `Market.links_of` makes the flows of."""
        return self.attraction, self.multiplier, self.home, self.sent


def clear(market: Market) -> Cleared:
    """Newton steps until each column has converged; a column that has stays as it is.

    A market with a weight for each column has its links set apart already (`Market.set_apart`). The steps are
    taken in single precision, which is as good as any tolerance above 1e-5 and half the work; what is traded
    at the prices found is computed in double precision.
    """
    limits = market.limits
    if limits is None or market.weight.ndim == 3:
        return _clear(market)
    apart = limits.columns_apart
    if apart.all():
        return _clear(market.set_apart())
    # where a link stands apart the column needs weights of its own; the others share theirs
    usual, special = _at_least_two(np.flatnonzero(~apart)), _at_least_two(np.flatnonzero(apart))
    return _joined(
        market,
        (usual, _clear(replace(market.columns(usual), limits=None))),
        (special, _clear(market.columns(special).set_apart())),
    )


def _clear(market: Market) -> Cleared:
    single = market.single()
    price, steps = _search(single)
    exact = market.log_price + (price - single.log_price)
    flows, demand = send(market, exact), wanted(market, exact)
    return Cleared(
        exact, flows.attraction, flows.multiplier, flows.home, flows.arrivals, flows.sent,
        demand.wants, demand.used, demand.taper, steps,
    )  # fmt: skip


def _search(market: Market) -> tuple[Real, npt.NDArray[np.int64]]:
    """Log prices at which all columns clear, and the steps that each took."""
    lowest = market.log_price0 + LOG_FLOOR
    highest = market.log_price0 + market.log_choke
    price = between(market.log_price, lowest, highest)
    final = price
    columns = price.shape[1]
    steps = np.full(columns, MAX_STEPS, dtype=np.int64)
    where: Indices | None = None
    part = market
    waiting = np.ones(columns, dtype=bool)
    reach, last_excess = np.full_like(price, STEP_LIMIT), np.zeros_like(price)
    for step in range(MAX_STEPS + 1):
        flows = send(part, price)
        demand = wanted(part, price)
        excess = np.log(np.maximum(flows.arrivals, TINY) / demand.wants)
        pinned = (price <= lowest + BOUND) & (excess > 0.0)
        pinned |= (price >= highest - BOUND) & (excess < 0.0)
        done = waiting & _converged(demand.wants, excess, pinned)
        if done.any():
            inside = np.flatnonzero(done)
            steps[inside if where is None else where[inside]] = step
            waiting = waiting & ~done
        left = np.flatnonzero(waiting)
        if left.size == 0 or step == MAX_STEPS:
            break
        if left.size <= FEW_LEFT * waiting.size and waiting.size > SMALL_BATCH:
            final = _put_back(final, price, where)
            keep = _at_least_two(left)
            where = keep if where is None else where[keep]
            part = market.columns(where)
            price, excess, pinned, reach, last_excess = (
                a.take(keep, axis=1) for a in (price, excess, pinned, reach, last_excess)
            )
            lowest, highest = (a if a.shape[1] == 1 else a.take(keep, axis=1) for a in (lowest, highest))
            flows, demand = _some(flows, keep), _some(demand, keep)
            waiting = np.ones(keep.size, dtype=bool)
        # a node that is far off must not drag the others along with a step that it cannot make anyhow
        pull = between(-excess, -EXCESS_LIMIT, EXCESS_LIMIT) * flows.arrivals / part.theta
        pull[pinned | ~waiting] = 0.0
        matrix = _linearised(part, flows, elasticity(part, demand), pinned)
        change = solve(matrix, pull / flows.attraction) / flows.attraction
        # a limit that binds at one price and not at the next makes full steps swing: halve what swings
        swings = excess * last_excess < 0.0
        reach = np.where(swings, 0.5 * reach, np.minimum(1.6 * reach, STEP_LIMIT))
        last_excess = excess
        price = between(price + between(change, -reach, reach), lowest, highest)
    return _put_back(final, price, where), steps


def _converged(wants: Real, excess: Real, pinned: Flags) -> Flags:
    small = np.minimum(wants / (SMALL_NODE * wants.sum(axis=0)), 1.0)
    error = np.where(pinned, 0.0, np.abs(excess) * small)
    return np.asarray(error.max(axis=0) < TOLERANCE)


def _put_back(final: Real, price: Real, where: Indices | None) -> Real:
    """Prices of the columns still looked at, put back among all."""
    if where is None:
        return price
    final = final.copy()
    final[:, where] = price
    return final


def _at_least_two(where: Indices) -> Indices:
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


def _joined(market: Market, *parts: tuple[Indices, Cleared]) -> Cleared:
    """The solutions of parts of a market's columns, as one."""
    columns = market.log_price.shape[1]

    def together(name: str) -> Any:
        values = [getattr(part, name) for _, part in parts]
        shown = next((value for value in values if isinstance(value, np.ndarray)), None)
        if shown is None:
            return values[0]
        whole = np.zeros((*shown.shape[:-1], columns), dtype=shown.dtype)
        for (where, _), value in zip(parts, values, strict=True):
            if value is not None:
                whole[..., where] = value
        return whole

    return Cleared(**{field.name: together(field.name) for field in fields(Cleared)})


def _linearised(market: Market, flows: Flows, slope: Real, pinned: Flags) -> Real:
    """The matrix of a step: how arrivals less wants answer log prices.

    With H the flows that prices can still move it is
    diag(sum_s H_sb + A_b e_b / theta) - sum_s H_sb H_sc / sum_d H_sd; rows and columns are divided by the
    attraction of their buyer, so that but for the diagonal it is made of common weights.
    """
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
    diagonal = np.where(pinned, _PIN * level, diagonal) / (scale * scale)
    nodes = np.arange(scale.shape[0])
    matrix[nodes, nodes] += diagonal - home * home / movable
    return matrix
