"""A clearing problem: what sellers offer and buyers want, and which flows a set of prices gives."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[Any]
"""Double precision, but single while prices are searched."""
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

LOG_FLOOR = -3.912023005428146
"""Lowest price: a fiftieth of the benchmark's."""
TAPER_WIDTH = 0.6931471805599453
"""Use tapers off from this log distance below the choke price: from half of it."""
TAPER_LEAST = 1e-3
CAP_PASSES = 4
ROUNDING = 1.00001
"""Exports above their limit by less are not cut: single precision could not tell."""
TINY = 1e-15
MOST_EXPONENT = 24.0


@dataclass
class Links:
    """A few pairs of seller and buyer, in the order of sellers and then buyers (sums over them round by their
    order): seller[L] and buyer[L], and the same as seller_of, buyer_of [N,L], 1 where link L has that end,
    else 0."""

    seller: Indices
    buyer: Indices
    seller_of: Real
    buyer_of: Real

    @classmethod
    def between(cls, seller: Indices, buyer: Indices, nodes: int) -> Links:
        """The links of these pairs among so many nodes."""
        every = np.arange(nodes)[:, None]
        return cls(seller, buyer, (every == seller).astype(np.float64), (every == buyer).astype(np.float64))

    def by_seller(self, values: Real) -> Real:
        """Sums [N,M] of values [L,M] over the links of each seller."""
        sums: Real = np.einsum("nl,lm->nm", self.seller_of, values)
        return sums

    def by_buyer(self, values: Real) -> Real:
        """Sums [N,M] of values [L,M] over the links of each buyer."""
        sums: Real = np.einsum("nl,lm->nm", self.buyer_of, values)
        return sums

    def single(self) -> Links:
        """The same in single precision."""
        seller_of, buyer_of = self.seller_of.astype(np.float32), self.buyer_of.astype(np.float32)
        return replace(self, seller_of=seller_of, buyer_of=buyer_of)


@dataclass
class Favour:
    """Links that weigh more than usual, between allies: extra[L,M] beside the market's weight."""

    links: Links
    extra: Real

    def each(self) -> list[tuple[int, int, Real]]:
        """Seller, buyer and extra weight [M] of each link."""
        pairs = zip(self.links.seller.tolist(), self.links.buyer.tolist(), self.extra, strict=True)
        return list(pairs)


@dataclass
class Limits:
    """Links that stand apart in some columns, apart[L,M]: there the market's own weight has to be 0, and
    weight[L,M] counts (0 elsewhere). cap[L,M]: t at most, inf: none."""

    links: Links
    apart: Flags
    cap: Real
    weight: Real

    @property
    def columns_apart(self) -> Flags:
        """Columns in which any link stands apart, [M]."""
        return np.asarray(self.apart.any(axis=0))

    def take(self, chosen: Indices) -> Limits:
        """Some columns."""
        apart, cap, weight = (a.take(chosen, axis=-1) for a in (self.apart, self.cap, self.weight))
        return Limits(self.links, apart, cap, weight)


