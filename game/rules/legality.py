"""May this seat give this order now? One function for buttons, drafts, rivals, solutions and coalitions.

`refusals` answers for one slot and option in every world; `screen` also settles money, influence and the
cabinet's
agenda for a whole set of orders. A refusal is a reason code; 0 means allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.economy.dims import LO
from game.rules.features import Observation, observe, satisfied
from game.rules.masks import some
from game.rules.orders import Given, OrderArray, each_given
from game.rules.programmes import RESEARCH, learnt_out, programme_cost
from game.rules.projects import FAST, GO, asking_price, build_instalment
from game.rules.rulebook import GATES, Rulebook, Status, stands_at
from game.rules.state import PROGRAMMES, Floats, State

Reasons = NDArray[np.int16]


class Reason(IntEnum):
    """Why an order is refused. Each has a text `play.refusal.<name in lower case>`; CONDITION is told by what
    is missing."""

    NONE = 0
    NOT_FOR_SEAT = 1
    MONEY = 2
    INFLUENCE = 3
    AGENDA = 4
    NO_CABINET = 5
    CARETAKER = 6
    SAME = 7
    STOCK_FULL = 8
    STOCK_EMPTY = 9
    COVER_ENOUGH = 10
    NOT_OFFERED = 11
    TAKEN = 12
    AGREEMENT_NEEDED = 13
    NO_GATE = 14
    RUNNING = 15
    NOT_RUNNING = 16
    TRUST = 17
    NO_AGREEMENT = 18
    NOTHING_TO_ASK = 19
    NO_MEASURE = 20
    CASE_RUNS = 21
    NOT_ASKED = 22
    CONDITION = 23
    NOTHING_EXPORTED = 24
    LEARNT_OUT = 25


@dataclass(frozen=True)
class Ask:
    """One question to the rules: may this seat use this option of this slot now?"""

    rulebook: Rulebook
    state: State
    seat: int
    slot: int
    option: int
    view: Observation | None


def _where(reasons: Reasons, mask: NDArray[np.bool_], reason: Reason) -> None:
    np.copyto(reasons, int(reason), where=mask & (reasons == 0))


NOTHING: Final = np.zeros(1)
"""What an order costs that costs nothing."""


def _fixed(cost: float) -> Floats:
    return np.array([float(cost)]) if cost else NOTHING


def order_cost(rulebook: Rulebook, state: State, seat: int, slot: int, option: int) -> tuple[Floats, Floats]:
    """Money (USD million) and influence that an order takes at once; [B], or [1] if the same everywhere."""
    spec = rulebook.slots[slot]
    orders = rulebook.level.orders
    index = int(rulebook.project_of_slot[seat, slot])
    if spec.kind == "join":
        return asking_price(rulebook, state, index), NOTHING
    if spec.kind == "build":
        return _fixed(rulebook.projects[index].permit_musd), NOTHING
    if spec.kind == "gate" and option == FAST:
        rest = build_instalment(rulebook, state, index) * np.maximum(state.project_clock[index], 1)
        return orders.gates.fast_track_cost * rest, NOTHING
    if spec.kind in PROGRAMMES and option == 1:
        return programme_cost(rulebook, state, PROGRAMMES.index(spec.kind), seat), NOTHING
    if spec.kind == "agreement" and option == 1:
        return NOTHING, _fixed(orders.agreement.influence)
    if spec.kind == "summit":
        return NOTHING, _fixed(orders.summit.influence)
    if spec.kind == "wto":
        return NOTHING, _fixed(orders.wto.influence)
    if spec.kind in ("licence", "quota", "duty"):
        steps = np.abs(current_step(rulebook, state, seat, slot) - (option - 1))
        return NOTHING, orders.controls.influence_step * steps.astype(np.float64)
    if spec.kind == "answer":
        choice = rulebook.events[rulebook.event(spec.target)].choices[option - 1]
        return _fixed(max(choice.money_musd, 0.0)), _fixed(max(choice.influence, 0.0))
    return NOTHING, NOTHING


def current_step(rulebook: Rulebook, state: State, seat: int, slot: int) -> NDArray[np.int16]:
    """The step at which a control stands, 0 = none."""
    spec = rulebook.slots[slot]
    if spec.kind == "quota":
        return state.quota_step[seat]
    if spec.kind == "duty":
        return state.duty_step[seat]
    other = rulebook.seat(spec.target)
    return state.licence[rulebook.level.orders.controls.goods.index(spec.good), seat, other]


def refusals(
    rulebook: Rulebook, state: State, seat: int, slot: int, option: int, view: Observation | None = None
) -> Reasons:
    """Reason codes [B] for one order given alone; 0 where it is allowed."""
    return examine(rulebook, state, seat, slot, option, view)[0]


def examine(
    rulebook: Rulebook, state: State, seat: int, slot: int, option: int, view: Observation | None = None
) -> tuple[Reasons, Floats, Floats]:
    """Reason codes [B] of one order given alone, and what it takes at once: see `order_cost`."""
    spec = rulebook.slots[slot]
    reasons = np.zeros(state.size, dtype=np.int16)
    if rulebook.seats[seat] not in spec.seats or spec.target == rulebook.seats[seat]:
        reasons[:] = Reason.NOT_FOR_SEAT
        return reasons, NOTHING, NOTHING
    if state.quarter >= rulebook.quarters:
        _where(reasons, state.governed[seat] > 0, Reason.CARETAKER)
    fallen = state.fallen[seat] > 0
    if some(fallen):
        _where(reasons, fallen, Reason.NO_CABINET)
    _RULES[spec.kind](Ask(rulebook, state, seat, slot, option, view), reasons)
    money, influence = order_cost(rulebook, state, seat, slot, option)
    if money is not NOTHING:
        limit = -rulebook.tables.debt_limit_musd[seat]
        _where(reasons, (money > 0) & (state.money[seat] - money < limit), Reason.MONEY)
    if influence is not NOTHING:
        _where(reasons, state.influence[seat] < influence - 1e-9, Reason.INFLUENCE)
    return reasons, money, influence


def _stock(ask: Ask, reasons: Reasons) -> None:
    name = ask.rulebook.slots[ask.slot].options[ask.option - 1]
    held = stock_months(ask.rulebook, ask.state, ask.seat)
    _where(reasons, ask.state.stock_mode[ask.seat] == ask.option, Reason.SAME)
    if name == "release":
        _where(reasons, held <= 0.01, Reason.STOCK_EMPTY)
    elif name == "hold":
        _where(reasons, ask.state.stock_mode[ask.seat] == 0, Reason.SAME)
    else:
        _where(reasons, held >= ask.rulebook.level.orders.stock.cap_months - 0.01, Reason.STOCK_FULL)


def stock_months(rulebook: Rulebook, state: State, seat: int) -> Floats:
    """Months of the benchmark need of light oxide in the state's stock."""
    held = state.economy.public_stock[LO, rulebook.nation_of[seat]]
    months: Floats = held / np.maximum(rulebook.need_month_t[0, seat], 1e-9)
    return months


