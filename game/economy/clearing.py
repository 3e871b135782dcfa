"""Clearing of the markets: prices at which arrivals meet wants, in every nation at once.

A column is one good in one world; columns are independent, and a column's arithmetic never depends on
its neighbours. Sellers s offer S_s, buyers b want D_b(p_b). Seller s sends T_sb = min(cap_sb, m_s w_sb a_b)
abroad, a_b proportional to p_b^theta, m_s such that all is sold, exports stay within the quota and what is
cut stays at home. Newton steps on log prices solve log(arrivals) = log(wants); their linear systems are
built and solved in `newton`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from game.economy.newton import Factors, factorise, solve

F64 = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

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
_TINY = 1e-15
_PIN = 1e9


@dataclass
class Limits:
    """Links that licences cap: seller[L] and buyer[L]; the same as seller_of, buyer_of [N,L], 1 where link L
    has that end, else 0. cap[L,M]: t at most (inf: open in that column). weight[L,M]: the link's weight where
    it is capped, else 0 (it then stands among the market's)."""

    seller: Indices
    buyer: Indices
    seller_of: F64
    buyer_of: F64
    cap: F64
    weight: F64


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
    own_weight: F64
    export_limit: F64
    limits: Limits | None
    use_elasticity: F64
    stock_elasticity: F64
    theta: F64
    log_choke: F64

    def single(self) -> Market:
        """The same in single precision, with room for prices that overflow nothing."""
        values = {}
        for field in fields(self):
            value = getattr(self, field.name)
            values[field.name] = value.astype(np.float32) if isinstance(value, np.ndarray) else value
        limits = self.limits
        if limits is not None:
            of = {name: getattr(limits, name).astype(np.float32) for name in ("seller_of", "buyer_of", "cap", "weight")}
            values["limits"] = replace(limits, **of)
        return Market(**values)

    def columns(self, chosen: Indices) -> Market:
        """Some columns, copied so that every array is contiguous (sums over another order would round
        differently)."""
        values: dict[str, F64] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray) and value.shape[-1] > 1:
                values[field.name] = value.take(chosen, axis=-1)
        limits = self.limits
        if limits is not None:
            cap, weight = limits.cap.take(chosen, axis=-1), limits.weight.take(chosen, axis=-1)
            limits = replace(limits, cap=cap, weight=weight)
        return replace(self, limits=limits, **values)  # type: ignore[arg-type]


@dataclass
class Flows:
    """What sellers send at given prices, [N,M]: attraction of buyers, multiplier and home flow of sellers,
    exports, arrivals; `binds` where a quota does. On licensed links: sent[L,M] t, `capped`."""

    attraction: F64
    multiplier: F64
    home: F64
    exports: F64
    arrivals: F64
    binds: Flags
    sent: F64 | None = None
    capped: Flags | None = None


@dataclass
class Cleared:
    """log_price, arrivals, wants [N,M]; the flows that give these; steps[M] taken."""

    log_price: F64
    arrivals: F64
    wants: F64
    flows: Flows
    steps: npt.NDArray[np.int64]


def clear(market: Market) -> Cleared:
    """Newton steps until each column has converged; a column that has stays as it is.

    The steps are taken in single precision, which is as good as any tolerance above 1e-5 and half the work;
    what is traded at the prices found is computed in double precision.
    """
    single = market.single()
    price, steps = _search(single)
    exact = price.astype(np.float64)
    flows = send(market, exact)
    return Cleared(exact, flows.arrivals, wanted(market, exact)[0], flows, steps)


def _search(market: Market) -> tuple[F64, npt.NDArray[np.int64]]:
    """Log prices at which all columns clear, and the steps that each took."""
    lowest = market.log_price0 + LOG_FLOOR
    highest = market.log_price0 + market.log_choke
    price = np.clip(market.log_price, lowest, highest)
    final = price
    columns = price.shape[1]
    steps = np.full(columns, MAX_STEPS, dtype=np.int64)
    where: Indices | None = None
    part, factors = market, None
    waiting = np.ones(columns, dtype=bool)
    reach, last_excess = np.full_like(price, STEP_LIMIT), np.zeros_like(price)
    for step in range(MAX_STEPS + 1):
        flows = send(part, price)
        wants, elasticity = wanted(part, price)
        excess = np.log(np.maximum(flows.arrivals, _TINY) / wants)
        pinned = (price <= lowest + BOUND) & (excess > 0.0)
        pinned |= (price >= highest - BOUND) & (excess < 0.0)
        done = waiting & _converged(wants, excess, pinned)
        if done.any():
            inside = np.flatnonzero(done)
            steps[inside if where is None else where[inside]] = step
            waiting = waiting & ~done
        left = np.flatnonzero(waiting)
        if left.size == 0 or step == MAX_STEPS:
            break
        if left.size <= FEW_LEFT * waiting.size:
            final = _put_back(final, price, where)
            keep = _at_least_two(left)
            where = keep if where is None else where[keep]
            part = market.columns(where)
            price, elasticity, excess, pinned, reach, last_excess = (
                a.take(keep, axis=1) for a in (price, elasticity, excess, pinned, reach, last_excess)
            )
            lowest, highest = (a if a.shape[1] == 1 else a.take(keep, axis=1) for a in (lowest, highest))
            flows = _some(flows, keep)
            factors = None if factors is None else factors.columns(keep)
            waiting = np.ones(keep.size, dtype=bool)
        if factors is None or step != 1:
            factors = _linearised(part, flows, elasticity, pinned)
        # a node that is far off must not drag the others along with a step that it cannot make anyhow
        pull = np.where(pinned | ~waiting, 0.0, -np.clip(excess, -EXCESS_LIMIT, EXCESS_LIMIT)) / part.theta
        change = solve(factors, pull)
        # a limit that binds at one price and not at the next makes full steps swing: halve what swings
        swings = excess * last_excess < 0.0
        reach = np.where(swings, 0.5 * reach, np.minimum(1.6 * reach, STEP_LIMIT))
        last_excess = excess
        price = np.clip(price + np.clip(change, -reach, reach), lowest, highest)
    return _put_back(final, price, where), steps


