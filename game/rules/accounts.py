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
from game.rules.programmes import damage_factor
from game.rules.rulebook import SMALL_OUTPUT_T, Rulebook
from game.rules.state import Floats, State

USERS, PRODUCERS, TREASURY, NATURE = range(4)
_MUSD = 1e-3  # tonnes x USD/kg -> USD million


def income(rulebook: Rulebook, state: State, ledger: Ledger) -> None:
    """Budget, influence and interest of the quarter."""
    for seat, name in enumerate(rulebook.seats):
        info = rulebook.level.seats[name]
        rate = rulebook.level.orders.credit.interest_quarter
        debt = np.maximum(-state.money[seat], 0.0)
        ledger.post(state, "money", seat, Cause("income"), np.full(state.size, float(info.income_musd)))
        ledger.post(state, "money", seat, Cause("interest"), -rate * debt)
        cap = float(rulebook.level.orders.influence.cap)
        gain = np.clip(cap - state.influence[seat], 0.0, float(info.influence_income))
        ledger.post(state, "influence", seat, Cause("income"), gain)


def discount(rulebook: Rulebook, quarter: int) -> float:
    """Present value, at the start of the level, of one dollar in a quarter."""
    return float((1.0 + float(rulebook.level.discount_year)) ** (-(quarter + 1) / 4.0))


def users_surplus(rulebook: Rulebook, outcome: Outcome) -> Floats:
    """Area under home final demand between the price paid and the benchmark's, USD million, [S,B].

    need p0 ((p/p0)^(1-eps) - 1) / (1 - eps) with its sign turned, for oxides used as such and for magnets.
    The price is capped at the choke price, above which nothing is used.
    """
    params, nations = rulebook.parameters, rulebook.nation_of
    total = np.zeros((nations.size, outcome.price.shape[-1]))
    for good in (LO, HO, MG):
        p0 = params.price0_usd_kg[good, nations]
        eps = params.use_elasticity[good]
        ratio = np.minimum(outcome.price[good, nations] / p0, params.choke_ratio)
        need = outcome.final_need[good, nations]
        total -= need * p0 * (ratio ** (1.0 - eps) - 1.0) / (1.0 - eps) * _MUSD
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


def producers_surplus(
    rulebook: Rulebook, state: State, outcome: Outcome, profits: Floats, nation: int
) -> Floats:
    """Profit of the capacity that the nation owns, at home and abroad, and of private stocks, minus private
    investment at home."""
    capacity = state.economy.capacity
    share = capacity[:, nation] / np.maximum(capacity.sum(axis=1), 1e-9)
    empty = capacity[:, :, nation].sum(axis=1) < 1e-9
    share[:, nation] = np.where(empty, 1.0, share[:, nation])
    stocks = outcome.stock_cash_musd[:, nation].sum(axis=0)
    return (profits * share).sum(axis=(0, 1)) + stocks - outcome.private_investment_musd[nation]


def mining_damage(rulebook: Rulebook, outcome: Outcome) -> Floats:
    """Damage of all mining and what follows it, by host nation, at today's practice, USD million, [N,B]."""
    prices, params = rulebook.level.orders.nature, rulebook.parameters
    heavy_part = np.minimum(params.heavy_share * 4.0, 1.0)  # ion clays: DyTb a quarter of NdPr or more
    each = float(prices.light) * (1.0 - heavy_part) + float(prices.heavy) * heavy_part
    damage: Floats = outcome.production[MINE] / params.ndpr_share * each * _MUSD
    return damage


def nature_cost(rulebook: Rulebook, state: State, damage: Floats, seat: int) -> Floats:
    """A seat's part of the damage [N,B]: of all mining at home, and of what it has financed abroad, [B]."""
    nation = rulebook.nation_of[seat]
    owned = state.economy.capacity[MINE, nation] / np.maximum(state.economy.capacity[MINE].sum(axis=0), 1e-9)
    owned[nation] = 1.0  # all mining at home counts, whoever owns it
    return (damage * owned).sum(axis=0) * damage_factor(rulebook, state, seat)


def spending(before: State, state: State, seat: int, budget: float) -> Floats:
    """Receipts minus payments of the quarter; the budget and other tax money are no receipts, USD million."""
    return state.money[seat] - before.money[seat] - budget - state.transfers[seat]


