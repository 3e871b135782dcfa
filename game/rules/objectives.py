"""The mandate: what a government must have reached; and the trackers it needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.economy.dims import GOOD_COUNT, MG
from game.economy.outcome import Outcome
from game.economy.policy import Policy
from game.rules.masks import rows_in, some
from game.rules.projects import seats_of
from game.rules.rulebook import Rulebook, Status
from game.rules.state import Floats, State
from game.rules.tables import SMALL_OUTPUT_T


@dataclass(frozen=True)
class Verdict:
    """One objective of a finished game: its figure, its bar and whether it is met."""

    kind: str
    value: float
    bar: float
    met: bool


def activity(rulebook: Rulebook, outcome: Outcome, nation: int) -> Floats:
    """What a shortage would take away: magnet output, or where there is none value added and use at 2009
    prices."""
    params = rulebook.parameters
    if params.supply0_t[MG, nation, 0] >= SMALL_OUTPUT_T:
        return outcome.output[MG, nation].copy()
    total = np.zeros(outcome.price.shape[-1])
    for good in range(GOOD_COUNT):
        price = params.price0_usd_kg[good, nation]
        total += price * (outcome.output[good, nation] + outcome.final_use[good, nation])
    return total


def press(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """The stress of the score: the largest partner by value drops to a part for some quarters."""
    if not some(state.stress_on):
        return
    stress = rulebook.level.orders.stress
    running = (state.stress_quarter <= state.quarter) & (
        state.quarter < state.stress_quarter + stress.quarters
    )
    running &= state.stress_on > 0
    if not some(running):
        return
    for seat in np.unique(state.stress_seat[running]):
        mask = running & (state.stress_seat == seat)
        fresh = mask & (state.stress_partner < 0)
        if some(fresh):
            state.stress_partner[fresh] = largest_partner(rulebook, state, int(seat))[fresh]
        me = int(rulebook.nation_of[seat])
        for partner in np.unique(state.stress_partner[mask]):
            hit = mask & (state.stress_partner == partner)
            for one, two in ((int(partner), me), (me, int(partner))):
                cap = policy.wide("licence_cap", state.size)[:, one, two]
                cap[:] = np.where(hit, np.minimum(cap, stress.factor), cap)


def largest_partner(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Nation with which most value was traded over the last year, either way, [B]."""
    me = int(rulebook.nation_of[seat])
    flow, price = state.economy.reference_flow, state.economy.price
    inward = (flow[:, :, me] * price[:, me][:, None]).sum(axis=0)
    outward = (flow[:, me] * price).sum(axis=0)
    value = inward + outward
    value[me] = -1.0
    return value.argmax(axis=0)


def track(rulebook: Rulebook, state: State, outcome: Outcome) -> None:
    """Keep count of what the mandates need."""
    for seat, objective in rulebook.tables.output_mandates:
        if state.quarter < objective.of:
            made = outcome.output[MG, rulebook.nation_of[seat]] / rulebook.tables.magnet_base_t[seat]
            state.output_ok[seat] += made >= float(objective.share)
    state.idle_quarters = (state.idle_quarters + 1) * _idle(rulebook, state, outcome)
    _track_stress(rulebook, state, outcome)


def _idle(rulebook: Rulebook, state: State, outcome: Outcome) -> NDArray[np.bool_]:
    """Whether a plant of each seat's own stands idle: hardly any utilisation, [S,B]."""
    idle = np.zeros((rulebook.seat_count, state.size), dtype=bool)
    own = (state.project_owner >= 0) & (state.project_status == Status.OPEN)
    for index in rows_in(own):
        for plant in rulebook.projects[index].plants:
            still = own[index] & (outcome.utilisation[plant.plant, plant.host] < 0.15)
            idle |= still & (state.project_owner[index] == seats_of(state))
    return idle


def _track_stress(rulebook: Rulebook, state: State, outcome: Outcome) -> None:
    if not some(state.stress_seat >= 0):
        return
    length = rulebook.level.orders.stress.quarters + 1  # the quarter after still lacks what did not come
    for seat in np.unique(state.stress_seat[state.stress_seat >= 0]):
        level = activity(rulebook, outcome, int(rulebook.nation_of[seat]))
        during = (state.stress_quarter <= state.quarter) & (state.quarter < state.stress_quarter + length)
        during &= state.stress_seat == seat
        state.stress_output[during] += level[during] / length


def stress_loss(later: State) -> Floats:
    """Share of output that the stress takes, future by future against its calm twin with the same luck.

    `later` holds the stressed futures first and their calm twins, in the same order, behind them.
    """
    stressed, calm = later.stress_output[later.stress_on > 0], later.stress_output[later.stress_on == 0]
    pairs = min(stressed.size, calm.size)
    loss: Floats = 1.0 - stressed[:pairs] / np.maximum(calm[:pairs], 1e-9)
    return loss


def judge(rulebook: Rulebook, end: State, later: State, twin_later: State, seat: int) -> tuple[Verdict, ...]:
    """The mandate's lines for one played world: `end` after the last played quarter (one column counts),
    `later`
    and `twin_later` its futures and its twin's after the caretaker quarters."""
    verdicts = []
    for objective in rulebook.level.seats[rulebook.seats[seat]].mandate:
        value, bar, met = _verdict(objective, end, later, twin_later, seat)
        verdicts.append(Verdict(objective.kind, float(value), float(bar), bool(met)))
    return tuple(verdicts)


def _verdict(
    objective: object, end: State, later: State, twin_later: State, seat: int
) -> tuple[float, float, bool]:
    kind: str = objective.kind  # type: ignore[attr-defined]

    def get(name: str) -> float:
        return float(getattr(objective, name))

    if kind == "magnet_output":
        value = float(end.output_ok[seat, 0])
        return value, get("quarters"), value >= get("quarters")
    if kind in ("stress_loss", "customers_stress_loss"):
        losses = stress_loss(later)
        value = float(np.median(losses)) if losses.size else 0.0
        return value, get("at_most"), value <= get("at_most")
    if kind == "debt":
        value = max(-float(end.money[seat, 0]), 0.0)
        return value, get("at_most"), value <= get("at_most")
    if kind == "confidence":
        value = float(end.confidence[seat, 0])
        return value, get("at_least"), value >= get("at_least")
    if kind == "guarantees":
        value = float(np.median(later.guarantees_called[seat]))
        return value, get("at_most"), value <= get("at_most")
    if kind == "no_idle_plant":
        value = float((later.idle_quarters[seat] > 0).mean())
        return value, 0.5, value < 0.5
    if kind == "magnet_value_above_twin":
        value = float((later.magnet_value[seat] - twin_later.magnet_value[seat]).mean())
        return value, 0.0, value > 0.0
    if kind == "gain":
        value = float((later.account[:, seat] - twin_later.account[:, seat]).sum(axis=0).mean())
        return value, get("at_least"), value >= get("at_least")
    value = float((later.account[3, seat] - twin_later.account[3, seat]).mean())
    return value, 0.0, value > 0.0