def _converged(wants: F64, excess: F64, pinned: Flags) -> Flags:
    small = np.minimum(wants / (SMALL_NODE * wants.sum(axis=0)), 1.0)
    error = np.where(pinned, 0.0, np.abs(excess) * small)
    return np.asarray(error.max(axis=0) < TOLERANCE)


def _put_back(final: F64, price: F64, where: Indices | None) -> F64:
    """Prices of the columns still looked at, put back among all."""
    if where is None:
        return price
    final = final.copy()
    final[:, where] = price
    return final


def _at_least_two(where: Indices) -> Indices:
    """A lone column is doubled: NumPy adds up a single column in another order."""
    return np.repeat(where, 2) if where.size == 1 else where


def _some(flows: Flows, keep: Indices) -> Flows:
    values = {}
    for field in fields(flows):
        value = getattr(flows, field.name)
        values[field.name] = None if value is None else value.take(keep, axis=-1)
    return Flows(**values)


def wanted(market: Market, log_price: F64) -> tuple[F64, F64]:
    """Tonnes wanted at a price, and minus their elasticity, both [N,M].

    use (p/p0)^-eps taper (1 + cover (p/pe)^-sigma) + output cover (p/pe)^-sigma + bought taper;
    the taper takes use to zero between half the choke price and the choke price.
    """
    rise = log_price - market.log_price0
    used = np.exp(-market.use_elasticity * rise)
    held = np.exp(-market.stock_elasticity * (log_price - market.log_expected))
    room = market.log_choke - rise
    tapers = room < TAPER_WIDTH
    steepness: F64 | float = 0.0
    for_state = market.bought
    if tapers.any():
        taper = taper_of(room)
        used = used * taper
        for_state = for_state * taper
        steepness = np.where(tapers & (taper > TAPER_LEAST), 1.0 / np.maximum(room, 1e-3), 0.0)
    by_use = market.use * used
    by_cover = market.cover_use * used * held
    for_use = by_use + by_cover
    for_output = market.cover_output * held
    wants = for_use + for_output + for_state
    slope = for_use * (market.use_elasticity + steepness) + for_state * steepness
    slope += (by_cover + for_output) * market.stock_elasticity
    return wants, slope / wants


def taper_of(room: F64) -> F64:
    """Share of use that is left at a log distance `room` below the choke price."""
    return np.clip(room / TAPER_WIDTH, TAPER_LEAST, 1.0)


def still_wanted(market: Market, log_price: F64) -> tuple[F64, F64]:
    """Shares of the planned use, and of what a state buys, that are wanted at this price, [N,M]."""
    rise = log_price - market.log_price0
    taper = taper_of(market.log_choke - rise)
    return np.exp(-market.use_elasticity * rise) * taper, taper


def send(market: Market, log_price: F64) -> Flows:
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
        over = exports > market.export_limit
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


def _ends(of: F64, values: F64) -> F64:
    """Sums [N,M] over links of which a node is the seller, or the buyer."""
    return np.einsum("nl,lm->nm", of, values)


def _capped(
    market: Market, limits: Limits, wish: F64, unlimited: F64, own: F64, multiplier: F64, binds: Flags
) -> tuple[F64, Flags, Flags]:
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


def links_of(market: Market, flows: Flows, out: F64 | None = None) -> F64:
    """The flows [N,N,M] themselves, without what is fixed; `out` takes them."""
    flow: F64 = np.multiply(market.weight, flows.attraction, out=out)
    flow *= flows.multiplier[:, None]
    if market.limits is not None:
        flow[market.limits.seller, market.limits.buyer] += flows.sent
    home = np.arange(flow.shape[0])
    flow[home, home] = flows.home
    return flow


def _linearised(market: Market, flows: Flows, elasticity: F64, pinned: Flags) -> Factors:
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
    if limits is not None and flows.sent is not None:
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
