"""The back-test: the model driven by what governments did, against the prices that came out.

`backtest()` plays a history script from the benchmark of a setting, without chance, and compares it with
a table of observations: 2010 to 2018 as shipped, or any other episode.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from game.content.fields import CalendarQuarter, parse_calendar
from game.content.observations import MOST_QUARTERS, Observation
from game.content.setting import Setting
from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.dims import GOODS, HO, LC, LO, MAGP, MG, MINE
from game.economy.effects import apply_effect
from game.economy.outcome import mass_balance
from game.economy.parameters import Parameters
from game.economy.policy import neutral_policy
from game.economy.state import start_state
from game.lab.episode import (
    NEVER,
    SHIPPED_FIRST,
    ScriptLine,
    load_history,
    load_observations,
    load_parameters,
    load_script,
    load_setting,
    parameters_of,
    script_of,
)

__all__ = [
    "EPISODES",
    "FIRST",
    "GAPS",
    "MINE_YEARS",
    "QUARTERS",
    "QUOTAS",
    "Observation",
    "Run",
    "ScriptLine",
    "backtest",
    "errors",
    "fit_table",
    "load_history",
    "load_observations",
    "load_parameters",
    "load_script",
    "load_setting",
    "mine_output",
    "parameters_of",
    "price_gap",
    "rms",
    "script_of",
    "simulate",
    "without",
]

F64 = npt.NDArray[np.float64]

FIRST = SHIPPED_FIRST
QUARTERS = 36
EPISODES = ("E1", "E2", "E3")
MINE_YEARS = {2010: 660.0, 2014: 4250.0, 2018: 12800.0}
"""Mine output outside China, t NdPr a year: USGS REO by country times the setting's NdPr shares."""
GAPS = {2014: 0.28, 2015: 0.116, 2016: 0.042}
"""Price of Nd oxide outside over inside China, minus one; computed from the observation table."""
ROUNDING_T = 1e-6
CALM_QUARTERS = 20
QUOTAS = ("quota_2010", "quota_heavy_2010")
"""The script's entries that a run without the quota leaves out."""
SHIPPED = ("2009", "2010_2018")
"""Setting and history script of the shipped back-test, with QUARTERS from FIRST."""
LEAST_QUARTERS = 8


@dataclass(frozen=True)
class Run:
    """Price [G, outside/inside/nations asked for, quarter, B]; per quarter [quarter, B]: output of mines
    and magnet plants outside the inside nation, its exports of oxides and magnets; checks."""

    price: F64
    mines_abroad_t: F64
    exports_t: F64
    magnets_t: F64
    residual: F64
    balance: F64
    magnet_exports_t: F64

    def worlds(self, chosen: slice) -> Run:
        """Some of the worlds."""
        return Run(*(getattr(self, field.name)[..., chosen] for field in fields(self)))


def simulate(
    params: Parameters,
    script: tuple[ScriptLine, ...],
    batch: int = 2,
    values: Mapping[str, F64] | None = None,
    quarters: int = QUARTERS,
    inside: str = "china",
    nations: tuple[str, ...] = (),
) -> Run:
    """Play the script in `batch` worlds.

    `values` replaces the value of script lines, by id or by `id@start`, with one value a world. `inside` is
    the nation with a price of its own; prices of `nations` follow those of outside and inside.
    """
    china = params.nations.index(inside)
    others = [params.nations.index(name) for name in nations]
    outside = np.arange(len(params.nations)) != china
    state = start_state(params, batch)
    luck = Chance(np.zeros(batch, dtype=np.uint64), 0)
    everywhere = np.ones(batch, dtype=bool)
    weight = params.want0_t * outside[:, None]
    weight = weight / weight.sum(axis=1, keepdims=True)
    price = np.empty((len(GOODS), 2 + len(others), quarters, batch))
    mines, exports, magnets, residual, balance, shipped = (np.empty((quarters, batch)) for _ in range(6))
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
        price[:, 2:, quarter] = outcome.price[:, others]
        mines[quarter] = outcome.production[MINE][outside].sum(axis=0)
        abroad = outcome.trade[:, china].sum(axis=1) - outcome.trade[:, china, china]
        exports[quarter] = abroad[LO] + abroad[HO]
        shipped[quarter] = abroad[MG]
        magnets[quarter] = outcome.production[MAGP][outside].sum(axis=0)
        residual[quarter] = np.abs(outcome.residual).max(axis=(0, 1))
        balance[quarter] = np.abs(mass_balance(state, outcome, after)).max(axis=0)
        state = after
    return Run(price, mines, exports, magnets, residual, balance, shipped)


