"""From stocks, output, wants and policy to a clearing problem, and from its solution to flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.economy.clearing import (
    BOUND,
    PRICE_FLOOR_RATIO,
    SMALL_NODE,
    Cleared,
    Market,
    clear,
    still_wanted,
    wanted,
)
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.economy.state import EconomyState

F64 = npt.NDArray[np.float64]

TRAILING_SHARE = 0.25
LEAST_WANT_SHARE = 1e-7


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
    residual, netback, duties [G,N,B]; flow [G,S,D,B]; steps [G,B]."""

    price: F64
    arrivals: F64
    ration: F64
    use_share: F64
    buy_share: F64
    residual: F64
    netback: F64
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


def _pledged(offer: F64, use: F64, policy: Policy) -> F64 | None:
    """Tonnes [G,S,D,B] shipped under pledges; none beyond what the seller's own use leaves."""
    if not policy.pledge.any():
        return None
    promised = policy.pledge.sum(axis=2)
    spare = np.maximum(offer - use, 0.0)
    kept = np.minimum(1.0, spare / np.maximum(promised, 1e-12))
    pledged: F64 = policy.pledge * kept[:, :, None]
    return pledged


def _licence_caps(state: EconomyState, policy: Policy, params: Parameters) -> F64:
    """Largest flows [G,S,D,B]: the licensed share of the trailing flow, and what evades control."""
    evaded = np.minimum(params.leakage_licence_max, state.leakage / (1.0 + state.leakage))
    share = policy.licence_cap
    finite = np.isfinite(share)
    share = np.where(finite, share, 0.0)
    share = share + np.maximum(1.0 - share, 0.0) * evaded[:, :, None]
    return np.where(finite, share * state.reference_flow, np.inf)


def _columns(array: F64, batch: int) -> F64:
    """[G,N,B or 1] to [N, G*B]."""
    full = np.broadcast_to(array, (*array.shape[:-1], batch))
    return full.transpose(1, 0, 2).reshape(full.shape[1], -1)


def _link_columns(array: F64, batch: int) -> F64:
    """[G,S,D,B or 1] to [S, D, G*B]."""
    full = np.broadcast_to(array, (*array.shape[:-1], batch))
    return full.transpose(1, 2, 0, 3).reshape(full.shape[1], full.shape[2], -1)


def _good_columns(array: F64, goods: int, batch: int) -> F64:
    """[G,B or 1] or [B or 1] to [G*B]."""
    return np.broadcast_to(array, (goods, batch)).reshape(-1)


def _market(
    state: EconomyState,
    policy: Policy,
    params: Parameters,
    wants: Wants,
    output: F64,
    stock: F64,
    fixed: F64,
    export_limit: F64,
) -> Market:
    goods, n, batch = state.price.shape
    theta = params.trade_elasticity
    entry = params.entry_weight
    # built as columns [S,D,G,B] at once, for a copy of all links costs as much as a step
    offered = np.ascontiguousarray((output + entry * stock).transpose(1, 0, 2))
    weight = params.weights.transpose(1, 2, 0, 3) * offered[:, None]
    if (policy.affinity != 1.0).any():
        weight *= policy.affinity.transpose(1, 2, 0, 3)
    home = np.arange(n)
    out = np.log((1.0 - policy.export_duty) / (1.0 - params.export_duty0))
    into = -np.log1p(policy.import_duty)
    untaxed = np.exp(-theta * (out + into))
    weight[home, home] *= untaxed.transpose(1, 0, 2)
    cap = None
    if np.isfinite(policy.licence_cap).any():
        cap = _link_columns(_licence_caps(state, policy, params), batch)
    market = Market(
        log_price=_columns(np.log(state.price), batch),
        log_price0=_columns(np.log(params.price0_usd_kg), batch),
        log_expected=_columns(np.log(state.expected_price), batch),
        offer=_columns(output + stock, batch),
        fixed=_columns(fixed, batch),
        use=_columns(wants.use, batch),
        cover_use=_columns(wants.cover_use, batch),
        cover_output=_columns(wants.cover_output + _least_want(wants, params), batch),
        bought=_columns(wants.bought, batch),
        pull=np.ones((n, goods * batch)),
        weight=weight.reshape(n, n, goods * batch),
        cap=cap,
        export_limit=_columns(export_limit, batch),
        use_elasticity=_good_columns(params.use_elasticity, goods, batch),
        stock_elasticity=_good_columns(params.stock_elasticity, goods, batch),
        theta=_good_columns(theta, goods, batch),
        log_choke=_good_columns(np.log(params.choke_ratio), goods, batch),
    )
    _set_pull(market, params, into, goods, batch)
    kept = _columns(((1.0 - entry) * stock + 1e-9 * params.want0_t) * untaxed, batch)
    market.weight[home, home] += kept / market.pull
    return market


def _least_want(wants: Wants, params: Parameters) -> F64:
    """A trace of demand [G,N,B] where nobody wants a good, so that every node has a price."""
    trace = LEAST_WANT_SHARE * params.want0_t.sum(axis=1, keepdims=True)
    least: F64 = np.maximum(trace - wants.use - wants.cover_output, 0.0)
    return least


