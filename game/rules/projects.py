"""Plants as projects: offers, prices, gates, building, ramp, first calls, guarantees. Arrays are [B]."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.economy.chance import Chance
from game.economy.dims import LO
from game.economy.policy import Policy
from game.rules.ledger import Cause, Ledger
from game.rules.masks import rows_in, some
from game.rules.purposes import Draw
from game.rules.rulebook import GATES, FirstCall, ProjectCopy, Rulebook, Status, stands_at
from game.rules.state import PROGRAMMES, Floats, State

Mask = NDArray[np.bool_]
UNDER_WAY = (Status.PERMIT, Status.BUILD, Status.RAMP, Status.OPEN)
ENGINEERS = PROGRAMMES.index("engineers")
GO, FAST, SHELVE, SELL = 1, 2, 3, 4
SALE_SHARE = 0.3  # of the money spent, what a project half built brings (gameplay.md: 20-40 % of cost)


def standing_at(state: State, *stages: int) -> list[int]:
    """Projects that stand at one of the stages in any world: what there is to do is found at one glance."""
    return rows_in(stands_at(state.project_status, stages))


def price_factor(rulebook: Rulebook, state: State, project: ProjectCopy) -> Floats:
    """How far the asking price has followed the light oxide price at the host since the benchmark."""
    host = project.plants[0].host if project.plants else 0
    ratio = state.economy.price[LO, host] / rulebook.parameters.price0_usd_kg[LO, host]
    start = rulebook.level.orders.gates.price_ratio_start
    factor: Floats = np.maximum(ratio / start, 0.05) ** project.basket_power
    return factor


def asking_price(rulebook: Rulebook, state: State, index: int) -> Floats:
    """USD million to join a project now: its cost at today's prices, a fraction of it when it is stranded."""
    project = rulebook.projects[index]
    price = project.build_musd * price_factor(rulebook, state, project)
    status = state.project_status[index]
    return np.where(status == Status.STRANDED, project.build_musd * project.stranded_price, price)


def build_instalment(rulebook: Rulebook, state: State, index: int) -> Floats:
    """USD million a quarter while building, with the overrun found at the finance gate."""
    project = rulebook.projects[index]
    each: Floats = project.build_musd * state.project_overrun[index] / max(project.build_quarters, 1)
    return each


def start_project(state: State, index: int, seat: int, mask: Mask, project: ProjectCopy) -> None:
    """A government starts a build template (again): into the permit stage."""
    state.project_status[index][mask] = Status.PERMIT
    state.project_owner[index][mask] = seat
    state.project_clock[index][mask] = max(project.permit_quarters, 1)
    state.project_overrun[index][mask] = 1.0
    state.project_paid[index][mask] = 0.0
    state.project_ramp[index][mask] = 0


def join_project(rulebook: Rulebook, state: State, index: int, seat: int, mask: Mask, ledger: Ledger) -> None:
    """A government pays in: the project is financed, does not slip, and owes it the first call."""
    project = rulebook.projects[index]
    price = asking_price(rulebook, state, index)
    status = state.project_status[index]
    idle = mask & ((status == Status.OFFERED) | (status == Status.STRANDED))
    state.project_clock[index][idle] = np.where(
        status[idle] == Status.STRANDED, 2, max(project.build_quarters - project_done(project), 1)
    )
    status[idle] = Status.BUILD
    state.project_owner[index][mask] = seat
    state.project_paid[index][mask] += price[mask]
    if project.call is not None:
        state.call_left[index][mask] = project.call.quarters
    ledger.post(state, "money", seat, Cause("project", project.id), np.where(mask, -price, 0.0))


def project_done(project: ProjectCopy) -> int:
    """Quarters of the building that were done when the level began."""
    if project.start_status == Status.BUILD:
        return project.build_quarters - project.start_clock
    return 0


def pass_gate(
    rulebook: Rulebook, state: State, index: int, seat: int, option: int, mask: Mask, ledger: Ledger
) -> None:
    """What a government answers at a gate: go on, fast-track, shelve (keeps the permit) or sell."""
    project = rulebook.projects[index]
    gates = rulebook.level.orders.gates
    if option == SELL:
        paid = np.where(mask, state.project_paid[index] * SALE_SHARE, 0.0)
        ledger.post(state, "money", seat, Cause("sale", project.id), paid)
        state.project_status[index][mask] = Status.GONE if project.seat < 0 else Status.OFFERED
        state.project_owner[index][mask] = -1
        return
    if option == SHELVE:
        state.project_status[index][mask] = Status.SHELVED
        return
    if option == FAST:
        rest = build_instalment(rulebook, state, index) * np.maximum(state.project_clock[index], 1)
        cost = np.where(mask, -gates.fast_track_cost * rest, 0.0)
        ledger.post(state, "money", seat, Cause("fast_track", project.id), cost)
        hurt = np.where(mask, gates.fast_track_confidence, 0.0)
        ledger.post(state, "confidence", seat, Cause("fast_track", project.id), hurt)
        state.project_paid[index] -= cost
    _advance_gate(rulebook, state, index, mask, gates.fast_track_quarters if option == FAST else 0)