def _ration(ask: Ask, reasons: Reasons) -> None:
    cover = (ask.view or observe(ask.rulebook, ask.state, ask.seat))["cover_days"]
    _where(reasons, cover >= ask.rulebook.level.orders.ration.cover_below_days, Reason.COVER_ENOUGH)


def _build(ask: Ask, reasons: Reasons) -> None:
    index = int(ask.rulebook.project_of_slot[ask.seat, ask.slot])
    if index < 0:
        _where(reasons, np.ones(ask.state.size, dtype=bool), Reason.NOT_FOR_SEAT)
        return
    project = ask.rulebook.projects[index]
    status = ask.state.project_status[index]
    _where(reasons, (status != Status.OFFERED) & (status != Status.OPEN), Reason.TAKEN)
    if project.host_seat >= 0 and project.host_seat != ask.seat:
        _where(reasons, ask.state.agreement[ask.seat, project.host_seat] == 0, Reason.AGREEMENT_NEEDED)


def _join(ask: Ask, reasons: Reasons) -> None:
    index = int(ask.rulebook.project_of_slot[ask.seat, ask.slot])
    project = ask.rulebook.projects[index]
    status = ask.state.project_status[index]
    offered = stands_at(status, (Status.OFFERED, Status.PERMIT, Status.BUILD, Status.STRANDED))
    _where(reasons, ~offered, Reason.NOT_OFFERED)
    _where(reasons, ask.state.project_owner[index] >= 0, Reason.TAKEN)
    if project.needs_agreement >= 0 and project.needs_agreement != ask.seat:
        _where(reasons, ask.state.agreement[ask.seat, project.needs_agreement] == 0, Reason.AGREEMENT_NEEDED)