def _set_pull(market: Market, params: Parameters, into: F64, goods: int, batch: int) -> None:
    """Attraction at benchmark prices: wants at the expected price over the benchmark's, relative to the
    world's growth, so that it is 1 everywhere in balanced growth; less where imports are taxed."""
    want0 = _columns(params.want0_t, batch)
    wants, _ = wanted(market, market.log_expected)
    growth = wants.sum(axis=0) / want0.sum(axis=0)
    import_factor = np.exp(_good_columns(params.trade_elasticity, goods, batch) * _columns(into, batch))
    market.pull = wants / (want0 * growth) * import_factor


def trade(state: EconomyState, policy: Policy, params: Parameters, wants: Wants) -> Trade:
    """Clear all goods and settle who got what, at which price, with which duties."""
    sold = state.supply + policy.recycled_t
    released = np.minimum(policy.state_release, state.public_stock)
    pledged = _pledged(sold + state.stock, wants.use, policy)
    output, stock, fixed = sold, state.stock, released
    shipped: F64 | float = 0.0
    if pledged is not None:
        shipped = pledged.sum(axis=2)
        output = np.maximum(sold - shipped, 0.0)
        stock = np.maximum(state.stock - np.maximum(shipped - sold, 0.0), 0.0)
        fixed = released + pledged.sum(axis=1)
    has_quota = np.isfinite(policy.quota)
    share = np.where(has_quota, policy.quota, 0.0)
    allowed = np.where(has_quota, share * params.exports0_t * (1.0 + state.leakage), np.inf)
    export_limit = np.maximum(allowed - shipped, 0.0)
    market = _market(state, policy, params, wants, output, stock, fixed, export_limit)
    cleared = clear(market)
    return _settle(state, policy, params, market, cleared, pledged, sold, released)


def _settle(
    state: EconomyState,
    policy: Policy,
    params: Parameters,
    market: Market,
    cleared: Cleared,
    pledged: F64 | None,
    sold: F64,
    released: F64,
) -> Trade:
    goods, n, batch = state.price.shape

    def nodes(array: F64) -> F64:
        return np.ascontiguousarray(array.reshape(n, goods, batch).transpose(1, 0, 2))

    flow = np.ascontiguousarray(cleared.flow.reshape(n, n, goods, batch).transpose(2, 0, 1, 3))
    if pledged is not None:
        flow += pledged
    price = nodes(np.exp(cleared.log_price))
    arrivals = flow.sum(axis=1) + released
    ratio = nodes(cleared.arrivals / cleared.wants)
    low = cleared.log_price <= market.log_price0 + np.log(PRICE_FLOOR_RATIO) + BOUND
    high = cleared.log_price >= market.log_price0 + market.log_choke - BOUND
    counts = np.minimum(cleared.wants / (SMALL_NODE * cleared.wants.sum(axis=0)), 1.0)
    residual = np.where(nodes(low | high), 0.0, np.log(np.maximum(ratio, 1e-12)) * nodes(counts))
    use_share, buy_share = still_wanted(market, cleared.log_price)
    home = np.arange(n)
    own = flow[:, home, home]
    before_import = price / (1.0 + policy.import_duty)
    value = np.einsum("gsdb,gdb->gsb", flow, before_import)
    value_abroad = value - own * before_import
    carried = (1.0 - params.entry_weight) * state.stock
    own_sold = np.maximum(own - carried, 0.0)
    total = flow.sum(axis=2) - own + own_sold
    earned = own_sold * price + value_abroad * (1.0 - policy.export_duty)
    netback = np.where(total > 1e-9, earned / np.maximum(total, 1e-9), price)
    return Trade(
        price=price,
        arrivals=arrivals,
        ration=np.minimum(ratio, 1.0),
        use_share=nodes(use_share),
        buy_share=nodes(buy_share),
        residual=residual,
        netback=netback,
        export_duty=value_abroad * policy.export_duty * 1e-3,
        import_duty=(arrivals - released - own) * before_import * policy.import_duty * 1e-3,
        flow=flow,
        steps=cleared.steps.reshape(goods, batch).astype(np.float64),
        sold=sold,
        released=released,
    )


def leaked(state: EconomyState, policy: Policy, params: Parameters, log_price: F64) -> F64:
    """Leakage [G,N,B] after the quarter: it grows towards the gap between abroad and home, and fades
    where nothing is controlled."""
    controlled = np.isfinite(policy.quota) | np.isfinite(policy.licence_cap).any(axis=2)
    if not controlled.any():
        faded: F64 = state.leakage + params.leakage_speed * (0.0 - state.leakage)
        return faded
    home = np.arange(params.nation_count)
    links = params.weights.copy()
    links[:, home, home] = 0.0
    links /= np.maximum(links.sum(axis=2, keepdims=True), 1e-12)
    batch = log_price.shape[-1]
    spread = np.broadcast_to(links, (*links.shape[:-1], batch))
    abroad = np.einsum("gsdb,gdb->gsb", spread, log_price) + np.log(1.0 - policy.export_duty)
    target = np.where(controlled, params.leakage_gain * np.maximum(abroad - log_price, 0.0), 0.0)
    result: F64 = state.leakage + params.leakage_speed * (target - state.leakage)
    return result


def trailing_flow(state: EconomyState, policy: Policy, flow: F64) -> F64:
    """Reference flows [G,S,D,B]: about the last four quarters, held still while a licence limits them."""
    moved = state.reference_flow + TRAILING_SHARE * (flow - state.reference_flow)
    limited = np.isfinite(policy.licence_cap)
    if not limited.any():
        return moved
    return np.where(limited, state.reference_flow, moved)
