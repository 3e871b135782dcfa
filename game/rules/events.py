"""Events: when they come, who is asked, what they and the answers do.

An event that comes into force in quarter q is known from the end of quarter q-1: its effects run from q on,
its
dossiers lie in the in-tray of q, and the answers are orders of q with a disclosed default.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.economy.chance import Chance
from game.economy.dims import HO, LO
from game.economy.effects import apply_effect
from game.economy.policy import Policy
from game.rules.accounts import NATURE, discount
from game.rules.diplomacy import end_measures, file_case
from game.rules.features import in_force, satisfied
from game.rules.ledger import Cause, Ledger
from game.rules.masks import rows_in, some
from game.rules.orders import OrderArray
from game.rules.programmes import learn
from game.rules.projects import guarantee
from game.rules.purposes import Draw
from game.rules.rulebook import DeclaredEffect, Rulebook, Status, declared_value
from game.rules.state import NEVER, PROGRAMMES, Floats, Ints, State

Mask = NDArray[np.bool_]
Running = list[tuple[int, Mask]]
RUMOUR_TRUE = 0.7  # share of rumours that come true (gameplay.md)


def draw_calendar(rulebook: Rulebook, chance: Chance) -> tuple[Ints, Ints, Floats]:
    """Quarter of each event (NEVER if not), quarter of its rumour, and its size draw; [E,B] each.

    Side events are dealt: `deal` of them a game. Rumours precede their event; false ones are spread so
    that seven in ten come true.
    """
    count, worlds = len(rulebook.events), chance.seed.size
    when = chance.uniform(Draw.EVENT_QUARTER, count)
    size = chance.uniform(Draw.EVENT_SIZE, count)
    rumour_draw = chance.uniform(Draw.RUMOUR, count)
    dealt = _deal(rulebook, chance)
    due = np.full((count, worlds), NEVER, dtype=np.int16)
    rumour = np.full((count, worlds), NEVER, dtype=np.int16)
    for index, info in enumerate(rulebook.events):
        due[index] = _quarter(info.chance, when[index]) if info.chance else info.first
        due[index][~dealt[index]] = NEVER
        if info.rumour_lead:
            comes = due[index] < NEVER
            rumour[index][comes] = np.maximum(due[index][comes] - info.rumour_lead, 0)
            likely = sum(p for _, p in info.chance) * (
                rulebook.deal / max(_side_count(rulebook), 1) if info.side else 1
            )
            false_odds = min(likely * (1 - RUMOUR_TRUE) / RUMOUR_TRUE / max(1 - likely, 1e-9), 1.0)
            false = ~comes & (rumour_draw[index] < false_odds)
            spread = _quarter(tuple((q, p / max(likely, 1e-9)) for q, p in info.chance), when[index])
            rumour[index][false] = np.maximum(spread[false] - info.rumour_lead, 0)
    return due, rumour, size


def _side_count(rulebook: Rulebook) -> int:
    return sum(info.side for info in rulebook.events)


def _deal(rulebook: Rulebook, chance: Chance) -> Mask:
    """Which events are in the game, [E,B]: all but the side events that were not dealt."""
    dealt = np.ones((len(rulebook.events), chance.seed.size), dtype=bool)
    side = [index for index, info in enumerate(rulebook.events) if info.side]
    if len(side) > rulebook.deal:
        rank = chance.uniform(Draw.EVENT_DEAL, len(rulebook.events))[side].argsort(axis=0).argsort(axis=0)
        dealt[side] = rank < rulebook.deal
    return dealt


def _quarter(table: tuple[tuple[int, float], ...], draw: Floats) -> Ints:
    """Read a quarter off a chance table; NEVER beyond its total."""
    result = np.full(draw.shape, NEVER, dtype=np.int16)
    total = 0.0
    for quarter, odds in table:
        result[(draw >= total) & (draw < total + odds)] = quarter
        total += odds
    return result


def fire(rulebook: Rulebook, state: State, quarter: int, ledger: Ledger) -> None:
    """Bring the events due in `quarter` into force; called at the end of the quarter before."""
    luck = Chance(state.seed, quarter)
    waiting = (state.event_due <= quarter) & (state.event_fired == NEVER)
    for index in rows_in(waiting):
        info = rulebook.events[index]
        due = state.event_due[index] == quarter if info.chance else waiting[index]
        if info.conditions and some(due):
            due &= satisfied(rulebook, state, info.ask[0] if info.ask else 0, info.conditions)
        if info.odds < 1.0 and not info.chance and some(due):
            due &= luck.uniform(Draw.EVENT_ODDS, [index])[0] < info.odds
        if not some(due):
            continue
        state.event_fired[index][due] = quarter
        _end_with(rulebook, state, info.id, due, quarter)
        enact(rulebook, state, index, 0, -1, due, quarter, ledger)
    _fall_due(rulebook, state, quarter, ledger)


def _fall_due(rulebook: Rulebook, state: State, quarter: int, ledger: Ledger) -> None:
    """What events and answers have put off until `quarter`."""
    for index in rulebook.put_off:
        due = state.effect_start[index] == quarter
        if some(due):
            _at_once(rulebook, state, rulebook.effects[index], due, quarter, ledger)


def source_id(rulebook: Rulebook, effect: DeclaredEffect) -> str:
    """`event`, or `event.choice`, that declares an effect."""
    info = rulebook.events[effect.event]
    return f"{info.id}.{info.choices[effect.choice - 1].id}" if effect.choice else info.id


def answer(rulebook: Rulebook, state: State, orders: OrderArray, ledger: Ledger) -> None:
    """Carry out the answers to this quarter's dossiers, the default where none was given."""
    now = state.event_fired == state.quarter
    for index in rows_in(now):
        info, asked = rulebook.events[index], now[index]
        if not info.ask:
            continue
        slot = rulebook.slot_index[f"answer:{info.id}"]
        for seat in info.ask:
            given = orders[seat, slot]
            choice = np.where(given > 0, given, info.default[seat]) * asked
            np.copyto(state.event_choice[seat, index], choice, where=asked)
            taken = np.bincount(choice)[1:]
            for place in taken.nonzero()[0].tolist():
                number, chosen = place + 1, info.choices[place]
                mask = choice == number
                cause = Cause("answer", f"{info.id}.{chosen.id}")
                if chosen.money_musd:
                    ledger.post(state, "money", seat, cause, np.where(mask, -chosen.money_musd, 0.0))
                if chosen.influence:
                    pay = np.where(mask, -np.minimum(chosen.influence, state.influence[seat]), 0.0)
                    ledger.post(state, "influence", seat, cause, pay)
                enact(rulebook, state, index, number, seat, mask, state.quarter, ledger)


