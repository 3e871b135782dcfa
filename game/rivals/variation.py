"""How simulated governments differ from their archetype: timing, size and what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.economy.chance import Chance
from game.rules.purposes import Draw

SIZED = ("stock", "offtake", "licence", "quota", "duty")
"""Kinds of order whose options are steps of one measure, so that a government may take the next one."""


@dataclass(frozen=True)
class Variation:
    """One column per government. R rules of the archetype, B governments.

    `delay` [R,B]: quarters by which a rule's window moves back. `skip` [R,B]: rules that are left out. `size`
    [R,B]: -1, 0 or 1, the next smaller or larger option of orders that have steps.
    """

    delay: NDArray[np.int16]
    skip: NDArray[np.bool_]
    size: NDArray[np.int8]

    def take(self, columns: Any) -> Variation:
        """The governments at `columns` (a slice or an index array)."""
        return Variation(self.delay[:, columns], self.skip[:, columns], self.size[:, columns])

    def repeat(self, n: int) -> Variation:
        """Each government n times in a row, as `Batch.repeat` does with worlds."""
        return Variation(
            np.repeat(self.delay, n, axis=1), np.repeat(self.skip, n, axis=1), np.repeat(self.size, n, axis=1)
        )


def draw_variation(rules: Sequence[Any], seeds: NDArray[np.uint64]) -> Variation:
    """Draw a government per seed from the rules' `vary`; a third each is smaller, as declared, larger.

    A rule without `vary` stays as it is. The draws depend on the seed and the rule's place alone.
    """
    count = max(len(rules), 1)
    draw = Chance(seeds, 0).uniform(Draw.RIVAL, 3 * count)
    delay = np.zeros((len(rules), seeds.size), dtype=np.int16)
    skip = np.zeros((len(rules), seeds.size), dtype=bool)
    size = np.zeros((len(rules), seeds.size), dtype=np.int8)
    for row, rule in enumerate(rules):
        if rule.vary.delay is not None:
            low, high = (int(bound) for bound in rule.vary.delay)
            delay[row] = low + np.floor(draw[row] * (high - low + 1)).astype(np.int16)
        if rule.vary.skip is not None:
            skip[row] = draw[count + row] < float(rule.vary.skip)
        if rule.vary.delay is not None or rule.vary.skip is not None:
            size[row] = np.floor(draw[2 * count + row] * 3.0).astype(np.int8) - 1
    return Variation(delay, skip, size)
