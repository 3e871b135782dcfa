"""The reckoning: the caretaker quarters in 64 futures, half of them stressed, against the do-nothing twin.

Points = 100 x (account - account of the twin, same luck) / par; par is the 90th percentile of that difference
over the simulated governments of the level (gameplay.md, "Score").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from game.economy.batch import concat
from game.economy.chance import Chance
from game.economy.parameters import Parameters
from game.rules.accounts import close_account
from game.rules.objectives import Verdict, judge
from game.rules.purposes import Draw
from game.rules.rollout import Decider, rollout
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State

FUTURES = 64
SEALS = (("gold", 85.0), ("silver", 55.0), ("bronze", 25.0))


def futures(rulebook: Rulebook, state: State, seat: int, count: int = FUTURES, salt: int = 0) -> State:
    """Every world of `state` in `count` futures (world b -> columns b*count ...), with fresh luck from its
    own seed.

    The first part of them, the declared share, is stressed: the seat's largest partner fails for some
    quarters.
    The others meet the same luck without the stress, in the same order.
    """
    many = state.repeat(count)
    stress = rulebook.level.orders.stress
    stressed = round(count * float(stress.share))
    place = np.arange(count)
    lucks = np.where(place < stressed, place, place - stressed)
    draws = Chance(state.seed, 1000 + salt).bits(Draw.STRESS, count)[lucks]  # [count, B]
    many.seed = draws.T.reshape(-1).copy()
    when = Chance(many.seed, state.quarter).uniform(Draw.STRESS, 1)[0]
    room = max(rulebook.caretaker - int(stress.quarters) - 2, 1)
    many.stress_seat[:] = seat
    many.stress_on[:] = np.tile(place < stressed, state.size)
    many.stress_quarter[:] = state.quarter + 1 + (when * room).astype(np.int16)
    return many


@dataclass(frozen=True)
class Reckoning:
    """The end of one played world. `lines` and `twin_lines` are [4,F] in USD million over F futures."""

    lines: Floats
    twin_lines: Floats
    stressed: Floats  # [F] 1 = a stressed future
    par_musd: float
    verdicts: tuple[Verdict, ...]

    @property
    def gain(self) -> Floats:
        """Account minus the twin's, by future, USD million."""
        result: Floats = (self.lines - self.twin_lines).sum(axis=0)
        return result

    @property
    def mandate_met(self) -> bool:
        """Whether every line of the mandate is met."""
        return all(verdict.met for verdict in self.verdicts)

    @property
    def points(self) -> float | None:
        """Points, or None where nobody beat leaving the seat alone."""
        return 100.0 * float(self.gain.mean()) / self.par_musd if self.par_musd > 0 else None

    @property
    def spread(self) -> float:
        """Standard deviation of the gain over the futures, USD million."""
        return float(self.gain.std())

    @property
    def seal(self) -> str:
        """gold, silver, bronze or none; a failed mandate caps at bronze."""
        points = self.points
        if points is None:
            return "none"
        earned = next((name for name, bar in SEALS if points >= bar), "none")
        return earned if self.mandate_met or earned in ("none", "bronze") else "bronze"


def reckon(
    rulebook: Rulebook,
    end: State,
    twin_end: State,
    seat: int,
    deciders: Mapping[int, Decider],
    *,
    parameters: Parameters | None = None,
    count: int = FUTURES,
) -> list[Reckoning]:
    """Judge every world of `end` against the same world of `twin_end`; both stand after the last played
    quarter.

    `deciders` are those of the seats that machines govern: they play on.
    """
    worlds = end.size
    both = concat([futures(rulebook, end, seat, count), futures(rulebook, twin_end, seat, count)])
    later = rollout(rulebook, both, deciders, rulebook.caretaker, parameters=_wide(parameters, both.size))
    accounts = close_account(rulebook, later)[:, seat]
    half = worlds * count
    par = rulebook.level.par.get(rulebook.seats[seat])
    results = []
    for world in range(worlds):
        mine = slice(world * count, (world + 1) * count)
        theirs = slice(half + world * count, half + (world + 1) * count)
        mine_later, twin_later = later.take(mine), later.take(theirs)
        results.append(
            Reckoning(
                lines=accounts[:, mine].copy(),
                twin_lines=accounts[:, theirs].copy(),
                stressed=mine_later.stress_on.astype(np.float64),
                par_musd=float(par.p90_musd) if par is not None else 0.0,
                verdicts=judge(rulebook, end.take(np.array([world])), mine_later, twin_later, seat),
            )
        )
    return results


def _wide(parameters: Parameters | None, size: int) -> Parameters | None:
    """Parameters that vary by world, repeated to the futures' batch."""
    if parameters is None or parameters.size == 1:
        return parameters
    return parameters.repeat(size // parameters.size)
