"""Axes: round numbers to mark, and where a value lies on the paper."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Axis", "axis_over"]

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high` on paper from `start` to `end` (upwards too); `ticks` are marked."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value lies, in units of the paper."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def axis_over(values: Iterable[float], start: float, end: float, marks: int = 4, zero: bool = True) -> Axis:
    """An axis that holds all values, with about so many round marks; `zero` makes it begin or pass there."""
    found = [value for value in values if math.isfinite(value)]
    if zero or not found:
        found.append(0.0)
    low, high = min(found), max(found)
    if high - low < 1e-9:
        high = low + 1.0
    step = _step((high - low) / marks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(step * number for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], start, end, ticks)


def _step(least: float) -> float:
    """The smallest round step that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1.0 - 1e-9))