def _advance_gate(rulebook: Rulebook, state: State, index: int, mask: Mask, saved: int) -> None:
    """From a gate into the next stage."""
    project = rulebook.projects[index]
    status = state.project_status[index].copy()
    finance = mask & ((status == Status.FINANCE_GATE) | (status == Status.SHELVED))
    state.project_status[index][finance] = Status.BUILD
    state.project_clock[index][finance] = max(project.build_quarters - saved, 1)
    half = mask & (status == Status.BUILD_GATE)
    state.project_status[index][half] = Status.BUILD
    state.project_clock[index][half] = np.maximum(state.project_clock[index][half] - saved, 1)
    ready = mask & (status == Status.COMMISSION_GATE)
    _start_ramp(rulebook, state, index, ready)


def _start_ramp(rulebook: Rulebook, state: State, index: int, mask: Mask) -> None:
    project = rulebook.projects[index]
    if not some(mask):
        return
    shorter = max(project.ramp_quarters + int(rulebook.level.orders.engineers.ramp), 1)
    ramp = np.where(_trained(state, index), shorter, project.ramp_quarters)
    np.copyto(state.project_status[index], Status.RAMP, where=mask)
    np.copyto(state.project_ramp[index], ramp, where=mask, casting="same_kind")
    np.copyto(state.project_clock[index], ramp, where=mask, casting="same_kind")


def _trained(state: State, index: int) -> Mask:
    """Whether the government behind a project has trained engineers, [B]."""
    trained = state.programme_level[ENGINEERS] > 0
    result: Mask = (trained & (state.project_owner[index] == seats_of(state))).any(axis=0)
    return result


def seats_of(state: State) -> NDArray[np.intp]:
    """The seats as a column [S,1], to compare with who owns a thing in each world."""
    return np.arange(state.money.shape[0])[:, None]


def default_gates(rulebook: Rulebook, state: State) -> None:
    """The disclosed default of every open gate that nobody answered: go on."""
    for index in standing_at(state, *GATES):
        _advance_gate(rulebook, state, index, stands_at(state.project_status[index], GATES), 0)


def commission(rulebook: Rulebook, state: State, policy: Policy, ledger: Ledger) -> None:
    """Put the capacity that arrives this quarter, a step of each ramp, into the policy."""
    gain = rulebook.level.orders.confidence.plant_opens
    for index in standing_at(state, Status.RAMP):
        project = rulebook.projects[index]
        ramping = state.project_status[index] == Status.RAMP
        steps = np.maximum(state.project_ramp[index], 1)
        _bring_capacity(rulebook, state, policy, index, np.where(ramping, 1.0 / steps, 0.0))
        opened = ramping & (state.project_owner[index] >= 0) & (state.project_clock[index] == steps)
        if some(opened):
            mine = opened & (state.project_owner[index] == seats_of(state))
            ledger.post_all(state, "confidence", Cause("opens", project.id), np.where(mine, gain, 0.0))


def _bring_capacity(rulebook: Rulebook, state: State, policy: Policy, index: int, share: Floats) -> None:
    """Add `share` [B] of a project's plants: the joiner's stake to its nation, the rest to the owner."""
    project = rulebook.projects[index]
    owner = state.project_owner[index]
    arriving = policy.wide("capacity_new", state.size)
    for plant in project.plants:
        added = plant.t_quarter * share
        rest = added.copy()
        for seat in range(rulebook.seat_count):
            mine = owner == seat
            if some(mine):
                part = np.where(mine, added * (1.0 if project.seat >= 0 else project.stake), 0.0)
                arriving[plant.plant, rulebook.nation_of[seat], plant.host] += part
                rest -= part
        arriving[plant.plant, plant.owner, plant.host] += rest


