"""Plants: capacity, cost, utilisation and private investment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.economy.chance import Chance, Purpose
from game.economy.dims import HC, HO, HSEP, LC, LO, LSEP, MAGP, MAIN_PRODUCT, MINE, PIPELINE_STAGES
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.economy.state import EconomyState

F64 = npt.NDArray[np.float64]

_LEAST_USD_KG = 1e-3
_RESTART_LOSS_SHARE = 0.3


@dataclass
class Fleet:
    """capacity[K,O,H,B], total and mothballed [K,H,B] at the start of the quarter's work, t."""

    capacity: F64
    total: F64
    mothballed: F64

    @property
    def running(self) -> F64:
        return self.total - self.mothballed


@dataclass
class Margin:
    """Unit cost, processing cost [K,N,B] USD/kg, and log mark-up above the reference, of each
    plant [K,N,B] and of a mine with its own light separation [N,B]."""

    unit_cost: F64
    processing_cost: F64
    log_markup: F64
    integrated: F64


def commission(state: EconomyState, policy: Policy, params: Parameters, margin: Margin) -> Fleet:
    """Depreciate, finish private projects (owner = host), add what governments and events commission.

    Plants that expect a loss of `mothball_loss` are shut by and by, and reopen slowly once they pay; some
    of what is shut never reopens.
    """
    n = params.nation_count
    keep = 1.0 - params.depreciation_quarter
    rate = PIPELINE_STAGES / params.lead_time_quarters
    capacity = state.capacity * keep[:, None]
    finished = rate * state.pipeline[:, -1]
    home = np.arange(n)
    capacity[:, home, home] += finished
    if policy.capacity_new.any():
        capacity += policy.capacity_new
        np.maximum(capacity, 0.0, out=capacity)
    total = capacity.sum(axis=1)
    mothballed = state.mothballed * keep
    np.minimum(mothballed, total, out=mothballed)
    scrapped = params.scrap_speed * mothballed
    scrapped_share = scrapped / np.maximum(total, 1e-9)
    capacity *= np.subtract(1.0, scrapped_share, out=scrapped_share)[:, None]
    total -= scrapped
    mothballed -= scrapped
    running = total - mothballed
    losing = margin.log_markup < -params.mothball_loss
    paying = margin.log_markup > -_RESTART_LOSS_SHARE * params.mothball_loss
    mothballed += losing * (params.mothball_speed * running)
    mothballed -= paying * (params.restart_speed * mothballed)
    return Fleet(capacity, total, mothballed)


def processing_cost(state: EconomyState, policy: Policy, params: Parameters) -> F64:
    """Processing cost [K,N,B], USD/kg: Wright's law on experience, with a floor."""
    learned = state.experience / params.experience0_t
    np.log(learned, out=learned)
    learned *= -params.learning_exponent
    np.exp(learned, out=learned)
    np.maximum(learned, params.learning_floor, out=learned)
    cost: F64 = params.processing_cost_usd_kg * learned
    cost *= policy.cost_factor
    return np.maximum(cost, _LEAST_USD_KG, out=cost)


def margin_at(
    processing: F64, policy: Policy, params: Parameters, heavy: F64, netback: F64, price: F64
) -> Margin:
    """What plants earn at processing costs [K,N,B] and at net-backs and prices of inputs [G,N,B], expected or
    the market's."""
    least = np.maximum(policy.price_floor_usd_kg, _LEAST_USD_KG)
    earned = netback + policy.support_usd_kg
    np.maximum(earned, least, out=earned)
    by_product = params.heavy_share * earned[HC]
    unit = processing.copy()
    unit[LSEP] += price[LC]
    unit[HSEP] += price[HC]
    unit[MAGP] += params.light_per_magnet * price[LO] + heavy * price[HO]
    reference = params.reference_log_markup
    integrated = earned[LO] + by_product
    integrated /= processing[MINE] + processing[LSEP]
    np.log(integrated, out=integrated)
    integrated -= 0.5 * (reference[MINE] + reference[LSEP])
    markup = earned[list(MAIN_PRODUCT)]
    markup[MINE] += by_product
    markup /= unit
    np.log(markup, out=markup)
    markup -= reference
    return Margin(unit, processing, markup, integrated)


def utilisation(margin: Margin, params: Parameters) -> F64:
    """Planned output over running capacity [K,N,B]: a logistic of the log mark-up, within bounds."""
    low, top, normal = params.utilisation_min, params.utilisation_max, params.utilisation_normal
    start = np.log((normal - low) / (top - normal))
    steep = margin.log_markup / params.margin_width
    steep += start
    np.clip(steep, -40.0, 40.0, out=steep)
    np.exp(np.negative(steep, out=steep), out=steep)
    steep += 1.0
    share: F64 = np.divide(top - low, steep, out=steep)
    share += low
    return share


def planned_output(fleet: Fleet, used: F64, policy: Policy, params: Parameters, chance: Chance) -> F64:
    """Planned production [K,N,B], t of main product, after outages of mines."""
    planned: F64 = used * fleet.running
    planned *= policy.supply_factor
    n = params.nation_count
    struck = chance.uniform(Purpose.MINE_OUTAGE, n) < params.outage_probability
    if struck.any():
        size = params.outage_size * chance.uniform(Purpose.MINE_OUTAGE_SIZE, n)
        planned[MINE] *= np.where(struck, 1.0 - size, 1.0)
    return planned