def _end_with(rulebook: Rulebook, state: State, event_id: str, mask: Mask, quarter: int) -> None:
    for index in rulebook.ended_by[event_id]:
        row = state.effect_end[index]
        row[mask] = np.minimum(row[mask], quarter)


def enact(
    rulebook: Rulebook,
    state: State,
    event: int,
    choice: int,
    seat: int,
    mask: Mask,
    quarter: int,
    ledger: Ledger,
) -> None:
    """Start the effects of an event (`choice` 0) or of a seat's choice in the worlds of `mask`."""
    for index in rulebook.effects_of[event, choice, seat]:
        effect = rulebook.effects[index]
        if effect.at_once and not effect.delay:
            _at_once(rulebook, state, effect, mask, quarter, ledger)
            continue
        lasts = 1 if effect.at_once else effect.quarters
        np.copyto(state.effect_start[index], quarter + effect.delay, where=mask)
        np.copyto(state.effect_end[index], min(quarter + effect.delay + lasts, NEVER), where=mask)


def _at_once(
    rulebook: Rulebook,
    state: State,
    effect: DeclaredEffect,
    mask: Mask,
    quarter: int,
    ledger: Ledger,
) -> None:
    """Effects on a government's own affairs, in the worlds of `mask`."""
    kind, seat, args = effect.kind, effect.seat, effect.args
    value = np.where(mask, declared_value(state, effect), 0.0)
    cause = Cause("answer" if effect.choice else "event", source_id(rulebook, effect))
    if kind in ("money", "confidence"):
        ledger.post(state, kind, seat, cause, value)  # type: ignore[arg-type]
        if args.get("taxpayers"):
            state.transfers[seat] += value
    elif kind == "spill":
        hurt = float(rulebook.level.orders.confidence.spill)
        ledger.post(state, "confidence", seat, Cause("spill", cause.id), np.where(mask, hurt, 0.0))
    elif kind == "influence":
        ledger.post(state, "influence", seat, cause, np.maximum(value, -state.influence[seat]))
    elif kind == "trust":
        ledger.post_trust(state, args["one"], args["other"], cause, value)
    elif kind == "stock":
        places = [LO, HO], rulebook.nation_of[seat]
        stock = state.economy.public_stock.copy()
        extra = np.maximum(args["months"] * rulebook.tables.need_month_t[:, seat], -stock[places])
        stock[places] += np.where(mask, extra, 0.0)
        state.economy = replace(state.economy, public_stock=stock)
    elif kind == "research":
        learn(rulebook, state, PROGRAMMES.index(args["programme"]), seat, int(args["quarters"]), mask)
    elif kind == "contract":
        row = 0 if args["good"] == LO else 1
        state.contract_t[row, seat][mask] = args["tonnes_quarter"]
        state.contract_price[row, seat][mask] = args["price_usd_kg"]
        state.contract_end[seat][mask] = quarter + int(args["quarters"])
    elif kind == "agreement":
        other = args["other"]
        state.agreement_wait[seat, other][mask & (state.agreement[seat, other] == 0)] = 1
    elif kind == "reveal_event":
        _reveal(rulebook, state, args, mask)
    elif kind == "file_wto":
        file_case(rulebook, state, -1, args["against"], mask, ledger)
    elif kind == "finish_wto":
        ended = mask & (state.wto_ends[args["against"]] == NEVER)
        end_measures(rulebook, state, args["against"], ended, 0)
    else:
        _on_project(rulebook, state, kind, args, seat, mask)


