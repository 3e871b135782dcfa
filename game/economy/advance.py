"""One quarter of the economy: a pure function from arrays to arrays."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from game.economy import demand, plants
from game.economy.batch import Batch
from game.economy.chance import Chance
from game.economy.dims import DAYS_A_QUARTER, MUSD_PER_TONNE_AT_ONE_USD_KG
from game.economy.memory import keep_freed_memory
from game.economy.outcome import Outcome
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.economy.state import EconomyState
from game.economy.trade import gap_abroad, leaked, trade, trailing_flow, wants_of

F64 = npt.NDArray[np.float64]
AnyBatch = TypeVar("AnyBatch", bound=Batch)

BLOCK = 4096
"""Worlds at a time: enough that the calls themselves cost little, few enough for the memory."""
keep_freed_memory()


def advance(
    state: EconomyState, policy: Policy, params: Parameters, chance: Chance
) -> tuple[EconomyState, Outcome]:
    """Move B worlds by one quarter; the inputs are not changed.

    The result of a world does not depend on the batch, to the bit. Shapes are those of
    `EconomyState`, `Policy` and `Outcome`; parameters have a last axis of 1 or B.
    """
    batch = state.size
    if batch == 1:
        twice = Chance(np.repeat(chance.seed, 2), chance.quarter)
        doubled, shown = _quarter(state.repeat(2), policy.repeat(2), params.repeat(2), twice)
        return doubled.take(0), shown.take(0)
    if batch <= BLOCK:
        return _quarter(state, policy, params, chance)
    after: EconomyState | None = None
    outcome: Outcome | None = None
    start = 0
    while start < batch:
        # the last block takes one world more rather than leave it alone
        stop = batch if batch - start <= BLOCK + 1 else start + BLOCK
        chosen = slice(start, stop)
        luck = Chance(chance.seed[chosen], chance.quarter)
        part = _quarter(_part(state, chosen), _part(policy, chosen), params.columns(chosen), luck)
        if after is None or outcome is None:
            after, outcome = _room_for(part[0], batch), _room_for(part[1], batch)
        _put(after, part[0], chosen)
        _put(outcome, part[1], chosen)
        start = stop
    if after is None or outcome is None:
        raise ValueError("a batch needs at least one world")
    return after, outcome


def _part(batch: AnyBatch, chosen: slice) -> AnyBatch:
    """Some worlds; copied, for arithmetic on short pieces of long rows costs more than the copy."""
    return batch._map(lambda a: a[..., chosen].copy() if a.shape[-1] > 1 else a)


def _room_for(part: AnyBatch, size: int) -> AnyBatch:
    return part._map(lambda a: np.empty((*a.shape[:-1], size), dtype=a.dtype))


def _put(whole: AnyBatch, part: AnyBatch, chosen: slice) -> None:
    for field in dataclasses.fields(whole):  # type: ignore[arg-type]
        getattr(whole, field.name)[..., chosen] = getattr(part, field.name)


def _quarter(
    state: EconomyState, policy: Policy, params: Parameters, chance: Chance
) -> tuple[EconomyState, Outcome]:
    heavy = demand.heavy_per_magnet(state, policy, params)
    processing = plants.processing_cost(state, policy, params)
    margin = plants.margin_at(processing, policy, params, heavy, state.expected_netback, state.planning_price)
    fleet = plants.commission(state, policy, params, margin)
    wanted_use = plants.utilisation(margin, params)
    planned = plants.planned_output(fleet, wanted_use, policy, params, chance)
    index = demand.grown_index(state, params, chance)
    need = demand.final_need(state, policy, params, index)
    wished = demand.planned_inputs(planned, heavy, params)
    wants = wants_of(need + wished, state.supply + policy.recycled_t, state.fear, policy, params)
    market = trade(state, policy, params, wants)

    share = market.use_share * market.ration
    final_use = need * share
    made, taken = plants.produce(planned, wished * share, heavy, params)
    bought = policy.state_buy * market.buy_share * market.ration
    stock = np.maximum(market.arrivals - final_use - taken - bought, 0.0)
    output = plants.outputs(made, params)
    used = made / np.maximum(fleet.running, 1e-12)
    used = np.where(fleet.running > 1e-9, used, wanted_use)

    log_price = np.log(market.price)
    log_before = np.log(state.expected_price)
    gap, controlled = gap_abroad(policy, params, log_price)
    # behind a control goods are held for the day on which they can leave
    hoped = log_price + params.hoarding * gap
    log_expected = log_before + params.expectation_speed * (hoped - log_before)
    expected = np.exp(log_expected)
    log_planned = np.log(state.planning_price)
    log_netback = np.log(np.maximum(state.expected_netback, 1e-6))
    earned = np.log(np.maximum(market.netback, 1e-6))
    expected_netback = np.exp(log_netback + params.planning_speed * (earned - log_netback))
    log_rise = log_expected - np.log(params.price0_usd_kg)
    # plants keep to their contracts for a while, investors look at the market
    prospects = plants.margin_at(processing, policy, params, heavy, market.netback, market.price)
    invested = plants.invest(state, policy, params, fleet, prospects)
    leakage = leaked(state, params, gap, controlled)

    after = EconomyState(
        price=market.price,
        expected_price=expected,
        planning_price=np.exp(log_planned + params.planning_speed * (log_price - log_planned)),
        expected_netback=expected_netback,
        stock=stock,
        public_stock=state.public_stock + bought - market.released,
        supply=output,
        capacity=fleet.capacity,
        mothballed=fleet.mothballed,
        pipeline=invested.pipeline,
        investor_memory=invested.memory,
        entry_memory=invested.entry_memory,
        utilisation=used,
        leakage=leakage,
        fear=demand.feared(state, params, log_price),
        reference_flow=trailing_flow(state, policy, market.flow),
        experience=plants.experienced(state, policy, params, made),
        substitution=demand.substituted(state, policy, params, log_rise),
        thrift=demand.thrifted(state, policy, params, log_rise),
        demand_index=index,
    )
    money = MUSD_PER_TONNE_AT_ONE_USD_KG
    # of the old stock, what stayed at home is worth the price there, and only what was sold its net-back
    moved = state.stock - market.kept
    stock_cash = moved * market.netback + (market.kept - stock) * market.price
    ordinary = np.exp(-params.use_elasticity[:, None] * (log_price - np.log(params.price0_usd_kg)))
    outcome = Outcome(
        price=market.price,
        expected_price=expected,
        trade=market.flow,
        arrivals=market.arrivals,
        final_need=need,
        final_use=final_use,
        plant_input=taken,
        planned_input=wished,
        unmet=np.maximum(wants.use * ordinary - final_use - wished * share, 0.0),
        output=output,
        production=made,
        planned_production=planned,
        utilisation=used,
        running_capacity=fleet.running,
        sold=market.sold,
        sales_musd=market.sold * market.netback * money,
        netback_usd_kg=market.netback,
        stock_cash_musd=stock_cash * money,
        purchases_musd=market.arrivals * market.price * money,
        input_cost_musd=taken * market.price * money,
        running_cost_musd=made * margin.processing_cost * money,
        private_investment_musd=invested.spending_musd,
        unit_cost_usd_kg=margin.unit_cost,
        processing_cost_usd_kg=margin.processing_cost,
        export_duty_musd=market.export_duty.sum(axis=0),
        import_duty_musd=market.import_duty.sum(axis=0),
        state_bought=bought,
        state_released=market.released,
        recycled=np.broadcast_to(policy.recycled_t, market.price.shape),
        residual=market.residual,
        steps=market.steps,
        cover_days=stock / np.maximum(wants.use, 1e-9) * DAYS_A_QUARTER,
        leakage=leakage,
    )
    return after, outcome
