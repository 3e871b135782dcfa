"""Calibration: a search for the parameters with which the model repeats 2010 to 2018.

The setting marks the parameters that may be chosen (`fitted: true`) and the history script the values
(`fitted:`); both state the range. Thousands of candidates are played at once, along the batch axis,
each with and without the export quota. A Latin hypercube looks at the whole box, then an evolution
strategy (`strategy`) refines the best of it, or the files' present values if they are better. The same
seed and budget give the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from game.content.fields import CalendarQuarter
from game.content.history import History
from game.content.setting import Setting, Stated
from game.economy.dims import HO, LO
from game.economy.parameters import Parameters
from game.lab.backtest import (
    EPISODES,
    FIRST,
    GAPS,
    MINE_YEARS,
    QUOTAS,
    Observation,
    Run,
    ScriptLine,
    errors,
    load_history,
    load_observations,
    load_setting,
    mine_output,
    parameters_of,
    price_gap,
    rms,
    script_of,
    simulate,
)
from game.lab.rewrite import set_numbers
from game.lab.strategy import Strategy, folded, hypercube
from game.paths import levels_dir
from game.rules.ensemble import Ensemble, with_columns

F64 = npt.NDArray[np.float64]

# fmt: off
BENCHMARK = (
    "reference_markup", "lead_time_quarters", "depreciation_quarter", "learning_rate",
    "learning_start_years", "learning_start_share", "spillover", "entry_cost_factor", "utilisation_min",
    "utilisation_normal", "utilisation_max",
)
# fmt: on
"""Parameters that the benchmark quarter depends on."""
PEAK = 6
"""2011Q3."""
CHUNK = 256
POPULATION = 128
MOST_WIDE = 4096
FIRST_STEP = 0.15
EDGE = 0.02
INSIDE = "inside_2012_2013.csv"
"""Quotes inside China that no bar counts; half their weight keeps the search from forgetting them."""
INSIDE_SHARE = 0.5
LOG_RANGE = 5.0
"""A range whose ends differ by more is searched in logs."""


@dataclass(frozen=True)
class Free:
    """One free number. `kind`: "behaviour", "script" (one step) or "tied" (a whole entry).

    `exponents`: of a tied entry, its
    steps' logs over the log of the one that is farthest from 1.
    """

    kind: str
    name: str
    low: float
    high: float
    value: float
    exponents: tuple[tuple[int, float], ...] = ()

    @property
    def logarithmic(self) -> bool:
        return self.low > 0.0 and self.high > LOG_RANGE * self.low

    def at(self, place: F64) -> F64:
        """Values at places 0 to 1 of the range."""
        if self.logarithmic:
            return np.asarray(self.low * (self.high / self.low) ** place)
        return np.asarray(self.low + (self.high - self.low) * place)

    def place(self, value: float) -> float:
        """Inverse of `at`."""
        if self.logarithmic:
            return float(np.log(value / self.low) / np.log(self.high / self.low))
        return (value - self.low) / (self.high - self.low)


def free_numbers(setting: Setting, history: History) -> tuple[Free, ...]:
    """What the setting and the script leave to the search, in the order of the files."""
    found = []
    for name, figure in setting.behaviour.items():
        parts = {"": figure} if isinstance(figure, Stated) else figure
        for part, stated in parts.items():
            if not stated.fitted:
                continue
            if stated.low is None or stated.high is None:
                raise ValueError(f"behaviour.{name} is fitted but has no low and high.")
            if name in BENCHMARK:
                raise ValueError(f"behaviour.{name} shapes the benchmark quarter and can't be fitted.")
            label = f"{name}.{part}" if part else name
            found.append(Free("behaviour", label, stated.low, stated.high, stated.value))
    for entry in history.entries:
        if entry.fitted is None:
            continue
        low, high = entry.fitted.low, entry.fitted.high
        steps = [(start.index - FIRST.index, value, start) for start, _, value in entry.steps()]
        if entry.fitted.tie == "together":
            lead = max((value for _, value, _ in steps), key=lambda value: abs(np.log(value)))
            shape = tuple((start, float(np.log(value) / np.log(lead))) for start, value, _ in steps)
            found.append(Free("tied", entry.id, low, high, lead, exponents=shape))
            continue
        for start, value, quarter in steps:
            if not entry.fitted.steps or quarter in entry.fitted.steps:
                found.append(Free("script", f"{entry.id}@{start}", low, high, value))
    return tuple(found)


def worlds(base: Parameters, free: Sequence[Free], numbers: F64) -> tuple[Parameters, dict[str, F64]]:
    """Parameters and script values of candidates; numbers[free, candidate]."""
    columns: dict[str, F64] = {}
    script: dict[str, F64] = {}
    for one, row in zip(free, numbers, strict=True):
        if one.kind == "tied":
            for start, exponent in one.exponents:
                script[f"{one.name}@{start}"] = row**exponent
        else:
            (script if one.kind == "script" else columns)[one.name] = row
    return with_columns(base, columns), script


@dataclass(frozen=True)
class Score:
    """Losses [candidate] and what they are made of, [candidate] each."""

    loss: F64
    parts: dict[str, F64]
    run: Run
    free_run: Run


def evaluate(
    base: Parameters,
    script: tuple[ScriptLine, ...],
    observations: tuple[Observation, ...],
    beside: tuple[Observation, ...],
    free: Sequence[Free],
    numbers: F64,
) -> Score:
    """Play candidates with and without the quota and rate them."""
    twice = np.concatenate([numbers, numbers], axis=1)
    params, values = worlds(base, free, twice)
    return _rate(params, values, numbers.shape[1], script, observations, beside)


def rated_members(task: Problem, members: Ensemble) -> Score:
    """Play the members of an ensemble with and without the quota and rate them."""
    count = members.size
    twice = members.take(np.concatenate([np.arange(count), np.arange(count)]))
    return _rate(twice.parameters, dict(twice.script), count, task.script, task.observations, task.beside)


def _rate(
    params: Parameters,
    values: dict[str, F64],
    count: int,
    script: tuple[ScriptLine, ...],
    observations: tuple[Observation, ...],
    beside: tuple[Observation, ...],
) -> Score:
    """Play twice `count` worlds, the second half without the quota; `values` of the script are changed."""
    lifted = np.arange(2 * count) >= count
    for line in script:
        if line.id in QUOTAS:
            key = f"{line.id}@{line.start}"
            kept = values.get(key, np.full(2 * count, line.value))
            values[key] = np.where(lifted, np.inf, kept)
    both = simulate(params, script, 2 * count, values)
    run, free_run = both.worlds(slice(0, count)), both.worlds(slice(count, 2 * count))
    parts = loss_parts(params, observations, run, free_run)
    weight = INSIDE_SHARE * sum(o.weight for o in beside) / sum(o.weight for o in observations)
    parts["inside"] = 100.0 * weight * rms(errors(run, beside), beside) ** 2
    loss = np.nan_to_num(sum(parts.values()), nan=1e6)
    return Score(loss, parts, run, free_run)


def _beyond(value: F64, room: float, unit: float) -> F64:
    """Square of what lies beyond `room`, in `unit`s."""
    result: F64 = (np.maximum(np.abs(value) - room, 0.0) / unit) ** 2
    return result


def loss_parts(
    base: Parameters, observations: tuple[Observation, ...], run: Run, free_run: Run
) -> dict[str, F64]:
    """Parts of the loss [candidate]: mean square log error of the prices, and what the quantities, the
    gaps, the run without the quota and the calm after 2015 miss. One unit of each is about one percent
    of a squared log error."""
    error = errors(run, observations)
    parts = {"prices": 100.0 * rms(error, observations) ** 2}
    gaps = [price_gap(run, year) - seen for year, seen in GAPS.items()]
    parts["gaps"] = _beyond(np.array(gaps), 0.055, 0.02).sum(axis=0)
    prices = free_run.price[[LO, HO], 0]
    yearly = prices.reshape(2, -1, 4, prices.shape[-1]).mean(axis=2).max(axis=1)
    rise = np.log(yearly / base.price0_usd_kg[[LO, HO], 1])
    parts["no_quota"] = _beyond(np.maximum(rise - np.log(2.48), 0.0), 0.0, 0.01).sum(axis=0)
    ratios = [np.log(mine_output(run, year) / seen) for year, seen in MINE_YEARS.items()]
    parts["mines"] = _beyond(np.array(ratios[1:]), np.log(1.3), 0.2).sum(axis=0)
    magnets = run.magnets_t / run.magnets_t[:1]
    parts["magnets"] = _beyond(np.minimum(magnets.min(axis=0) - 0.7, 0.0), 0.0, 0.1)
    late = np.abs(np.diff(np.log(run.price[[LO, HO], :, 28:]), axis=2)).max(axis=(0, 1, 2))
    parts["calm"] = _beyond(late, 0.15, 0.05)
    outside = np.log(run.price[[LO, HO], 0])
    above = (outside - outside[:, PEAK : PEAK + 1]).max(axis=1)
    parts["peak"] = _beyond(above, 0.0, 0.1).sum(axis=0)
    return parts


@dataclass(frozen=True)
class Problem:
    """What is searched: the calm parameters, the script, the observations and the free numbers."""

    setting: Path
    history: Path
    entries: History
    base: Parameters
    script: tuple[ScriptLine, ...]
    observations: tuple[Observation, ...]
    beside: tuple[Observation, ...]
    free: tuple[Free, ...]

    def score(self, places: F64) -> Score:
        """Rate candidates at places [free, candidate] of the unit box."""
        return evaluate(
            self.base, self.script, self.observations, self.beside, self.free, self.numbers(places)
        )

    def numbers(self, places: F64) -> F64:
        """The free numbers [free, candidate] at places of the unit box, rounded as they are written."""
        rows = [one.at(row) for one, row in zip(self.free, places, strict=True)]
        return np.array([[float(f"{value:.4g}") for value in row] for row in rows])

    def present(self) -> F64:
        """The places of the files' values [free, 1]."""
        return np.array([[one.place(one.value)] for one in self.free])


