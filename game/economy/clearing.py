"""Clearing of the markets: prices at which arrivals meet wants, in every nation at once.

Columns (`market`) are independent, and a column's arithmetic never depends on its neighbours. Sellers s
offer S_s, buyers b want D_b(p_b). Seller s sends T_sb = min(cap_sb, m_s w_sb a_b) abroad, a_b proportional to
p_b^theta, m_s such that all is sold, exports stay within the quota and what is cut stays at home. Newton
steps on log prices (`search`) solve log(arrivals) = log(wants); their linear systems are solved in `newton`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from game.economy.market import Indices, Market, Real, send, wanted
from game.economy.search import at_least_two, search_all


@dataclass
class Cleared:
    """The solution: log_price, arrivals, wants [N,M]; what gives the flows (`Market.links_of`): attraction,
    multiplier, home [N,M] and sent[L,M]; `used` and `taper`, shares of planned use and of state buying that
    are wanted at the price; steps[M] taken."""

    log_price: Real
    attraction: Real
    multiplier: Real
    home: Real
    arrivals: Real
    sent: Real | None
    wants: Real
    used: Real
    taper: Real | float
    steps: npt.NDArray[np.int64]

    @property
    def sources(self) -> tuple[Real, Real, Real, Real | None]:
        """What `Market.links_of` makes the flows of."""
        return self.attraction, self.multiplier, self.home, self.sent


def clear(market: Market) -> Cleared:
    """Newton steps until each column has converged; a column that has stays as it is.

    A market with a weight for each column has its links set apart already (`Market.set_apart`). The steps are
    taken in single precision, which is as good as any tolerance above 1e-5 and half the work; what is traded
    at the prices found is computed in double precision.
    """
    return clear_all([market])[0]


def clear_all(markets: Sequence[Market]) -> list[Cleared]:
    """`clear` for several markets, the last columns of all together: that takes fewer calls."""
    divided = [_divided(market) for market in markets]
    parts = [part for parts in divided for _, part in parts]
    singles = [part.single() for part in parts]
    found = iter(zip(parts, singles, search_all(singles), strict=True))
    solved = []
    for market, its_parts in zip(markets, divided, strict=True):
        solutions = [(where, _solution(*next(found))) for where, _ in its_parts]
        solved.append(solutions[0][1] if len(solutions) == 1 else _joined(market, *solutions))
    return solved


def _divided(market: Market) -> list[tuple[Indices, Market]]:
    """Columns of a market and the market of these: where a link stands apart the column needs weights of its
    own, the others share theirs."""
    limits, every = market.limits, np.arange(market.log_price.shape[1])
    if limits is None or market.weight.ndim == 3:
        return [(every, market)]
    apart = limits.columns_apart
    if apart.all():
        return [(every, market.set_apart())]
    usual, special = at_least_two(np.flatnonzero(~apart)), at_least_two(np.flatnonzero(apart))
    return [
        (usual, replace(market.columns(usual), limits=None)),
        (special, market.columns(special).set_apart()),
    ]


def _solution(market: Market, single: Market, found: tuple[Real, Indices]) -> Cleared:
    """What is traded at the prices found."""
    price, steps = found
    exact = market.log_price + (price - single.log_price)
    flows, demand = send(market, exact), wanted(market, exact)
    return Cleared(
        exact, flows.attraction, flows.multiplier, flows.home, flows.arrivals, flows.sent,
        demand.wants, demand.used, demand.taper, steps,
    )  # fmt: skip


def _joined(market: Market, *parts: tuple[Indices, Cleared]) -> Cleared:
    """The solutions of parts of a market's columns, as one."""
    columns = market.log_price.shape[1]

    def together(name: str) -> Any:
        values = [getattr(part, name) for _, part in parts]
        shown = next((value for value in values if isinstance(value, np.ndarray)), None)
        if shown is None:
            return values[0]
        whole = np.zeros((*shown.shape[:-1], columns), dtype=shown.dtype)
        for (where, _), value in zip(parts, values, strict=True):
            if value is not None:
                whole[..., where] = value
        return whole

    return Cleared(**{field.name: together(field.name) for field in fields(Cleared)})