def errors(run: Run, observations: tuple[Observation, ...], nations: tuple[str, ...] = ()) -> F64:
    """Log of simulated over observed, [observation, B]; `nations` as in `simulate`."""
    places = ("outside", "inside", *nations)
    rows = []
    for seen in observations:
        series = run.price[seen.good, places.index(seen.where)]
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


def backtest(
    setting: str | Path | None = None,
    history: Sequence[str | Path] = (),
    observations: Path | None = None,
) -> dict[str, Any]:
    """Run the back-test; everything in it is plain data. ContentError with what is wrong in the files.

    Without arguments it is the shipped one, 2010 to 2018. With another setting and no history, the setting's
    projects are played alone; several scripts are played together, so that one can go on where another
    stops; with another history and no table, nothing is compared. Keys: `episode`
    (what was played); `rms_log_error` {overall, and each episode of the table}; `series` {quarters, and
    per series its values}; `observations` (simulated and observed); `residual`, `mass_balance_t`; and for
    the shipped one `peak`, `price_gap`, `no_quota`, `mines_abroad`, `calm`: how far prices of oxides and
    magnets move in five years in which nothing happens; and `fit_table` (`fit_table`).
    """
    scripts = tuple(map(str, history)) or ((SHIPPED[1],) if setting is None else ())
    names = (str(setting or SHIPPED[0]), *scripts)
    chosen = load_setting(names[0])
    params = parameters_of(chosen)
    script = script_of(chosen, *(load_history(name, chosen.nations) for name in scripts))
    first = CalendarQuarter.from_index(chosen.quarter.index + 1)
    table: tuple[Observation, ...] = ()
    if observations is not None or names == SHIPPED:
        table = load_observations(observations, first, params.nations)
    asked = tuple(name for name in params.nations if any(seen.where == name for seen in table))
    quarters = max(_length(table, script), QUARTERS if names == SHIPPED else 0)
    run = simulate(params, script, quarters=quarters, inside=chosen.prices.inside, nations=asked)
    error = errors(run, table, asked)
    fit = {"overall": float(rms(error, table)[0])} if table else {}
    fit |= {name: float(rms(error, table, name)[0]) for name in sorted({seen.episode for seen in table})}
    result = {
        "episode": {
            "setting": names[0],
            "history": list(scripts),
            "first": str(first),
            "quarters": quarters,
        },
        "rms_log_error": fit,
        "series": _series(run, chosen, asked),
        "observations": [
            {
                "id": seen.id,
                "episode": seen.episode,
                "observed_usd_kg": seen.usd_kg,
                "simulated_usd_kg": float(seen.usd_kg * np.exp(error[row, 0])),
                "weight": seen.weight,
                "confidence": seen.confidence,
            }
            for row, seen in enumerate(table)
        ],
        "residual": float(run.residual.max()),
        "mass_balance_t": float(run.balance.max()),
    }
    if names != SHIPPED:
        return result
    result |= _checks(params, script, run)
    return result | {"fit_table": fit_table(result)}