def problem(setting: Path | None = None, history: Path | None = None) -> Problem:
    """The core setting and script, or other files. ContentError if a file has problems, ValueError if a
    fitted figure has no range or shapes the benchmark."""
    setting = setting or levels_dir() / "core" / "settings" / "2009.yaml"
    history = history or levels_dir() / "core" / "history" / "2010_2018.yaml"
    figures = load_setting(setting)
    entries = load_history(history, figures.nations)
    free = free_numbers(figures, entries)
    return Problem(
        setting=setting,
        history=history,
        entries=entries,
        base=parameters_of(figures),
        script=script_of(figures, entries),
        observations=load_observations(),
        beside=load_observations(levels_dir() / "core" / "history" / INSIDE),
        free=free,
    )


@dataclass(frozen=True)
class Fit:
    """What the search found: places and losses of all candidates, the best one's number, and the
    parts of the loss before and after."""

    problem: Problem
    seed: int
    places: F64
    losses: F64
    before: dict[str, float]
    after: dict[str, float]
    numbers: F64
    rms_log_error: dict[str, float]

    @property
    def better(self) -> bool:
        return sum(self.after.values()) < sum(self.before.values())

    def to_plain(self) -> dict[str, Any]:
        """For `--json`; `at_edge` names what lies within 2 % of an end of its range."""
        free = self.problem.free
        where = [one.place(float(number)) for one, number in zip(free, self.numbers, strict=True)]
        return {
            "seed": self.seed,
            "candidates": int(self.losses.size),
            "loss_before": self.before,
            "loss_after": self.after,
            "rms_log_error": self.rms_log_error,
            "values": {
                one.name: {"low": one.low, "high": one.high, "before": one.value, "after": float(number)}
                for one, number in zip(free, self.numbers, strict=True)
            },
            "at_edge": [
                one.name for one, place in zip(free, where, strict=True) if min(place, 1 - place) < EDGE
            ],
        }


