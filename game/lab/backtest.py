"""The back-test: the model driven by what governments did, against the prices that came out.

`backtest()` plays 2010 to 2018 from the 2009 benchmark with the history script
and without chance, and compares it with the table of observations.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from game.content.fields import CalendarQuarter, parse_calendar
from game.content.history import History
from game.content.parsing import parse_document
from game.content.problem import ContentError
from game.content.reader import read_file
from game.content.setting import parse_setting, to_economy_data
from game.economy.advance import advance
from game.economy.benchmark import build_parameters
from game.economy.chance import Chance
from game.economy.dims import GOODS, HO, LC, LO, MAGP, MG, MINE, PLANTS
from game.economy.effects import Effect, apply_effect
from game.economy.outcome import mass_balance
from game.economy.parameters import EconomyData, Parameters, quiet
from game.economy.policy import neutral_policy
from game.economy.state import start_state
from game.paths import levels_dir

F64 = npt.NDArray[np.float64]

FIRST = CalendarQuarter(2010, 1)
QUARTERS = 36
EPISODES = ("E1", "E2", "E3")
MINE_YEARS = {2010: 660.0, 2014: 4250.0, 2018: 12800.0}
"""Mine output outside China, t NdPr a year: USGS REO by country times the setting's NdPr shares."""


@dataclass(frozen=True)
class ScriptLine:
    """One compiled line: an effect from quarter `start` until `stop` (counted from FIRST)."""

    id: str
    effect: Effect
    start: int
    stop: int
    value: float


@dataclass(frozen=True)
class Observation:
    """One observed price, USD/kg; `statistic` is the mean over the quarters, or the value at their end."""

    id: str
    good: int
    inside: bool
    start: int
    stop: int
    statistic: str
    usd_kg: float
    weight: float
    episode: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Run:
    """Price [G, outside/inside, quarter, B]; mine output outside China [year, B]; and checks [quarter, B]."""

    price: F64
    mines_abroad_t: F64
    exports_t: F64
    magnets_t: F64
    residual: F64
    balance: F64


def load_parameters(path: Path | None = None) -> Parameters:
    """The fitted parameters of the core setting, without chance. ContentError if the file has problems."""
    document, problems = read_file(path or levels_dir() / "core" / "settings" / "2009.yaml")
    setting, more = parse_setting(document)
    if setting is None:
        raise ContentError([*problems, *more])
    return quiet(build_parameters(EconomyData(**to_economy_data(setting))))


def load_script(nations: tuple[str, ...], path: Path | None = None) -> tuple[ScriptLine, ...]:
    """The core history script as effects. ContentError if the file has problems."""
    document, problems = read_file(path or levels_dir() / "core" / "history" / "2010_2018.yaml")
    history, more = parse_document(document, History)
    if history is None:
        raise ContentError([*problems, *more])
    lines = []
    for entry in history.entries:
        targets = entry.targets()
        effect = Effect(
            entry.kind,
            goods=tuple(GOODS.index(good) for good in targets.goods),
            nations=tuple(nations.index(name) for name in targets.nations if name != "all"),
            destinations=tuple(nations.index(name) for name in targets.destinations if name != "all"),
            plants=tuple(PLANTS.index(plant) for plant in targets.plants),
        )
        for first, after, value in entry.steps():
            stop = QUARTERS * 10 if after is None else after.index - FIRST.index
            lines.append(ScriptLine(entry.id, effect, first.index - FIRST.index, stop, value))
    return tuple(lines)


@functools.cache
def load_observations(path: Path | None = None) -> tuple[Observation, ...]:
    """The table of observed prices."""
    table = path or levels_dir() / "core" / "history" / "observations.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        return tuple(_observation(row) for row in csv.DictReader(stream))


def _observation(row: dict[str, str]) -> Observation:
    return Observation(
        id=row["id"],
        good=GOODS.index(row["good"]),
        inside=row["where"] == "inside",
        start=parse_calendar(row["from"]).index - FIRST.index,
        stop=parse_calendar(row["to"]).index - FIRST.index + 1,
        statistic=row["statistic"],
        usd_kg=float(row["usd_kg"]),
        weight=float(row["weight"]),
        episode=row["episode"],
        source=row["source"],
        confidence=row["confidence"],
    )


def simulate(
    params: Parameters,
    script: tuple[ScriptLine, ...],
    batch: int = 2,
    values: Mapping[str, F64] | None = None,
    quarters: int = QUARTERS,
) -> Run:
    """Play the script in `batch` worlds.

    `values` replaces the value of script lines, by id or by `id@start`, with one value a world.
    """
    china = params.nations.index("china")
    outside = np.arange(len(params.nations)) != china
    state = start_state(params, batch)
    luck = Chance(np.zeros(batch, dtype=np.uint64), 0)
    everywhere = np.ones(batch, dtype=bool)
    weight = params.want0_t * outside[:, None]
    weight = weight / weight.sum(axis=1, keepdims=True)
    price = np.empty((len(GOODS), 2, quarters, batch))
    mines, exports, magnets, residual, balance = (np.empty((quarters, batch)) for _ in range(5))
    for quarter in range(quarters):
        policy = neutral_policy(params, batch)
        for line in script:
            if line.start <= quarter < line.stop:
                given = (values or {}).get(f"{line.id}@{line.start}", (values or {}).get(line.id))
                value = np.full(batch, line.value) if given is None else given
                apply_effect(policy, line.effect, value, everywhere)
        after, outcome = advance(state, policy, params, luck.at(quarter))
        price[:, 0, quarter] = np.exp((np.log(outcome.price) * weight).sum(axis=1))
        price[:, 1, quarter] = outcome.price[:, china]
        mines[quarter] = outcome.production[MINE][outside].sum(axis=0)
        exports[quarter] = outcome.trade[[LO, HO], china].sum(axis=(0, 1)) - outcome.trade[
            [LO, HO], china, china
        ].sum(axis=0)
        magnets[quarter] = outcome.production[MAGP][outside].sum(axis=0)
        residual[quarter] = np.abs(outcome.residual).max(axis=(0, 1))
        balance[quarter] = np.abs(mass_balance(state, outcome, after)).max(axis=0)
        state = after
    return Run(price, mines, exports, magnets, residual, balance)


