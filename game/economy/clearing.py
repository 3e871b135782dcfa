"""Clearing of the markets: prices at which arrivals meet wants, in every nation at once.

A column is one good in one world; columns are independent. Sellers s offer
S_s, buyers b want D_b(p_b). Seller s sends T_sb = min(cap_sb, m_s w_sb) with
w_sb proportional to p_b^theta, m_s such that all is sold, exports stay within
the quota and what is cut stays at home. Newton steps on log prices solve
log(arrivals) = log(wants). With y = theta dx the step's matrix
diag(sum_s H_sb + A_b e_b / theta) - sum_s H_sb H_sc / sum_c H_sc
(H: flows that are free to move) is a symmetric M-matrix, so that elimination
needs no pivoting. A column's arithmetic never depends on its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

MAX_STEPS = 60
TOLERANCE = 2.5e-3
SMALL_NODE = 1e-4
"""Below this share of the world's wants an error counts in proportion: grams must not cost steps."""
STEP_LIMIT = 1.2
EXCESS_LIMIT = 2.0
PRICE_FLOOR_RATIO = 0.02
TAPER_START = 0.5
TAPER_LEAST = 1e-3
CAP_PASSES = 4
CHUNK = 512
BOUND = 1e-6
"""Log distance from a price bound that counts as being there."""
_TINY = 1e-15
_PIN = 1e9


@dataclass
class Market:
    """Columns M of a clearing problem; node arrays [N,M], link arrays [N seller, N buyer, M].

    log_price: start, overwritten by the solution. log_price0: the benchmark's, log_expected: the
    expected price. offer: t for sale by weights. fixed: t that arrive whatever the price (pledges,
    releases). use, cover_use, cover_output: t wanted at benchmark and expected price; bought: t
    that a state buys. pull: attraction at the benchmark price. weight: share of a seller's offer
    per unit of pull. cap: t abroad at most (inf). export_limit: t (inf). use_elasticity[M] and
    the rest are parameters, theta the trade elasticity.
    """

    log_price: F64
    log_price0: F64
    log_expected: F64
    offer: F64
    fixed: F64
    use: F64
    cover_use: F64
    cover_output: F64
    bought: F64
    pull: F64
    weight: F64
    cap: F64 | None
    export_limit: F64
    use_elasticity: F64
    stock_elasticity: F64
    theta: F64
    log_choke: F64

    def columns(self, chosen: slice | npt.NDArray[np.intp]) -> Market:
        """Some columns, copied so that every array is contiguous."""
        values: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            values[field.name] = None if value is None else _columns_of(value, chosen)
        return Market(**values)


def _columns_of(array: F64, chosen: slice | npt.NDArray[np.intp]) -> F64:
    if isinstance(chosen, slice):
        return np.ascontiguousarray(array[..., chosen])
    return array.take(chosen, axis=-1)


@dataclass
class Cleared:
    """log_price, arrivals, wants [N,M]; flow [N,N,M] without what is fixed; steps[M] taken."""

    log_price: F64
    arrivals: F64
    wants: F64
    flow: F64
    steps: npt.NDArray[np.int64]


Place: TypeAlias = slice | npt.NDArray[np.intp]


def clear(market: Market) -> Cleared:
    """Solve all columns: those without any limit, with a quota and with licences apart, in chunks that
    fit the cache. Which way a column is solved depends on that column alone."""
    n, columns = market.log_price.shape
    result = _room(n, columns)
    limits = np.zeros(columns, dtype=np.int8)
    limits[np.isfinite(market.export_limit).any(axis=0)] = 1
    if market.cap is not None:
        limits[np.isfinite(market.cap).any(axis=(0, 1))] = 2
    for kind in range(3):
        members = np.flatnonzero(limits == kind)
        chosen = replace(market, cap=market.cap if kind == 2 else None)
        for start in range(0, members.size, CHUNK):
            where = members[start : start + CHUNK]
            # neighbours are cut out and put back as a slice, which is several times faster
            joined = where.size > 1 and int(where[-1] - where[0]) + 1 == where.size
            place = slice(int(where[0]), int(where[-1]) + 1) if joined else where
            _solve(chosen, place, where.size, result, quota=kind > 0)
    return result


