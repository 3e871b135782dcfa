"""The benchmark quarter: a consistent world economy from a setting's figures.

Outputs, needs and stocks grow at one rate, so that the quarter after the
benchmark, without shocks, clears at the benchmark's prices exactly. Trade by
good is not observed: it is estimated by RAS (biproportional fitting) from a
gravity prior with authored partners.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from game.economy.dims import (
    GOOD_COUNT,
    GOODS,
    HC,
    HO,
    HSEP,
    LC,
    LO,
    LSEP,
    MAGP,
    MAIN_PRODUCT,
    MG,
    MINE,
    MONTHS_A_QUARTER,
    PIPELINE_STAGES,
    PLANT_COUNT,
    PLANTS,
)
from game.economy.parameters import EconomyData, Parameters

F64 = npt.NDArray[np.float64]

RAS_PASSES = 400
_LEAST_WANT_SHARE = 1e-7


@dataclass(frozen=True)
class Balance:
    """Goods balance of the quarter after the benchmark; [G,N] t, production [K,N] t of main product."""

    supply: F64
    use: F64
    final_need: F64
    stock: F64
    production: F64
    heavy_share: F64


def solve_balance(data: EconomyData) -> Balance:
    """Work down the chain from magnets to ore; ValueError if the balancing nation would be negative."""
    n = len(data.nations)
    growth = 1.0 + data.growth_quarter
    cover = data.cover_months / MONTHS_A_QUARTER
    supply, use, need = (np.zeros((GOOD_COUNT, n)) for _ in range(3))
    production = np.zeros((PLANT_COUNT, n))

    def stock_wanted(good: int) -> F64:
        wanted: F64 = cover[good] * np.maximum(use[good], supply[good])
        return wanted

    def close(good: int, fixed_output: F64) -> None:
        """Let the balancing nation supply what the others do not, stock growth included."""
        supply[good] = np.nan_to_num(fixed_output)
        for _ in range(200):
            more = use[good].sum() + (growth - 1.0) / growth * stock_wanted(good).sum()
            others = supply[good].sum() - supply[good, data.balancing_nation]
            supply[good, data.balancing_nation] = more - others
        if supply[good, data.balancing_nation] < 0.0:
            raise ValueError(f"the others already supply more {GOODS[good]} than the world uses")

    supply[MG] = data.magnet_output_t
    production[MAGP] = supply[MG] * growth
    share = data.magnet_need_share / data.magnet_need_share.sum()
    total = supply[MG].sum()
    for _ in range(200):
        use[MG] = share * total
        total = supply[MG].sum() - (growth - 1.0) / growth * stock_wanted(MG).sum()
    need[MG] = use[MG]

    need[LO] = data.need_light_oxide_t * growth
    use[LO] = need[LO] + data.light_per_magnet * production[MAGP]
    close(LO, data.light_separation_output_t)
    production[LSEP] = supply[LO] * growth
    use[LC] = production[LSEP]
    close(LC, data.mine_output_t)
    production[MINE] = supply[LC] * growth

    need[HO] = data.need_heavy_oxide_t * growth
    use[HO] = need[HO] + data.heavy_per_magnet * production[MAGP]
    close(HO, data.heavy_separation_output_t)
    production[HSEP] = supply[HO] * growth
    use[HC] = production[HSEP]
    heavy_share = data.heavy_share.copy()
    heavy_share[data.balancing_nation] = 0.0
    close(HC, heavy_share * supply[LC])
    heavy_share[data.balancing_nation] = supply[HC, data.balancing_nation] / supply[LC, data.balancing_nation]
    stock = np.stack([stock_wanted(good) for good in range(GOOD_COUNT)])
    return Balance(supply, use, need, stock, production, heavy_share)


def ras(prior: F64, rows: F64, columns: F64) -> F64:
    """Biproportional fit: the shares [S,D] of each row, whose rows-weighted sum meets `columns`.

    Rows with nothing to sell get shares too (the prior weighted by the column factors), so that
    a newcomer has customers from its first tonne.
    """
    column_factor = np.ones(columns.size)
    for _ in range(RAS_PASSES):
        weighted = prior * column_factor
        shares = weighted / weighted.sum(axis=1, keepdims=True)
        arrived = rows @ shares
        column_factor *= np.where(arrived > 0.0, columns / np.maximum(arrived, 1e-300), 1.0)
    weighted = prior * column_factor
    result: F64 = weighted / weighted.sum(axis=1, keepdims=True)
    return result


def trade_shares(data: EconomyData, good: int, offered: F64, wanted: F64) -> F64:
    """Share of each seller's output that goes to each buyer [S,D] (gravity prior, then RAS)."""
    n = len(data.nations)
    pull = np.maximum(wanted, _LEAST_WANT_SHARE * wanted.sum())
    prior = np.tile(pull, (n, 1)) * data.partner[good]
    prior[np.arange(n), np.arange(n)] *= data.home_bias
    return ras(prior, offered, wanted)


