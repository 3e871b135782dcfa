"""Numbers of a rulebook as columns, so that a quarter handles all seats at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.economy.dims import HO, LO, MG
from game.economy.effects import Effect

if TYPE_CHECKING:
    from game.rules.rulebook import Rulebook

SMALL_OUTPUT_T = 100.0  # t a quarter; less magnet output than this says nothing about a nation's supply
USED = np.array([[LO], [HO], [MG]])  # goods that final users buy, to index beside nations
Floats = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Tables:
    """S seats, G the goods of quotas and duties; USD million, tonnes, USD/kg."""

    income_musd: Floats  # [S,1]
    influence_income: Floats  # [S,1]
    debt_limit_musd: Floats  # [S,1]
    bill0_musd: Floats  # [S,1] what home users and plants paid for rare earths in the benchmark quarter
    magnet_base_t: Floats  # [S,1] magnet output of the benchmark quarter
    confidence_per_output_loss: Floats  # [S,1] 0 where too few magnets are made to be missed
    used_price0_usd_kg: Floats  # [3,S,1] benchmark prices of what final users buy, see USED
    used_elasticity: Floats  # [3,1,1]
    damage_usd_kg: Floats  # [N,1] damage of mining a kg of REO, at today's practice
    output_mandates: tuple[tuple[int, Any], ...]  # seat and objective
    need_month_t: Floats  # [2,S,1] benchmark need of light and heavy oxide
    oxide_rows: Index  # [2,S] light and heavy oxide at home, for `pick`
    used_rows: Index  # [3,S] what final users buy at home, see USED, for `pick`
    oxides: Index  # [2,1] light and heavy oxide, to index goods beside nations [S]
    quota_goods: Index  # [G,1]
    quota_steps: Floats
    duty_steps: Floats
    licence_flow: Floats
    stock_months: Floats  # by standing option of the slot `stock`: months bought each quarter
    cases: Index  # slots that file a case at the WTO
    exports0_light_t: Floats  # [S,1] exports of light oxide in the benchmark quarter
    own_quotas: tuple[Index, ...]  # by seat: effects that set a quota for its nation
    quotas_of_others: tuple[Index, ...]  # by seat: effects that set quotas, but not for its nation
    lasting: Index  # effects that run for several quarters
    guaranteed: Index  # projects that may have a state guarantee
    progress: tuple[tuple[int, float, float], ...]  # by programme: see `_progress`


def tabulate(rulebook: Rulebook) -> Tables:
    """The tables of a rulebook; they hold nothing that it does not."""
    infos = [rulebook.level.seats[name] for name in rulebook.seats]
    orders = rulebook.level.orders
    base = rulebook.magnet_base_t[:, None]
    flow0, nations = rulebook.parameters.flow0_t[LO], rulebook.nation_of

    def column(name: str) -> Floats:
        return np.array([[float(getattr(info, name))] for info in infos])

    def quotas(concerns: Callable[[Effect, int], bool]) -> tuple[Index, ...]:
        found = [
            (index, effect.economic)
            for index, effect in enumerate(rulebook.effects)
            if effect.kind == "quota" and effect.economic is not None
        ]
        return tuple(
            np.array([index for index, effect in found if concerns(effect, int(nation))], dtype=np.intp)
            for nation in rulebook.nation_of
        )

    return Tables(
        income_musd=column("income_musd"),
        influence_income=column("influence_income"),
        debt_limit_musd=column("debt_limit_musd"),
        bill0_musd=home_bill0(rulebook, rulebook.nation_of),
        magnet_base_t=np.maximum(base, 1e-9),
        confidence_per_output_loss=np.where(
            base >= SMALL_OUTPUT_T, float(orders.confidence.per_output_loss), 0.0
        ),
        used_price0_usd_kg=rulebook.parameters.price0_usd_kg[USED, rulebook.nation_of],
        used_elasticity=rulebook.parameters.use_elasticity[USED],
        damage_usd_kg=_damage(rulebook),
        output_mandates=tuple(
            (seat, objective)
            for seat, info in enumerate(infos)
            for objective in info.mandate
            if objective.kind == "magnet_output"
        ),
        need_month_t=rulebook.need_month_t[..., None],
        oxide_rows=USED[:2] * len(rulebook.nations) + rulebook.nation_of,
        used_rows=USED * len(rulebook.nations) + rulebook.nation_of,
        oxides=np.array([[LO], [HO]]),
        quota_goods=np.array(rulebook.quota_goods, dtype=np.intp)[:, None],
        quota_steps=np.asarray(orders.controls.quota_steps, dtype=np.float64),
        duty_steps=np.asarray(orders.controls.duty_steps, dtype=np.float64),
        licence_flow=np.asarray(orders.controls.licence_flow, dtype=np.float64),
        stock_months=np.array([0.0, 0.0, 0.0, orders.stock.months[0], orders.stock.months[-1]]),
        cases=np.flatnonzero([spec.kind == "wto" for spec in rulebook.slots]),
        exports0_light_t=np.stack([flow0[nation].sum(axis=0) - flow0[nation, nation] for nation in nations]),
        own_quotas=quotas(lambda effect, nation: nation in effect.nations),
        quotas_of_others=quotas(lambda effect, nation: nation not in effect.nations),
        lasting=np.flatnonzero([not effect.at_once for effect in rulebook.effects]),
        guaranteed=np.flatnonzero([project.guarantee_share > 0 for project in rulebook.projects]),
        progress=_progress(orders),
    )


def _damage(rulebook: Rulebook) -> Floats:
    prices = rulebook.level.orders.nature
    heavy_part = np.minimum(rulebook.parameters.heavy_share * 4.0, 1.0)  # ion clays: DyTb a quarter of NdPr
    result: Floats = float(prices.light) * (1.0 - heavy_part) + float(prices.heavy) * heavy_part
    return result


def _progress(orders: Any) -> tuple[tuple[int, float, float], ...]:
    """Of each of PROGRAMMES: quarters before results, gain a quarter after that, and where it ends, in the
    programme's unit."""
    thrift, process, recycling = orders.thrift, orders.process, orders.recycling
    steps = (1.0 - float(process.cost_floor)) / float(process.cost_per_quarter)
    return (
        (2 * thrift.phase_quarters, float(thrift.per_quarter), 1.0 - float(thrift.floor)),
        (int(process.delay), 1.0, steps),
        (int(orders.engineers.delay) - 1, 1.0, 1.0),
        (int(recycling.delay), float(recycling.per_quarter), float(recycling.cap)),
    )


def home_bill0(rulebook: Rulebook, nation: int | Index) -> Floats:
    """What plants and users of a nation, or of several, paid for oxides and magnets of their own use in the
    benchmark quarter, USD million, [1] or [..,1]."""
    params = rulebook.parameters
    total = params.need0_t[MG, nation] * params.price0_usd_kg[MG, nation]
    made = params.supply0_t[MG, nation]
    for good, content in ((LO, params.light_per_magnet), (HO, params.heavy_per_magnet[nation])):
        total = total + (params.need0_t[good, nation] + made * content) * params.price0_usd_kg[good, nation]
    return np.maximum(total * 1e-3, 1e-6)
