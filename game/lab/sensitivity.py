"""Sensitivity: which numbers drive the spike, the gap and the rest of history, and the lesson of a level.

One number at a time is moved by a tenth of its range around the fitted values; then the members of the
ensemble are played, and each number's rank is compared with the rank of what came out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from game.content.ensemble import EnsembleTable, ensemble_file, read_ensemble
from game.content.lesson import Camp
from game.content.packs import LoadedLevel
from game.content.problem import ContentError
from game.economy.dims import HO, LO
from game.lab.arena import Games, by_seat, play_games
from game.lab.backtest import Run, errors, mine_output, price_gap, rms
from game.lab.calibrate import Problem, Score, evaluate, rated_members
from game.lab.claims import camp
from game.lab.ensemble import QUANTILES, widened
from game.lab.governments import luck_seeds
from game.lab.workers import ALONE, Workers
from game.rules.compile import build_rulebook
from game.rules.ensemble import Ensemble

F64 = npt.NDArray[np.float64]

MOVE = 0.1
LUCK = 400
"""Seed of the games in which members are compared."""
CAMPS: tuple[Camp, Camp] = ("build_up", "politics")


def outcomes(task: Problem, score: Score) -> dict[str, F64]:
    """What is looked at, [candidate]: prices as multiples of the benchmark's, gaps and errors as shares."""
    run, free = score.run, score.free_run
    return {
        "peak_light": _over(task, run, LO).max(axis=0),
        "peak_heavy": _over(task, run, HO).max(axis=0),
        "gap_2012": price_gap(run, 2012),
        "gap_2014": price_gap(run, 2014),
        "light_2018": _over(task, run, LO)[-4:].mean(axis=0),
        "no_quota_light": _yearly(_over(task, free, LO)).max(axis=0),
        "mines_abroad_2018_t": mine_output(run, 2018),
        "rms_log_error": rms(errors(run, task.observations), task.observations),
    }


def _over(task: Problem, run: Run, good: int) -> F64:
    ratio: F64 = run.price[good, 0] / task.base.price0_usd_kg[good, 1]
    return ratio


def _yearly(series: F64) -> F64:
    mean: F64 = series.reshape(-1, 4, series.shape[-1]).mean(axis=1)
    return mean


def one_at_a_time(task: Problem) -> tuple[dict[str, float], dict[str, dict[str, tuple[float, float]]]]:
    """Outcomes at the present values, and per outcome and number the change of it when the number is a tenth
    of its range lower and higher (at the end of the range, as far as it goes)."""
    present = task.present()
    count = len(task.free)
    places = np.repeat(present, 2 * count + 1, axis=1)
    for at in range(count):
        places[at, 1 + 2 * at] = max(present[at, 0] - MOVE, 0.0)
        places[at, 2 + 2 * at] = min(present[at, 0] + MOVE, 1.0)
    numbers = task.numbers(places)
    score = evaluate(task.base, task.script, task.observations, task.beside, task.free, numbers)
    found = outcomes(task, score)
    base = {name: float(values[0]) for name, values in found.items()}
    changes = {
        name: {
            one.name: (
                float(values[1 + 2 * at] - values[0]),
                float(values[2 + 2 * at] - values[0]),
            )
            for at, one in enumerate(task.free)
        }
        for name, values in found.items()
    }
    return base, changes


def rank_correlation(first: F64, second: F64) -> float:
    """Spearman's, 0 where one of them does not vary."""
    a, b = (np.argsort(np.argsort(x, kind="stable"), kind="stable").astype(float) for x in (first, second))
    if np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def over_members(task: Problem, table: EnsembleTable) -> dict[str, Any]:
    """Per outcome, its quantiles over the ensemble and the rank correlation with each column."""
    found = outcomes(task, rated_members(task, Ensemble.of(task.base, table)))
    return {
        name: {
            "quantiles": dict(zip(map(str, QUANTILES), np.quantile(values, QUANTILES).tolist(), strict=True)),
            "rank_correlation": _strongest(table, values),
        }
        for name, values in found.items()
    }


def _strongest(table: EnsembleTable, values: F64) -> dict[str, float]:
    pairs = zip(table.names, table.values, strict=True)
    found = {name: rank_correlation(column, values) for name, column in pairs}
    return dict(sorted(found.items(), key=lambda item: -abs(item[1])))


def lesson(
    loaded: LoadedLevel,
    table: EnsembleTable,
    members: int = 12,
    seeds: int = 2,
    workers: Workers = ALONE,
    progress: Callable[[float], None] = lambda share: None,
) -> dict[str, Any]:
    """Does building still beat bargaining in each seat, member by member of the ensemble?

    Per seat: the share of members in which the best of the camp `build_up` gains more than the best of the
    camp `politics`, the quantiles of the difference in USD million, and the numbers whose rank goes with it.
    ValueError where one of the camps is empty.
    """
    rulebook = build_rulebook(loaded)
    ensemble = Ensemble.of(rulebook.parameters, table)
    chosen = np.arange(min(members, ensemble.size)) * ensemble.size // min(members, ensemble.size)
    camps = {side: camp(rulebook, side) for side in CAMPS}
    empty = [side for side, names in camps.items() if not names]
    if empty:
        raise ValueError(f"No archetype says `camp: {empty[0]}`, so there is nothing to compare.")
    played = play_games(
        rulebook,
        {seat: sorted(name for names in camps.values() for name in names) for seat in rulebook.seats},
        np.tile(luck_seeds(LUCK, seeds), chosen.size),
        count=2,
        members=ensemble.parameters.take(chosen).repeat(seeds),
        workers=workers,
        progress=progress,
    )
    few = replace(table, values=table.values[:, chosen], rms_log_error=table.rms_log_error[chosen])
    result = {}
    for seat, games in by_seat(played).items():
        build, politics = (_best([games[name] for name in camps[side]], chosen.size) for side in CAMPS)
        better = build - politics
        result[seat] = {
            "holds": float((better > 0.0).mean()),
            "quantiles": dict(zip(map(str, QUANTILES), np.quantile(better, QUANTILES).tolist(), strict=True)),
            "rank_correlation": _strongest(few, better),
        }
    return result


def _best(games: Sequence[Games], members: int) -> F64:
    """The gain of the best policy of a camp in each member, [member]."""
    gains: F64 = np.stack([one.gain.reshape(members, -1).mean(axis=1) for one in games]).max(axis=0)
    return gains


def members_of(task: Problem) -> EnsembleTable | None:
    """The table of the ensemble, None if there is none. ContentError with what is wrong in it."""
    path = ensemble_file(task.setting)
    if not path.is_file():
        return None
    table, problems = read_ensemble(path)
    if table is None:
        raise ContentError(problems)
    return table


def sensitivity(task: Problem) -> dict[str, Any]:
    """All but the lesson as plain data: `outcomes`, `one_at_a_time`, `ensemble` (None without one).

    ContentError with what is wrong in the table of the ensemble.
    """
    wide = widened(task)
    base, changes = one_at_a_time(wide)
    table = members_of(task)
    members = None if table is None else over_members(task, table)
    return {
        "outcomes": base,
        "one_at_a_time": {
            outcome: {
                name: {"lower": low, "higher": high}
                for name, (low, high) in sorted(
                    row.items(), key=lambda item: -max(abs(item[1][0]), abs(item[1][1]))
                )
            }
            for outcome, row in changes.items()
        },
        "ensemble": members,
    }
