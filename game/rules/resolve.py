"""One quarter: orders -> legality -> policy -> economy -> accounts -> objectives -> events.

The only place where time passes. Game, forecast, explanation, rivals, debrief and lab all call it, on one
world or
on thousands. It is a pure function: no clock, no files, no globals, and it changes none of its inputs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.economy.advance import advance
from game.economy.chance import Chance
from game.economy.outcome import Outcome
from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.rules import accounts, diplomacy, events, market, objectives, programmes, projects
from game.rules.causes import Causes
from game.rules.ledger import Cause, Ledger
from game.rules.legality import NOTHING, Reasons, agenda_influence, order_cost, settle_orders
from game.rules.masks import some
from game.rules.orders import Given, OrderArray
from game.rules.rulebook import Rulebook
from game.rules.state import PROGRAMMES, State


@dataclass(frozen=True)
class Turn:
    """What one quarter gave: the state after it and everything needed to tell and explain it."""

    state: State
    outcome: Outcome
    policy: Policy
    accepted: OrderArray
    reasons: Reasons
    ledger: Ledger


def resolve(
    rulebook: Rulebook,
    state: State,
    orders: OrderArray,
    parameters: Parameters | None = None,
    chance: Chance | None = None,
    ledger: Ledger | None = None,
    causes: Causes | None = None,
) -> Turn:
    """Play one quarter of every world in the batch.

    `orders` int8 [S,L,B]: 0 none, k = option k; what is not legal is dropped and reported in `reasons`.
    `parameters` override the level's (last axis 1 or B); `chance` defaults to the states' own seeds. `causes`
    hold back, in some worlds, some of what is new in this quarter.
    """
    params = parameters if parameters is not None else rulebook.parameters
    luck = chance if chance is not None else Chance(state.seed, state.quarter)
    book = ledger if ledger is not None else Ledger(keep=False)
    if causes is not None:
        state, orders, params = causes.hold_back(rulebook, state, orders, params)
    before = state
    accepted, reasons, given = settle_orders(rulebook, state, orders)
    state = state.next()
    state.price_before = state.economy.price.take(rulebook.nation_of, axis=1)
    state.transfers[:] = 0.0
    accounts.income(rulebook, state, book)
    carry_out(rulebook, state, accepted, given, luck, book)
    events.answer(rulebook, state, accepted, book)
    projects.default_gates(rulebook, state)
    running = events.running(rulebook, state)
    policy = build_policy(rulebook, state, running, book, causes)
    economy, outcome = advance(state.economy, policy, params, luck)
    state.economy = economy
    market.settle(rulebook, before, state, outcome, book)
    programmes.work(rulebook, state, luck, book)
    projects.construct(rulebook, state, luck, book)
    projects.refresh_board(rulebook, state)
    events.pay_running(rulebook, state, running, book)
    accounts.mood(rulebook, state, outcome, book)
    objectives.track(rulebook, state, outcome)
    diplomacy.drift(rulebook, state, luck, book)
    state.ration[:] = 0
    events.fire(rulebook, state, state.quarter + 1, book)
    accounts.keep_account(rulebook, before, state, outcome)
    events.mark_nature(rulebook, state, running)
    state.clock += 1
    return Turn(state, outcome, policy, accepted, reasons, book)


def build_policy(
    rulebook: Rulebook, state: State, running: events.Running, ledger: Ledger, causes: Causes | None = None
) -> Policy:
    """Everything that stands, runs or arrives this quarter, as arrays for the economy."""
    script = rulebook.scripted(state.quarter) if causes is None else causes.script(rulebook, state.quarter)
    policy = script.draft()
    events.apply(rulebook, state, policy, running)
    diplomacy.apply(rulebook, state, policy)
    programmes.apply(rulebook, state, policy)
    market.apply(rulebook, state, policy)
    arriving = causes.without_arrivals(rulebook, state) if causes is not None else state
    projects.commission(rulebook, arriving, policy, ledger)
    projects.pledge_calls(rulebook, state, policy)
    projects.support_floors(rulebook, state, policy, ledger)
    objectives.press(rulebook, state, policy)
    if some(state.market_frozen):
        policy.freeze_investment = policy.freeze_substitution = policy.freeze_thrift = state.market_frozen
    return policy


def carry_out(
    rulebook: Rulebook,
    state: State,
    accepted: OrderArray,
    given: list[Given],
    chance: Chance,
    ledger: Ledger,
) -> None:
    """Put accepted orders, except answers, into effect; `given` lists what `accepted` holds."""
    for seat, slot, option, mask in given:
        if rulebook.slots[slot].kind != "answer":
            _one(rulebook, state, seat, slot, option, mask, chance, ledger)
    ledger.post_all(state, "influence", Cause("agenda"), -agenda_influence(rulebook, accepted))
    diplomacy.share_cases(rulebook, state, accepted, ledger)


def _one(
    rulebook: Rulebook,
    state: State,
    seat: int,
    slot: int,
    option: int,
    mask: np.ndarray,
    chance: Chance,
    ledger: Ledger,
) -> None:
    spec = rulebook.slots[slot]
    index = int(rulebook.project_of_slot[seat, slot])
    money, influence = order_cost(rulebook, state, seat, slot, option)
    if influence is not NOTHING:
        ledger.post(state, "influence", seat, Cause("order", spec.id), np.where(mask, -influence, 0.0))
    if spec.kind == "stock":
        state.stock_mode[seat][mask] = option
    elif spec.kind == "ration":
        state.ration[seat][mask] = option
        hurt = rulebook.level.orders.ration.confidence
        ledger.post(state, "confidence", seat, Cause("order", spec.id), np.where(mask, float(hurt), 0.0))
    elif spec.kind == "build":
        projects.start_project(state, index, seat, mask, rulebook.projects[index])
        ledger.post(
            state, "money", seat, Cause("permit", rulebook.projects[index].id), np.where(mask, -money, 0.0)
        )
        state.project_paid[index] += np.where(mask, money, 0.0)
    elif spec.kind == "join":
        projects.join_project(rulebook, state, index, seat, mask, ledger)
    elif spec.kind == "offtake":
        projects.take_offtake(rulebook, state, index, seat, option, mask)
    elif spec.kind == "guarantee":
        projects.guarantee(state, index, seat, mask, rulebook.projects[index])
    elif spec.kind == "gate":
        projects.pass_gate(rulebook, state, index, seat, option, mask, ledger)
    elif spec.kind in PROGRAMMES:
        state.programme_on[PROGRAMMES.index(spec.kind), seat][mask] = 1 if option == 1 else 0
    elif spec.kind in ("licence", "quota", "duty"):
        diplomacy.set_control(rulebook, state, seat, slot, option, mask, ledger)
    else:
        _talk(rulebook, state, seat, slot, option, mask, chance, ledger)


def _talk(
    rulebook: Rulebook,
    state: State,
    seat: int,
    slot: int,
    option: int,
    mask: np.ndarray,
    chance: Chance,
    ledger: Ledger,
) -> None:
    spec = rulebook.slots[slot]
    other = rulebook.seat(spec.target)
    if spec.kind == "agreement" and option == 1:
        diplomacy.propose_agreement(rulebook, state, seat, other, mask)
    elif spec.kind == "agreement":
        diplomacy.leave_agreement(state, seat, other, mask, ledger, rulebook)
    elif spec.kind == "summit":
        diplomacy.hold_summit(rulebook, state, seat, other, mask, chance, ledger)
    else:
        diplomacy.file_case(rulebook, state, seat, other, mask, ledger)
