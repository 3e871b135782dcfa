"""What a government can see: named features of one seat, each an array [B]. Agents, conditions and screens
use them.

An observation holds no script, no seed and no other treasury.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.economy.dims import HO, LO, MG
from game.rules.masks import rows_in, some
from game.rules.rulebook import Rulebook, Status, declared_value, stands_at
from game.rules.state import NEVER, PROGRAMMES, Floats, State
from game.rules.tables import Index


class Observation(Mapping[str, Floats]):
    """All features of one seat by name, each found when somebody first looks at it; see FEATURES."""

    def __init__(self, rulebook: Rulebook, state: State, seat: int) -> None:
        self._world = rulebook, state, seat
        self._seen: dict[str, Floats] = {}

    def __getitem__(self, name: str) -> Floats:
        if name not in self._seen:
            self._seen[name] = self._look(name)
        return self._seen[name]

    def _look(self, name: str) -> Floats:
        rulebook, state, seat = self._world
        if name in FEATURES:
            return FEATURES[name](rulebook, state, seat)
        kind, _, other = name.partition("_")
        if kind not in ("trust", "agreement"):
            raise KeyError(name)
        if kind == "trust":
            return state.trust[seat, rulebook.seat(other)]
        return (state.agreement[seat, rulebook.seat(other)] > 0).astype(np.float64)

    def __iter__(self) -> Iterator[str]:
        yield from FEATURES
        for other in self._world[0].seats:
            yield f"trust_{other}"
            yield f"agreement_{other}"

    def __len__(self) -> int:
        return len(FEATURES) + 2 * self._world[0].seat_count


def observe(rulebook: Rulebook, state: State, seat: int) -> Observation:
    """What a seat sees of this state."""
    return Observation(rulebook, state, seat)


def cover_days(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Days of need covered by private and public stock, the scarcer of light and heavy oxide."""
    nation = rulebook.nation_of[seat]
    worst: Floats | None = None
    for row, good in ((0, LO), (1, HO)):
        held = state.economy.stock[good, nation] + state.economy.public_stock[good, nation]
        need = 3.0 * rulebook.need_month_t[row, seat]
        days = 90.0 * held / np.maximum(need, 1e-9)
        worst = days if worst is None else np.minimum(worst, days)
    assert worst is not None
    return worst


def price_ratio(good: int) -> Callable[[Rulebook, State, int], Floats]:
    """Home price of a good against the benchmark's."""

    def ratio(rulebook: Rulebook, state: State, seat: int) -> Floats:
        value: Floats = (
            state.economy.price[good, rulebook.nation_of[seat]]
            / rulebook.parameters.price0_usd_kg[good, rulebook.nation_of[seat]]
        )
        return value

    return ratio


def _price_change(rulebook: Rulebook, state: State, seat: int) -> Floats:
    now = state.economy.price[LO, rulebook.nation_of[seat]]
    return now / np.maximum(state.price_before[LO, seat], 1e-9) - 1.0


def _price(rulebook: Rulebook, state: State, seat: int) -> Floats:
    return state.economy.price[LO, rulebook.nation_of[seat]]


def _gap(rulebook: Rulebook, state: State, seat: int) -> Floats:
    price = state.economy.price[LO]
    return price[rulebook.nation_of[seat]] / price.min(axis=0) - 1.0


def _output_ratio(rulebook: Rulebook, state: State, seat: int) -> Floats:
    base = rulebook.magnet_base_t[seat]
    return state.magnet_output_t[seat] / base if base > 0 else np.ones(state.size)


def measures_against(rulebook: Rulebook, state: State, seat: int) -> NDArray[np.bool_]:
    """Whether any quota of another nation is in force on oxides, [B]."""
    scripted = np.any(in_force(state, rulebook.tables.quotas_of_others[seat]), axis=0)
    standing = (state.quota_step > 0) & (state.wto_ends > state.quarter)
    standing[seat] = False
    return np.asarray(scripted | np.any(standing, axis=0))


