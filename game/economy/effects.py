"""The closed vocabulary of effects that scripts and events have on the economy.

One effect writes one kind of measure for some goods, nations, destinations and
plants. Several effects on the same place combine by a rule that does not
depend on their order: caps by the smallest, factors by the product, capacity,
risks, duties and tonnes by the sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from game.economy.dims import GOOD_COUNT, PLANT_COUNT
from game.economy.policy import Policy

F64 = npt.NDArray[np.float64]

KINDS: Final = {
    "quota": "Exports of the goods by the nations, at most `value` times the benchmark's exports.",
    "export_duty": "`value` added to the nations' export duty on the goods (0.1 is ten points more).",
    "import_duty": "`value` added to the nations' import duty on the goods (0.1 is ten points more).",
    "licence": "Flow from the nations to the destinations, at most `value` times its trailing flow.",
    "need": "Final need for the goods in the nations, multiplied by `value`.",
    "supply": "Effective capacity of the plants in the nations, multiplied by `value`.",
    "cost": "Processing cost of the plants in the nations, multiplied by `value`.",
    "political_risk": "`value` added to what keeps private investors out of the nations (1: all of them).",
    "perceived_risk": "`value` added to the precaution of users in the nations (1: double stocks).",
    "affinity": "Trade weight from the nations to the destinations, multiplied by `value`.",
    "capacity": "`value` t a quarter of the plants commissioned by owners `nations` in `destinations`.",
    "support": "`value` USD/kg added to what producers of the goods in the nations earn.",
    "spillover": "What the nations learn from others' output, multiplied by `value`.",
    "recycled": "`value` t a quarter of the goods supplied by recycling in the nations.",
    "intensity": "Heavy oxide per magnet in the nations, multiplied by `value`.",
}
"""Every kind with its manual entry."""

_ALL: tuple[int, ...] = ()


@dataclass(frozen=True)
class Effect:
    """One effect; an empty tuple means "all". For `capacity` no destination means the owner itself."""

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


def apply_effect(policy: Policy, effect: Effect, value: F64, active: npt.NDArray[np.bool_]) -> None:
    """Write an effect into a policy, in place.

    value[B] (or [1]) is in the unit of the kind, active[B] says in which worlds
    it holds. A measure is changed in active worlds only. ValueError for an unknown kind.
    """
    nation_count = policy.political_risk.shape[0]
    nations = _every(effect.nations, nation_count)
    goods = _every(effect.goods, GOOD_COUNT)
    plants = _every(effect.plants, PLANT_COUNT)
    amount = np.where(active, value, 0.0)
    factor = np.where(active, value, 1.0)
    cap = np.where(active, value, np.inf)
    kind = effect.kind
    for n in nations:
        if kind in _BY_NATION:
            target = getattr(policy, _BY_NATION[kind][0])
            target[n] = _combine(target[n], _BY_NATION[kind][1], amount, factor, cap)
        elif kind in _BY_GOOD:
            target = getattr(policy, _BY_GOOD[kind][0])
            for g in goods:
                target[g, n] = _combine(target[g, n], _BY_GOOD[kind][1], amount, factor, cap)
        elif kind in _BY_PLANT:
            target = getattr(policy, _BY_PLANT[kind][0])
            for k in plants:
                target[k, n] = _combine(target[k, n], _BY_PLANT[kind][1], amount, factor, cap)
        elif kind == "capacity":
            for host in effect.destinations or (n,):
                for k in plants:
                    policy.capacity_new[k, n, host] += amount
        else:
            _apply_to_links(policy, effect, n, goods, nation_count, factor, cap)


def _apply_to_links(
    policy: Policy, effect: Effect, seller: int, goods: tuple[int, ...], nations: int, factor: F64, cap: F64
) -> None:
    for buyer in _every(effect.destinations, nations):
        if buyer == seller:
            continue
        for g in goods:
            if effect.kind == "licence":
                link = policy.licence_cap[g, seller, buyer]
                np.minimum(link, cap, out=link)
            elif effect.kind == "affinity":
                policy.affinity[g, seller, buyer] *= factor
            else:
                raise ValueError(f"unknown effect {effect.kind!r}")


def _combine(old: F64, rule: str, amount: F64, factor: F64, cap: F64) -> F64:
    if rule == "sum":
        return old + amount
    if rule == "product":
        return old * factor
    return np.minimum(old, cap)


_BY_NATION: Final = {
    "political_risk": ("political_risk", "sum"),
    "spillover": ("spillover_factor", "product"),
    "intensity": ("heavy_intensity_factor", "product"),
}
_BY_GOOD: Final = {
    "quota": ("quota", "min"),
    "export_duty": ("export_duty", "sum"),
    "import_duty": ("import_duty", "sum"),
    "need": ("need_factor", "product"),
    "perceived_risk": ("perceived_risk", "sum"),
    "support": ("support_usd_kg", "sum"),
    "recycled": ("recycled_t", "sum"),
}
_BY_PLANT: Final = {"supply": ("supply_factor", "product"), "cost": ("cost_factor", "product")}
