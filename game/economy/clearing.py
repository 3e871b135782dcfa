"""Clearing of the markets: prices at which arrivals meet wants, in every nation at once.

A column is one good in one world; columns are independent, and a column's arithmetic never depends on
its neighbours. Sellers s offer S_s, buyers b want D_b(p_b). Seller s sends T_sb = min(cap_sb, m_s w_sb a_b)
abroad, a_b proportional to p_b^theta, m_s such that all is sold, exports stay within the quota and what is
cut stays at home. Newton steps on log prices solve log(arrivals) = log(wants); their linear systems are
built and solved in `newton`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from game.economy.newton import Factors, factorise, solve

Real = npt.NDArray[Any]
"""Double precision, but single while prices are searched."""
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Part = TypeVar("Part", "Flows", "Demand")

MAX_STEPS = 60
TOLERANCE = 2.5e-3
SMALL_NODE = 1e-4
"""Below this share of the world's wants an error counts in proportion: grams must not cost steps."""
STEP_LIMIT = 1.2
EXCESS_LIMIT = 2.0
LOG_FLOOR = -3.912023005428146
"""Lowest price: a fiftieth of the benchmark's."""
TAPER_WIDTH = 0.6931471805599453
"""Use tapers off from this log distance below the choke price: from half of it."""
TAPER_LEAST = 1e-3
CAP_PASSES = 4
BOUND = 1e-5
"""Log distance from a price bound that counts as being there."""
FEW_LEFT = 0.6
"""Share of waiting columns below which the others are dropped: copying costs about half a step."""
ROUNDING = 1.00001
"""Exports above their limit by less are not cut: single precision could not tell."""
SMALL_BATCH = 64
"""Columns up to which all are kept: to leave some out would cost more than to carry them along."""
_TINY = 1e-15
_PIN = 1e9


@dataclass
class Limits:
    """Links that licences cap: seller[L] and buyer[L]; the same as seller_of, buyer_of [N,L], 1 where link L
    has that end, else 0. cap[L,M]: t at most (inf: open in that column). weight[L,M]: the link's weight where
    it is capped, else 0 (it then stands among the market's)."""

    seller: Indices
    buyer: Indices
    seller_of: Real
    buyer_of: Real
    cap: Real
    weight: Real


@dataclass
class Market:
    """Columns M of a clearing problem; node arrays [N,M], link arrays [N seller, N buyer, M]. What all
    columns share may have a last axis of 1.

    log_price: start. log_price0: the benchmark's, log_expected: the expected price. offer: t for sale by
    weights. fixed: t that arrive whatever the price (pledges, releases). use, cover_use, cover_output: t
    wanted at benchmark and expected price; bought: t that a state buys. pull: attraction at the benchmark
    price. weight: share of a seller's offer per unit of pull, 0 at home; own_weight[N,M]: the same at home.
    export_limit: t (inf). use_elasticity[M] and the rest are parameters, theta the trade elasticity.
    """

    log_price: Real
    log_price0: Real
    log_expected: Real
    offer: Real
    fixed: Real
    use: Real
    cover_use: Real
    cover_output: Real
    bought: Real
    pull: Real
    weight: Real
    own_weight: Real
    export_limit: Real
    limits: Limits | None
    use_elasticity: Real
    stock_elasticity: Real
    theta: Real
    log_choke: Real

    def single(self) -> Market:
        """The same in single precision, with room for prices that overflow nothing."""
        values: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            values[field.name] = value.astype(np.float32) if isinstance(value, np.ndarray) else value
        limits = self.limits
        if limits is not None:
            of = {
                name: getattr(limits, name).astype(np.float32)
                for name in ("seller_of", "buyer_of", "cap", "weight")
            }
            values["limits"] = replace(limits, **of)
        return Market(**values)

    def columns(self, chosen: Indices) -> Market:
        """Some columns, copied so that every array is contiguous (sums over another order would round
        differently)."""
        values: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray) and value.shape[-1] > 1:
                values[field.name] = value.take(chosen, axis=-1)
        limits = self.limits
        if limits is not None:
            cap, weight = limits.cap.take(chosen, axis=-1), limits.weight.take(chosen, axis=-1)
            limits = replace(limits, cap=cap, weight=weight)
        return replace(self, limits=limits, **values)


@dataclass
class Flows:
    """What sellers send at given prices, [N,M]: attraction of buyers, multiplier and home flow of sellers,
    exports, arrivals; `binds` where a quota does. On licensed links: sent[L,M] t, `capped`."""

    attraction: Real
    multiplier: Real
    home: Real
    exports: Real
    arrivals: Real
    binds: Flags
    sent: Real | None = None
    capped: Flags | None = None


@dataclass
class Cleared:
    """log_price[N,M], the flows and the demand at it, steps[M] taken."""

    log_price: Real
    flows: Flows
    demand: Demand
    steps: npt.NDArray[np.int64]


