"""Are forecasts honest? How often what really came lies inside the 90 % band of a fan.

Games are played under a seat's own archetype; in some quarters the government looks ahead and then gives no
further orders, as the fan supposes. What came is compared with the band, by quarters ahead. There are two
realities: the level's own parameters, on which the game runs, and a member of the ensemble in each game, as
if the model were wrong about the world. And there are two beliefs: the ensemble's, and the level's own
parameters as if they were certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from game.economy.chance import Chance
from game.economy.parameters import Parameters
from game.insight.forecast import HORIZON, forecast
from game.insight.series import read
from game.lab.governments import Progress, luck_seeds
from game.rivals.archetype import archetype, seat_rivals
from game.rules.rollout import Decider, nothing, rollout
from game.rules.rulebook import Rulebook
from game.rules.start import start
from game.rules.state import Floats, State

SERIES = ("price_light", "price_heavy", "cover_days", "magnet_output")
QUARTERS = (3, 7, 10, 14)  # 0-based: before the cut, in the crisis, after it, and years later
REALITIES = ("level", "member")
BELIEFS = ("level", "ensemble")
BAND = (0.05, 0.95)
MEMBER = 7002  # purpose of the draw that gives a game its member
ROUNDING = 1e-9  # an outcome that all futures share lies inside


@dataclass(frozen=True)
class Coverage:
    """How one belief fared in one reality. By series: `inside` [quarters looked at, quarters ahead] is the
    share of games in the 90 % band, `width` its median width over the median line, `above` what lay above."""

    reality: str
    belief: str
    quarters: tuple[int, ...]
    inside: dict[str, Floats]
    above: dict[str, Floats]
    width: dict[str, Floats]

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON: per series the shares over all, by quarter and by quarters ahead."""
        series = {}
        for name in self.inside:
            inside, above = self.inside[name], self.above[name]
            series[name] = {
                "inside": float(inside.mean()),
                "above": float(above.mean()),
                "below": float((1.0 - inside - above).mean()),
                "by_quarter": {
                    str(q + 1): float(row.mean()) for q, row in zip(self.quarters, inside, strict=True)
                },
                "by_quarters_ahead": inside.mean(axis=0).tolist(),
                "width_by_quarters_ahead": np.median(self.width[name], axis=0).tolist(),
            }
        return {"reality": self.reality, "belief": self.belief, "series": series}


def coverage(
    rulebook: Rulebook,
    seat: int,
    games: int = 100,
    seed: int = 1,
    *,
    quarters: Sequence[int] = QUARTERS,
    progress: Progress | None = None,
) -> list[Coverage]:
    """Every belief in every reality; without an ensemble there is one of each.

    `quarters` (0-based) that leave no full horizon are left out. Raises ValueError if none is left.
    """
    last = rulebook.quarters + rulebook.caretaker - HORIZON
    looked = tuple(quarter for quarter in quarters if quarter <= min(last, rulebook.quarters - 1))
    if not looked:
        raise ValueError("The level is too short to compare forecasts with what came.")
    ensemble = rulebook.ensemble is not None
    pairs = [(r, b) for r in REALITIES for b in BELIEFS if ensemble or (r, b) == (REALITIES[0], BELIEFS[0])]
    results: list[Coverage] = []
    for at, (reality, belief) in enumerate(pairs):

        def heard(share: float, at: int = at) -> None:
            if progress is not None:
                progress((at + share) / len(pairs))

        results.append(_fared(rulebook, seat, games, seed, reality, belief, looked, heard))
    return results


def _fared(
    rulebook: Rulebook,
    seat: int,
    games: int,
    seed: int,
    reality: str,
    belief: str,
    quarters: tuple[int, ...],
    progress: Progress,
) -> Coverage:
    rivals = seat_rivals(rulebook, (seat,))
    ruler = archetype(rulebook, rulebook.level.seats[rulebook.seats[seat]].rival)
    seeds = luck_seeds(seed, games)
    real = _parameters(rulebook, seeds) if reality == "member" else None
    state = start(rulebook, seeds, (seat,), real)
    found: dict[str, list[list[Floats]]] = {name: [] for name in SERIES}
    for quarter in range(max(quarters) + 1):
        if quarter in quarters:
            rows = _looks(rulebook, state, seat, rivals, real, belief)
            for name, row in rows.items():
                found[name].append(row)
            progress((quarters.index(quarter) + 1) / len(quarters))
        state = rollout(rulebook, state, {**rivals, seat: ruler}, 1, parameters=real)
    table = {name: np.array(rows) for name, rows in found.items()}  # [looked, 3, games, ahead]
    return Coverage(
        reality,
        belief,
        quarters,
        inside={name: rows[:, 0].mean(axis=1) for name, rows in table.items()},
        above={name: rows[:, 1].mean(axis=1) for name, rows in table.items()},
        width={name: np.median(rows[:, 2], axis=1) for name, rows in table.items()},
    )


def _parameters(rulebook: Rulebook, seeds: np.ndarray) -> Parameters:
    """A member of the ensemble for each game."""
    assert rulebook.ensemble is not None
    draw = Chance(seeds, 0).uniform(MEMBER, 1)[0]
    return rulebook.ensemble.take((draw * rulebook.ensemble.size).astype(np.intp)).parameters


def _looks(
    rulebook: Rulebook,
    state: State,
    seat: int,
    rivals: dict[int, Decider],
    real: Parameters | None,
    belief: str,
) -> dict[str, list[Floats]]:
    """In every world, [B,ahead]: whether what comes is inside the band, or above it; the band's width."""
    came: list[dict[str, Floats]] = []
    rollout(
        rulebook,
        state,
        {**rivals, seat: nothing},
        HORIZON,
        parameters=real,
        watch=lambda turn: came.append(read(rulebook, turn.state, seat, SERIES)),
    )
    idle = np.zeros(len(rulebook.slots), dtype=np.int8)
    found: dict[str, list[list[Floats]]] = {name: [[], [], []] for name in SERIES}
    for world in range(state.size):
        # the present came about under the numbers of this world, whatever is believed of the future
        known = rulebook if real is None else replace(rulebook, parameters=real.take([world]))
        believed = rulebook.parameters if belief == "level" else None
        (fan,) = forecast(
            known,
            state.take(world),
            seat,
            [idle],
            rivals,
            series=SERIES,
            levels=(BAND[0], 0.5, BAND[1]),
            parameters=believed,
        )
        for name, (low, middle, high) in fan.bands.items():
            value = np.array([row[name][world] for row in came])
            room = ROUNDING * np.abs(value)
            above = value > high + room
            found[name][0].append((value >= low - room) & ~above)
            found[name][1].append(above)
            found[name][2].append((high - low) / np.maximum(middle, 1e-9))
    return {name: [np.array(rows, dtype=np.float64) for rows in three] for name, three in found.items()}