def _column(array: npt.ArrayLike) -> F64:
    return np.asarray(array, dtype=np.float64)[..., None]


def _per(value: Any, count: int) -> F64:
    """A scalar or list of behaviour as [count, 1]."""
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (count,))[:, None].copy()


def processing_costs(data: EconomyData, balance: Balance, netback: F64, inputs: F64) -> F64:
    """Processing cost [K,N], USD/kg of main product.

    Nations with output: what leaves the reference mark-up at benchmark prices. Others: the
    stated figure, or the dearest incumbent's cost times `entry_cost_factor`.
    """
    revenue = netback[list(MAIN_PRODUCT)].copy()
    revenue[MINE] += balance.heavy_share * netback[HC]
    implied = revenue / (1.0 + data.reference_markup[:, None]) - inputs
    cost = data.processing_cost_usd_kg.copy()
    running = balance.production > 0.0
    for k in range(PLANT_COUNT):
        incumbents = implied[k][running[k]]
        if (incumbents <= 0.0).any():
            raise ValueError(f"{PLANTS[k]} cannot earn its reference mark-up at the benchmark's prices")
        entry = incumbents.max() * float(data.behaviour["entry_cost_factor"])
        cost[k] = np.where(running[k], implied[k], np.where(np.isnan(cost[k]), entry, cost[k]))
    return cost


