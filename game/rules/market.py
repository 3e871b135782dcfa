"""The state in the market: stock, rationing, fixed-price contracts."""

from __future__ import annotations

import numpy as np

from game.economy.dims import HO, LO, USD_A_MILLION
from game.economy.outcome import Outcome
from game.economy.policy import Policy
from game.rules.ledger import Cause, Ledger
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State

OXIDES = ((0, LO), (1, HO))
_MUSD = 1000.0 / USD_A_MILLION  # tonnes x USD/kg -> USD million


def apply(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """Standing stock orders, rationing and contracts become tonnes for the market."""
    stock, ration = rulebook.level.orders.stock, rulebook.level.orders.ration
    for seat, nation in enumerate(rulebook.nation_of):
        mode = state.stock_mode[seat]
        if mode.any():
            months = np.select([mode == 3, mode == 4], [stock.months[0], stock.months[-1]], 0.0)
            affordable = _affordable(rulebook, state, seat, months)
            for row, good in OXIDES:
                need = rulebook.need_month_t[row, seat]
                held = state.economy.public_stock[good, nation]
                room = np.maximum(stock.cap_months * need - held, 0.0)
                policy.state_buy[good, nation] += np.minimum(months * affordable * need, room)
                policy.state_release[good, nation] += np.where(mode == 1, np.minimum(held, need), 0.0)
        if state.ration[seat].any():
            policy.perceived_risk[:, nation] += np.where(state.ration[seat] > 0, ration.perceived_risk, 0.0)


def _affordable(rulebook: Rulebook, state: State, seat: int, months: Floats) -> Floats:
    """Share of a standing purchase that cash and credit cover at twice the last price, 0..1."""
    nation = rulebook.nation_of[seat]
    cost = np.zeros(state.size)
    for row, good in OXIDES:
        cost += months * rulebook.need_month_t[row, seat] * state.economy.price[good, nation] * _MUSD
    credit = state.money[seat] + float(rulebook.level.seats[rulebook.seats[seat]].debt_limit_musd)
    return np.clip(credit / np.maximum(2.0 * cost, 1e-9), 0.0, 1.0)


def settle(rulebook: Rulebook, before: State, state: State, outcome: Outcome, ledger: Ledger) -> None:
    """Pay for what was bought, sell what was released at the market price, pay storage and contracts.

    The cost of the stock is kept for its valuation.
    """
    stock = rulebook.level.orders.stock
    for seat, nation in enumerate(rulebook.nation_of):
        paid = np.zeros(state.size)
        storage = np.zeros(state.size)
        sold = np.zeros(state.size)
        for row, good in OXIDES:
            held_before = before.economy.public_stock[good, nation]
            released = outcome.state_released[good, nation]
            price = outcome.price[good, nation]
            cost = outcome.state_bought[good, nation] * price * _MUSD
            sold += released * price * _MUSD
            kept = np.where(
                held_before > 0, np.maximum(held_before - released, 0.0) / np.maximum(held_before, 1e-9), 0
            )
            state.stock_cost_musd[row, seat] = state.stock_cost_musd[row, seat] * kept + cost
            paid += cost
            storage += state.stock_cost_musd[row, seat] * stock.holding_cost_quarter
        ledger.post(state, "money", seat, Cause("stock_bought"), -paid)
        ledger.post(state, "money", seat, Cause("stock_sold"), sold)
        ledger.post(state, "money", seat, Cause("stock_storage"), -storage)
        running = state.contract_end[seat] > state.quarter
        if running.any():
            loss = np.where(running, _contract(state, outcome, seat, nation), 0.0)
            ledger.post(state, "money", seat, Cause("contract"), -loss)


def _contract(state: State, outcome: Outcome, seat: int, nation: int) -> Floats:
    """What a fixed price costs above today's (it earns when below), USD million."""
    loss = np.zeros(state.size)
    for row, good in OXIDES:
        loss += (
            state.contract_t[row, seat]
            * (state.contract_price[row, seat] - outcome.price[good, nation])
            * _MUSD
        )
    return loss


def stock_value(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """The state's stock at the lower of cost and price, USD million, [B]."""
    value = np.zeros(state.size)
    nation = rulebook.nation_of[seat]
    for row, good in OXIDES:
        market = state.economy.public_stock[good, nation] * state.economy.price[good, nation] * _MUSD
        value += np.minimum(market, state.stock_cost_musd[row, seat])
    return value
