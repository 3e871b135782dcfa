"""The closed vocabulary of effects that scripts and events have on the economy.

One effect writes one kind of measure for some goods, nations, destinations and
plants. Several effects on the same place combine by a rule that does not
depend on their order: caps by the smallest, floors by the largest, factors by
the product, capacity, risks, duties and tonnes by the sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from game.economy.dims import GOOD_COUNT, PLANT_COUNT
from game.economy.policy import Policy

F64 = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

KINDS: Final = {
    "quota": "Exports of the goods by the nations, at most `value` times the benchmark's exports; with "
    "destinations, each flow there by itself.",
    "export_duty": "`value` added to the nations' export duty on the goods (0.1 is ten points more); with "
    "destinations, on what goes there, and multiplied with the general duty.",
    "import_duty": "`value` added to the nations' import duty on the goods (0.1 is ten points more); with "
    "destinations, on what comes from these sellers.",
    "licence": "Flow from the nations to the destinations, at most `value` times its trailing flow.",
    "need": "Final need for the goods in the nations, multiplied by `value`.",
    "supply": "Effective capacity of the plants in the nations, multiplied by `value`.",
    "cost": "Processing cost of the plants in the nations, multiplied by `value`.",
    "political_risk": "`value` added to what keeps private investors out of the nations (1: all of them).",
    "perceived_risk": "`value` added to the precaution of users in the nations (1: double stocks).",
    "affinity": "Trade weight from the nations to the destinations, multiplied by `value`.",
    "capacity": "`value` t a quarter of the plants commissioned by owners `nations` in `destinations`.",
    "support": "`value` USD/kg added to what producers of the goods in the nations earn.",
    "price_floor": "Producers of the goods in the nations expect to earn at least `value` USD/kg.",
    "state_buy": "`value` t a quarter of the goods bought for the public stocks of the nations.",
    "state_release": "`value` t a quarter of the goods released from the public stocks of the nations.",
    "pledge": "`value` t a quarter of the goods promised by the nations to the destinations.",
    "spillover": "What the nations learn from others' output, multiplied by `value`.",
    "recycled": "`value` t a quarter of the goods supplied by recycling in the nations.",
    "intensity": "Heavy oxide per magnet in the nations, multiplied by `value`.",
}
"""Every kind with its manual entry."""

_ALL: tuple[int, ...] = ()


@dataclass(frozen=True)
class Effect:
    """One effect; an empty tuple means "all". For `capacity` no destination means the owner itself; the
    destinations of an `import_duty` are the sellers that it meets."""

    kind: str
    goods: tuple[int, ...] = _ALL
    nations: tuple[int, ...] = _ALL
    destinations: tuple[int, ...] = _ALL
    plants: tuple[int, ...] = _ALL

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown effect {self.kind!r}; known: {', '.join(sorted(KINDS))}")


def _every(chosen: tuple[int, ...], count: int) -> tuple[int, ...]:
    return chosen if chosen else tuple(range(count))


def apply_effect(policy: Policy, effect: Effect, value: F64 | float, active: npt.NDArray[np.bool_]) -> None:
    """Write an effect into a policy, in place.

    value[B] (or one for all) is in the unit of the kind, active[B] says in which worlds
    it holds. A measure is changed in active worlds only.
    """
    measure, combine, neutral = _measure(effect)
    target = policy.wide(measure, active.shape[-1])
    rows = _rows(effect, target.shape[:-1])
    flat = target.reshape(-1, target.shape[-1])
    flat[rows] = combine(flat.take(rows, axis=0), np.where(active, value, neutral))


def _measure(effect: Effect) -> tuple[str, np.ufunc, float]:
    """The measure that an effect writes, how it joins what stands there, and what would change nothing."""
    if effect.destinations and effect.kind in _BY_SOME_LINKS:
        return _BY_SOME_LINKS[effect.kind]
    return _MEASURES[effect.kind]


@lru_cache(maxsize=4096)
def _rows(effect: Effect, shape: tuple[int, ...]) -> Index:
    """Where in the array of its measure [*shape,B] an effect works, the leading axes counted through; each
    place once."""
    nation_count = shape[-1]
    nations = _every(effect.nations, nation_count)
    goods = _every(effect.goods, GOOD_COUNT)
    plants = _every(effect.plants, PLANT_COUNT)
    found: list[tuple[int, ...]]
    if effect.kind in _BY_NATION:
        found = [(n,) for n in nations]
    elif effect.kind in _BY_PLANT:
        found = [(k, n) for k in plants for n in nations]
    elif effect.kind == "capacity":
        found = [(k, n, host) for k in plants for n in nations for host in effect.destinations or (n,)]
    elif effect.kind == "import_duty" and effect.destinations:
        found = [
            (g, seller, n) for g in goods for seller in effect.destinations for n in nations if seller != n
        ]
    elif effect.kind in _BY_LINK or (effect.destinations and effect.kind in _BY_SOME_LINKS):
        buyers = _every(effect.destinations, nation_count)
        found = [(g, n, buyer) for g in goods for n in nations for buyer in buyers if buyer != n]
    else:
        found = [(g, n) for g in goods for n in nations]
    return np.array([np.ravel_multi_index(place, shape) for place in dict.fromkeys(found)], dtype=np.intp)


_SUM: Final = (np.add, 0.0)
_PRODUCT: Final = (np.multiply, 1.0)
_SMALLEST: Final = (np.minimum, np.inf)
_LARGEST: Final = (np.maximum, 0.0)
_BY_NATION: Final = {
    "political_risk": ("political_risk", *_SUM),
    "spillover": ("spillover_factor", *_PRODUCT),
    "intensity": ("heavy_intensity_factor", *_PRODUCT),
}
_BY_GOOD: Final = {
    "quota": ("quota", *_SMALLEST),
    "export_duty": ("export_duty", *_SUM),
    "import_duty": ("import_duty", *_SUM),
    "need": ("need_factor", *_PRODUCT),
    "perceived_risk": ("perceived_risk", *_SUM),
    "support": ("support_usd_kg", *_SUM),
    "price_floor": ("price_floor_usd_kg", *_LARGEST),
    "state_buy": ("state_buy", *_SUM),
    "state_release": ("state_release", *_SUM),
    "recycled": ("recycled_t", *_SUM),
}
_BY_PLANT: Final = {"supply": ("supply_factor", *_PRODUCT), "cost": ("cost_factor", *_PRODUCT)}
_BY_LINK: Final = {
    "licence": ("licence_cap", *_SMALLEST),
    "affinity": ("affinity", *_PRODUCT),
    "pledge": ("pledge", *_SUM),
}
_BY_SOME_LINKS: Final[dict[str, tuple[str, np.ufunc, float]]] = {
    "quota": ("link_quota", *_SMALLEST),
    "export_duty": ("link_export_duty", *_SUM),
    "import_duty": ("link_import_duty", *_SUM),
}
"""Kinds that may name destinations (an import duty: origins), and then work on those links alone."""
_CAPACITY: Final = {"capacity": ("capacity_new", *_SUM)}
_MEASURES: Final[dict[str, tuple[str, np.ufunc, float]]] = {
    **_BY_NATION, **_BY_GOOD, **_BY_PLANT, **_BY_LINK, **_CAPACITY,
}  # fmt: skip
"""By kind: the measure that it writes, how it joins what stands there, and what would change nothing."""
