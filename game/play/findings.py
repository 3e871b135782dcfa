"""Everything that a debrief has to compute, in one go: attribution, its spread, decisions, turning points."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from game.insight.attribution import FILINGS, Attribution, attribute, levers_of
from game.insight.decisions import DecisionValues, decision_values
from game.insight.replays import Game
from game.insight.spread import Spread, other_seeds, spread_over
from game.insight.turning_points import TurningPoint, turning_points
from game.insight.what_if import Change, WhatIf, what_if
from game.play.games import game_of
from game.play.match import Match
from game.rules.score import Reckoning

__all__ = ["Findings", "find", "game_of", "members_of"]

TURNS = 5
FORKS = 2
MEMBERS = 10
SERIES = ("account", "cover_days", "price_light", "magnet_output")
STEPS = (("desk", 3.0), ("place", 2.0), ("decisions", 5.0), ("turns", 1.0), ("seeds", 4.0), ("members", 4.0))
"""What is computed one after another, and about how long it takes beside the others."""


@dataclass(frozen=True)
class Findings:
    """What was computed for one seat. `turns` are the weightiest first; `forks` belong to some of them.

    `members` is None where the level's setting has no ensemble.
    """

    match: Match
    seat: int
    desk: Attribution
    place: Attribution
    values: DecisionValues
    turns: tuple[TurningPoint, ...]
    forks: tuple[tuple[TurningPoint, WhatIf], ...]
    seeds: Spread
    members: Spread | None
    reckoning: Reckoning


def members_of(game: Game, count: int = MEMBERS) -> list[Game]:
    """The game under some members of its setting's ensemble of parameter sets; none without an ensemble."""
    ensemble = game.rulebook.ensemble
    if ensemble is None:
        return []
    few = ensemble.spread(min(count, ensemble.size)).parameters
    return [
        replace(game, rulebook=replace(game.rulebook, parameters=few.take([member])))
        for member in range(few.size)
    ]


def find(
    match: Match,
    seat: str | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> Findings:
    """Compute all of a finished match for a governed seat, by default the first.

    `executor` shares the work among processes; `progress` hears the share done, 0..1. Raises ValueError if
    the match is not finished, KeyError for a seat that nobody governs.
    """
    index = match.seat_index(seat)
    reckoning = match.reckoning(seat)
    game = game_of(match)
    heard = _Heard(progress)
    desk = attribute(game, index, executor=executor, progress=heard("desk"))
    place = desk
    if (levers_of(game, index, FILINGS["place"]) != levers_of(game, index, FILINGS["desk"])).any():
        place = attribute(game, index, filing=FILINGS["place"], executor=executor, progress=heard("place"))
    values = decision_values(game, index, executor=executor, progress=heard("decisions"))
    found = turning_points(game, index, progress=heard("turns"))
    turns = sorted(found, key=lambda point: -abs(point.worth_musd))[:TURNS]
    seeds = spread_over(list(other_seeds(game)), index, executor=executor, progress=heard("seeds"))
    variants = members_of(game)
    members = None
    if variants:
        members = spread_over(variants, index, executor=executor, progress=heard("members"))
    heard("members")(1.0)
    return Findings(
        match,
        index,
        desk,
        place,
        values,
        tuple(turns),
        tuple(_forks(game, index, turns)),
        seeds,
        members,
        reckoning,
    )


def _forks(game: Game, seat: int, turns: list[TurningPoint]) -> list[tuple[TurningPoint, WhatIf]]:
    """The what-ifs of the weightiest turning points; one order of a kind is enough."""
    chosen: dict[str, TurningPoint] = {}
    for point in turns:
        if len(chosen) < FORKS and point.worth_musd != 0.0:
            chosen.setdefault(point.slot, point)
    return [
        (point, what_if(game, seat, [Change(point.quarter, point.slot)], SERIES)) for point in chosen.values()
    ]


class _Heard:
    """One bar for several steps, each with its part."""

    def __init__(self, progress: Callable[[float], None] | None) -> None:
        self.progress = progress
        self.total = sum(size for _, size in STEPS)

    def __call__(self, step: str) -> Callable[[float], None]:
        names = [name for name, _ in STEPS]
        start = sum(size for name, size in STEPS[: names.index(step)])
        size = dict(STEPS)[step]

        def heard(share: float) -> None:
            if self.progress is not None:
                self.progress((start + size * share) / self.total)

        return heard