@dataclass
class Market:
    """Columns M of a clearing problem: a column is one good in one world. Node arrays [N,M]; what all columns
    share may have a last axis of 1.

    log_price: start. log_price0: the benchmark's, log_expected: the expected price. offer: t for sale by
    weights. fixed: t that arrive whatever the price (pledges, releases). use, cover_use, cover_output: t
    wanted at benchmark and expected price; bought: t that a state buys. pull: attraction at the benchmark
    price. weight[S,N] common to all columns or [S,N,M]: share of a seller's offer per unit of pull, 0 at
    home; own_weight[N,M]: the same at home. export_limit: t (inf). use_elasticity[M] and the rest are
    parameters, theta the trade elasticity.
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
    favour: Favour | None
    limits: Limits | None
    use_elasticity: Real
    stock_elasticity: Real
    theta: Real
    log_choke: Real
    under_quota: Indices | None = None
    """Sellers whose exports are limited in any column; found from `export_limit` if not given."""

    def __post_init__(self) -> None:
        if self.under_quota is None:
            self.under_quota = np.flatnonzero(np.isfinite(self.export_limit).any(axis=1))

    def single(self) -> Market:
        """The same in single precision."""
        market = replace(self, **{name: getattr(self, name).astype(np.float32) for name in _ARRAYS})
        if self.favour is not None:
            market.favour = Favour(self.favour.links.single(), self.favour.extra.astype(np.float32))
        if self.limits is not None:
            cap, weight = self.limits.cap.astype(np.float32), self.limits.weight.astype(np.float32)
            market.limits = Limits(self.limits.links.single(), self.limits.apart, cap, weight)
        return market

    def columns(self, chosen: Indices) -> Market:
        """Some columns, copied so that every array is contiguous (sums over another order would round
        differently)."""
        shared = ("weight",) if self.weight.ndim == 2 else ()
        values: dict[str, Any] = {}
        for name in _ARRAYS:
            value = getattr(self, name)
            if value.shape[-1] > 1 and name not in shared:
                values[name] = value.take(chosen, axis=-1)
        market = replace(self, **values)
        if self.favour is not None:
            market.favour = replace(self.favour, extra=self.favour.extra.take(chosen, axis=-1))
        if self.limits is not None:
            market.limits = self.limits.take(chosen)
        return market

    def set_apart(self) -> Market:
        """The same with a weight for each column, 0 on the links that stand apart there."""
        if self.limits is None:
            return self
        if self.weight.ndim == 2:
            weight = np.repeat(self.weight[:, :, None], self.offer.shape[1], axis=2)
        else:
            weight = self.weight.copy()
        seller, buyer = self.limits.links.seller, self.limits.links.buyer
        weight[seller, buyer] = np.where(self.limits.apart, 0.0, weight[seller, buyer])
        return replace(self, weight=weight)

    def links_of(
        self, attraction: Real, multiplier: Real, home: Real, sent: Real | None, out: Real | None = None
    ) -> Real:
        """The flows [N,N,M] themselves, without what is fixed, from what `send` found; `out` takes them."""
        weight = self.weight[:, :, None] if self.weight.ndim == 2 else self.weight
        flow: Real = np.multiply(weight, attraction, out=out)
        flow *= multiplier[:, None]
        if self.favour is not None:
            seller, buyer = self.favour.links.seller, self.favour.links.buyer
            flow[seller, buyer] += self.favour.extra * attraction[buyer] * multiplier[seller]
        if self.limits is not None and sent is not None:
            seller, buyer = self.limits.links.seller, self.limits.links.buyer
            flow[seller, buyer] = np.where(self.limits.apart, sent, flow[seller, buyer])
        nodes = np.arange(flow.shape[0])
        flow[nodes, nodes] = home
        return flow


_NO_ARRAYS = ("favour", "limits", "under_quota")
_ARRAYS = tuple(field.name for field in fields(Market) if field.name not in _NO_ARRAYS)
NODES = tuple(name for name in _ARRAYS if name != "weight")
"""Fields with a value for each column, or one for all."""


@dataclass
class Flows:
    """What sellers send at given prices, [N,M]: attraction of buyers, multiplier and home flow of sellers,
    exports, arrivals; `binds` where a quota does (None: nowhere). On links that stand apart: sent[L,M] t,
    `capped`."""

    attraction: Real
    multiplier: Real
    home: Real
    exports: Real
    arrivals: Real
    binds: Flags | None
    sent: Real | None = None
    capped: Flags | None = None


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
    used = -market.use_elasticity * rise
    np.exp(used, out=used)
    held = log_price - market.log_expected
    held = -market.stock_elasticity * held
    np.exp(held, out=held)
    taper: Real | float = 1.0
    for_state = market.bought
    if room.min() < TAPER_WIDTH:
        taper = between(room / TAPER_WIDTH, TAPER_LEAST, 1.0)
        used = used * taper
        for_state = for_state * taper
    by_use = market.use * used
    by_cover = market.cover_use * used * held
    for_output = market.cover_output * held
    wants = by_use + by_cover
    wants += for_output
    wants += for_state
    return Demand(by_use, by_cover, for_output, for_state, wants, used, taper, room)


def elasticity(market: Market, demand: Demand) -> Real:
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


def between(values: Real, low: Real | float, high: Real | float) -> Real:
    """Values within bounds; twice as fast as `np.clip` on small arrays."""
    bounded: Real = np.maximum(values, low)
    return np.minimum(bounded, high, out=bounded)


def _in_reach(market: Market, exponent: Real) -> Real:
    """Exponents [N,M] whose squares single precision can hold.

    Only differences within a column count for flows, so of a column that lies far out its middle is taken
    off. With a usual trade elasticity no price lies that far out.
    """
    reaches = market.theta * np.maximum(-LOG_FLOOR, market.log_choke) > MOST_EXPONENT
    if not reaches.any():
        return exponent
    low, high = exponent.min(axis=0), exponent.max(axis=0)
    far = reaches & (np.maximum(-low, high) > MOST_EXPONENT)
    if not far.any():
        return exponent
    nearer: Real = exponent - np.where(far, 0.5 * (low + high), 0.0).astype(exponent.dtype)
    return nearer


def send(market: Market, log_price: Real) -> Flows:
    """What every seller sends where, at these prices."""
    attraction = market.pull * np.exp(_in_reach(market, market.theta * (log_price - market.log_price0)))
    unlimited = _to_buyers(market.weight, attraction)
    favour, limits = market.favour, market.limits
    if favour is not None:
        unlimited += favour.links.by_seller(favour.extra * attraction[favour.links.buyer])
    own = market.own_weight * attraction
    abroad, wish = unlimited, None
    if limits is not None:
        wish = limits.weight * attraction[limits.links.buyer]
        abroad = unlimited + limits.links.by_seller(wish)
    multiplier, binds = _within_quotas(market, abroad, own)
    sent, capped = None, None
    if limits is None or wish is None:
        exports = abroad * multiplier
    else:
        multiplier, binds, capped = _capped(market, limits, wish, unlimited, own, multiplier, binds)
        sent = np.minimum(wish * multiplier[limits.links.seller], limits.cap)
        exports = unlimited * multiplier + limits.links.by_seller(sent)
        over = exports > ROUNDING * market.export_limit
        if over.any():
            scale = np.where(over, market.export_limit / np.maximum(exports, TINY), 1.0)
            multiplier, exports, binds = multiplier * scale, exports * scale, binds | over
            sent = sent * scale[limits.links.seller]
    # at home is what is left; where no quota binds the product loses no digits
    home = own * multiplier
    if binds is not None:
        np.copyto(home, np.maximum(market.offer - exports, 0.0), where=binds)
    arrivals = _from_sellers(market.weight, multiplier)
    if favour is not None:
        arrivals += favour.links.by_buyer(favour.extra * multiplier[favour.links.seller])
    arrivals *= attraction
    if limits is not None and sent is not None:
        arrivals += limits.links.by_buyer(sent)
    arrivals += home
    arrivals += market.fixed
    return Flows(attraction, multiplier, home, exports, arrivals, binds, sent, capped)


def _within_quotas(market: Market, abroad: Real, own: Real) -> tuple[Real, Flags | None]:
    """Multipliers at which all is sold, or as much as quotas let through; and where they do bind."""
    multiplier = market.offer / (abroad + own)
    rows = market.under_quota
    if rows is None or rows.size == 0:
        return multiplier, None
    by_offer = multiplier[rows]
    by_quota = market.export_limit[rows] / np.maximum(abroad[rows], TINY * own[rows] + TINY)
    binds = np.zeros(multiplier.shape, dtype=bool)
    binds[rows] = by_quota < by_offer
    multiplier[rows] = np.minimum(by_offer, by_quota)
    return multiplier, binds


def _to_buyers(weight: Real, attraction: Real) -> Real:
    """Sums [S,M] over buyers."""
    sums: Real = np.einsum("sb,bm->sm" if weight.ndim == 2 else "sbm,bm->sm", weight, attraction)
    return sums


def _from_sellers(weight: Real, multiplier: Real) -> Real:
    """Sums [N,M] over sellers."""
    sums: Real = np.einsum("sb,sm->bm" if weight.ndim == 2 else "sbm,sm->bm", weight, multiplier)
    return sums


def _capped(
    market: Market,
    limits: Limits,
    wish: Real,
    unlimited: Real,
    own: Real,
    multiplier: Real,
    binds: Flags | None,
) -> tuple[Real, Flags, Flags]:
    """Multipliers where licences cap links: what is cut goes to the seller's other links and home. Also
    where a quota binds, and which links are capped."""
    if binds is None:
        binds = np.zeros(multiplier.shape, dtype=bool)
    capped = wish * multiplier[limits.links.seller] > limits.cap
    limit = np.minimum(market.offer, market.export_limit)
    for _ in range(CAP_PASSES):
        if not capped.any():
            break
        full = limits.links.by_seller(np.where(capped, limits.cap, 0.0))
        open_abroad = unlimited + limits.links.by_seller(np.where(capped, 0.0, wish))
        by_offer = np.maximum(market.offer - full, 0.0) / (own + open_abroad)
        by_quota = np.maximum(limit - full, 0.0) / np.maximum(open_abroad, TINY * own + TINY)
        bound = limits.links.by_seller(capped.astype(wish.dtype)) > 0.0
        multiplier = np.where(bound, np.minimum(by_offer, by_quota), multiplier)
        binds = np.where(bound, by_quota < by_offer, binds)
        more = wish * multiplier[limits.links.seller] > limits.cap
        if not (more & ~capped).any():
            break
        capped |= more
    return multiplier, binds, capped
