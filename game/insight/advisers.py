"""The three advisers: what each of them looks at, and what it is worth in their eyes.

An adviser's value of a future is in USD million: the four lines of the account, weighted, and gauges,
averaged over the quarters looked at, at a price. All prices are judgement (j); those of gauges are in
quarters of the seat's own budget, so that a point of trust weighs as much to a small country as to a large
one. The odds that are shown to a player, and the record of who was right, are on the account itself, which
is the same for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from game.insight.series import SERIES, Series
from game.rules.rulebook import Rulebook
from game.rules.state import ACCOUNT_LINES, Floats, State

__all__ = ["ADVISERS", "GAUGES", "NOTICED_MUSD", "Adviser", "budget_musd"]

NOTICED_MUSD = 0.05  # on the account; less is no difference


def _trust(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Mean trust of the other governments, 0..100."""
    others = [row for row in range(rulebook.seat_count) if row != seat]
    if not others:
        return np.zeros(state.size)
    mean: Floats = state.trust[seat, others].mean(axis=0)
    return mean


def _measures(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Steps of licences against the seat, and of others' quotas and duties, that stand."""
    licences = state.licence[:, :, seat].sum(axis=(0, 1)).astype(np.float64)
    standing = (state.quota_step + state.duty_step) * (state.wto_ends > state.quarter)
    return licences + standing.sum(axis=0) - standing[seat]


ENOUGH_DAYS = 120.0  # of cover; nobody sleeps better for more


def _cover(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Days of cover that matter."""
    return np.minimum(SERIES["cover_days"](rulebook, state, seat), ENOUGH_DAYS)


GAUGES: Mapping[str, Series] = MappingProxyType(
    {
        "debt": lambda rulebook, state, seat: np.maximum(-state.money[seat], 0.0),  # USD million
        "cover": _cover,
        "confidence": SERIES["confidence"],
        "influence": SERIES["influence"],
        "trust": _trust,
        "measures": _measures,
    }
)


@dataclass(frozen=True)
class Adviser:
    """`lines` weighs the account's lines; `gauges` prices a gauge, in quarters of the budget a unit.

    The price of `debt` is in USD million a million of debt carried, as debt is money already.
    """

    id: str
    lines: Mapping[str, float]
    gauges: Mapping[str, float]

    def weights(self) -> Floats:
        """Of the account's lines, in their order, [4]."""
        return np.array([self.lines[name] for name in ACCOUNT_LINES])

    def prices(self, rulebook: Rulebook, seat: int) -> Floats:
        """USD million a unit of each gauge, in the order of GAUGES."""
        budget = budget_musd(rulebook, seat)
        return np.array([self.gauges.get(name, 0.0) * (1.0 if name == "debt" else budget) for name in GAUGES])


def budget_musd(rulebook: Rulebook, seat: int) -> float:
    """A quarter's budget of the seat, USD million; at least one."""
    return max(float(rulebook.level.seats[rulebook.seats[seat]].income_musd), 1.0)


ADVISERS = (
    # The treasury counts its own money, dislikes what has to be borrowed, and hears of the rest.
    Adviser(
        "treasury",
        {"users": 0.2, "producers": 0.2, "treasury": 1.0, "nature": 0.2},
        {"debt": -0.3},
    ),
    # Industry counts what its users and producers gain, sleeps better with full stores, and has others pay.
    Adviser(
        "industry",
        {"users": 1.0, "producers": 1.0, "treasury": 0.3, "nature": 0.1},
        {"cover": 0.03},
    ),
    # The foreign office counts the account by a quarter, standing at home and abroad, and what others close.
    Adviser(
        "foreign",
        {"users": 0.25, "producers": 0.25, "treasury": 0.25, "nature": 0.25},
        {"trust": 0.5, "influence": 0.1, "confidence": 0.2, "measures": -1.0},
    ),
)