def build_parameters(data: EconomyData) -> Parameters:
    """Solve the benchmark of a setting. ValueError says which figure cannot be balanced."""
    n = len(data.nations)
    growth = 1.0 + data.growth_quarter
    b = data.behaviour
    balance = solve_balance(data)
    price0 = data.price0_usd_kg
    stock0 = balance.stock / growth
    want0 = np.maximum(
        balance.use + balance.stock, _LEAST_WANT_SHARE * balance.supply.sum(axis=1, keepdims=True)
    )
    entry = data.entry_weight
    weights = np.zeros((GOOD_COUNT, n, n))
    flow0 = np.zeros((GOOD_COUNT, n, n))
    netback = np.zeros((GOOD_COUNT, n))
    kept = 1.0 - data.export_duty0
    home = np.arange(n)
    for g in range(GOOD_COUNT):
        offered = balance.supply[g] + entry * stock0[g]
        weights[g] = trade_shares(data, g, offered, want0[g] - (1.0 - entry) * stock0[g])
        flow0[g] = weights[g] * offered[:, None]
        earned = weights[g] * price0[g] * kept[g][:, None]
        earned[home, home] = weights[g][home, home] * price0[g]
        netback[g] = earned.sum(axis=1)
        flow0[g][home, home] = 0.0
    inputs = np.zeros((PLANT_COUNT, n))
    inputs[LSEP], inputs[HSEP] = price0[LC], price0[HC]
    inputs[MAGP] = data.light_per_magnet * price0[LO] + data.heavy_per_magnet * price0[HO]
    cost = processing_costs(data, balance, netback, inputs)
    reference = np.log1p(data.reference_markup)[:, None]
    revenue = netback[list(MAIN_PRODUCT)].copy()
    revenue[MINE] += balance.heavy_share * netback[HC]
    markup = np.log(revenue / (cost + inputs)) - reference
    own_ore = netback[LO] + balance.heavy_share * netback[HC]
    integrated = np.log(own_ore / (cost[MINE] + cost[LSEP])) - reference[[MINE, LSEP]].mean()
    floor, top, normal = (float(b[f"utilisation_{w}"]) for w in ("min", "max", "normal"))
    logit = np.log((normal - floor) / (top - normal))
    utilisation = floor + (top - floor) / (1.0 + np.exp(-(markup / float(b["margin_width"]) + logit)))
    capacity = np.zeros((PLANT_COUNT, n, n))
    capacity[:, home, home] = balance.production / utilisation / growth
    lead = _per(b["lead_time_quarters"], PLANT_COUNT)
    rate = PIPELINE_STAGES / lead
    renewal = data.growth_quarter + _per(b["depreciation_quarter"], PLANT_COUNT)
    last = capacity[:, home, home] * renewal / rate
    stages = [last * ((data.growth_quarter + rate) / rate) ** back for back in range(PIPELINE_STAGES)]
    pipeline = np.stack(stages[::-1], axis=1)
    # not the last stage, which decides what is planned in the first quarter
    later = pipeline[:, :-1, data.balancing_nation]
    later *= np.maximum(1.0 - data.under_way_t / later.sum(axis=1), 0.0)[:, None]
    years = _per(b["learning_start_years"], PLANT_COUNT)
    made = balance.production * 4.0 * years
    world_made = made.sum(axis=1)[:, None]
    experience = made + float(b["spillover"]) * (world_made - made)
    experience += float(b["learning_start_share"]) * world_made
    learning_rate = _per(b["learning_rate"], PLANT_COUNT)
    world_output = balance.production.sum(axis=1)[:, None]
    scalars = {name: np.array([float(b[name] if name in b else _unstated(name, b))]) for name in SCALARS}
    return Parameters(
        nations=data.nations,
        growth_quarter=np.array([data.growth_quarter]),
        price0_usd_kg=_column(price0),
        netback0_usd_kg=_column(netback),
        export_duty0=_column(data.export_duty0),
        need0_t=_column(balance.final_need / growth),
        want0_t=_column(want0),
        supply0_t=_column(balance.supply),
        stock0_t=_column(stock0),
        exports0_t=_column(flow0.sum(axis=2)),
        flow0_t=_column(flow0),
        weights=_column(weights),
        entry_weight=np.array([entry]),
        capacity0_t=_column(capacity),
        pipeline0_t=_column(pipeline),
        utilisation0=_column(utilisation),
        investor_memory0=_column(markup),
        entry_memory0=_column(integrated),
        experience0_t=_column(experience),
        light_per_magnet=np.array([data.light_per_magnet]),
        heavy_per_magnet=_column(data.heavy_per_magnet),
        heavy_share=_column(balance.heavy_share),
        ndpr_share=_column(data.ndpr_share),
        by_product_credit_usd_kg=_column(data.by_product_credit_usd_kg),
        processing_cost_usd_kg=_column(cost),
        reference_log_markup=_column(reference),
        learning_exponent=_column(-np.log2(1.0 - learning_rate)),
        use_elasticity=_per(b["use_elasticity"], GOOD_COUNT),
        cover_quarters=_column(data.cover_months / MONTHS_A_QUARTER),
        depreciation_quarter=_column(_per(b["depreciation_quarter"], PLANT_COUNT)),
        lead_time_quarters=_column(lead),
        latent_capacity_t=_column(data.latent_capacity_share * world_output / normal),
        capex_usd_t_year=_column(_per(b["capex_usd_t_year"], PLANT_COUNT)),
        **scalars,
    )


def _unstated(name: str, behaviour: dict[str, Any]) -> float:
    """What settings that do not know a later parameter mean: the model as it was without it."""
    value = UNSTATED[name]
    return float(behaviour[value] if isinstance(value, str) else value)


UNSTATED: dict[str, float | str] = {
    "hoarding": 0.0,
    "fear_fade": "fear_speed",
    "leakage_fade": "leakage_speed",
    "mothball_loss": 0.9,
    "scrap_speed": 0.0,
    "investment_cut": 1.0,
}
"""By parameter: a value, or the parameter whose value it takes."""

# fmt: off
SCALARS = (
    "heavy_flex", "learning_floor", "spillover", "choke_ratio", "stock_elasticity", "expectation_speed",
    "hoarding", "planning_speed", "fear_gain", "fear_threshold", "fear_speed", "fear_fade", "fear_max",
    "fear_min", "trade_elasticity", "leakage_speed", "leakage_fade", "leakage_gain",
    "leakage_licence_max", "utilisation_min", "utilisation_normal", "utilisation_max", "margin_width",
    "mothball_loss", "mothball_speed", "restart_speed", "scrap_speed", "investment_response",
    "investment_cut", "entry_response", "entry_max_quarter", "investment_memory_speed",
    "investment_max_quarter", "long_run_elasticity", "substitution_speed", "substitution_return",
    "thrift_elasticity", "thrift_speed", "thrift_limit", "demand_shock_world_sd",
    "demand_shock_nation_sd", "outage_probability", "outage_size",
)
# fmt: on
