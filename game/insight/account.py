"""The account as a waterfall: from the government that does nothing, line by line, to one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from game.rules.score import Reckoning
from game.rules.state import ACCOUNT_LINES, Floats


@dataclass(frozen=True)
class Step:
    """One bar: from `start` to `end`, USD million. `spread` is its standard deviation over the futures."""

    name: str
    start: float
    end: float
    spread: float

    @property
    def change(self) -> float:
        """Height of the bar, signed."""
        return self.end - self.start


@dataclass(frozen=True)
class Waterfall:
    """Bars `nothing`, the four lines, `yours`; the first and the last stand on zero.

    `calm` and `stressed` are the gain on each line in the calm and in the stressed futures, [4]; `low` and
    `high` the 5th and 95th percentile of the whole gain.
    """

    steps: tuple[Step, ...]
    calm: Floats
    stressed: Floats
    gain: float
    low: float
    high: float
    points: float | None
    seal: str

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "steps": [
                {"name": s.name, "start": s.start, "end": s.end, "spread": s.spread} for s in self.steps
            ],
            "calm": dict(zip(ACCOUNT_LINES, self.calm.tolist(), strict=True)),
            "stressed": dict(zip(ACCOUNT_LINES, self.stressed.tolist(), strict=True)),
            "gain": self.gain,
            "low": self.low,
            "high": self.high,
            "points": self.points,
            "seal": self.seal,
        }


def waterfall(reckoning: Reckoning) -> Waterfall:
    """Lay a reckoning out as bars; the lines' bars add up to the gain that is scored."""
    change = reckoning.lines - reckoning.twin_lines  # [4,F]
    twin = reckoning.twin_lines.sum(axis=0)
    level = float(twin.mean())
    steps = [Step("nothing", 0.0, level, float(twin.std()))]
    for row, name in enumerate(ACCOUNT_LINES):
        height = float(change[row].mean())
        steps.append(Step(name, level, level + height, float(change[row].std())))
        level += height
    steps.append(Step("yours", 0.0, level, float(reckoning.lines.sum(axis=0).std())))
    hit = reckoning.stressed > 0
    low, high = np.quantile(reckoning.gain, (0.05, 0.95))
    return Waterfall(
        tuple(steps),
        _mean(change[:, ~hit]),
        _mean(change[:, hit]),
        float(reckoning.gain.mean()),
        float(low),
        float(high),
        reckoning.points,
        reckoning.seal,
    )


def _mean(change: Floats) -> Floats:
    """Mean over futures, zero where there are none."""
    return change.mean(axis=1) if change.shape[1] else np.zeros(change.shape[0])