def keep_account(rulebook: Rulebook, before: State, state: State, outcome: Outcome) -> None:
    """Add the quarter to every seat's account; called after everything was paid."""
    factor = discount(rulebook, state.quarter)
    profits = plant_profits(outcome)
    surplus = users_surplus(rulebook, outcome)
    damage = mining_damage(rulebook, outcome)
    for seat, name in enumerate(rulebook.seats):
        nation = int(rulebook.nation_of[seat])
        duties = outcome.export_duty_musd[nation] + outcome.import_duty_musd[nation]
        budget = float(rulebook.level.seats[name].income_musd)
        lines = state.account[:, seat]
        lines[USERS] += factor * surplus[seat]
        lines[PRODUCERS] += factor * producers_surplus(rulebook, state, outcome, profits, nation)
        lines[TREASURY] += factor * (spending(before, state, seat, budget) + duties)
        lines[NATURE] -= factor * nature_cost(rulebook, state, damage, seat)
        made = outcome.output[MG, nation] * rulebook.parameters.price0_usd_kg[MG, nation] * _MUSD
        state.magnet_value[seat] += factor * made


def close_account(rulebook: Rulebook, state: State) -> Floats:
    """The account [4,S,B] with the state's leftover stock at the lower of cost and price."""
    result = state.account.copy()
    factor = discount(rulebook, state.quarter - 1)
    for seat in range(rulebook.seat_count):
        result[TREASURY, seat] += factor * stock_value(rulebook, state, seat)
    return result


def mood(rulebook: Rulebook, state: State, outcome: Outcome, ledger: Ledger) -> None:
    """Confidence after the quarter: output lost, the bill, debt, and the pull towards its normal level."""
    rules = rulebook.level.orders.confidence
    for seat in range(rulebook.seat_count):
        nation = int(rulebook.nation_of[seat])
        base = rulebook.magnet_base_t[seat]
        state.magnet_output_t[seat] = outcome.output[MG, nation]
        state.bill_musd[seat] = home_bill(outcome, nation)
        if base >= SMALL_OUTPUT_T:
            lost = np.clip(1.0 - state.magnet_output_t[seat] / base, 0.0, 1.0)
            ledger.post(state, "confidence", seat, Cause("output_lost"), rules.per_output_loss * lost)
        grown = np.log2(np.maximum(state.bill_musd[seat], 1e-6) / home_bill0(rulebook, nation))
        ledger.post(
            state, "confidence", seat, Cause("bill"), rules.per_bill_doubling * np.maximum(grown, 0.0)
        )
        steps = np.maximum(-state.money[seat], 0.0) / 50.0
        ledger.post(state, "confidence", seat, Cause("debt"), rules.per_borrowed_50 * steps)
        pull = rules.reversion * (rules.target - state.confidence[seat])
        ledger.post(state, "confidence", seat, Cause("habit"), pull)
        _cabinet(rulebook, state, seat, ledger)


def home_bill(outcome: Outcome, nation: int) -> Floats:
    """What home plants and users paid for oxides and magnets of their own use, USD million a quarter."""
    total = np.zeros(outcome.price.shape[-1])
    for good in (LO, HO):
        used = outcome.plant_input[good, nation] + outcome.final_use[good, nation]
        total += used * outcome.price[good, nation] * _MUSD
    return total + outcome.final_use[MG, nation] * outcome.price[MG, nation] * _MUSD


def home_bill0(rulebook: Rulebook, nation: int) -> Floats:
    """The same in the benchmark quarter, USD million."""
    params = rulebook.parameters
    total = params.need0_t[MG, nation] * params.price0_usd_kg[MG, nation]
    made = params.supply0_t[MG, nation]
    for good, content in ((LO, params.light_per_magnet), (HO, params.heavy_per_magnet[nation])):
        total = total + (params.need0_t[good, nation] + made * content) * params.price0_usd_kg[good, nation]
    return np.maximum(total * _MUSD, 1e-6)


def _cabinet(rulebook: Rulebook, state: State, seat: int, ledger: Ledger) -> None:
    """Too little confidence for too long: the cabinet falls; after some quarters a new one starts."""
    rules = rulebook.level.orders.confidence
    state.low_quarters[seat] = np.where(
        (state.confidence[seat] < rules.fall_below) & (state.fallen[seat] == 0),
        state.low_quarters[seat] + 1,
        0,
    )
    ending = state.fallen[seat] == 1
    state.fallen[seat] = np.maximum(state.fallen[seat] - 1, 0)
    back = np.where(ending, rules.back_at - state.confidence[seat], 0.0)
    ledger.post(state, "confidence", seat, Cause("new_cabinet"), back)
    falls = state.low_quarters[seat] >= rules.fall_quarters
    state.fallen[seat][falls] = rules.caretaker_quarters
    state.low_quarters[seat][falls] = 0
    ledger.post(state, "influence", seat, Cause("fall"), np.where(falls, -0.5 * state.influence[seat], 0.0))
