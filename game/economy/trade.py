"""From stocks, output, wants and policy to a clearing problem, and from its solution to flows."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from game.economy.clearing import Cleared, clear_all
from game.economy.links import (
    capped_links,
    export_duty_of,
    import_duty_of,
    licensed_links,
    link_caps,
    link_duties,
)
from game.economy.market import LOG_FLOOR, Favour, Limits, Links, Market, wanted
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.economy.search import BOUND, SMALL_NODE
from game.economy.state import EconomyState

F64 = npt.NDArray[np.float64]

TRAILING_SHARE = 0.25
LEAST_WANT_SHARE = 1e-7
MOST_COLUMNS = 1280
"""Goods times worlds up to which all goods are cleared at once."""
LEAST_FACTOR = 0.5
"""Links of which less of the usual weight is left stand apart in clearing."""
_LEAST_OFFER_T = 1e-12


@dataclass
class Wants:
    """Planned use and stock wanted, [G,N,B] t, at benchmark and expected prices; and what a state buys."""

    use: F64
    cover_use: F64
    cover_output: F64
    bought: F64


@dataclass
class Trade:
    """The cleared quarter: price, arrivals, ration (share of wants met), use_share (price effect on use),
    residual, netback, duties, kept (stock that stayed with its holders, t) [G,N,B]; flow [G,S,D,B]; steps
    [G,B]."""

    price: F64
    arrivals: F64
    ration: F64
    use_share: F64
    buy_share: F64
    residual: F64
    netback: F64
    kept: F64
    export_duty: F64
    import_duty: F64
    flow: F64
    steps: F64
    sold: F64
    released: F64


def wants_of(use: F64, sold: F64, fear: F64, policy: Policy, params: Parameters) -> Wants:
    """Users cover their use (more if risk is feared), producers without use their output."""
    cover = params.cover_quarters
    return Wants(
        use=use,
        cover_use=cover * np.maximum(1.0 + policy.perceived_risk + fear, 0.1) * use,
        cover_output=cover * np.maximum(sold - use, 0.0),
        bought=policy.state_buy,
    )


@dataclass
class Pledged:
    """Tonnes [L,B] shipped under pledges on a few links of some goods."""

    good: npt.NDArray[np.intp]
    seller: npt.NDArray[np.intp]
    buyer: npt.NDArray[np.intp]
    tonnes: F64

    def add_to(self, sums: F64, nation: npt.NDArray[np.intp]) -> F64:
        """`sums` [G,N,B] with the tonnes of each link added at its `nation`."""
        for good, where, tonnes in zip(self.good, nation, self.tonnes, strict=True):
            sums[good, where] += tonnes
        return sums


def _pledged(offer: F64, use: F64, policy: Policy) -> Pledged | None:
    """What is shipped under pledges; none beyond what the seller's own use leaves, as far as that goes
    first."""
    good, seller, buyer = np.nonzero(policy.pledge.any(axis=3))
    if good.size == 0:
        return None
    pledged = Pledged(good, seller, buyer, policy.pledge[good, seller, buyer])
    promised = pledged.add_to(np.zeros_like(offer), seller)
    spare = np.maximum(offer - (1.0 - policy.loyalty) * use, 0.0)
    kept = np.minimum(1.0, spare / np.maximum(promised, 1e-12))
    pledged.tonnes = pledged.tonnes * kept[good, seller]
    return pledged


def _weight_factor(policy: Policy, params: Parameters, goods: slice) -> F64:
    """Factor [g,S,D,B or 1] on the trade weights: alliances, and duties between two nations."""
    duties = link_duties(policy, goods)
    if duties is None:
        return policy.affinity[goods]
    return policy.affinity[goods] * duties.attraction(params.trade_elasticity)


def _limits(
    state: EconomyState,
    policy: Policy,
    params: Parameters,
    capped: npt.NDArray[np.bool_],
    factor: F64,
    goods: slice,
) -> Limits | None:
    """Links that licences or quotas cap, with the largest flows; and those that weigh far less than usual,
    of which single precision could not tell the usual weight less almost all of it."""
    limited = capped[goods].any(axis=(0, 3)) | (factor < LEAST_FACTOR).any(axis=(0, 3))
    seller, buyer = np.nonzero(limited & ~np.eye(limited.shape[0], dtype=bool))
    if seller.size == 0:
        return None
    cap = link_caps(state, policy, params, goods, seller, buyer)
    cap = np.ascontiguousarray(_columns(cap, state.size))
    factor = factor[:, seller, buyer]
    apart = np.isfinite(cap) | (_columns(factor, state.size) < LEAST_FACTOR)
    weight = _columns(params.weights[goods][:, seller, buyer] * factor, state.size)
    return Limits(Links.between(seller, buyer, limited.shape[0]), apart, cap, np.where(apart, weight, 0.0))


def _favour(
    factor: F64, params: Parameters, limits: Limits | None, goods: slice, batch: int
) -> Favour | None:
    """Links that weigh more (or a little less) than usual, and do not stand apart."""
    seller, buyer = np.nonzero((factor != 1.0).any(axis=(0, 3)))
    abroad = seller != buyer
    seller, buyer = seller[abroad], buyer[abroad]
    if seller.size == 0:
        return None
    extra = (factor[:, seller, buyer] - 1.0) * params.weights[goods][:, seller, buyer]
    whole = np.empty((seller.size, extra.shape[0] * batch))
    whole[:] = _columns(extra, batch)
    if limits is not None:
        for row, (a, b) in enumerate(zip(seller, buyer, strict=True)):
            same = (limits.links.seller == a) & (limits.links.buyer == b)
            whole[row, limits.apart[same].any(axis=0)] = 0.0
    return Favour(Links.between(seller, buyer, factor.shape[1]), whole)


def _columns(array: F64, batch: int) -> F64:
    """[g,N,B or 1] of some goods to [N,g*B]; of one good, [N,B or 1]."""
    if array.shape[0] == 1:
        alone: F64 = array[0]
        return alone
    full = np.empty((array.shape[1], array.shape[0], batch))
    full[:] = array.transpose(1, 0, 2)
    return full.reshape(array.shape[1], -1)


def _shared(array: F64, goods: int, batch: int) -> F64:
    """[g or 1,B or 1] of some goods to [g*B]; of one good, [B or 1]."""
    if goods == 1:
        return array.reshape(-1)
    full = np.empty((goods, batch))
    full[:] = array
    return full.reshape(-1)


def _links(array: F64, batch: int) -> F64:
    """[g,S,D,B or 1] of some goods to [S,D,g*B]; of one good, [S,D,B or 1]."""
    if array.shape[0] == 1:
        alone: F64 = array[0]
        return alone
    full = np.empty((*array.shape[1:3], array.shape[0], batch))
    full[:] = array.transpose(1, 2, 0, 3)
    return full.reshape(*array.shape[1:3], -1)


@dataclass
class _Supply:
    """What is offered [G,N,B], t: output and stock by weights, what is fixed beforehand, exports at most;
    the `capped` links."""

    output: F64
    stock: F64
    fixed: F64
    export_limit: F64
    capped: npt.NDArray[np.bool_]


def _market(
    state: EconomyState, policy: Policy, params: Parameters, wants: Wants, supply: _Supply, goods: slice
) -> Market:
    """The clearing problem of some goods: columns [g*B]."""
    batch = state.size
    count, n, _ = state.price[goods].shape
    theta = params.trade_elasticity
    entry = params.entry_weight

    def nodes(array: F64) -> F64:
        return _columns(array[goods], batch)

    output, stock = nodes(supply.output), nodes(supply.stock)
    offered = np.maximum(output + entry * stock, _LEAST_OFFER_T)
    home = np.arange(n)
    weights = params.weights[goods]
    own = weights[:, home, home]
    weight = weights.copy()
    weight[:, home, home] = 0.0
    factor = _weight_factor(policy, params, goods)
    limits = _limits(state, policy, params, supply.capped, factor, goods)
    duty = np.log((1.0 - export_duty_of(policy, goods)) / (1.0 - params.export_duty0[goods]))
    import_duty = import_duty_of(policy, goods)
    into = -np.log1p(import_duty) if import_duty.any() else np.zeros_like(import_duty)
    untaxed = _columns(np.exp(-theta * (duty + into)), batch)
    least = LEAST_WANT_SHARE * params.want0_t[goods].sum(axis=1, keepdims=True)
    trace = np.maximum(least - wants.use[goods] - wants.cover_output[goods], 0.0)
    market = Market(
        log_price=_columns(np.log(state.price[goods]), batch),
        log_price0=_columns(np.log(params.price0_usd_kg[goods]), batch),
        log_expected=_columns(np.log(state.expected_price[goods]), batch),
        offer=output + stock,
        fixed=nodes(supply.fixed),
        use=nodes(wants.use),
        cover_use=nodes(wants.cover_use),
        cover_output=_columns(wants.cover_output[goods] + trace, batch),
        bought=nodes(wants.bought),
        pull=offered,
        weight=weight[0, :, :, 0] if count == 1 and weight.shape[-1] == 1 else _links(weight, batch),
        own_weight=offered,
        export_limit=nodes(supply.export_limit),
        favour=_favour(factor, params, limits, goods, batch),
        limits=limits,
        use_elasticity=_shared(params.use_elasticity[goods], count, batch),
        stock_elasticity=_shared(params.stock_elasticity, count, batch),
        theta=_shared(theta, count, batch),
        log_choke=_shared(np.log(params.choke_ratio), count, batch),
    )
    want0 = nodes(params.want0_t)
    market.pull = _pull(market, want0, _columns(np.exp(theta * into), batch))
    # stock stays at home but for the part that is offered like output
    kept = ((1.0 - entry) * stock + 1e-9 * want0) * untaxed
    market.own_weight = _columns(own * policy.affinity[goods][:, home, home], batch) * untaxed
    market.own_weight = market.own_weight + kept / (market.pull * offered)
    return market.set_apart() if market.weight.ndim == 3 else market


def _pull(market: Market, want0: F64, import_factor: F64) -> F64:
    """Attraction at benchmark prices: wants at the expected price over the benchmark's, relative to the
    world's growth, so that it is 1 everywhere in balanced growth; less where imports are taxed."""
    wants = wanted(market, market.log_expected).wants
    # a shared column is doubled: NumPy adds up a single column in another order
    benchmark = np.repeat(want0, 2, axis=1).sum(axis=0)[:1] if want0.shape[1] == 1 else want0.sum(axis=0)
    growth = wants.sum(axis=0) / benchmark
    pull: F64 = wants / (want0 * growth) * import_factor
    return pull