def pledge_calls(rulebook: Rulebook, state: State, policy: Policy) -> None:
    """First calls of joiners and of offtakers on what the plant can deliver."""
    status = state.project_status
    live = (status == Status.RAMP) | (status == Status.OPEN)
    called = live & (state.project_owner >= 0) & (state.call_left > 0)
    taken = live & (state.offtaker >= 0) & (state.offtake_left > 0)
    for index in rows_in(called | taken):
        project = rulebook.projects[index]
        pledge = policy.wide("pledge", state.size)
        share = delivering(rulebook, state, index)
        call = project.call
        for seat, nation in enumerate(rulebook.nation_of):
            if call is not None:
                mine = called[index] & (state.project_owner[index] == seat)
                pledge[call.good, call.seller, nation] += np.where(mine, call.t_quarter * share, 0.0)
            if project.offtake:
                ours = taken[index] & (state.offtaker[index] == seat)
                target = call or default_call(project)
                tonnes = offtake_tonnes(rulebook, project)
                pledge[target.good, target.seller, nation] += np.where(ours, tonnes * share, 0.0)


def offtake_tonnes(rulebook: Rulebook, project: ProjectCopy) -> float:
    """Tonnes a quarter that an offtake buys from a project at full load."""
    return min(float(rulebook.level.orders.offtake.tonnes_year) / 4.0, plant_output(project))


def default_call(project: ProjectCopy) -> FirstCall:
    """What an offtake buys from a project without a declared first call: the output of its last plant."""
    last = project.plants[-1]
    good = {0: 0, 1: 2, 2: 3, 3: 4}[last.plant]
    return FirstCall(good, last.host, last.t_quarter, 0)


def plant_output(project: ProjectCopy) -> float:
    """Tonnes a quarter of a project's last plant at full load."""
    return project.plants[-1].t_quarter


def delivering(rulebook: Rulebook, state: State, index: int) -> Floats:
    """Share 0..1 of a project's capacity that has come in."""
    status = state.project_status[index]
    ramp = np.maximum(state.project_ramp[index], 1)
    in_ramp = (ramp - state.project_clock[index]) / ramp
    return np.where(status == Status.OPEN, 1.0, np.where(status == Status.RAMP, in_ramp, 0.0))


def support_floors(rulebook: Rulebook, state: State, policy: Policy, ledger: Ledger) -> None:
    """Offtake floors: the buyer pays the difference, the producer sees it in its net-back."""
    params = rulebook.parameters
    bound = (state.offtake_left > 0) & (state.offtaker >= 0)
    for index in rows_in(bound):
        project = rulebook.projects[index]
        share = delivering(rulebook, state, index)
        active = bound[index] & (share > 0)
        if not (project.offtake and some(active)):
            continue
        call = project.call or default_call(project)
        gap = np.maximum(state.project_floor[index] - state.economy.price[call.good, call.seller], 0.0)
        tonnes = offtake_tonnes(rulebook, project) * share
        owed = np.where(active, gap * tonnes / 1000.0, 0.0)
        total = np.maximum(params.supply0_t[call.good, call.seller], plant_output(project))
        support = policy.wide("support_usd_kg", state.size)
        support[call.good, call.seller] += np.where(active, gap * tonnes / total, 0.0)
        for seat in range(rulebook.seat_count):
            mine = active & (state.offtaker[index] == seat)
            if some(mine):
                ledger.post(state, "money", seat, Cause("offtake", project.id), np.where(mine, -owed, 0.0))


def construct(rulebook: Rulebook, state: State, chance: Chance, ledger: Ledger) -> None:
    """A quarter of work on every project: permits, instalments, gates, ramps, slips; the board is
    refreshed."""
    status = state.project_status
    permit, build, ramp, opened = (status == stage for stage in UNDER_WAY)
    live = ramp | opened
    at_work = permit | build
    at_work[rulebook.tables.guaranteed] |= live[rulebook.tables.guaranteed]
    for index in rows_in(at_work):
        if some(permit[index]):
            _permit(rulebook, state, index, permit[index], chance)
        if some(build[index]):
            _build(rulebook, state, index, build[index], chance, ledger)
        if rulebook.projects[index].guarantee_share > 0:
            _guarantee(rulebook, state, index, opened[index], ledger)
    state.project_clock -= ramp
    np.copyto(status, Status.OPEN, where=ramp & (state.project_clock <= 0))
    state.call_left -= live & (state.call_left > 0)
    state.offtake_left -= live & (state.offtake_left > 0)


def _permit(rulebook: Rulebook, state: State, index: int, mask: Mask, chance: Chance) -> None:
    project, clock = rulebook.projects[index], state.project_clock[index]
    clock -= mask
    done = mask & (clock <= 0)
    if not some(done):
        return
    low, high = rulebook.level.orders.gates.overrun
    factor = low + (high - low) * chance.uniform(Draw.OVERRUN, [index])[0]
    saved = rulebook.level.orders.engineers.overrun
    factor = np.where(_trained(state, index), np.maximum(factor + saved, 1.0), factor)
    np.copyto(state.project_overrun[index], factor, where=done)
    private = done & (state.project_owner[index] < 0)
    np.copyto(state.project_status[index], Status.FINANCE_GATE, where=done)
    np.copyto(state.project_status[index], Status.BUILD, where=private)
    np.copyto(clock, max(project.build_quarters, 1), where=private)


