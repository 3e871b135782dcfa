"""What governments and events do to the economy in one quarter, as arrays.

Orders, contracts, standing measures and scripted events all end here; the
economy knows no other way to be influenced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from game.economy.batch import Batch
from game.economy.dims import GOOD_COUNT, PLANT_COUNT
from game.economy.parameters import Parameters

F64 = npt.NDArray[np.float64]


@dataclass
class Policy(Batch):
    """One quarter's measures. G goods, N nations, S sellers, D destinations, K plants, O owners, H hosts.

    The last axis is B, or 1 where a measure is the same in all worlds.

    licence_cap[G,S,D,B]: largest flow as a fraction of the link's trailing flow (inf: open, 0: refused).
    quota[G,S,B]: largest exports as a fraction of the benchmark's exports (inf: none).
    link_quota[G,S,D,B]: the same for one destination.
    export_duty[G,S,B], import_duty[G,D,B]: ad valorem, 0.15 is 15 %.
    link_export_duty[G,S,D,B], link_import_duty[G,S,D,B]: further ones between two nations.
    pledge[G,S,D,B]: t a quarter promised to a buyer, served after the seller's own need.
    loyalty[B]: share of a seller's own need that stands back behind what it has pledged (0).
    affinity[G,S,D,B]: multiplier on the trade weight (1).
    state_buy[G,N,B], state_release[G,N,B]: t; releases go to home users.
    support_usd_kg[G,N,B]: added to what home producers earn per kg (floors, subsidies).
    price_floor_usd_kg[G,N,B]: what home producers expect at least (0).
    cost_factor[K,N,B], need_factor[G,N,B], supply_factor[K,N,B]: multipliers (1) on processing
    cost, final need and effective capacity.
    heavy_intensity_factor[N,B]: multiplier (1) on DyTb per magnet, from research.
    recycled_t[G,N,B]: oxide supplied beside the plants' output.
    capacity_new[K,O,H,B]: t a quarter commissioned now (negative: closed or moved away).
    political_risk[N,B]: 0 none; 1 stops private investment.
    perceived_risk[G,N,B]: 0 none; 1 doubles the stock that users want.
    spillover_factor[N,B]: multiplier (1) on what the nation learns from others.
    freeze_investment[B], freeze_substitution[B], freeze_thrift[B]: 1 switches the market's answer off.
    """

    licence_cap: F64
    quota: F64
    link_quota: F64
    export_duty: F64
    import_duty: F64
    link_export_duty: F64
    link_import_duty: F64
    pledge: F64
    loyalty: F64
    affinity: F64
    state_buy: F64
    state_release: F64
    support_usd_kg: F64
    price_floor_usd_kg: F64
    cost_factor: F64
    need_factor: F64
    supply_factor: F64
    heavy_intensity_factor: F64
    recycled_t: F64
    capacity_new: F64
    political_risk: F64
    perceived_risk: F64
    spillover_factor: F64
    freeze_investment: F64
    freeze_substitution: F64
    freeze_thrift: F64

    def shared(self) -> Self:
        """The same measures, one column for all worlds: nobody may write into these arrays any more."""
        for array in vars(self).values():
            array.flags.writeable = False
        return self

    def draft(self) -> Self:
        """The same measures, of which any may be replaced here without changing them there."""
        new = object.__new__(type(self))
        vars(new).update(vars(self))
        return new

    def wide(self, name: str, worlds: int) -> F64:
        """The array of a measure, to be changed in single worlds: one column a world, and nobody else's.

        A measure that nobody asks for so stays one column for all worlds.
        """
        array: F64 = getattr(self, name)
        if not array.flags.writeable:
            array = np.repeat(array, worlds, axis=-1)
            setattr(self, name, array)
        return array

    def __getstate__(self) -> tuple[dict[str, F64], tuple[str, ...]]:
        """With the names of arrays not to be written into: numpy forgets that between processes."""
        return vars(self), tuple(name for name, array in vars(self).items() if not array.flags.writeable)

    def __setstate__(self, state: tuple[dict[str, F64], tuple[str, ...]]) -> None:
        vars(self).update(state[0])
        for name in state[1]:
            getattr(self, name).flags.writeable = False


def neutral_policy(params: Parameters, batch: int) -> Policy:
    """No measure beyond the benchmark's: its export duties stay, nothing else binds."""
    n = params.nation_count
    goods = (GOOD_COUNT, n, batch)
    links = (GOOD_COUNT, n, n, batch)
    plants = (PLANT_COUNT, n, batch)
    return Policy(
        licence_cap=np.full(links, np.inf),
        quota=np.full(goods, np.inf),
        link_quota=np.full(links, np.inf),
        export_duty=np.broadcast_to(params.export_duty0, goods).copy(),
        import_duty=np.zeros(goods),
        link_export_duty=np.zeros(links),
        link_import_duty=np.zeros(links),
        pledge=np.zeros(links),
        loyalty=np.zeros(batch),
        affinity=np.ones(links),
        state_buy=np.zeros(goods),
        state_release=np.zeros(goods),
        support_usd_kg=np.zeros(goods),
        price_floor_usd_kg=np.zeros(goods),
        cost_factor=np.ones(plants),
        need_factor=np.ones(goods),
        supply_factor=np.ones(plants),
        heavy_intensity_factor=np.ones((n, batch)),
        recycled_t=np.zeros(goods),
        capacity_new=np.zeros((PLANT_COUNT, n, n, batch)),
        political_risk=np.zeros((n, batch)),
        perceived_risk=np.zeros(goods),
        spillover_factor=np.ones((n, batch)),
        freeze_investment=np.zeros(batch),
        freeze_substitution=np.zeros(batch),
        freeze_thrift=np.zeros(batch),
    )