def _solve(market: Market, place: Place, count: int, result: Cleared, *, quota: bool) -> None:
    """Newton steps on the `count` columns at `place`; each leaves when it has converged."""
    part = market.columns(place if isinstance(place, slice) else _at_least_two(place))
    lowest = part.log_price0 + np.log(PRICE_FLOOR_RATIO)
    highest = part.log_price0 + part.log_choke
    price = np.clip(part.log_price, lowest, highest)
    columns = price.shape[1]
    solved = _room(price.shape[0], columns)
    where, everybody = np.arange(columns), True
    waiting = np.ones(columns, dtype=bool)
    reach, last_excess = np.full(price.shape, STEP_LIMIT), np.zeros(price.shape)
    for step in range(MAX_STEPS + 1):
        flow, free = _flows(part, price, quota)
        arrivals = flow.sum(axis=0) + part.fixed
        wants, elasticity = wanted(part, price)
        excess = np.log(np.maximum(arrivals, _TINY) / wants)
        at_floor, at_choke = price <= lowest + BOUND, price >= highest - BOUND
        pinned = (at_floor & (excess > 0.0)) | (at_choke & (excess < 0.0))
        small = np.minimum(wants / (SMALL_NODE * wants.sum(axis=0)), 1.0)
        error = np.where(pinned, 0.0, np.abs(excess) * small).max(axis=0)
        done = waiting & ((error < TOLERANCE) | (step == MAX_STEPS))
        if done.any():
            _keep(solved, None if everybody else where, done, (price, arrivals, wants, flow), step)
            waiting &= ~done
            left = np.flatnonzero(waiting)
            if left.size == 0:
                break
            if left.size <= 0.7 * waiting.size:
                keep = _at_least_two(left)
                part, where, everybody = part.columns(keep), where[keep], False
                # take() keeps the memory order: sums over another order would round differently
                price, lowest, highest = (a.take(keep, axis=1) for a in (price, lowest, highest))
                free, arrivals = free.take(keep, axis=2), arrivals.take(keep, axis=1)
                elasticity, excess, pinned = (a.take(keep, axis=1) for a in (elasticity, excess, pinned))
                reach, last_excess = (a.take(keep, axis=1) for a in (reach, last_excess))
                waiting = np.ones(keep.size, dtype=bool)
        change = _newton_step(part, free, arrivals, elasticity, excess, pinned)
        # a limit that binds at one price and not at the next makes full steps swing: halve what swings
        swings = excess * last_excess < 0.0
        reach = np.where(swings, 0.5 * reach, np.minimum(1.6 * reach, STEP_LIMIT))
        last_excess = excess
        price = np.clip(price + np.clip(change, -reach, reach), lowest, highest)
    for field in fields(solved):
        getattr(result, field.name)[..., place] = getattr(solved, field.name)[..., :count]


