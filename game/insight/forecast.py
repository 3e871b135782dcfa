"""The live forecast: what a government may expect of a draft, from its own beliefs.

Futures come from `imagine`, never from the script, the seed or another treasury; the draft is given in the
quarter at hand, standing orders run on, rivals react. Each future has a member of the ensemble, since nobody
knows by which numbers the economy goes on. Several drafts are compared on the same luck and members.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.economy.parameters import Parameters
from game.insight.series import FAN, read
from game.rules.imagine import imagine
from game.rules.resolve import Turn
from game.rules.rollout import Decider, SlotOrders, rollout, scripted
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State

FUTURES = 64
HORIZON = 8
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Fan:
    """Bands of one draft. `now` is each series' present value, `bands` its quantiles [levels, horizon].

    Column h of a band stands after h + 1 more quarters; `first_quarter` is the quarter of column 0 (0-based).
    """

    first_quarter: int
    levels: tuple[float, ...]
    now: Mapping[str, float]
    bands: Mapping[str, Floats]

    def median(self, name: str) -> Floats:
        """The middle line of a series, [horizon]."""
        return self.bands[name][self.levels.index(0.5)]

    def to_plain(self) -> dict[str, object]:
        """As data for JSON."""
        return {
            "first_quarter": self.first_quarter,
            "levels": list(self.levels),
            "now": dict(self.now),
            "bands": {name: band.tolist() for name, band in self.bands.items()},
        }


def forecast(
    rulebook: Rulebook,
    state: State,
    seat: int,
    drafts: Sequence[SlotOrders],
    rivals: Mapping[int, Decider],
    *,
    futures: int = FUTURES,
    horizon: int = HORIZON,
    salt: int = 0,
    series: tuple[str, ...] = FAN,
    levels: tuple[float, ...] = LEVELS,
    parameters: Parameters | None = None,
) -> list[Fan]:
    """One fan for each draft (int8[L]); column 0 of `state` is the present.

    `rivals` decide for the other seats; with several drafts every one meets the same futures. The horizon
    ends with the level's caretaker quarters at the latest. `parameters` (last axis `futures` or 1) are what
    is believed of the economy, by default `rulebook.beliefs(futures)`.
    """
    count = len(drafts)
    believed = rulebook.beliefs(futures) if parameters is None else parameters
    each = np.tile(np.arange(futures), count)
    worlds = imagine(rulebook, state, seat, futures, salt, believed).take(each)
    orders = np.repeat(np.stack(drafts, axis=-1), futures, axis=-1)  # [L, drafts * futures]
    deciders = {other: decide for other, decide in rivals.items() if other != seat}
    deciders[seat] = scripted({state.quarter: orders})
    steps = min(horizon, rulebook.quarters + rulebook.caretaker - state.quarter)
    seen: list[dict[str, Floats]] = []

    def watch(turn: Turn) -> None:
        seen.append(read(rulebook, turn.state, seat, series))

    rollout(rulebook, worlds, deciders, steps, parameters=believed.take(each), watch=watch)
    now = {name: float(value[0]) for name, value in read(rulebook, state, seat, series).items()}
    bands = {name: _bands([row[name] for row in seen], count, levels) for name in series}
    return [
        Fan(state.quarter, levels, now, {name: band[:, draft] for name, band in bands.items()})
        for draft in range(count)
    ]


def _bands(rows: list[Floats], drafts: int, levels: tuple[float, ...]) -> NDArray[np.float64]:
    """Quantiles [levels, drafts, horizon] over the futures of each draft.

    One more future falls below the k-th of n with odds k/(n+1), so that is the level of the k-th (Weibull).
    """
    if not rows:
        return np.zeros((len(levels), drafts, 0))
    table = np.stack(rows).reshape(len(rows), drafts, -1)
    return np.ascontiguousarray(np.quantile(table, levels, axis=-1, method="weibull").transpose(0, 2, 1))