def in_force(state: State, effects: Index) -> NDArray[np.bool_]:
    """Which of some lasting effects run this quarter, [effects,B]."""
    started = state.effect_start.take(effects, axis=0) <= state.quarter
    return np.asarray(started & (state.quarter < state.effect_end.take(effects, axis=0)))


def _quota_in_force(rulebook: Rulebook, state: State, seat: int) -> Floats:
    return measures_against(rulebook, state, seat).astype(np.float64)


def _licence_worst(rulebook: Rulebook, state: State, seat: int) -> Floats:
    return state.licence[:, :, seat].max(axis=(0, 1)).astype(np.float64)


def _stock_months(rulebook: Rulebook, state: State, seat: int) -> Floats:
    held = state.economy.public_stock[LO, rulebook.nation_of[seat]]
    return held / np.maximum(rulebook.need_month_t[0, seat], 1e-9)


def _rumour(rulebook: Rulebook, state: State, seat: int) -> Floats:
    heard = (state.event_rumour <= state.quarter) & (state.event_rumour > state.quarter - 2)
    return (heard & (state.event_fired == NEVER)).any(axis=0).astype(np.float64)


def _own_projects(rulebook: Rulebook, state: State, seat: int) -> Floats:
    status = state.project_status
    busy = (status >= Status.PERMIT) & (status <= Status.RAMP)
    return ((state.project_owner == seat) & busy).sum(axis=0).astype(np.float64)


def _own_open(rulebook: Rulebook, state: State, seat: int) -> Floats:
    return (
        ((state.project_owner == seat) & (state.project_status == Status.OPEN)).sum(axis=0).astype(np.float64)
    )


def _exports(rulebook: Rulebook, state: State, seat: int) -> Floats:
    me = rulebook.nation_of[seat]
    total: Floats = (
        state.economy.reference_flow[LO, me].sum(axis=0) - state.economy.reference_flow[LO, me, me]
    )
    return total


def _quota_use(rulebook: Rulebook, state: State, seat: int) -> Floats:
    allowed = np.full(state.size, np.inf)
    base = rulebook.tables.exports0_light_t[seat]
    quotas = rulebook.tables.own_quotas[seat]
    active = in_force(state, quotas)
    for place in rows_in(active):
        limit = declared_value(state, rulebook.effects[quotas[place]]) * base
        allowed = np.where(active[place], np.minimum(allowed, limit), allowed)
    own = rulebook.tables.quota_steps[state.quota_step[seat]]
    allowed = np.where(state.quota_step[seat] > 0, np.minimum(allowed, own * base), allowed)
    return np.where(np.isfinite(allowed), _exports(rulebook, state, seat) / np.maximum(allowed, 1e-9), 1.0)


def _export_share(rulebook: Rulebook, state: State, seat: int) -> Floats:
    me = rulebook.nation_of[seat]
    world = state.economy.reference_flow[LO].sum(axis=(0, 1))
    return state.economy.reference_flow[LO, me].sum(axis=0) / np.maximum(world, 1e-9)


