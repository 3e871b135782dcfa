"""The ensemble: parameter sets that repeat history about as well as the fitted one.

Walkers start around the fitted values, as far from them in each number as the loss hardly minds, and move by
differences of other walkers (differential evolution Markov chain: ter Braak 2006, doi
10.1007/s11222-006-8769-1), accepted by a loss in which the bars of the calibration are soft; where they are
at the end is the ensemble. Beside the fitted numbers, `OPEN` parameters move that the back-test hardly sees
but a game does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from game.content.ensemble import ERROR_COLUMN
from game.content.setting import Setting, Stated
from game.lab.backtest import errors, load_setting, rms
from game.lab.calibrate import Free, Problem, evaluate
from game.lab.rewrite import replace_text
from game.lab.strategy import folded

F64 = npt.NDArray[np.float64]

OPEN = (
    "trade_elasticity",
    "use_elasticity.magnets",
    "entry_response",
    "investment_cut",
    "mothball_loss",
    "margin_width",
    "substitution_speed",
    "thrift_elasticity",
    "leakage_fade",
    "fear_max",
)
"""Parameters with a range that are not fitted, but belong to what is not known."""
COLDNESS = 20.0
"""How much one unit of the calibration's loss (one percent of a squared log error) counts against a set."""
SOFT = {"no_quota": 0.04, "gaps": 0.25}
"""Weights of parts of the loss: the fitted values lie on their bars, where a wall would hold all walkers."""
LONG_JUMPS = 0.1
JITTER = 0.002
LEAST_REACH = 0.01
REACH = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Distances, as shares of a range, at which it is tried how much the loss minds one number alone."""
BEARABLE = 0.25
"""Rise of the loss that one number alone may cause at the start."""
CHUNK = 256
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Sample:
    """Members at the end: places [free, member] of the unit box, their losses and errors [member]."""

    problem: Problem
    places: F64
    losses: F64
    rms_log_error: F64
    accepted: float

    def to_plain(self) -> dict[str, Any]:
        """For `--json`: quantiles of error and loss, and of the place of each number in its range."""
        return {
            "members": int(self.losses.size),
            "accepted": self.accepted,
            "rms_log_error": _quantiles(self.rms_log_error),
            "loss": _quantiles(self.losses),
            "places": {
                one.name: _quantiles(row) for one, row in zip(self.problem.free, self.places, strict=True)
            },
        }


def _quantiles(values: F64) -> dict[str, float]:
    return dict(zip(map(str, QUANTILES), np.quantile(values, QUANTILES).tolist(), strict=True))


def widened(task: Problem) -> Problem:
    """The task with the open parameters free too. ValueError if one of them has no range."""
    setting = load_setting(task.setting)
    return replace(task, free=(*task.free, *(_open(setting, name) for name in OPEN)))


def _open(setting: Setting, label: str) -> Free:
    name, _, part = label.partition(".")
    figure = setting.behaviour[name]
    stated = figure if isinstance(figure, Stated) else {str(key): one for key, one in figure.items()}[part]
    if stated.low is None or stated.high is None:
        raise ValueError(f"behaviour.{label} needs low and high to belong to the ensemble.")
    return Free("behaviour", label, stated.low, stated.high, stated.value)


def sample(
    task: Problem,
    members: int = 256,
    steps: int = 100,
    seed: int = 1,
    progress: Callable[[int, float], None] = lambda step, loss: None,
) -> Sample:
    """Let `members` walkers make `steps` moves; `progress` hears the step and the median loss.

    The first walker starts at the present values. The same arguments give the same members.
    """
    draw = np.random.default_rng(seed)
    present = task.present()
    count = len(task.free)
    low, high = _reach(task, present)
    places = low + (high - low) * draw.random((count, members))
    places[:, :1] = present
    losses, error = _rated(task, places)
    halves = np.arange(members // 2), np.arange(members // 2, members)
    accepted = 0
    usual = 2.38 / np.sqrt(2.0 * count)
    for step in range(steps):
        for mine, others in (halves, halves[::-1]):
            pair = others[np.argsort(draw.random((mine.size, others.size)), axis=1)[:, :2]]
            length = np.where(draw.random(mine.size) < LONG_JUMPS, 1.0, usual)
            jump = length * (places[:, pair[:, 0]] - places[:, pair[:, 1]])
            jump += JITTER * draw.standard_normal(jump.shape)
            asked = folded(places[:, mine] + jump)
            found, off = _rated(task, asked)
            moved = np.log(draw.random(mine.size)) < -COLDNESS * (found - losses[mine])
            where = mine[moved]
            places[:, where] = asked[:, moved]
            losses[where], error[where] = found[moved], off[moved]
            accepted += int(moved.sum())
        progress(step + 1, float(np.median(losses)))
    return Sample(task, places, losses, error, accepted / max(steps * members, 1))


def _reach(task: Problem, present: F64) -> tuple[F64, F64]:
    """How far each number alone may go below and above its present place [free, 1]."""
    count = len(task.free)
    offsets = np.array([*(-distance for distance in REACH), *REACH])
    places = np.repeat(present, count * offsets.size + 1, axis=1)
    for at in range(count):
        mine = 1 + at * offsets.size + np.arange(offsets.size)
        places[at, mine] = np.clip(present[at] + offsets, 0.0, 1.0)
    losses, _ = _rated(task, places)
    rise = (losses[1:] - losses[0]).reshape(count, 2, len(REACH))
    bearable = np.cumprod(rise < BEARABLE, axis=2).sum(axis=2)
    reach = np.array([LEAST_REACH, *REACH])[bearable]
    return np.clip(present - reach[:, :1], 0.0, 1.0), np.clip(present + reach[:, 1:], 0.0, 1.0)


def _rated(task: Problem, places: F64) -> tuple[F64, F64]:
    """Loss and error in the back-test of candidates [candidate]."""
    losses, error = [], []
    for start in range(0, places.shape[1], CHUNK):
        numbers = task.numbers(places[:, start : start + CHUNK])
        score = evaluate(task.base, task.script, task.observations, task.beside, task.free, numbers)
        parts = [SOFT.get(name, 1.0) * part for name, part in score.parts.items()]
        losses.append(np.nan_to_num(np.sum(parts, axis=0), nan=1e6))
        error.append(rms(errors(score.run, task.observations), task.observations))
    return np.concatenate(losses), np.concatenate(error)


def write_ensemble(path: Path, found: Sample) -> None:
    """Write the members, the best first, as a table beside the setting."""
    columns: dict[str, F64] = {}
    numbers = found.problem.numbers(found.places)
    for one, row in zip(found.problem.free, numbers, strict=True):
        if one.kind == "tied":
            for start, exponent in one.exponents:
                columns[f"{one.name}@{start}"] = row**exponent
        else:
            columns[one.name] = row
    order = np.argsort(found.losses, kind="stable")
    lines = [",".join((ERROR_COLUMN, *columns))]
    for member in order:
        cells = [f"{found.rms_log_error[member]:.4f}"]
        lines.append(",".join(cells + [f"{row[member]:.4g}" for row in columns.values()]))
    replace_text(path, "\n".join(lines) + "\n")