def _offtake(ask: Ask, reasons: Reasons) -> None:
    index = int(ask.rulebook.project_of_slot[ask.seat, ask.slot])
    status = ask.state.project_status[index]
    _where(reasons, (status == Status.HIDDEN) | (status == Status.GONE), Reason.NOT_OFFERED)
    _where(reasons, ask.state.offtaker[index] >= 0, Reason.TAKEN)


def _guarantee(ask: Ask, reasons: Reasons) -> None:
    index = int(ask.rulebook.project_of_slot[ask.seat, ask.slot])
    status = ask.state.project_status[index]
    offered = stands_at(status, (Status.OFFERED, Status.PERMIT, Status.BUILD))
    _where(reasons, ~offered, Reason.NOT_OFFERED)
    _where(reasons, ask.state.guarantor[index] >= 0, Reason.TAKEN)


def _gate(ask: Ask, reasons: Reasons) -> None:
    index = int(ask.rulebook.project_of_slot[ask.seat, ask.slot])
    if index < 0:
        _where(reasons, np.ones(ask.state.size, dtype=bool), Reason.NO_GATE)
        return
    status = ask.state.project_status[index]
    mine = ask.state.project_owner[index] == ask.seat
    open_gate = mine & stands_at(status, GATES)
    if ask.option == GO:
        open_gate |= mine & (status == Status.SHELVED)
    _where(reasons, ~open_gate, Reason.NO_GATE)


def _programme(ask: Ask, reasons: Reasons) -> None:
    programme = PROGRAMMES.index(ask.rulebook.slots[ask.slot].kind)
    on = ask.state.programme_on[programme, ask.seat] > 0
    if ask.option == 1:
        _where(reasons, on, Reason.RUNNING)
        if programme in RESEARCH:
            _where(reasons, learnt_out(ask.rulebook, ask.state, programme, ask.seat), Reason.LEARNT_OUT)
    else:
        _where(reasons, ~on, Reason.NOT_RUNNING)


def _agreement(ask: Ask, reasons: Reasons) -> None:
    other = ask.rulebook.seat(ask.rulebook.slots[ask.slot].target)
    held = (ask.state.agreement[ask.seat, other] > 0) | (ask.state.agreement_wait[ask.seat, other] > 0)
    if ask.option == 2:
        _where(reasons, ~held, Reason.NO_AGREEMENT)
        return
    _where(reasons, held, Reason.SAME)
    _where(
        reasons,
        ask.state.trust[ask.seat, other] < ask.rulebook.level.orders.agreement.trust_needed,
        Reason.TRUST,
    )


def _summit(ask: Ask, reasons: Reasons) -> None:
    other = ask.rulebook.seat(ask.rulebook.slots[ask.slot].target)
    _where(reasons, ask.state.opened_until[ask.seat, other] > ask.state.quarter, Reason.SAME)


def _wto(ask: Ask, reasons: Reasons) -> None:
    other = ask.rulebook.seat(ask.rulebook.slots[ask.slot].target)
    measure = (
        (ask.state.quota_step[other] > 0)
        | (ask.state.duty_step[other] > 0)
        | scripted_measure(ask.rulebook, ask.state, other)
    )
    _where(reasons, ~measure, Reason.NO_MEASURE)
    _where(reasons, (ask.state.wto_clock[other] > 0) | (ask.state.wto_ends[other] < 9999), Reason.CASE_RUNS)


def scripted_measure(rulebook: Rulebook, state: State, seat: int) -> NDArray[np.bool_]:
    """Whether a quota or export duty of this seat's nation, from the benchmark or an event, is in force,
    [B]."""
    base = rulebook.parameters.export_duty0[list(rulebook.quota_goods), rulebook.nation_of[seat]]
    found = np.full(state.size, some(base > 0))
    for index, effect in rulebook.effects_of_kind("quota", "export_duty"):
        if effect.economic is not None and int(rulebook.nation_of[seat]) in effect.economic.nations:
            start, end = state.effect_start[index], state.effect_end[index]
            found |= (start <= state.quarter) & (state.quarter < end)
    for line in rulebook.script:
        if (
            line.effect.kind in ("quota", "export_duty")
            and int(rulebook.nation_of[seat]) in line.effect.nations
        ):
            found |= line.start <= state.quarter < line.end
    return found


