"""What a government knows of the economy: how things stand, not by which numbers they go on.

Every future of a belief runs on a member of the ensemble (`Rulebook.beliefs`), and each member has to explain
the same present. Prices, stocks, plants and flows are seen, so they stay as they are. What nobody sees, the
fear of those who buy and the expectations of those who produce, is read as it must be, by that member, for
today's wants and today's output to make sense. A forecast then starts where the world stands and opens as the
members come to differ on what follows.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from game.economy.demand import heavy_per_magnet, planned_inputs
from game.economy.dims import HC, MAIN_PRODUCT, MINE
from game.economy.parameters import Parameters
from game.economy.plants import margin_at, processing_cost
from game.economy.policy import Policy
from game.economy.state import EconomyState

__all__ = ["explained"]

F64 = npt.NDArray[np.float64]

LEAST_CARE = 0.1
"""Stock that users want at least, as a part of the normal one; the economy's own bound."""
MOST_LOG_REVISION = 1.0
"""How far, in logs, producers' expectations are read to lie from what the level's own parameters say."""


def explained(economy: EconomyState, policy: Policy, own: Parameters, believed: Parameters) -> EconomyState:
    """The present of B worlds as their believed parameters (last axis 1 or B) explain it.

    `own` are the parameters under which it came about, `policy` (last axis 1 or B) holds in it. Fear [G,N,B]
    becomes such that at today's price as much is wanted as under `own`, expected net-backs [G,N,B] such that
    plants plan the output that they plan.
    """
    if believed is own:
        return economy
    heavy = heavy_per_magnet(economy, policy, own)
    fear = _fear(economy, heavy, own, believed)
    return replace(economy, fear=fear, expected_netback=_expected(economy, policy, heavy, own, believed))


def _fear(economy: EconomyState, heavy: F64, own: Parameters, believed: Parameters) -> F64:
    """Solves use (1 + cover care held) + output held, per tonne of planned use, for the care (1 + fear)."""
    log_price = np.log(economy.price)
    rise = log_price - np.log(own.price0_usd_kg)
    surprise = log_price - np.log(economy.expected_price)
    running = economy.utilisation * (economy.capacity.sum(axis=1) - economy.mothballed)
    use = own.need0_t * economy.demand_index * np.exp(-economy.substitution)
    use = use + planned_inputs(running, heavy, own)
    cover = own.cover_quarters
    output = cover * np.maximum(economy.supply / np.maximum(use, 1e-9) - 1.0, 0.0)

    def used(params: Parameters) -> F64:
        share: F64 = np.exp(-params.use_elasticity[:, None] * rise)
        return share

    def held(params: Parameters) -> F64:
        share: F64 = np.exp(-params.stock_elasticity * surprise)
        return share

    care = np.maximum(1.0 + economy.fear, LEAST_CARE)
    wanted = used(own) * (1.0 + cover * care * held(own)) + output * held(own)
    left = (wanted - output * held(believed)) / used(believed) - 1.0
    read = np.maximum(left / np.maximum(cover * held(believed), 1e-9), LEAST_CARE) - 1.0
    return np.where(cover > 1e-6, read, economy.fear)


def _expected(
    economy: EconomyState, policy: Policy, heavy: F64, own: Parameters, believed: Parameters
) -> F64:
    """Output is a function of the log mark-up over `margin_width`: with another width, another mark-up."""
    processing = processing_cost(economy, policy, own)
    margin = margin_at(processing, policy, own, heavy, economy.expected_netback, economy.planning_price)
    wider = believed.margin_width / own.margin_width - 1.0
    revision = np.exp(np.clip(wider * margin.log_markup, -MOST_LOG_REVISION, MOST_LOG_REVISION))
    expected: F64 = economy.expected_netback.copy()
    expected[list(MAIN_PRODUCT)] *= revision
    expected[HC] *= revision[MINE]
    return expected
