"""Two policies in the same games: who was ahead how often, by how much, and how sure that is.

A game is one luck in one parameter set; both policies meet the same, so their difference is free of what both
had in common. Everything that says "A beats B" in the lab says it by this comparison.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["BEYOND", "SHARE", "Paired", "compare"]

SHARE = 0.75
"""Share of paired games in which a claim must come true: three in four, so that in a class of four teams with
different luck three see it. Half would be a coin; with nearly all no statement about policy would be left."""
BEYOND = 2.0
"""Standard errors by which the mean difference must be away from zero: a mean that is only luck gets there
once in about forty times (one-sided 2.3 %)."""


@dataclass(frozen=True)
class Paired:
    """Differences of one policy to another over games.

    `mean`, `spread` (standard deviation over games) and `error` (standard error of the mean) have the unit
    of what is compared. `share` is the share of games with a difference above zero, a tie being none.
    `effect` is Cohen's d for paired data (d_z), mean over spread; None where nothing varies. The paired one,
    since what the two policies had in common (luck, parameter set) would otherwise swell the spread and hide
    what a government can choose; with normal differences it says the same as `share` (0.67: three in four).
    """

    games: int
    mean: float
    spread: float
    error: float
    share: float
    effect: float | None

    @property
    def share_error(self) -> float:
        """Standard error of `share`; not zero where all games agree (rule of succession)."""
        smoothed = (self.share * self.games + 1.0) / (self.games + 2.0)
        return math.sqrt(smoothed * (1.0 - smoothed) / self.games)

    @property
    def wins(self) -> bool:
        """Whether it is ahead often enough (SHARE) and by more than luck (BEYOND standard errors)."""
        return self.share >= SHARE and self.mean > BEYOND * self.error

    @property
    def loses(self) -> bool:
        """Whether it surely does not win: `share` is below SHARE, or the mean below zero, by BEYOND standard
        errors. Neither `wins` nor `loses`: too few games to tell."""
        return self.share + BEYOND * self.share_error < SHARE or self.mean < -BEYOND * self.error

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "games": self.games,
            "mean": self.mean,
            "spread": self.spread,
            "standard_error": self.error if math.isfinite(self.error) else None,
            "share": self.share,
            "cohens_dz": self.effect,
        }


def compare(one: npt.ArrayLike, other: npt.ArrayLike = 0.0) -> Paired:
    """`one` against `other`, a figure a game [games]. ValueError without games."""
    difference = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    games = difference.size
    if games == 0:
        raise ValueError("no games to compare")
    mean = float(difference.mean())
    spread = float(difference.std(ddof=1)) if games > 1 else 0.0
    return Paired(
        games=games,
        mean=mean,
        spread=spread,
        error=spread / math.sqrt(games) if games > 1 else math.inf,
        share=float((difference > 0.0).mean()),
        effect=mean / spread if spread > 0.0 else None,
    )
