"""Every number that the model uses, as arrays with the batch axis last.

`EconomyData` is what a setting file states, as plain arrays; `Parameters` is
what the model computes with: the benchmark solved from the data, and the
behavioural parameters. Each parameter's last axis is 1 (shared) or B (one
value a world), so that ensembles and challenges vary any of them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from game.economy.dims import PLANT_COUNT

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EconomyData:
    """A setting's figures. G goods, K plants, N nations; nan where the balance decides.

    Tonnes are per quarter of the benchmark; see `dims`. `behaviour` maps the name of a
    behavioural parameter (a scalar, or one value a good or plant) to its value.
    """

    nations: tuple[str, ...]
    balancing_nation: int
    """The nation whose mines and light and heavy separation close the world balance."""
    growth_quarter: float
    price0_usd_kg: F64
    """[G,N] paid by users in the benchmark quarter."""
    export_duty0: F64
    """[G,N]"""
    mine_output_t: F64
    """[N] contained NdPr; nan for the balancing nation."""
    light_separation_output_t: F64
    heavy_separation_output_t: F64
    magnet_output_t: F64
    need_light_oxide_t: F64
    """[N] other than magnets."""
    need_heavy_oxide_t: F64
    magnet_need_share: F64
    """[N] weights; the total follows from output."""
    cover_months: F64
    """[G,N] private stock wanted, months of use or output."""
    light_per_magnet: float
    heavy_per_magnet: F64
    heavy_share: F64
    """[N] DyTb mined per NdPr mined; nan for the balancing nation."""
    ndpr_share: F64
    """[N] contained NdPr per tonne REO mined, for display and conversion."""
    by_product_credit_usd_kg: F64
    """[N] sales of other oxides per kg of NdPr mined, already taken off the mine's cost."""
    processing_cost_usd_kg: F64
    """[K,N] without inputs; nan where benchmark output and the reference mark-up decide."""
    reference_markup: F64
    """[K] revenue over cost, minus one, at which plants run normally."""
    latent_capacity_share: F64
    """[K,N] share of world output from which private entry starts."""
    home_bias: float
    entry_weight: float
    """Share of a nation's stock that is offered abroad like output."""
    partner: F64
    """[G,N,N] multiplier on the trade prior."""
    behaviour: dict[str, Any]
    under_way_t: F64 = dataclasses.field(default_factory=lambda: np.zeros(PLANT_COUNT))
    """[K] capacity, t a quarter, that named projects will add; the balancing nation builds as much less."""