def clear(market: Market) -> Cleared:
    """Newton steps until each column has converged; a column that has stays as it is.

    The steps are taken in single precision, which is as good as any tolerance above 1e-5 and half the work;
    what is traded at the prices found is computed in double precision.
    """
    single = market.single()
    price, steps = _search(single)
    exact = market.log_price + (price - single.log_price)
    flows = send(market, exact)
    return Cleared(exact, flows, wanted(market, exact), steps)


def _search(market: Market) -> tuple[Real, npt.NDArray[np.int64]]:
    """Log prices at which all columns clear, and the steps that each took."""
    lowest = market.log_price0 + LOG_FLOOR
    highest = market.log_price0 + market.log_choke
    price = _between(market.log_price, lowest, highest)
    final = price
    columns = price.shape[1]
    steps = np.full(columns, MAX_STEPS, dtype=np.int64)
    where: Indices | None = None
    part, factors = market, None
    waiting = np.ones(columns, dtype=bool)
    reach, last_excess = np.full_like(price, STEP_LIMIT), np.zeros_like(price)
    for step in range(MAX_STEPS + 1):
        flows = send(part, price)
        demand = wanted(part, price)
        excess = np.log(np.maximum(flows.arrivals, _TINY) / demand.wants)
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
            factors = None if factors is None else factors.columns(keep)
            waiting = np.ones(keep.size, dtype=bool)
        if factors is None or step != 1:
            factors = _linearised(part, flows, _elasticity(part, demand), pinned)
        # a node that is far off must not drag the others along with a step that it cannot make anyhow
        pull = _between(-excess, -EXCESS_LIMIT, EXCESS_LIMIT) / part.theta
        pull[pinned | ~waiting] = 0.0
        change = solve(factors, pull)
        # a limit that binds at one price and not at the next makes full steps swing: halve what swings
        swings = excess * last_excess < 0.0
        reach = np.where(swings, 0.5 * reach, np.minimum(1.6 * reach, STEP_LIMIT))
        last_excess = excess
        price = _between(price + _between(change, -reach, reach), lowest, highest)
    return _put_back(final, price, where), steps


def _between(values: Real, low: Real | float, high: Real | float) -> Real:
    """Values within bounds; twice as fast as `np.clip` on small arrays."""
    bounded: Real = np.minimum(np.maximum(values, low), high)
    return bounded


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


@dataclass
class Demand:
    """What is wanted at a price, [N,M] t: for plants and users, for the cover of those, for the cover of
    output, and by states; all together; `used` and `taper`: shares of planned use and of state buying."""

    by_use: Real
    by_cover: Real
    for_output: Real
    for_state: Real
    wants: Real
    used: Real
    taper: Real | float
    room: Real


def wanted(market: Market, log_price: Real) -> Demand:
    """Tonnes wanted at a price.

    use (p/p0)^-eps taper (1 + cover (p/pe)^-sigma) + output cover (p/pe)^-sigma + bought taper;
    the taper takes use to zero between half the choke price and the choke price.
    """
    rise = log_price - market.log_price0
    room = market.log_choke - rise
    used = np.exp(-market.use_elasticity * rise)
    held = np.exp(-market.stock_elasticity * (log_price - market.log_expected))
    taper: Real | float = 1.0
    for_state = market.bought
    if room.min() < TAPER_WIDTH:
        taper = _between(room / TAPER_WIDTH, TAPER_LEAST, 1.0)
        used = used * taper
        for_state = for_state * taper
    by_use = market.use * used
    by_cover = market.cover_use * used * held
    for_output = market.cover_output * held
    wants = by_use + by_cover
    wants += for_output
    wants += for_state
    return Demand(by_use, by_cover, for_output, for_state, wants, used, taper, room)


def _elasticity(market: Market, demand: Demand) -> Real:
    """Minus the elasticity of what is wanted, [N,M]."""
    slope = demand.by_use + demand.by_cover
    if isinstance(demand.taper, float):
        slope *= market.use_elasticity
    else:
        tapers = (demand.taper < 1.0) & (demand.taper > TAPER_LEAST)
        steepness = np.where(tapers, 1.0 / np.maximum(demand.room, 1e-3), 0.0)
        slope *= market.use_elasticity + steepness
        slope += demand.for_state * steepness
    slope += (demand.by_cover + demand.for_output) * market.stock_elasticity
    slope /= demand.wants
    return slope