def fit_table(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How well it must fit, line by line, from the rest of a shipped back-test.

    Each line: `figure`, `value`, `off` (how far it is from what it should be), and the largest `off` of the
    `bar` and of the `aim` (None where there is none), `meets` bar, aim or nothing. Errors and residuals are
    shares, gaps points, mines and the run without the quota factors, the peak's place quarters.
    """
    peak = result["peak"]
    late = parse_calendar(peak["quarter"]).index - parse_calendar(peak["observed"]).index
    gaps = {year: result["price_gap"][str(year)] for year in GAPS}
    error, worst = result["rms_log_error"]["overall"], max(result["no_quota"].values())
    lines = [
        ("rms_log_error", error, error, 0.15, 0.10),
        ("peak_quarter", peak["quarter"], abs(late), 1, 0),
        *((f"price_gap_{year}", gap, 100 * abs(gap - GAPS[year]), 7, 3) for year, gap in gaps.items()),
        ("no_quota_highest_year", worst, worst, 2.5, 1.8),
        *(
            (f"mines_abroad_{year}_t", row["simulated_t"], _factor(**row), 2, 1.3)
            for year, row in result["mines_abroad"].items()
        ),
        ("residual", result["residual"], result["residual"], 0.01, None),
        ("mass_balance_t", result["mass_balance_t"], result["mass_balance_t"], ROUNDING_T, None),
        ("calm", result["calm"], result["calm"], 0.10, 0.03),
    ]
    return [
        {"figure": figure, "value": value, "off": off, "bar": bar, "aim": aim, "meets": _met(off, bar, aim)}
        for figure, value, off, bar, aim in lines
    ]


def _factor(simulated_t: float, observed_t: float) -> float:
    return max(simulated_t / observed_t, observed_t / simulated_t)


def _met(off: float, bar: float, aim: float | None) -> str:
    if aim is not None and off <= aim:
        return "aim"
    return "bar" if off <= bar else "nothing"


def _length(table: tuple[Observation, ...], script: tuple[ScriptLine, ...]) -> int:
    """Quarters to play: to the last observation, or else a year beyond the last change of the script."""
    if table:
        return max(seen.stop for seen in table)
    changes = [quarter for line in script for quarter in (line.start, line.stop) if quarter < NEVER]
    return min(max([LEAST_QUARTERS, *(quarter + 4 for quarter in changes)]), MOST_QUARTERS)


def _checks(params: Parameters, script: tuple[ScriptLine, ...], run: Run) -> dict[str, Any]:
    """What is known of 2010 to 2018 beside single prices."""
    free = simulate(params, without(script, *QUOTAS))
    calm = simulate(params, (), quarters=CALM_QUARTERS).price[[LO, HO, MG], :2]
    return {
        "calm": float(np.abs(calm / calm[:, :, :1] - 1.0).max()),
        "peak": {
            "good": "heavy_oxide",
            "quarter": str(CalendarQuarter.from_index(FIRST.index + int(run.price[HO, 0, :, 0].argmax()))),
            "observed": "2011Q3",
        },
        "price_gap": {str(year): float(price_gap(run, year)[0]) for year in GAPS},
        "no_quota": {
            name: float(_yearly(free.price[good, 0, :, 0]).max() / params.price0_usd_kg[good, 1, 0])
            for name, good in (("light_oxide", LO), ("heavy_oxide", HO))
        },
        "mines_abroad": {
            str(year): {"simulated_t": float(mine_output(run, year)[0]), "observed_t": seen}
            for year, seen in MINE_YEARS.items()
        },
    }


def _yearly(series: F64) -> F64:
    mean: F64 = series.reshape(-1, 4).mean(axis=1)
    return mean


def _series(run: Run, setting: Setting, nations: tuple[str, ...]) -> dict[str, Any]:
    first = setting.quarter.index + 1
    quarters = [str(CalendarQuarter.from_index(first + q)) for q in range(run.price.shape[2])]
    series: dict[str, Any] = {"quarters": quarters}
    for good in (LC, LO, HO, MG):
        for place, name in enumerate(("outside", "inside", *nations)):
            series[f"{GOODS[good]}_{name}_usd_kg"] = run.price[good, place, :, 0].tolist()
    series["mines_abroad_t"] = run.mines_abroad_t[:, 0].tolist()
    series[f"oxide_exports_of_{setting.prices.inside}_t"] = run.exports_t[:, 0].tolist()
    series[f"magnet_exports_of_{setting.prices.inside}_t"] = run.magnet_exports_t[:, 0].tolist()
    series["magnets_abroad_t"] = run.magnets_t[:, 0].tolist()
    return series