@dataclass(frozen=True)
class Parameters:
    """Benchmark and behaviour; shapes in brackets, last axis 1 or B.

    Units: t a quarter, USD/kg, quarters; shares and elasticities are plain numbers.
    `docs/economy.md` gives symbol, meaning and source of each.
    """

    nations: tuple[str, ...]
    # the benchmark quarter
    growth_quarter: F64  # [1]
    price0_usd_kg: F64  # [G,N,1]
    netback0_usd_kg: F64  # [G,N,1]
    export_duty0: F64  # [G,N,1]
    need0_t: F64  # [G,N,1] final need
    want0_t: F64  # [G,N,1] need, plant inputs and stock wanted
    supply0_t: F64  # [G,N,1]
    stock0_t: F64  # [G,N,1]
    exports0_t: F64  # [G,S,1]
    flow0_t: F64  # [G,S,D,1] abroad only
    weights: F64  # [G,S,D,1] share of a seller's output that goes to a buyer
    entry_weight: F64  # [1] share of a stock that is offered like output; the rest stays at home
    capacity0_t: F64  # [K,O,H,1]
    pipeline0_t: F64  # [K,stage,N,1]
    utilisation0: F64  # [K,N,1]
    investor_memory0: F64  # [K,N,1]
    entry_memory0: F64  # [N,1]
    experience0_t: F64  # [K,N,1] own output ever, a share of others', and a start
    # technology and cost
    light_per_magnet: F64  # [1]
    heavy_per_magnet: F64  # [N,1]
    heavy_flex: F64  # [1] least share of normal heavy content at which a magnet can still be made
    heavy_share: F64  # [N,1]
    ndpr_share: F64  # [N,1]
    by_product_credit_usd_kg: F64  # [N,1]
    processing_cost_usd_kg: F64  # [K,N,1]
    reference_log_markup: F64  # [K,1,1]
    learning_exponent: F64  # [K,1,1]
    learning_floor: F64  # [1]
    spillover: F64  # [1]
    # use and stock
    use_elasticity: F64  # [G,1]
    choke_ratio: F64  # [1]
    cover_quarters: F64  # [G,N,1]
    stock_elasticity: F64  # [1]
    expectation_speed: F64  # [1]
    hoarding: F64  # [1] part of the gap to the price abroad that holders behind a control expect to get
    planning_speed: F64  # [1] of producers' expected net-back
    fear_gain: F64  # [1]
    fear_threshold: F64  # [1] log growth of the price in a quarter that nobody minds
    fear_speed: F64  # [1]
    fear_fade: F64  # [1]
    fear_max: F64  # [1]
    fear_min: F64  # [1]
    # trade
    trade_elasticity: F64  # [1]
    leakage_speed: F64  # [1]
    leakage_fade: F64  # [1] where nothing is controlled
    leakage_gain: F64  # [1]
    leakage_licence_max: F64  # [1]
    # plants
    utilisation_min: F64  # [1]
    utilisation_normal: F64  # [1]
    utilisation_max: F64  # [1]
    margin_width: F64  # [1]
    depreciation_quarter: F64  # [K,1,1]
    mothball_loss: F64  # [1] log mark-up below the reference at which plants are shut
    mothball_speed: F64  # [1]
    restart_speed: F64  # [1]
    scrap_speed: F64  # [1] share of shut capacity lost for good in a quarter
    # private investment
    lead_time_quarters: F64  # [K,1,1]
    investment_response: F64  # [1] above the reference mark-up
    investment_cut: F64  # [1] share of replacement given up per log mark-up below it
    entry_response: F64  # [1]
    entry_max_quarter: F64  # [1]
    investment_memory_speed: F64  # [1]
    investment_max_quarter: F64  # [1]
    latent_capacity_t: F64  # [K,N,1]
    capex_usd_t_year: F64  # [K,1,1]
    # long-run demand
    long_run_elasticity: F64  # [1]
    substitution_speed: F64  # [1]
    substitution_return: F64  # [1]
    thrift_elasticity: F64  # [1]
    thrift_speed: F64  # [1]
    thrift_limit: F64  # [1] log
    # chance
    demand_shock_world_sd: F64  # [1] a year
    demand_shock_nation_sd: F64  # [1] a year
    outage_probability: F64  # [1] a nation's mines, a quarter
    outage_size: F64  # [1] largest part lost

    @property
    def nation_count(self) -> int:
        return len(self.nations)

    @property
    def size(self) -> int:
        """1 if every parameter is shared, else B."""
        return max(int(array.shape[-1]) for _, array in self.arrays())

    def arrays(self) -> list[tuple[str, F64]]:
        """Name and array of every numeric parameter."""
        named = [(f.name, getattr(self, f.name)) for f in dataclasses.fields(self)]
        return [(name, value) for name, value in named if isinstance(value, np.ndarray)]

    def with_values(self, **values: npt.ArrayLike) -> Self:
        """A copy with some parameters replaced.

        A value may lack trailing length-1 axes: a scalar fills the parameter's shape, an array
        must broadcast to it, its last axis free (1 or B). ValueError names an unknown or misshapen one.
        """
        known = dict(self.arrays())
        new: dict[str, F64] = {}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"no parameter is called {name!r}")
            array = np.asarray(value, dtype=np.float64)
            lead = known[name].shape[:-1]
            if array.ndim == 0:
                array = np.full((*lead, 1), float(array))
            try:
                new[name] = np.array(np.broadcast_to(array, (*lead, array.shape[-1])), order="C")
            except ValueError:
                raise ValueError(
                    f"parameter {name!r} needs a shape that fits {(*lead, 'B')}, not {array.shape}"
                ) from None
        return self._with(new)

    def _with(self, new: dict[str, Any]) -> Self:
        return dataclasses.replace(self, **new)

    def columns(self, chosen: slice) -> Self:
        """The parameters of some worlds; shared ones stay shared."""
        new = {name: a[..., chosen] for name, a in self.arrays() if a.shape[-1] > 1}
        return self._with(new) if new else self

    def repeat(self, n: int) -> Self:
        """Each world's parameters n times in a row; shared ones stay shared."""
        new = {name: np.repeat(a, n, axis=-1) for name, a in self.arrays() if a.shape[-1] > 1}
        return self._with(new) if new else self

    def take(self, index: npt.ArrayLike) -> Self:
        """The parameters of the worlds at `index`; shared ones stay shared."""
        wanted = np.atleast_1d(np.asarray(index))
        new = {name: a[..., wanted] for name, a in self.arrays() if a.shape[-1] > 1}
        return self._with(new) if new else self


def quiet(params: Parameters) -> Parameters:
    """The same parameters without chance: no demand shocks, no outages."""
    return params.with_values(demand_shock_world_sd=0.0, demand_shock_nation_sd=0.0, outage_probability=0.0)
