"""Final need: growth and luck, the market's slow answers, and what plants plan to use."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from game.economy.chance import Chance, Purpose
from game.economy.dims import HC, HO, HSEP, LC, LO, LSEP, MAGP, QUARTERS_A_YEAR
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.economy.state import EconomyState

F64 = npt.NDArray[np.float64]

LEAST_INTENSITY = 0.01
"""Of a nation's normal DyTb a magnet: what measures can save at most."""


def grown_index(state: EconomyState, params: Parameters, chance: Chance) -> F64:
    """Demand index [N,B] after one quarter: trend growth and the year's shocks to it."""
    n = params.nation_count
    year = chance.at(QUARTERS_A_YEAR * (chance.quarter // QUARTERS_A_YEAR))
    shock = params.demand_shock_world_sd * year.normal(Purpose.WORLD_DEMAND, 1)
    shock = shock + params.demand_shock_nation_sd * year.normal(Purpose.NATION_DEMAND, n)
    growth = np.maximum(params.growth_quarter + shock / QUARTERS_A_YEAR, -0.2)
    index: F64 = state.demand_index * (1.0 + growth)
    return index


def final_need(state: EconomyState, policy: Policy, params: Parameters, index: F64) -> F64:
    """Final need [G,N,B] at benchmark prices, t: after substitution and events."""
    need: F64 = params.need0_t * index
    need *= policy.need_factor
    cut = np.negative(state.substitution)
    need *= np.exp(cut, out=cut)
    return need


def heavy_per_magnet(state: EconomyState, policy: Policy, params: Parameters) -> F64:
    """DyTb a magnet [N,B], t/t, after private thrift and research."""
    intensity = np.maximum(policy.heavy_intensity_factor, LEAST_INTENSITY)
    content: F64 = params.heavy_per_magnet * intensity * np.exp(-state.thrift)
    return content


def planned_inputs(planned: F64, heavy: F64, params: Parameters) -> F64:
    """Inputs [G,N,B], t, that the planned production [K,N,B] takes."""
    inputs = np.zeros((5, *planned.shape[1:]))
    inputs[LC] = planned[LSEP]
    inputs[HC] = planned[HSEP]
    inputs[LO] = params.light_per_magnet * planned[MAGP]
    inputs[HO] = heavy * planned[MAGP]
    return inputs


def substituted(state: EconomyState, policy: Policy, params: Parameters, log_rise: F64) -> F64:
    """Log cut of final need [G,N,B] after the quarter.

    It moves towards the long-run elasticity times the log of the expected price over the
    benchmark's: fast upwards, hardly back.
    """
    gap = np.maximum(log_rise, 0.0)
    gap *= params.long_run_elasticity
    gap -= state.substitution
    change = np.where(gap > 0.0, params.substitution_speed, params.substitution_return)
    change *= gap
    change += state.substitution
    frozen = policy.freeze_substitution > 0.5
    return np.where(frozen, state.substitution, change) if frozen.any() else change


def thrifted(state: EconomyState, policy: Policy, params: Parameters, log_rise: F64) -> F64:
    """Log cut of DyTb a magnet [N,B] after the quarter: answers heavy oxide's price, never returns."""
    target = np.clip(params.thrift_elasticity * log_rise[HO], 0.0, params.thrift_limit)
    gain = params.thrift_speed * np.maximum(target - state.thrift, 0.0)
    return np.where(policy.freeze_thrift > 0.5, state.thrift, state.thrift + gain)


def feared(state: EconomyState, params: Parameters, log_price: F64) -> F64:
    """Fear [G,N,B] after the quarter: users order ahead of a fast rise and run down stock in a fast fall.

    Fear comes fast and fades slowly.
    """
    growth = np.log(state.price)
    np.subtract(log_price, growth, out=growth)
    news = growth - np.clip(growth, -params.fear_threshold, params.fear_threshold)
    gap = np.multiply(params.fear_gain, news, out=news)
    np.clip(gap, params.fear_min, params.fear_max, out=gap)
    gap -= state.fear
    fear: F64 = np.where(gap > 0.0, params.fear_speed, params.fear_fade)
    fear *= gap
    fear += state.fear
    return fear