def _reveal(rulebook: Rulebook, state: State, args: dict[str, Any], mask: Mask) -> None:
    """An answer that is right with some odds: it makes a rumour, or says that nothing comes."""
    event = rulebook.event(args["event"])
    truth = Chance(state.seed, state.quarter).uniform(Draw.REVEAL, len(rulebook.events))[event] < args["odds"]
    coming = (state.event_due[event] < NEVER) & (state.event_fired[event] == NEVER)
    state.event_rumour[event][mask & (coming == truth)] = state.quarter
    state.event_rumour[event][mask & (coming != truth)] = NEVER


def _on_project(
    rulebook: Rulebook, state: State, kind: str, args: dict[str, Any], seat: int, mask: Mask
) -> None:
    """Effects that move a named project."""
    index = args["project"]
    status = state.project_status[index]
    if kind == "reveal_project":
        status[mask & (status == Status.HIDDEN)] = Status.OFFERED
    elif kind == "strand_project":
        private = mask & (state.project_owner[index] < 0) & (status <= Status.BUILD)
        status[private] = Status.STRANDED
    elif kind == "slip_project":
        moving = mask & ((status == Status.BUILD) | (status == Status.PERMIT))
        state.project_clock[index][moving] += int(args["quarters"])
    elif kind == "guarantee":
        free = mask & (state.guarantor[index] < 0)
        guarantee(state, index, seat, free, rulebook.projects[index])


def apply(rulebook: Rulebook, state: State, policy: Policy, running: Running) -> None:
    """Write the running economic effects of events into the policy, in which the script stands already."""
    for index, active in running:
        effect = rulebook.effects[index]
        if effect.economic is None:
            continue
        if effect.kind == "capacity":  # new capacity arrives once
            active = active & (state.effect_start[index] == state.quarter)
        apply_effect(policy, effect.economic, declared_value(state, effect), active)


def running(rulebook: Rulebook, state: State) -> Running:
    """The lasting effects that run in any world this quarter, by index, and in which worlds, [B]."""
    rows = rulebook.tables.lasting
    now = in_force(state, rows)
    return [(int(rows[place]), now[place]) for place in rows_in(now)]


def pay_running(rulebook: Rulebook, state: State, running: Running, ledger: Ledger) -> None:
    """Payments that events or answers have set for several quarters."""
    for index, active in running:
        effect = rulebook.effects[index]
        if effect.kind != "money_each_quarter":
            continue
        value = np.where(active, declared_value(state, effect), 0.0)
        ledger.post(state, "money", effect.seat, Cause("running", source_id(rulebook, effect)), value)
        if effect.args.get("taxpayers"):
            state.transfers[effect.seat] += value


def mark_nature(rulebook: Rulebook, state: State, running: Running) -> None:
    """Running effects of events on the nature line of the account."""
    for index, active in running:
        effect = rulebook.effects[index]
        if effect.kind != "nature":
            continue
        value = np.where(active, declared_value(state, effect), 0.0)
        state.account[NATURE, effect.seat] += discount(rulebook, state.quarter) * value
