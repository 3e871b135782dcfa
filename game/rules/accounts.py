"""Money, confidence, influence and the account on which a government is judged.

The account (gameplay.md, "Score") has four lines in USD million: users, producers, treasury, nature,
discounted.
Nothing in it knows what kind of policy was played.
"""

from __future__ import annotations

import numpy as np

from game.economy.dims import HC, HO, HSEP, LC, LO, LSEP, MAGP, MG, MINE
from game.economy.outcome import Outcome
from game.rules.ledger import Cause, Ledger
from game.rules.market import stock_value
from game.rules.masks import pick, some
from game.rules.programmes import damage_factor
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State

USERS, PRODUCERS, TREASURY, NATURE = range(4)
LEAST_CAPACITY_T = 1e-9  # a quarter; where there is no plant, nobody's share is counted
_MUSD = 1e-3  # tonnes x USD/kg -> USD million


def income(rulebook: Rulebook, state: State, ledger: Ledger) -> None:
    """Budget, influence and interest of the quarter."""
    tables = rulebook.tables
    interest = -rulebook.level.orders.credit.interest_quarter * np.maximum(-state.money, 0.0)
    ledger.post_all(state, "money", Cause("income"), tables.income_musd)
    ledger.post_all(state, "money", Cause("interest"), interest)
    cap = float(rulebook.level.orders.influence.cap)
    gain = np.minimum(np.maximum(cap - state.influence, 0.0), tables.influence_income)
    ledger.post_all(state, "influence", Cause("income"), gain)


def discount(rulebook: Rulebook, quarter: int) -> float:
    """Present value, at the start of the level, of one dollar in a quarter."""
    return float((1.0 + float(rulebook.level.discount_year)) ** (-(quarter + 1) / 4.0))


def users_surplus(rulebook: Rulebook, outcome: Outcome) -> Floats:
    """Area under home final demand between the price paid and the benchmark's, USD million, [S,B].

    need p0 ((p/p0)^(1-eps) - 1) / (1 - eps) with its sign turned, for oxides used as such and for magnets.
    The price is capped at the choke price, above which nothing is used.
    """
    tables = rulebook.tables
    p0, eps = tables.used_price0_usd_kg, tables.used_elasticity
    ratio = np.minimum(pick(outcome.price, tables.used_rows) / p0, rulebook.parameters.choke_ratio)
    cost = (
        pick(outcome.final_need, tables.used_rows) * p0 * (ratio ** (1.0 - eps) - 1.0) / (1.0 - eps) * _MUSD
    )
    total: Floats = -cost[0] - cost[1] - cost[2]
    return total


def plant_profits(outcome: Outcome) -> Floats:
    """Sales net of duties minus inputs and running cost, by plant kind and host, USD million, [K,N,B]."""
    sales, inputs = outcome.sales_musd, outcome.input_cost_musd
    profit = -outcome.running_cost_musd.copy()
    profit[MINE] += sales[LC] + sales[HC]
    profit[LSEP] += sales[LO] - inputs[LC]
    profit[HSEP] += sales[HO] - inputs[HC]
    profit[MAGP] += sales[MG] - inputs[LO] - inputs[HO]
    return profit


def producers_surplus(rulebook: Rulebook, state: State, outcome: Outcome, capacity: Floats) -> Floats:
    """Profit of the capacity that each seat's nation owns, at home and abroad, and of private stocks, minus
    private investment at home, [S,B]. `capacity` is everybody's, by plant kind and host, [K,N,B]."""
    nations = rulebook.nation_of
    share = state.economy.capacity.take(nations, axis=1)
    share /= capacity[:, None]
    at_home = np.arange(nations.size), nations
    empty = capacity[:, nations] <= LEAST_CAPACITY_T
    share[:, *at_home] = np.where(empty, 1.0, share[:, *at_home])
    share *= plant_profits(outcome)[:, None]
    stocks = outcome.stock_cash_musd.take(nations, axis=1).sum(axis=0)
    surplus: Floats = share.sum(axis=(0, 2)) + stocks - outcome.private_investment_musd[nations]
    return surplus


def mining_damage(rulebook: Rulebook, outcome: Outcome) -> Floats:
    """Damage of all mining and what follows it, by host nation, at today's practice, USD million, [N,B]."""
    mined = outcome.production[MINE] / rulebook.parameters.ndpr_share
    damage: Floats = mined * rulebook.tables.damage_usd_kg * _MUSD
    return damage


