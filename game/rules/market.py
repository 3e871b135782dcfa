"""The state in the market: stock, rationing, fixed-price contracts."""

from __future__ import annotations

import numpy as np

from game.economy.dims import HO, LO, USD_A_MILLION
from game.economy.outcome import Outcome
from game.economy.policy import Policy
from game.rules.ledger import Cause, Ledger
from game.rules.masks import pick, some
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State

OXIDES = ((0, LO), (1, HO))
RELEASE = 1  # standing option of the slot `stock` that sells a month's need
_MUSD = 1000.0 / USD_A_MILLION  # tonnes x USD/kg -> USD million


def apply(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """Standing stock orders, rationing and contracts become tonnes for the market."""
    tables, worlds = rulebook.tables, state.size
    if some(state.stock_mode):
        need = tables.need_month_t
        months = tables.stock_months[state.stock_mode]
        affordable = _affordable(rulebook, state, months)
        places = tables.oxides, rulebook.nation_of
        held = pick(state.economy.public_stock, tables.oxide_rows)
        room = np.maximum(rulebook.level.orders.stock.cap_months * need - held, 0.0)
        released = np.where(state.stock_mode == RELEASE, np.minimum(held, need), 0.0)
        policy.wide("state_buy", worlds)[places] += np.minimum(months * affordable * need, room)
        policy.wide("state_release", worlds)[places] += released
    if some(state.ration):
        alarm = np.where(state.ration > 0, rulebook.level.orders.ration.perceived_risk, 0.0)
        policy.wide("perceived_risk", worlds)[:, rulebook.nation_of] += alarm


def _affordable(rulebook: Rulebook, state: State, months: Floats) -> Floats:
    """Share of a standing purchase [S,B] that cash and credit cover at twice the last price, 0..1."""
    tables = rulebook.tables
    price = pick(state.economy.price, tables.oxide_rows)
    light, heavy = months * tables.need_month_t * price * _MUSD
    credit = state.money + tables.debt_limit_musd
    return np.clip(credit / np.maximum(2.0 * (light + heavy), 1e-9), 0.0, 1.0)


def settle(rulebook: Rulebook, before: State, state: State, outcome: Outcome, ledger: Ledger) -> None:
    """Pay for what was bought, sell what was released at the market price, pay storage and contracts.

    The cost of the stock is kept for its valuation.
    """
    rows = rulebook.tables.oxide_rows
    price = pick(outcome.price, rows)
    held = pick(before.economy.public_stock, rows)
    bought, released = pick(outcome.state_bought, rows), pick(outcome.state_released, rows)
    if some(state.stock_cost_musd) or some(bought) or some(released):
        cost = bought * price * _MUSD
        sold = released * price * _MUSD
        kept = np.where(held > 0, np.maximum(held - released, 0.0) / np.maximum(held, 1e-9), 0.0)
        state.stock_cost_musd = state.stock_cost_musd * kept + cost
        storage = state.stock_cost_musd * rulebook.level.orders.stock.holding_cost_quarter
        ledger.post_all(state, "money", Cause("stock_bought"), -(cost[0] + cost[1]))
        ledger.post_all(state, "money", Cause("stock_sold"), sold[0] + sold[1])
        ledger.post_all(state, "money", Cause("stock_storage"), -(storage[0] + storage[1]))
    running = state.contract_end > state.quarter
    if some(running):
        light, heavy = state.contract_t * (state.contract_price - price) * _MUSD
        ledger.post_all(state, "money", Cause("contract"), np.where(running, -(light + heavy), 0.0))


def stock_value(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """The state's stock at the lower of cost and price, USD million, [B]."""
    value = np.zeros(state.size)
    nation = rulebook.nation_of[seat]
    for row, good in OXIDES:
        market = state.economy.public_stock[good, nation] * state.economy.price[good, nation] * _MUSD
        value += np.minimum(market, state.stock_cost_musd[row, seat])
    return value
