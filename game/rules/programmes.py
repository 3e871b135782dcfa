"""Research and training: what a programme costs each quarter, how it ripens and what it does to the
economy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.economy.chance import Chance
from game.economy.dims import HO, LO, MAGP
from game.economy.policy import Policy
from game.rules.ledger import Cause, Ledger
from game.rules.masks import some
from game.rules.purposes import Draw
from game.rules.rulebook import Rulebook
from game.rules.state import PROGRAMMES, Floats, State

Mask = NDArray[np.bool_]
THRIFT, PROCESS, ENGINEERS, RECYCLING = range(len(PROGRAMMES))
RESEARCH = (THRIFT, PROCESS)  # the others have to be kept up


def programme_cost(rulebook: Rulebook, state: State, programme: int, seat: int) -> Floats:
    """USD million this quarter for a programme, whether it runs or not, [B]."""
    params = getattr(rulebook.level.orders, PROGRAMMES[programme])
    if programme == THRIFT:
        first, second, later = params.cost
        clock = state.programme_clock[THRIFT, seat]
        phase = params.phase_quarters
        return np.where(clock < phase, first, np.where(clock < 2 * phase, second, later))
    if programme == PROCESS and params.retrofit_share:
        return float(params.cost) + float(params.retrofit_share) * processing_bill(rulebook, state, seat)
    return np.full(state.size, float(params.cost))


def quarter_cost(rulebook: Rulebook, state: State, programme: int, seat: int) -> Floats:
    """What is due this quarter for a programme: nothing while it does not run, USD million, [B]."""
    cost = programme_cost(rulebook, state, programme, seat)
    return np.where(state.programme_on[programme, seat] > 0, cost, 0.0)


def processing_bill(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Running cost a quarter of home mines and separation plants at last quarter's load, USD million, [B]."""
    nation = rulebook.nation_of[seat]
    before_magnets = slice(MAGP)
    capacity = state.economy.capacity[before_magnets, :, nation].sum(axis=1)
    made = capacity * state.economy.utilisation[before_magnets, nation]
    cost = rulebook.parameters.processing_cost_usd_kg[before_magnets, nation]
    bill: Floats = (made * cost).sum(axis=0) * 1e-3
    return bill


def work(rulebook: Rulebook, state: State, chance: Chance, ledger: Ledger) -> None:
    """A quarter of research: pay, pass gates, gain. What was learnt stays when a programme stops."""
    if not some(state.programme_on):
        return
    for programme, seat in np.argwhere(state.programme_on.any(axis=-1)).tolist():
        cost = quarter_cost(rulebook, state, programme, seat)
        ledger.post(state, "money", seat, Cause("programme", PROGRAMMES[programme]), -cost)
        _ripen(rulebook, state, programme, seat, chance)
        if programme in RESEARCH:
            done = learnt_out(rulebook, state, programme, seat)
            if some(done):
                state.programme_on[programme, seat][done] = 0


def _ripen(rulebook: Rulebook, state: State, programme: int, seat: int, chance: Chance) -> None:
    """One quarter of work, with the gates that thrift has to pass."""
    moving = state.programme_on[programme, seat] > 0
    wait = state.programme_wait[programme, seat]
    if some(wait):
        waiting = moving & (wait > 0)
        wait[waiting] -= 1
        moving &= ~waiting
    learn(rulebook, state, programme, seat, 1, moving)
    if programme == THRIFT:
        orders = rulebook.level.orders.thrift
        clock = state.programme_clock[THRIFT, seat]
        at_gate = moving & ((clock == orders.phase_quarters) | (clock == 2 * orders.phase_quarters))
        if some(at_gate):
            draw = chance.uniform(Draw.PROGRAMME_GATE, [seat])[0]
            wait[at_gate & (draw > orders.gate_odds)] = orders.slip_quarters


def learn(rulebook: Rulebook, state: State, programme: int, seat: int, quarters: int, mask: Mask) -> None:
    """Move a programme by some quarters (back, if negative): what they bring once the first results are
    due."""
    clock, level = state.programme_clock[programme, seat], state.programme_level[programme, seat]
    moved = np.maximum(clock + quarters, 0)
    delay, gain, cap = rulebook.tables.progress[programme]
    useful = np.maximum(moved - delay, 0) - np.maximum(clock - delay, 0)
    np.copyto(level, np.minimum(np.maximum(level + gain * useful, 0.0), cap), where=mask)
    np.copyto(clock, moved, where=mask)


def learnt_out(rulebook: Rulebook, state: State, programme: int, seat: int) -> Mask:
    """Whether a programme has brought all that it can, [B]; research then ends by itself."""
    return state.programme_level[programme, seat] >= rulebook.tables.progress[programme][2] - 1e-9


def apply(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """Write what has been learnt into the economy's policy; a part of thrift and process reaches the
    others."""
    orders = rulebook.level.orders
    programmes, seats = np.nonzero(state.programme_level.any(axis=-1))
    for programme, seat in zip(programmes.tolist(), seats.tolist(), strict=True):
        level, nation = state.programme_level[programme, seat], rulebook.nation_of[seat]
        if programme == THRIFT:
            intensity = policy.wide("heavy_intensity_factor", state.size)
            intensity *= 1.0 - orders.thrift.spillover * level
            intensity[nation] *= (1.0 - level) / (1.0 - orders.thrift.spillover * level)
        elif programme == PROCESS:
            cost = policy.wide("cost_factor", state.size)
            cost[:, nation] *= 1.0 - level * orders.process.cost_per_quarter
        elif programme == RECYCLING:
            recycled = policy.wide("recycled_t", state.size)
            for row, good in ((0, LO), (1, HO)):
                recycled[good, nation] += level * 3.0 * rulebook.need_month_t[row, seat]


def damage_factor(rulebook: Rulebook, state: State) -> Floats:
    """Damage per kg against today's practice, lowered by each seat's clean processing, [S,B]."""
    process = rulebook.level.orders.process
    full = (1.0 - process.cost_floor) / process.cost_per_quarter
    return 1.0 - (1.0 - process.damage_floor) * state.programme_level[PROCESS] / full