def _control(ask: Ask, reasons: Reasons) -> None:
    _where(reasons, current_step(ask.rulebook, ask.state, ask.seat, ask.slot) == ask.option - 1, Reason.SAME)
    spec = ask.rulebook.slots[ask.slot]
    if ask.option > 1:
        nation = ask.rulebook.nation_of[ask.seat]
        goods = (
            (ask.rulebook.control_goods[ask.rulebook.level.orders.controls.goods.index(spec.good)],)
            if spec.good
            else (ask.rulebook.quota_goods)
        )
        plants = [_PLANT_OF[good] for good in goods]
        capacity = ask.state.economy.capacity[plants, :, nation].sum(axis=(0, 1))
        _where(reasons, capacity < 1.0, Reason.NOTHING_EXPORTED)


_PLANT_OF = (0, 0, 1, 2, 3)  # plant kind that makes each good


def _answer(ask: Ask, reasons: Reasons) -> None:
    event = ask.rulebook.event(ask.rulebook.slots[ask.slot].target)
    info = ask.rulebook.events[event]
    asked = (ask.state.event_fired[event] == ask.state.quarter) & (ask.seat in info.ask)
    _where(reasons, ~asked, Reason.NOT_ASKED)
    choice = info.choices[ask.option - 1]
    if choice.seats and ask.seat not in choice.seats:
        reasons[:] = np.where(reasons == 0, Reason.NOT_FOR_SEAT, reasons)
    conditions = choice.conditions
    if conditions:
        _where(reasons, ~satisfied(ask.rulebook, ask.state, ask.seat, conditions, ask.view), Reason.CONDITION)


_Rule = Callable[[Ask, Reasons], None]
_RULES: dict[str, _Rule] = {
    "stock": _stock,
    "ration": _ration,
    "offtake": _offtake,
    "build": _build,
    "join": _join,
    "guarantee": _guarantee,
    "gate": _gate,
    "thrift": _programme,
    "process": _programme,
    "engineers": _programme,
    "recycling": _programme,
    "agreement": _agreement,
    "summit": _summit,
    "wto": _wto,
    "licence": _control,
    "quota": _control,
    "duty": _control,
    "answer": _answer,
}


def screen(rulebook: Rulebook, state: State, orders: OrderArray) -> tuple[OrderArray, Reasons]:
    """Keep what is allowed together: money, influence and an agenda of three (a fourth costs influence).

    Returns the accepted orders and the reasons [S,L,B] of the refused ones. Slots are settled in their order.
    """
    return settle_orders(rulebook, state, orders)[:2]


def settle_orders(
    rulebook: Rulebook, state: State, orders: OrderArray
) -> tuple[OrderArray, Reasons, list[Given]]:
    """As `screen`, with a list of the accepted orders."""
    kept: list[Given] = []
    accepted = np.zeros_like(orders)
    reasons = np.zeros(orders.shape, dtype=np.int16)
    agenda = rulebook.level.orders.agenda
    for seat, given in groupby(each_given(orders), key=itemgetter(0)):
        view = observe(rulebook, state, seat)
        credit = state.money[seat] + rulebook.tables.debt_limit_musd[seat]
        left = state.influence[seat].copy()
        opened = np.zeros(state.size, dtype=np.int16)
        for place, (_, slot, option, wanted) in enumerate(given):
            why, money, influence = examine(rulebook, state, seat, slot, option, view)
            if money is not NOTHING:
                _where(why, (money > 0) & (money > credit), Reason.MONEY)
            if place >= agenda.free:  # before that, no agenda can be full
                _where(why, opened > agenda.free, Reason.AGENDA)
                influence = influence + np.where(opened >= agenda.free, agenda.extra_influence, 0.0)
            if influence is not NOTHING:
                _where(why, influence > left + 1e-9, Reason.INFLUENCE)
            good = wanted & (why == 0)
            if some(good):
                kept.append((seat, slot, option, good))
            np.copyto(accepted[seat, slot], option, where=good)
            np.copyto(reasons[seat, slot], why, where=wanted)
            opened += good
            if money is not NOTHING:
                credit -= np.where(good, money, 0.0)
            if influence is not NOTHING:
                left -= np.where(good, influence, 0.0)
    return accepted, reasons, kept


def agenda_influence(rulebook: Rulebook, accepted: OrderArray) -> Floats:
    """Influence that a fourth dossier costs each seat, [S,B]."""
    agenda = rulebook.level.orders.agenda
    opened = (accepted > 0).view(np.int8).sum(axis=1, dtype=np.int8)  # dossiers are few
    return np.where(opened > agenda.free, float(agenda.extra_influence), 0.0)