def errors(run: Run, observations: tuple[Observation, ...]) -> F64:
    """Log of simulated over observed, [observation, B]."""
    rows = []
    for seen in observations:
        series = run.price[seen.good, int(seen.inside)]
        if seen.statistic == "end":
            after = min(seen.stop, series.shape[0] - 1)
            level = np.sqrt(series[seen.stop - 1] * series[after])
        else:
            level = series[seen.start : seen.stop].mean(axis=0)
        rows.append(np.log(level / seen.usd_kg))
    return np.array(rows)


def rms(error: F64, observations: tuple[Observation, ...], episode: str | None = None) -> F64:
    """Weighted root mean square of log errors [B], of one episode or of all."""
    weight = np.array([o.weight * (episode is None or o.episode == episode) for o in observations])
    result: F64 = np.sqrt((weight[:, None] * error**2).sum(axis=0) / weight.sum())
    return result


def price_gap(run: Run, year: int) -> F64:
    """Price of Nd oxide outside over inside China in a year, minus one, [B]."""
    first = 4 * (year - FIRST.year)
    mean = run.price[LO, :, first : first + 4].mean(axis=1)
    result: F64 = mean[0] / mean[1] - 1.0
    return result


def mine_output(run: Run, year: int) -> F64:
    """Mine output outside China in a year, t NdPr, [B]."""
    first = 4 * (year - FIRST.year)
    result: F64 = run.mines_abroad_t[first : first + 4].sum(axis=0)
    return result


def without(script: tuple[ScriptLine, ...], *ids: str) -> tuple[ScriptLine, ...]:
    """The script without some entries."""
    return tuple(line for line in script if line.id not in ids)


def backtest(setting: Path | None = None, script: Path | None = None) -> dict[str, Any]:
    """Run the back-test; everything in it is plain data.

    Keys: `rms_log_error` {overall, E1, E2, E3}; `series` {quarters, and per series its prices};
    `observations` (simulated and observed); `peak`; `price_gap`; `no_quota`; `mines_abroad`;
    `residual`, `mass_balance_t`.
    """
    params = load_parameters(setting)
    lines = load_script(params.nations, script)
    observations = load_observations()
    run = simulate(params, lines)
    error = errors(run, observations)
    free = simulate(params, without(lines, "quota_2010", "quota_heavy_2010"))
    fit = {"overall": float(rms(error, observations)[0])}
    fit |= {name: float(rms(error, observations, name)[0]) for name in EPISODES}
    return {
        "rms_log_error": fit,
        "series": _series(run),
        "observations": [
            {
                "id": seen.id,
                "episode": seen.episode,
                "observed_usd_kg": seen.usd_kg,
                "simulated_usd_kg": float(seen.usd_kg * np.exp(error[row, 0])),
                "weight": seen.weight,
                "confidence": seen.confidence,
            }
            for row, seen in enumerate(observations)
        ],
        "peak": {
            "good": "heavy_oxide",
            "quarter": str(CalendarQuarter.from_index(FIRST.index + int(run.price[HO, 0, :, 0].argmax()))),
            "observed": "2011Q3",
        },
        "price_gap": {str(year): float(price_gap(run, year)[0]) for year in (2014, 2015, 2016)},
        "no_quota": {
            name: float(_yearly(free.price[good, 0, :, 0]).max() / params.price0_usd_kg[good, 1, 0])
            for name, good in (("light_oxide", LO), ("heavy_oxide", HO))
        },
        "mines_abroad": {
            str(year): {"simulated_t": float(mine_output(run, year)[0]), "observed_t": seen}
            for year, seen in MINE_YEARS.items()
        },
        "residual": float(run.residual.max()),
        "mass_balance_t": float(run.balance.max()),
    }


def _yearly(series: F64) -> F64:
    mean: F64 = series.reshape(-1, 4).mean(axis=1)
    return mean


def _series(run: Run) -> dict[str, Any]:
    quarters = [str(CalendarQuarter.from_index(FIRST.index + q)) for q in range(run.price.shape[2])]
    series: dict[str, Any] = {"quarters": quarters}
    for good in (LC, LO, HO, MG):
        for place, name in enumerate(("outside", "inside")):
            series[f"{GOODS[good]}_{name}_usd_kg"] = run.price[good, place, :, 0].tolist()
    series["mines_abroad_t"] = run.mines_abroad_t[:, 0].tolist()
    series["oxide_exports_of_china_t"] = run.exports_t[:, 0].tolist()
    series["magnets_abroad_t"] = run.magnets_t[:, 0].tolist()
    return series