def calibrate(
    task: Problem,
    candidates: int = 20_000,
    seed: int = 1,
    progress: Callable[[int, float], None] = lambda done, loss: None,
) -> Fit:
    """Search with a budget of candidates; `progress` hears the candidates done and the best loss.

    The result is never worse than the files' present values, which are the first candidate.
    """
    draw = np.random.default_rng(seed)
    count = len(task.free)
    wide = min(max(candidates // 8, 1), MOST_WIDE)
    kept_places, kept_losses = [], []
    done = 0

    def rate(places: F64) -> F64:
        nonlocal done
        losses = []
        for start in range(0, places.shape[1], CHUNK):
            losses.append(task.score(places[:, start : start + CHUNK]).loss)
            done += losses[-1].size
        kept_places.append(places)
        kept_losses.append(np.concatenate(losses))
        progress(done, float(min(block.min() for block in kept_losses)))
        return kept_losses[-1]

    first = np.concatenate([task.present(), hypercube(draw, count, wide)], axis=1)
    losses = rate(first)
    search = Strategy(first[:, losses.argmin()], FIRST_STEP, min(POPULATION, max(candidates // 8, 4)))
    while done + search.size <= candidates and not search.settled:
        asked = search.ask(draw)
        search.tell(asked, rate(folded(asked)))
    places, found = np.concatenate(kept_places, axis=1), np.concatenate(kept_losses)
    best = places[:, [int(found.argmin())]]
    pair = task.score(np.concatenate([task.present(), best], axis=1))
    before, after = ({name: float(part[k]) for name, part in pair.parts.items()} for k in (0, 1))
    error = errors(pair.run, task.observations)
    fit = {"overall": float(rms(error, task.observations)[1])}
    fit |= {name: float(rms(error, task.observations, name)[1]) for name in EPISODES}
    return Fit(task, seed, places, found, before, after, task.numbers(best)[:, 0], fit)


def write(fit: Fit) -> None:
    """Put the numbers into the setting and the script; every other character of the files stays.

    ValueError, in one sentence, if a file cannot be written.
    """
    figures: dict[tuple[str | int, ...], float] = {}
    steps: dict[tuple[str | int, ...], float] = {}
    entries = fit.problem.entries.entries
    for one, number in zip(fit.problem.free, fit.numbers, strict=True):
        if one.kind == "behaviour":
            figures["behaviour", *one.name.split("."), "value"] = float(number)
            continue
        name, _, start = one.name.partition("@")
        at = next(k for k, entry in enumerate(entries) if entry.id == name)
        exponents = one.exponents if one.kind == "tied" else ((int(start), 1.0),)
        single = isinstance(entries[at].value, float)
        for quarter, exponent in exponents:
            key = ("value",) if single else ("value", str(CalendarQuarter.from_index(FIRST.index + quarter)))
            steps["entries", at, *key] = float(f"{float(number) ** exponent:.4g}")
    set_numbers(fit.problem.setting, figures)
    set_numbers(fit.problem.history, steps)
