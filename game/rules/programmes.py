"""Research and training: what a programme costs each quarter, how it ripens and what it does to the
economy."""

from __future__ import annotations

import numpy as np

from game.economy.chance import Chance
from game.economy.dims import HO, LO
from game.economy.policy import Policy
from game.rules.ledger import Cause, Ledger
from game.rules.purposes import Draw
from game.rules.rulebook import Rulebook
from game.rules.state import PROGRAMMES, Floats, State

THRIFT, PROCESS, ENGINEERS, RECYCLING = range(len(PROGRAMMES))


def quarter_cost(rulebook: Rulebook, state: State, programme: int, seat: int) -> Floats:
    """USD million this quarter for a running programme, [B]."""
    params = getattr(rulebook.level.orders, PROGRAMMES[programme])
    if programme == THRIFT:
        first, second, later = params.cost
        clock = state.programme_clock[THRIFT, seat]
        phase = params.phase_quarters
        each = np.where(clock < phase, first, np.where(clock < 2 * phase, second, later))
    else:
        each = np.full(state.size, float(params.cost))
    return np.where(state.programme_on[programme, seat] > 0, each, 0.0)


def work(rulebook: Rulebook, state: State, chance: Chance, ledger: Ledger) -> None:
    """A quarter of research: pay, pass gates, gain. What was learnt stays when a programme stops."""
    gate = chance.uniform(Draw.PROGRAMME_GATE, rulebook.seat_count)
    for seat in range(rulebook.seat_count):
        for programme, name in enumerate(PROGRAMMES):
            on = state.programme_on[programme, seat] > 0
            if not on.any():
                continue
            cost = quarter_cost(rulebook, state, programme, seat)
            ledger.post(state, "money", seat, Cause("programme", name), -cost)
            _ripen(rulebook, state, programme, seat, gate[seat])


def _ripen(rulebook: Rulebook, state: State, programme: int, seat: int, draw: Floats) -> None:
    on = state.programme_on[programme, seat] > 0
    wait = state.programme_wait[programme, seat]
    waiting = on & (wait > 0)
    wait[waiting] -= 1
    moving = on & ~waiting
    clock = state.programme_clock[programme, seat]
    clock[moving] += 1
    level = state.programme_level[programme, seat]
    orders = rulebook.level.orders
    if programme == THRIFT:
        phase = orders.thrift.phase_quarters
        at_gate = moving & ((clock == phase) | (clock == 2 * phase))
        failed = at_gate & (draw > orders.thrift.gate_odds)
        wait[failed] = orders.thrift.slip_quarters
        gaining = moving & (clock > 2 * phase)
        level[gaining] = np.minimum(level[gaining] + orders.thrift.per_quarter, 1.0 - orders.thrift.floor)
    elif programme == PROCESS:
        level[moving & (clock > orders.process.delay)] += 1.0
        np.minimum(level, (1.0 - orders.process.cost_floor) / orders.process.cost_per_quarter, out=level)
    elif programme == ENGINEERS:
        level[moving & (clock >= orders.engineers.delay)] = 1.0
    else:
        gaining = moving & (clock > orders.recycling.delay)
        level[gaining] = np.minimum(level[gaining] + orders.recycling.per_quarter, orders.recycling.cap)


def apply(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """Write what has been learnt into the economy's policy; a part of thrift and process reaches the
    others."""
    orders = rulebook.level.orders
    for seat, nation in enumerate(rulebook.nation_of):
        saved = state.programme_level[THRIFT, seat]
        if saved.any():
            policy.heavy_intensity_factor *= 1.0 - orders.thrift.spillover * saved
            own = (1.0 - saved) / (1.0 - orders.thrift.spillover * saved)
            policy.heavy_intensity_factor[nation] *= own
        if state.programme_level[PROCESS, seat].any():
            cut = state.programme_level[PROCESS, seat] * orders.process.cost_per_quarter
            policy.cost_factor[:, nation] *= 1.0 - cut
        if state.programme_level[RECYCLING, seat].any():
            share = state.programme_level[RECYCLING, seat]
            for row, good in ((0, LO), (1, HO)):
                policy.recycled_t[good, nation] += share * 3.0 * rulebook.need_month_t[row, seat]


def damage_factor(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Damage per kg against today's practice, lowered by clean processing, [B]."""
    process = rulebook.level.orders.process
    full = (1.0 - process.cost_floor) / process.cost_per_quarter
    return 1.0 - (1.0 - process.damage_floor) * state.programme_level[PROCESS, seat] / full