def send(market: Market, log_price: Real) -> Flows:
    """What every seller sends where, at these prices."""
    attraction = market.pull * np.exp(market.theta * (log_price - market.log_price0))
    unlimited = np.einsum("sbm,bm->sm", market.weight, attraction)
    own = market.own_weight * attraction
    limits = market.limits
    wish = None if limits is None else limits.weight * attraction[limits.buyer]
    abroad = unlimited
    if limits is not None and wish is not None:
        abroad = unlimited + _ends(limits.seller_of, wish)
    by_offer = market.offer / (abroad + own)
    by_quota = market.export_limit / np.maximum(abroad, _TINY * own + _TINY)
    multiplier, binds = np.minimum(by_offer, by_quota), by_quota < by_offer
    exports = abroad * multiplier
    sent, capped = None, None
    if limits is not None and wish is not None:
        multiplier, binds, capped = _capped(market, limits, wish, unlimited, own, multiplier, binds)
        sent = np.minimum(wish * multiplier[limits.seller], limits.cap)
        exports = unlimited * multiplier + _ends(limits.seller_of, sent)
        over = exports > ROUNDING * market.export_limit
        if over.any():
            scale = np.where(over, market.export_limit / np.maximum(exports, _TINY), 1.0)
            multiplier, exports, binds = multiplier * scale, exports * scale, binds | over
            sent = sent * scale[limits.seller]
    # at home is what is left; where no quota binds the product loses no digits
    home = np.where(binds, np.maximum(market.offer - exports, 0.0), own * multiplier)
    arrivals = attraction * np.einsum("sbm,sm->bm", market.weight, multiplier)
    if limits is not None and sent is not None:
        arrivals += _ends(limits.buyer_of, sent)
    arrivals += home
    arrivals += market.fixed
    return Flows(attraction, multiplier, home, exports, arrivals, binds, sent, capped)


def _ends(of: Real, values: Real) -> Real:
    """Sums [N,M] over links of which a node is the seller, or the buyer."""
    sums: Real = np.einsum("nl,lm->nm", of, values)
    return sums


def _capped(
    market: Market, limits: Limits, wish: Real, unlimited: Real, own: Real, multiplier: Real, binds: Flags
) -> tuple[Real, Flags, Flags]:
    """Multipliers where licences cap links: what is cut goes to the seller's other links and home. Also
    where a quota binds, and which links are capped."""
    capped = wish * multiplier[limits.seller] > limits.cap
    limit = np.minimum(market.offer, market.export_limit)
    for _ in range(CAP_PASSES):
        if not capped.any():
            break
        full = _ends(limits.seller_of, np.where(capped, limits.cap, 0.0))
        open_abroad = unlimited + _ends(limits.seller_of, np.where(capped, 0.0, wish))
        by_offer = np.maximum(market.offer - full, 0.0) / (own + open_abroad)
        by_quota = np.maximum(limit - full, 0.0) / np.maximum(open_abroad, _TINY * own + _TINY)
        bound = _ends(limits.seller_of, capped.astype(wish.dtype)) > 0.0
        multiplier = np.where(bound, np.minimum(by_offer, by_quota), multiplier)
        binds = np.where(bound, by_quota < by_offer, binds)
        more = wish * multiplier[limits.seller] > limits.cap
        if not (more & ~capped).any():
            break
        capped |= more
    return multiplier, binds, capped


def links_of(market: Market, flows: Flows, out: Real | None = None) -> Real:
    """The flows [N,N,M] themselves, without what is fixed; `out` takes them."""
    flow: Real = np.multiply(market.weight, flows.attraction, out=out)
    flow *= flows.multiplier[:, None]
    if market.limits is not None and flows.sent is not None:
        flow[market.limits.seller, market.limits.buyer] += flows.sent
    home = np.arange(flow.shape[0])
    flow[home, home] = flows.home
    return flow


def _linearised(market: Market, flows: Flows, elasticity: Real, pinned: Flags) -> Factors:
    """The factorised matrix of a step: how arrivals over wants answer log prices.

    With H the flows that prices can still move it is
    diag(sum_s H_sb + A_b e_b / theta) - sum_s H_sb H_sc / sum_d H_sd, over A_b on both sides' square roots.
    """
    level = np.maximum(flows.arrivals, _TINY)
    root = np.sqrt(level)
    free_home = np.where(flows.binds, 0.0, flows.home)
    bound = market.fixed + (flows.home - free_home)
    free_abroad = flows.exports
    free_sent = None
    limits = market.limits
    if limits is not None and flows.sent is not None and flows.capped is not None:
        held = np.where(flows.capped, flows.sent, 0.0)
        free_sent = flows.sent - held
        free_abroad = np.maximum(free_abroad - _ends(limits.seller_of, held), 0.0)
        bound = bound + _ends(limits.buyer_of, held)
    movable = np.sqrt(np.maximum(free_abroad + free_home, _TINY))
    share = market.weight * (flows.attraction / root)
    share *= (flows.multiplier / movable)[:, None]
    if limits is not None and free_sent is not None:
        seller, buyer = limits.seller, limits.buyer
        share[seller, buyer] += free_sent / (movable[seller] * root[buyer])
    home = np.arange(level.shape[0])
    share[home, home] = free_home / (movable * root)
    diagonal = np.maximum(flows.arrivals - bound, 0.0) / level + elasticity / market.theta + _TINY
    diagonal = np.where(pinned, _PIN, diagonal)
    return factorise(share, diagonal, root)