def _feed(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Concentrate that arrived against what home separation needs at full load."""
    me = rulebook.nation_of[seat]
    capacity = state.economy.capacity[1, :, me].sum(axis=0)
    arrived = state.economy.reference_flow[0, :, me].sum(axis=0)
    return np.where(capacity > 0.5, arrived / np.maximum(capacity, 0.5), 1.0)


def _programme(name: str) -> Callable[[Rulebook, State, int], Floats]:
    row = PROGRAMMES.index(name)
    return lambda rulebook, state, seat: state.programme_on[row, seat].astype(np.float64)


FEATURES: dict[str, Callable[[Rulebook, State, int], Floats]] = {
    "quarter": lambda r, s, i: np.full(s.size, s.quarter + 1.0),
    "price_ratio_light": price_ratio(LO),
    "price_ratio_heavy": price_ratio(HO),
    "price_ratio_magnets": price_ratio(MG),
    "price_change_light": _price_change,
    "price_usd_kg_light": _price,
    "price_gap_light": _gap,
    "cover_days": cover_days,
    "magnet_output_ratio": _output_ratio,
    "magnet_output_t": lambda r, s, i: s.magnet_output_t[i],
    "money": lambda r, s, i: s.money[i],
    "debt": lambda r, s, i: np.maximum(-s.money[i], 0.0),
    "confidence": lambda r, s, i: s.confidence[i],
    "influence": lambda r, s, i: s.influence[i],
    "quota_in_force": _quota_in_force,
    "licence_worst": _licence_worst,
    "stock_months": _stock_months,
    "rumour": _rumour,
    "own_projects": _own_projects,
    "own_open": _own_open,
    "quota_use": _quota_use,
    "export_share": _export_share,
    "tech_thrift": _programme("thrift"),
    "tech_process": _programme("process"),
    "need_growth": lambda r, s, i: s.economy.demand_index[r.nation_of[i]] - 1.0,
    "feed_ratio": _feed,
    "wto_open": lambda r, s, i: (s.wto_clock > 0).max(axis=0).astype(np.float64),
    "wto_won": lambda r, s, i: (s.wto_ends < NEVER).max(axis=0).astype(np.float64),
}


def satisfied(
    rulebook: Rulebook, state: State, seat: int, conditions: Iterable[Any], view: Observation | None = None
) -> NDArray[np.bool_]:
    """Whether all declared conditions hold for a seat, [B]."""
    result: NDArray[np.bool_] | None = None
    for condition in conditions:
        held = _holds(rulebook, state, seat, condition, view)
        result = held if result is None else result & held
        if not some(result):
            return result
    return np.ones(state.size, dtype=bool) if result is None else result


def _holds(
    rulebook: Rulebook, state: State, seat: int, condition: Any, view: Observation | None
) -> NDArray[np.bool_]:
    kind = condition.tag
    if kind == "feature":
        who = rulebook.seat(condition.seat) if condition.seat else seat
        name = condition.feature
        value = (view if view is not None and who == seat else observe(rulebook, state, who))[name]
        if condition.below is None:
            return value > float(condition.above)
        if condition.above is None:
            return value < float(condition.below)
        return (value > float(condition.above)) & (value < float(condition.below))
    if kind == "event":
        happened = state.event_fired[rulebook.event(condition.event)] <= state.quarter
        return happened if condition.happened else ~happened
    if kind == "project":
        return _project_holds(rulebook, state, condition)
    event, number = rulebook.choice_numbers[condition.choice]
    who = rulebook.seat(condition.by) if condition.by else seat
    taken = state.event_choice[who, event] == number
    return np.asarray(taken if condition.taken else ~taken)


_STAGES = {
    "hidden": (Status.HIDDEN,),
    "offered": (Status.OFFERED,),
    "permit": (Status.PERMIT, Status.FINANCE_GATE),
    "building": (Status.BUILD, Status.BUILD_GATE, Status.COMMISSION_GATE),
    "ramp": (Status.RAMP,),
    "open": (Status.OPEN,),
    "shelved": (Status.SHELVED,),
    "stranded": (Status.STRANDED,),
    "gone": (Status.GONE,),
}


@lru_cache
def _stages(names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(stage for name in names for stage in _STAGES[name])


def _project_holds(rulebook: Rulebook, state: State, condition: Any) -> NDArray[np.bool_]:
    index = rulebook.project_index[condition.project]
    held = np.ones(state.size, dtype=bool)
    if condition.owner is not None:
        held &= state.project_owner[index] == rulebook.seat(condition.owner)
    if condition.status:
        held &= stands_at(state.project_status[index], _stages(condition.status))
    return held
