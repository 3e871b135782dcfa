"""What one quarter brought: the arrays from which rules, accounts and screens are fed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.economy.batch import Batch
from game.economy.state import EconomyState

F64 = npt.NDArray[np.float64]


@dataclass
class Outcome(Batch):
    """One quarter's flows; float64, batch last. Tonnes, USD/kg, USD million.

    price[G,N], expected_price[G,N] (after the quarter). trade[G,S,D]: t, home use and carried
    stock on the diagonal. arrivals[G,N]: t at each buyer, releases included.
    final_need[G,N]: at benchmark prices. final_use[G,N]: by final users. plant_input[G,N]: consumed
    by plants. planned_input[G,N]: what plants would have used. unmet[G,N]: planned use that
    neither came nor was saved by ordinary thrift at the price (line stops).
    output[G,N]: made this quarter, for sale in the next. production[K,N], planned_production[K,N],
    utilisation[K,N] (production over running capacity), running_capacity[K,N].
    sold[G,N]: last quarter's output and recycled oxide, sold now; sales_musd[G,N]: its value net of
    duties; netback_usd_kg[G,N]. stock_cash_musd[G,N]: what holders of private stock got for it
    less what they paid for the new one. purchases_musd[G,N]: all arrivals at the price paid.
    input_cost_musd[G,N], running_cost_musd[K,N] (net of by-products), private_investment_musd[N],
    unit_cost_usd_kg[K,N] (expected, inputs included), processing_cost_usd_kg[K,N].
    export_duty_musd[N], import_duty_musd[N]. state_bought[G,N], state_released[G,N], recycled[G,N]: t.
    residual[G,N]: log of arrivals over wants (0 at a price bound; less for traces of trade).
    steps[G]: clearing steps.
    cover_days[G,N]: private stock over planned use. leakage[G,N].
    """

    price: F64
    expected_price: F64
    trade: F64
    arrivals: F64
    final_need: F64
    final_use: F64
    plant_input: F64
    planned_input: F64
    unmet: F64
    output: F64
    production: F64
    planned_production: F64
    utilisation: F64
    running_capacity: F64
    sold: F64
    sales_musd: F64
    netback_usd_kg: F64
    stock_cash_musd: F64
    purchases_musd: F64
    input_cost_musd: F64
    running_cost_musd: F64
    private_investment_musd: F64
    unit_cost_usd_kg: F64
    processing_cost_usd_kg: F64
    export_duty_musd: F64
    import_duty_musd: F64
    state_bought: F64
    state_released: F64
    recycled: F64
    residual: F64
    steps: F64
    cover_days: F64
    leakage: F64


def mass_balance(before: EconomyState, outcome: Outcome, after: EconomyState) -> F64:
    """Tonnes of each good [G,B] that appeared from nowhere; zero to rounding."""
    inflow = before.stock + before.supply + outcome.state_released + outcome.recycled
    outflow = outcome.final_use + outcome.plant_input + after.stock + outcome.state_bought
    balance: F64 = outflow.sum(axis=1) - inflow.sum(axis=1)
    return balance