def unfunded(state: State, index: int, project: ProjectCopy) -> Mask:
    """Whether a site would rest for want of money: no government stands behind it, and its owners have
    none, [B]."""
    if project.self_funded:
        return np.zeros(state.size, dtype=bool)
    return (state.project_owner[index] < 0) & (state.guarantor[index] < 0) & (state.offtaker[index] < 0)


def _build(rulebook: Rulebook, state: State, index: int, mask: Mask, chance: Chance, ledger: Ledger) -> None:
    project = rulebook.projects[index]
    clock = state.project_clock[index]
    owner = state.project_owner[index]
    mask = mask & ~unfunded(state, index, project)
    paying = mask & (owner == project.seat)
    if project.seat >= 0 and some(paying):
        each = build_instalment(rulebook, state, index)
        limit = -rulebook.tables.debt_limit_musd[project.seat]
        broke = paying & (state.money[project.seat] - each < limit)
        paying &= ~broke
        mask = mask & ~broke  # the site rests until there is money
        ledger.post(state, "money", project.seat, Cause("project", project.id), np.where(paying, -each, 0.0))
        state.project_paid[index] += np.where(paying, each, 0.0)
    clock -= mask
    halfway = mask & (clock == max(project.build_quarters // 2, 1))
    if some(halfway):
        slipping = halfway & (owner < 0) & (state.guarantor[index] < 0) & (state.offtaker[index] < 0)
        slipping &= chance.uniform(Draw.SLIP, [index])[0] < project.slip_odds
        clock[slipping] += project.slip_quarters
    done = mask & (clock <= 0)
    if project.seat >= 0:
        np.copyto(state.project_status[index], Status.BUILD_GATE, where=halfway)
        np.copyto(state.project_status[index], Status.COMMISSION_GATE, where=done)
    else:
        _start_ramp(rulebook, state, index, done)


def _guarantee(rulebook: Rulebook, state: State, index: int, live: Mask, ledger: Ledger) -> None:
    """A state guarantee is called after some quarters under its price; the mine then stands idle."""
    project = rulebook.projects[index]
    host = project.plants[-1].host
    low = live & (state.economy.price[LO, host] < project.guarantee_below_usd_kg)
    state.project_low[index] = (state.project_low[index] + 1) * low
    called = (state.project_low[index] == project.guarantee_quarters) & (state.guarantor[index] >= 0)
    if not some(called):
        return
    cost = project.build_musd * project.guarantee_share
    for seat in range(rulebook.seat_count):
        mine = called & (state.guarantor[index] == seat)
        if some(mine):
            ledger.post(state, "money", seat, Cause("guarantee", project.id), np.where(mine, -cost, 0.0))
            state.guarantees_called[seat][mine] += cost
    state.guarantor[index][called] = -1


def refresh_board(rulebook: Rulebook, state: State) -> None:
    """Keep the board filled: so many named projects visible, some more from each year's first quarter on."""
    if state.quarter % 4:
        return
    year = state.quarter // 4
    shown = rulebook.board_visible + rulebook.board_refresh_year * year
    rows = list(rulebook.board_order[:shown])
    hidden = state.project_status[rows] == Status.HIDDEN
    if some(hidden):
        state.project_status[rows] = np.where(hidden, Status.OFFERED, state.project_status[rows])


def take_offtake(rulebook: Rulebook, state: State, index: int, seat: int, option: int, mask: Mask) -> None:
    """A contract with a floor: the buyer has first call, and the plant gets its finance."""
    params = rulebook.level.orders.offtake
    state.offtaker[index][mask] = seat
    state.project_floor[index][mask] = float(params.floors_usd_kg[option - 1])
    state.offtake_left[index][mask] = params.quarters
    financed = mask & (state.project_status[index] == Status.OFFERED)
    _begin(state, index, financed, rulebook.projects[index])


def guarantee(state: State, index: int, seat: int, mask: Mask, project: ProjectCopy) -> None:
    """A state guarantee: nothing is paid unless the price fails the project."""
    state.guarantor[index][mask] = seat
    _begin(state, index, mask & (state.project_status[index] == Status.OFFERED), project)


def _begin(state: State, index: int, mask: Mask, project: ProjectCopy) -> None:
    """A project that waited for money goes into its permit stage under its private owner."""
    state.project_status[index][mask] = Status.PERMIT
    state.project_clock[index][mask] = max(project.permit_quarters, 1)