def _room(goods: int, n: int, batch: int) -> Trade:
    """Space for a quarter's trade."""
    values = {field.name: np.empty((goods, n, batch)) for field in fields(Trade)}
    values["flow"] = np.empty((goods, n, n, batch))
    values["steps"] = np.empty((goods, batch))
    return Trade(**values)


def trade(state: EconomyState, policy: Policy, params: Parameters, wants: Wants) -> Trade:
    """Clear all goods and settle who got what, at which price, with which duties."""
    goods, n, batch = state.price.shape
    result = _room(goods, n, batch)
    np.add(state.supply, policy.recycled_t, out=result.sold)
    np.minimum(policy.state_release, state.public_stock, out=result.released)
    pledged = _pledged(result.sold + state.stock, wants.use, policy)
    output, stock, fixed = result.sold, state.stock, result.released
    shipped: F64 | float = 0.0
    if pledged is not None:
        shipped = pledged.add_to(np.zeros_like(result.sold), pledged.seller)
        output = np.maximum(result.sold - shipped, 0.0)
        stock = np.maximum(state.stock - np.maximum(shipped - result.sold, 0.0), 0.0)
        fixed = pledged.add_to(result.released.copy(), pledged.buyer)
    has_quota = np.isfinite(policy.quota)
    share = np.where(has_quota, policy.quota, 0.0)
    allowed = np.where(has_quota, share * params.exports0_t * (1.0 + state.leakage), np.inf)
    limit = np.maximum(allowed - shipped, 0.0)
    supply = _Supply(output, stock, fixed, limit, capped_links(policy))
    # few worlds are cleared for all goods at once, many good by good: what is at work then fits the cache
    width = goods if goods * batch <= MOST_COLUMNS else 1
    groups = [slice(first, first + width) for first in range(0, goods, width)]
    markets = [_market(state, policy, params, wants, supply, some) for some in groups]
    for some, market, cleared in zip(groups, markets, clear_all(markets), strict=True):
        _settle(state, policy, params, market, cleared, pledged, some, result)
    return result


