"""Axes: nice ticks, number formats, and the mapping from figures to places. No drawing here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..theme import Colour, Tone

Values = Sequence[float] | np.ndarray
Format = Callable[[float], str]
DASHES: tuple[tuple[float, ...], ...] = ((), (7, 4), (2, 3.5), (10, 3, 2, 3), (14, 4), (5, 2))
THIN_SPACE = "\u2009"
MINUS = "\u2212"


@dataclass(frozen=True)
class Series:
    """One line or bar group. NaN leaves a gap. `look` picks colour, dash, marker and hatch together."""

    label: str
    values: Values
    look: int = 0
    colour: Colour | None = None
    faint: bool = False


@dataclass(frozen=True)
class Axis:
    """The vertical axis. `low`/`high` fix its ends; `zero` makes it include zero; `format` writes the
    figures."""

    unit: str = ""
    low: float | None = None
    high: float | None = None
    log: bool = False
    zero: bool = False
    format: Format | None = None
    ticks: int = 5


@dataclass(frozen=True)
class Guide:
    """A level worth knowing (45 days), drawn as a dashed line with its name."""

    value: float
    label: str
    tone: Tone = "warn"


@dataclass(frozen=True)
class Mark:
    """Something that happens at a place on the horizontal axis (an event, an order that lands)."""

    at: float
    label: str
    tone: Tone = "info"
    icon: str = ""


def nice_step(span: float, count: int) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that divides `span` into about `count` parts."""
    raw = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    return next((m * power for m in (1, 2, 2.5, 5) if m * power >= raw * 0.999), 10 * power)


def linear_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers that cover low..high, the first at or below `low`, the last at or above `high`."""
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    if high - low < 1e-12:
        pad = abs(low) * 0.1 or 1.0
        low, high = low - pad, high + pad
    step = nice_step(high - low, count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """1, 2, 5 per decade (fewer over many decades), covering low..high; both must be positive."""
    low = max(low, 1e-12)
    high = max(high, low * 1.0001)
    decades = math.log10(high / low)
    steps = (1, 2, 5) if decades < 2.5 else (1, 3) if decades < 4 else (1,)
    grid = [
        m * 10.0**p
        for p in range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
        for m in steps
    ]
    first = max(i for i, v in enumerate(grid) if v <= low * 1.0001)
    last = min(i for i, v in enumerate(grid) if v >= high * 0.9999)
    return grid[first : max(last, first + 1) + 1]


def number(value: float, step: float = 0.0) -> str:
    """A figure with as many decimals as `step` needs (or three digits), thin spaces between thousands."""
    if not math.isfinite(value):
        return "–"
    if step > 0:
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        if decimals < 6 and abs(round(step, decimals) - step) > step * 1e-6:
            decimals += 1
    else:
        decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN_SPACE)
    negative = value < 0 and float(f"{abs(value):.{decimals}f}") != 0
    return MINUS + text if negative else text


@dataclass(frozen=True)
class Scale:
    """Maps figures to a share of the axis, 0 at the bottom, 1 at the top."""

    ticks: tuple[float, ...]
    low: float
    high: float
    log: bool

    def share(self, value: float) -> float:
        if self.log:
            value = max(value, self.low)
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def format(self, axis: Axis, value: float) -> str:
        if axis.format is not None:
            return axis.format(value)
        if self.log:
            return number(value, 10.0 ** math.floor(math.log10(value) + 1e-9))
        return number(value, self.ticks[1] - self.ticks[0])

    def figure(self, axis: Axis, value: float) -> str:
        """A figure read off the chart: one digit finer than the ticks, the same for all on a linear axis."""
        if axis.format is not None:
            return axis.format(value)
        if self.log:
            return number(value)
        return number(value, 10.0 ** math.floor(math.log10(self.ticks[1] - self.ticks[0]) - 1 + 1e-9))


def scale_for(axis: Axis, groups: Sequence[Values]) -> Scale:
    """The axis that shows all finite values of the groups."""
    arrays = [np.asarray(g, float).ravel() for g in groups]
    values = np.concatenate(arrays) if arrays else np.zeros(0)
    values = values[np.isfinite(values)]
    if axis.log:
        values = values[values > 0]
    low = float(values.min()) if values.size else (1.0 if axis.log else 0.0)
    high = float(values.max()) if values.size else (10.0 if axis.log else 1.0)
    if axis.zero and not axis.log:
        low, high = min(0.0, low), max(0.0, high)
    low = axis.low if axis.low is not None else low
    high = axis.high if axis.high is not None else high
    ticks = log_ticks(low, high) if axis.log else linear_ticks(low, high, axis.ticks)
    return Scale(tuple(ticks), ticks[0], ticks[-1], axis.log)


def spread_labels(wanted: Sequence[float], height: float, low: float, high: float) -> list[float]:
    """Centres as near as possible to the wanted ones, in the same order, `height` apart, inside low..high."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    places = [min(max(wanted[i], low + height / 2), high - height / 2) for i in order]
    for _ in range(60):
        moved = False
        for a in range(len(places) - 1):
            gap = places[a + 1] - places[a]
            if gap < height - 0.01:
                push = (height - gap) / 2
                up = min(push, max(0.0, places[a] - low - height / 2))
                places[a] -= up
                places[a + 1] += height - gap - up
                moved = True
        if places and places[-1] > high - height / 2:
            places[-1] = high - height / 2
        if not moved:
            break
    result = [0.0] * len(wanted)
    for place, index in zip(places, order, strict=True):
        result[index] = place
    return result