def _at_least_two(where: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """A lone column is doubled: NumPy adds up a single column in another order."""
    return np.repeat(where, 2) if where.size == 1 else where


def _room(n: int, columns: int) -> Cleared:
    """Space for solved columns."""
    nodes = np.empty((3, n, columns))
    return Cleared(nodes[0], nodes[1], nodes[2], np.empty((n, n, columns)), np.zeros(columns, dtype=np.int64))


def _keep(
    solved: Cleared,
    where: npt.NDArray[np.intp] | None,
    done: npt.NDArray[np.bool_],
    values: tuple[F64, F64, F64, F64],
    step: int,
) -> None:
    """Keep the columns that are done; `where` says which columns they are once some have left."""
    targets = (solved.log_price, solved.arrivals, solved.wants, solved.flow)
    if where is None:
        for target, value in zip(targets, values, strict=True):
            np.copyto(target, value, where=done)
        solved.steps[done] = step
        return
    inside = np.flatnonzero(done)
    for target, value in zip(targets, values, strict=True):
        target[..., where[inside]] = value.take(inside, axis=-1)
    solved.steps[where[inside]] = step


def wanted(market: Market, log_price: F64) -> tuple[F64, F64]:
    """Tonnes wanted at a price, and minus their elasticity, both [N,M].

    use (p/p0)^-eps taper (1 + cover (p/pe)^-sigma) + output cover (p/pe)^-sigma + bought taper;
    the taper takes use to zero between half the choke price and the choke price.
    """
    rise = log_price - market.log_price0
    room = market.log_choke - rise
    taper_width = -np.log(TAPER_START)
    taper = np.clip(room / taper_width, TAPER_LEAST, 1.0)
    used = np.exp(-market.use_elasticity * rise) * taper
    held = np.exp(-market.stock_elasticity * (log_price - market.log_expected))
    for_use = market.use * used
    for_cover = market.cover_use * used * held
    for_output = market.cover_output * held
    for_state = market.bought * taper
    wants = for_use + for_cover + for_output + for_state
    tapering = (taper < 1.0) & (taper > TAPER_LEAST)
    steepness = np.where(tapering, 1.0 / np.maximum(room, 1e-3), 0.0)
    slope = (for_use + for_cover) * (market.use_elasticity + steepness) + for_state * steepness
    slope += (for_cover + for_output) * market.stock_elasticity
    return wants, slope / wants


def still_wanted(market: Market, log_price: F64) -> tuple[F64, F64]:
    """Shares of the planned use, and of what a state buys, that are wanted at this price, [N,M]."""
    rise = log_price - market.log_price0
    taper = np.clip((market.log_choke - rise) / -np.log(TAPER_START), TAPER_LEAST, 1.0)
    return np.exp(-market.use_elasticity * rise) * taper, taper


def _flows(market: Market, log_price: F64, quota: bool) -> tuple[F64, F64]:
    """Flows [N,N,M] at these prices, and the part of them that a price can still move."""
    attraction = market.pull * np.exp(market.theta * (log_price - market.log_price0))
    flow = market.weight * attraction
    multiplier = market.offer / flow.sum(axis=1)
    home = np.arange(log_price.shape[0])
    own = flow[home, home]
    flow[home, home] = 0.0
    if market.cap is not None:
        return _capped_flows(market, flow, own, multiplier)
    if not quota:
        flow *= multiplier[:, None]
        flow[home, home] = np.maximum(market.offer - flow.sum(axis=1), 0.0)
        return flow, flow
    abroad = flow.sum(axis=1)
    limited = market.export_limit / np.maximum(abroad, _TINY * own + _TINY)
    binds = limited < multiplier
    multiplier = np.minimum(multiplier, limited)
    flow *= multiplier[:, None]
    flow[home, home] = np.maximum(market.offer - abroad * multiplier, 0.0)
    free = flow.copy()
    free[home, home] = np.where(binds, 0.0, flow[home, home])
    return flow, free


def _capped_flows(market: Market, wish: F64, own: F64, multiplier: F64) -> tuple[F64, F64]:
    """The same where licences cap links: what is cut goes to the seller's other links and home."""
    assert market.cap is not None
    home = np.arange(own.shape[0])
    least = _TINY * own + _TINY
    limit = np.minimum(market.offer, market.export_limit)
    abroad = np.maximum(wish.sum(axis=1), least)
    multiplier = np.minimum(multiplier, market.export_limit / abroad)
    capped = wish * multiplier[:, None] > market.cap
    for _ in range(CAP_PASSES if capped.any() else 0):
        full = np.where(capped, market.cap, 0.0).sum(axis=1)
        open_abroad = np.where(capped, 0.0, wish).sum(axis=1)
        by_offer = np.maximum(market.offer - full, 0.0) / (own + open_abroad)
        by_quota = np.maximum(limit - full, 0.0) / np.maximum(open_abroad, least)
        multiplier = np.where(capped.any(axis=1), np.minimum(by_offer, by_quota), multiplier)
        capped |= wish * multiplier[:, None] > market.cap
    flow = np.minimum(wish * multiplier[:, None], market.cap)
    exports = flow.sum(axis=1)
    scale = np.minimum(1.0, market.export_limit / np.maximum(exports, _TINY))
    flow *= scale[:, None]
    exports = flow.sum(axis=1)
    flow[home, home] = np.maximum(market.offer - exports, 0.0)
    free = np.where(capped, 0.0, flow)
    quota_binds = exports >= 0.999999 * market.export_limit
    free[home, home] = np.where(quota_binds, 0.0, flow[home, home])
    return flow, free


def _newton_step(
    market: Market,
    free: F64,
    arrivals: F64,
    elasticity: F64,
    excess: F64,
    pinned: npt.NDArray[np.bool_],
) -> F64:
    """Change of log prices [N,M] that would clear the linearised market."""
    n, columns = arrivals.shape
    level = np.maximum(arrivals, _TINY)
    movable = np.maximum(free.sum(axis=1), _TINY)
    share = free / np.sqrt(movable)[:, None]
    matrix = np.zeros((n, n, columns))
    for b in range(n):
        np.einsum("sm,scm->cm", share[:, b], share[:, b:], out=matrix[b, b:])
    np.negative(matrix, out=matrix)
    diagonal = free.sum(axis=0) + level * elasticity / market.theta + _TINY
    for b in range(n):
        matrix[b, b] += diagonal[b] + np.where(pinned[b], _PIN * level[b], 0.0)
    # a node that is far off must not drag the others along with a step that it cannot make anyhow
    right = np.where(pinned, 0.0, -level * np.clip(excess, -EXCESS_LIMIT, EXCESS_LIMIT)) / market.theta
    return _eliminate(matrix, right)


def _eliminate(matrix: F64, right: F64) -> F64:
    """Solve symmetric systems [N,N,M] of which the upper triangle is given; overwrites both."""
    n = right.shape[0]
    for k in range(n - 1):
        row = matrix[k, k + 1 :]
        factor = row / matrix[k, k]
        matrix[k + 1 :, k + 1 :] -= factor[:, None] * row[None]
        right[k + 1 :] -= factor * right[k]
    for k in range(n - 1, -1, -1):
        if k < n - 1:
            right[k] -= np.einsum("cm,cm->m", matrix[k, k + 1 :], right[k + 1 :])
        right[k] /= matrix[k, k]
    return right