def produce(planned: F64, delivered: F64, heavy: F64, params: Parameters) -> tuple[F64, F64]:
    """Production [K,N,B] bounded by delivered inputs [G,N,B]; and the inputs it really takes.

    A magnet can be made with less heavy oxide, down to `heavy_flex` of the normal content.
    """
    made = planned.copy()
    taken = np.zeros_like(delivered)
    made[LSEP] = np.minimum(planned[LSEP], delivered[LC])
    made[HSEP] = np.minimum(planned[HSEP], delivered[HC])
    by_light = delivered[LO] / params.light_per_magnet
    by_heavy = delivered[HO] / (heavy * params.heavy_flex)
    made[MAGP] = np.minimum(planned[MAGP], np.minimum(by_light, by_heavy))
    taken[LC] = made[LSEP]
    taken[HC] = made[HSEP]
    taken[LO] = params.light_per_magnet * made[MAGP]
    taken[HO] = np.minimum(delivered[HO], heavy * made[MAGP])
    return made, taken


def outputs(made: F64, params: Parameters) -> F64:
    """Goods [G,N,B] that production [K,N,B] yields; mines give heavy concentrate beside light."""
    goods = np.empty((5, *made.shape[1:]))
    goods[list(MAIN_PRODUCT)] = made
    goods[HC] = params.heavy_share * made[MINE]
    return goods


def experienced(state: EconomyState, policy: Policy, params: Parameters, made: F64) -> F64:
    """Experience [K,N,B] after the quarter: own output, and a share of the others'."""
    learned: F64 = state.experience + made
    others = made.sum(axis=1, keepdims=True) - made
    others *= params.spillover * policy.spillover_factor
    learned += others
    return learned


@dataclass
class Investment:
    """Pipeline [K,stage,N,B] t, memories [K,N,B], [N,B] and spending [N,B] USD million after the quarter."""

    pipeline: F64
    memory: F64
    entry_memory: F64
    spending_musd: F64


def invest(
    state: EconomyState, policy: Policy, params: Parameters, fleet: Fleet, margin: Margin
) -> Investment:
    """Private projects start with the slow expectation of the mark-up, less where risk is feared.

    At the reference mark-up incumbents replace and grow with demand; with investment frozen they do just
    that. Below it they leave worn-out plant unreplaced, in proportion to `investment_cut`. Newcomers
    start from a small latent capacity while the mark-up is above the reference; for a mine or a light
    separation plant it is that of both together.
    """
    rate = PIPELINE_STAGES / params.lead_time_quarters
    growth = params.growth_quarter
    speed = params.investment_memory_speed
    memory = margin.log_markup - state.investor_memory
    memory *= speed
    memory += state.investor_memory
    entry_memory = margin.integrated - state.entry_memory
    entry_memory *= speed
    entry_memory += state.entry_memory
    normal = (growth + params.depreciation_quarter) * ((growth + rate) / rate) ** PIPELINE_STAGES
    home = np.arange(params.nation_count)
    owned = state.capacity[:, home, home]
    starts = _wished(memory, normal, params)
    starts *= np.maximum(owned - state.mothballed, 0.0)
    starts += _entering(memory, entry_memory, params) * params.latent_capacity_t
    starts *= np.clip(1.0 - policy.political_risk, 0.0, 1.0)
    frozen = policy.freeze_investment > 0.5
    if frozen.any():
        starts = np.where(frozen, owned * normal, starts)
    pipeline, spent = _moved_on(state.pipeline, starts, rate)
    cost = params.capex_usd_t_year * 4.0 / 1e6 / PIPELINE_STAGES
    return Investment(pipeline, memory, entry_memory, (spent * cost).sum(axis=0))


def _wished(memory: F64, normal: F64, params: Parameters) -> F64:
    """Share [K,N,B] of running capacity that incumbents start in a quarter."""
    kept = np.minimum(memory, 0.0)
    kept *= params.investment_cut
    kept += 1.0
    np.maximum(kept, 0.0, out=kept)
    wished: F64 = normal * kept
    more = np.maximum(memory, 0.0, out=kept)
    more *= params.investment_response
    wished += more
    return np.minimum(wished, params.investment_max_quarter, out=wished)


def _entering(memory: F64, entry_memory: F64, params: Parameters) -> F64:
    """Share [K,N,B] of latent capacity that newcomers start in a quarter."""
    tempted = memory.copy()
    tempted[[MINE, LSEP]] = entry_memory
    tempted *= params.entry_response
    np.maximum(tempted, 0.0, out=tempted)
    return np.minimum(tempted, params.entry_max_quarter, out=tempted)


def _moved_on(pipeline: F64, starts: F64, rate: F64) -> tuple[F64, F64]:
    """Pipeline [K,stage,N,B] after the quarter, and what moved into a stage, [K,N,B], t a quarter."""
    after = np.empty_like(pipeline)
    spent = np.zeros_like(starts)
    moving = starts
    for stage in range(PIPELINE_STAGES):
        before = pipeline[:, stage]
        leaving = rate * before
        stays = after[:, stage]
        np.add(before, moving, out=stays)
        stays -= leaving
        spent += moving
        moving = leaving
    return after, spent