def _settle(
    state: EconomyState,
    policy: Policy,
    params: Parameters,
    market: Market,
    cleared: Cleared,
    pledged: Pledged | None,
    goods: slice,
    result: Trade,
) -> None:
    """Write what some cleared goods mean into `result`."""
    batch = state.size
    count, n, _ = state.price[goods].shape

    def nodes(array: F64) -> F64:
        return array.reshape(n, count, batch).transpose(1, 0, 2)

    flow = result.flow[goods]
    if count == 1:
        market.links_of(*cleared.sources, out=flow[0])
    else:
        flow[:] = market.links_of(*cleared.sources).reshape(n, n, count, batch).transpose(2, 0, 1, 3)
    sent = nodes(market.offer)
    if pledged is not None:
        mine = (pledged.good >= goods.start) & (pledged.good < goods.stop)
        sent = sent.copy()
        for link in np.flatnonzero(mine):
            good, seller = pledged.good[link] - goods.start, pledged.seller[link]
            flow[good, seller, pledged.buyer[link]] += pledged.tonnes[link]
            sent[good, seller] += pledged.tonnes[link]
    price = result.price[goods]
    price[:] = nodes(np.exp(cleared.log_price))
    result.arrivals[goods] = nodes(cleared.arrivals)
    ratio = cleared.arrivals / cleared.wants
    np.minimum(nodes(ratio), 1.0, out=result.ration[goods])
    low = cleared.log_price <= market.log_price0 + LOG_FLOOR + BOUND
    high = cleared.log_price >= market.log_price0 + market.log_choke - BOUND
    counts = np.minimum(cleared.wants / (SMALL_NODE * cleared.wants.sum(axis=0)), 1.0)
    error = np.log(np.maximum(ratio, 1e-12)) * counts
    result.residual[goods] = nodes(np.where(low | high, 0.0, error))
    result.use_share[goods] = nodes(cleared.used)
    result.buy_share[goods] = 1.0 if isinstance(cleared.taper, float) else nodes(cleared.taper)
    result.steps[goods] = cleared.steps.reshape(count, batch)
    home = np.arange(n)
    own = flow[:, home, home]
    export_duty, import_duty = export_duty_of(policy, goods), import_duty_of(policy, goods)
    before_import = price / (1.0 + import_duty)
    at_home = own * before_import
    value_abroad = np.einsum("gsdb,gdb->gsb", flow, before_import) - at_home
    kept_abroad, taxed_out, taxed_between = value_abroad, value_abroad * export_duty, np.zeros_like(price)
    duties = link_duties(policy, goods)
    if duties is not None:  # where a world has none, to the bit what it would be without this branch
        landed = flow * duties.landed
        value_abroad = np.einsum("gsdb,gdb->gsb", landed, before_import) - at_home
        kept_abroad = np.einsum("gsdb,gdb->gsb", landed * duties.sent, before_import) - at_home
        taxed_out = value_abroad * export_duty + (value_abroad - kept_abroad) * (1.0 - export_duty)
        taxed_between = (flow - landed).sum(axis=1) * before_import
    kept_abroad = kept_abroad * (1.0 - export_duty)
    carried = (1.0 - params.entry_weight) * state.stock[goods]
    own_sold = np.maximum(own - carried, 0.0)
    result.kept[goods] = own - own_sold
    total = sent - own + own_sold
    earned = own_sold * price + kept_abroad
    result.netback[goods] = np.where(total > 1e-9, earned / np.maximum(total, 1e-9), price)
    result.export_duty[goods] = taxed_out * 1e-3
    imported = result.arrivals[goods] - result.released[goods] - own
    result.import_duty[goods] = (imported * before_import * import_duty + taxed_between) * 1e-3


