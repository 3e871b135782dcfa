"""Luck without a generator: every draw is a function of its address.

A draw is a hash of (seed, quarter, purpose, entity), so a replay, a what-if
and a parallel group meet the same luck whatever else was drawn before, and a
world's luck does not depend on the batch. The mixing step is the finaliser of
SplitMix64 (Steele, Lea and Flood 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]


class Purpose(IntEnum):
    """What a draw is for. The economy uses 0-99; rules and levels use 100 and more."""

    WORLD_DEMAND = 0
    NATION_DEMAND = 1
    MINE_OUTAGE = 2
    MINE_OUTAGE_SIZE = 3


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 2.0**-53


def _mix(word: U64) -> U64:
    word = (word ^ (word >> np.uint64(30))) * _MIX_1
    word = (word ^ (word >> np.uint64(27))) * _MIX_2
    result: U64 = word ^ (word >> np.uint64(31))
    return result


@lru_cache(maxsize=4096)
def _turn(quarter: int, purpose: int) -> U64:
    """The part of a draw's address that is common to all worlds, [1]."""
    return _mix(np.array([(quarter % (1 << 32)) + (purpose << 32)], dtype=np.uint64) + _GOLDEN)


@lru_cache(maxsize=4096)
def _who(entities: tuple[int, ...]) -> U64:
    """The part that names the entities, [entities, 1]."""
    return _mix((np.array(entities, dtype=np.uint64)[:, None] + np.uint64(1)) * _GOLDEN)


@dataclass(frozen=True)
class Chance:
    """The luck of B worlds in one quarter.

    `seed` is uint64[B]; `quarter` counts from the first played quarter and may
    be negative for quarters before it.
    """

    seed: U64
    quarter: int

    def __post_init__(self) -> None:
        if self.seed.dtype != np.uint64 or self.seed.ndim != 1:
            raise ValueError("Chance needs seeds as uint64[B]")

    def at(self, quarter: int) -> Chance:
        """The same worlds' luck in another quarter."""
        return Chance(self.seed, quarter)

    @cached_property
    def _world(self) -> U64:
        return _mix(self.seed + _GOLDEN)

    def bits(self, purpose: int, entities: int | Sequence[int]) -> U64:
        """64 random bits, [entities, B]; `entities` is their number, or the numbers of some of them."""
        chosen = tuple(range(entities)) if isinstance(entities, int) else tuple(entities)
        world = _mix(self._world ^ _turn(self.quarter, int(purpose)))
        return _mix(world ^ _who(chosen))

    def uniform(self, purpose: int, entities: int | Sequence[int]) -> F64:
        """Uniform draws in the open interval (0, 1), [entities, B]."""
        top = (self.bits(purpose, entities) >> np.uint64(11)).astype(np.float64)
        return (top + 0.5) * _TO_UNIT

    def normal(self, purpose: int, entities: int | Sequence[int]) -> F64:
        """Standard normal draws, [entities, B]; error below 1e-8."""
        return normal_quantile(self.uniform(purpose, entities))


# Rational approximation of the normal quantile by P. J. Acklam (2003).
_A = (
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.3577518672690,
    -30.66479806614716,
    2.506628277459239,
)
_B = (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572)
_C = (
    -0.007784894002430293,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783,
)
_D = (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416)
_LOW = 0.02425


def _polynomial(coefficients: tuple[float, ...], x: F64) -> F64:
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total


def normal_quantile(probability: F64) -> F64:
    """Quantile of the standard normal for probabilities in (0, 1), elementwise."""
    centre = probability - 0.5
    square = centre * centre
    middle = centre * _polynomial(_A, square) / (_polynomial(_B, square) * square + 1.0)
    tail = np.minimum(probability, 1.0 - probability)
    root = np.sqrt(-2.0 * np.log(tail))
    edge = _polynomial(_C, root) / (_polynomial(_D, root) * root + 1.0)
    return np.where(tail < _LOW, np.where(centre < 0.0, edge, -edge), middle)