def nature_cost(rulebook: Rulebook, state: State, outcome: Outcome, capacity: Floats) -> Floats:
    """Each seat's part of the damage: of all mining at home, and of what it has financed abroad, [S,B]."""
    nations = rulebook.nation_of
    owned = state.economy.capacity[MINE, nations] / capacity[MINE]
    owned[np.arange(nations.size), nations] = 1.0  # all mining at home counts, whoever owns it
    damage = mining_damage(rulebook, outcome)
    cost: Floats = (damage * owned).sum(axis=1) * damage_factor(rulebook, state)
    return cost


def spending(rulebook: Rulebook, before: State, state: State) -> Floats:
    """Receipts minus payments of the quarter; the budget and other tax money are no receipts, USD million,
    [S,B]."""
    return state.money - before.money - rulebook.tables.income_musd - state.transfers


def keep_account(rulebook: Rulebook, before: State, state: State, outcome: Outcome) -> None:
    """Add the quarter to every seat's account; called after everything was paid."""
    factor = discount(rulebook, state.quarter)
    capacity: Floats = np.maximum(state.economy.capacity.sum(axis=1), LEAST_CAPACITY_T)
    duties = (outcome.export_duty_musd + outcome.import_duty_musd).take(rulebook.nation_of, axis=0)
    state.account[USERS] += factor * users_surplus(rulebook, outcome)
    state.account[PRODUCERS] += factor * producers_surplus(rulebook, state, outcome, capacity)
    state.account[TREASURY] += factor * (spending(rulebook, before, state) + duties)
    state.account[NATURE] -= factor * nature_cost(rulebook, state, outcome, capacity)
    made = state.magnet_output_t * rulebook.tables.used_price0_usd_kg[2] * _MUSD
    state.magnet_value += factor * made


def close_account(rulebook: Rulebook, state: State) -> Floats:
    """The account [4,S,B] with the state's leftover stock at the lower of cost and price."""
    result = state.account.copy()
    factor = discount(rulebook, state.quarter - 1)
    for seat in range(rulebook.seat_count):
        result[TREASURY, seat] += factor * stock_value(rulebook, state, seat)
    return result


def mood(rulebook: Rulebook, state: State, outcome: Outcome, ledger: Ledger) -> None:
    """Confidence after the quarter: output lost, the bill, debt, and the pull towards its normal level."""
    rules, tables = rulebook.level.orders.confidence, rulebook.tables
    state.magnet_output_t = pick(outcome.output, tables.used_rows[2])
    state.bill_musd = home_bill(rulebook, outcome)
    lost = np.minimum(np.maximum(1.0 - state.magnet_output_t / tables.magnet_base_t, 0.0), 1.0)
    ledger.post_all(state, "confidence", Cause("output_lost"), tables.confidence_per_output_loss * lost)
    grown = np.log2(np.maximum(state.bill_musd, 1e-6) / tables.bill0_musd)
    ledger.post_all(state, "confidence", Cause("bill"), rules.per_bill_doubling * np.maximum(grown, 0.0))
    steps = np.maximum(-state.money, 0.0) / 50.0
    ledger.post_all(state, "confidence", Cause("debt"), rules.per_borrowed_50 * steps)
    pull = rules.reversion * (rules.target - state.confidence)
    ledger.post_all(state, "confidence", Cause("habit"), pull)
    _cabinets(rulebook, state, ledger)


def home_bill(rulebook: Rulebook, outcome: Outcome) -> Floats:
    """What home plants and users paid for oxides and magnets of their own use, USD million, [S,B]."""
    rows = rulebook.tables.used_rows
    used = pick(outcome.final_use, rows)
    used[:2] += pick(outcome.plant_input, rows[:2])
    light, heavy, magnets = used * pick(outcome.price, rows) * _MUSD
    total: Floats = light + heavy + magnets
    return total


def _cabinets(rulebook: Rulebook, state: State, ledger: Ledger) -> None:
    """Too little confidence for too long: the cabinet falls; after some quarters a new one starts."""
    rules = rulebook.level.orders.confidence
    unloved = (state.confidence < rules.fall_below) & (state.fallen == 0)
    state.low_quarters = (state.low_quarters + 1) * unloved
    ending = state.fallen == 1
    if some(ending):
        back = np.where(ending, rules.back_at - state.confidence, 0.0)
        ledger.post_all(state, "confidence", Cause("new_cabinet"), back)
    state.fallen = np.maximum(state.fallen - 1, 0)
    falls = state.low_quarters >= rules.fall_quarters
    if some(falls):
        state.fallen[falls] = rules.caretaker_quarters
        state.low_quarters[falls] = 0
        ledger.post_all(state, "influence", Cause("fall"), np.where(falls, -0.5 * state.influence, 0.0))