def gap_abroad(policy: Policy, params: Parameters, log_price: F64) -> tuple[F64, npt.NDArray[np.bool_]]:
    """Where exports are under a quota or a licence, and there the log of the price abroad, where the
    seller's goods go, net of its duty, over the price at home; both [G,N,B], the gap never below zero."""
    controlled = np.isfinite(policy.quota) | capped_links(policy).any(axis=2)
    gap = np.zeros_like(log_price)
    home = np.arange(params.nation_count)
    for good in np.flatnonzero(controlled.any(axis=(1, 2))):
        rows = np.flatnonzero(controlled[good].any(axis=1))
        links = params.weights[good].copy()
        links[home, home] = 0.0
        links = links[rows]
        links /= np.maximum(links.sum(axis=1, keepdims=True), 1e-12)
        spread = np.broadcast_to(links, (*links.shape[:-1], log_price.shape[-1]))
        abroad = np.einsum("sdb,db->sb", spread, log_price[good])
        abroad += np.log(1.0 - export_duty_of(policy, slice(good, good + 1))[0, rows])
        abroad -= log_price[good, rows]
        gap[good, rows] = np.where(controlled[good, rows], np.maximum(abroad, 0.0), 0.0)
    return gap, controlled


def leaked(state: EconomyState, params: Parameters, gap: F64, controlled: npt.NDArray[np.bool_]) -> F64:
    """Leakage [G,N,B] after the quarter: it grows towards the gap between abroad and home, and fades
    where nothing is controlled."""
    drawn = state.leakage + params.leakage_speed * (params.leakage_gain * gap - state.leakage)
    return np.where(controlled, drawn, state.leakage * (1.0 - params.leakage_fade))


def trailing_flow(state: EconomyState, policy: Policy, flow: F64) -> F64:
    """Reference flows [G,S,D,B]: about the last four quarters, held still while a licence limits them."""
    moved = flow - state.reference_flow
    moved *= TRAILING_SHARE
    moved += state.reference_flow
    limited = licensed_links(policy)
    if limited.any():
        np.copyto(moved, state.reference_flow, where=limited)
    return moved
