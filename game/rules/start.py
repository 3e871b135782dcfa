"""The first quarter of a level: seeds become worlds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.economy.chance import Chance
from game.economy.parameters import Parameters
from game.economy.state import start_state
from game.rules.events import draw_calendar, fire
from game.rules.ledger import Ledger
from game.rules.projects import refresh_board
from game.rules.rulebook import Rulebook
from game.rules.state import NEVER, PROGRAMMES, State


def start(
    rulebook: Rulebook,
    seeds: NDArray[np.uint64],
    governed: tuple[int, ...] = (),
    parameters: Parameters | None = None,
) -> State:
    """Worlds at the beginning of the level, one per seed. `governed` names the seats that people play."""
    worlds = int(seeds.size)
    seats, plants, events = rulebook.seat_count, len(rulebook.projects), len(rulebook.events)
    infos = [rulebook.level.seats[name] for name in rulebook.seats]

    def floats(*shape: int) -> NDArray[np.float64]:
        return np.zeros((*shape, worlds))

    def ints(*shape: int, fill: int = 0) -> NDArray[np.int16]:
        return np.full((*shape, worlds), fill, dtype=np.int16)

    def column(values: list[float]) -> NDArray[np.float64]:
        return np.repeat(np.array(values, dtype=np.float64)[:, None], worlds, axis=1)

    due, rumour, size = draw_calendar(rulebook, Chance(seeds, 0))
    effects = len(rulebook.effects)
    people = ints(seats)
    people[list(governed)] = 1
    state = State(
        clock=ints(),
        seed=seeds.astype(np.uint64),
        economy=start_state(parameters or rulebook.parameters, worlds),
        governed=people,
        market_frozen=floats(),
        money=column([float(i.money_musd) for i in infos]),
        confidence=column([float(i.confidence) for i in infos]),
        influence=column([float(i.influence) for i in infos]),
        trust=np.repeat(rulebook.start_trust[..., None], worlds, axis=-1),
        fallen=ints(seats),
        low_quarters=ints(seats),
        guarantees_called=floats(seats),
        stock_cost_musd=floats(2, seats),
        stock_mode=ints(seats),
        ration=ints(seats),
        programme_on=ints(len(PROGRAMMES), seats),
        programme_clock=ints(len(PROGRAMMES), seats),
        programme_wait=ints(len(PROGRAMMES), seats),
        programme_level=floats(len(PROGRAMMES), seats),
        agreement=ints(seats, seats),
        agreement_wait=ints(seats, seats),
        licence=ints(len(rulebook.control_goods), seats, seats),
        opened_until=ints(seats, seats),
        quota_step=ints(seats),
        duty_step=ints(seats),
        wto_clock=ints(seats),
        wto_ends=ints(seats, fill=NEVER),
        project_status=_fixed([p.start_status for p in rulebook.projects], worlds),
        project_owner=ints(plants, fill=-1),
        project_clock=_fixed([p.start_clock for p in rulebook.projects], worlds),
        project_overrun=np.ones((plants, worlds)),
        project_ramp=ints(plants),
        project_paid=floats(plants),
        project_floor=floats(plants),
        offtaker=ints(plants, fill=-1),
        offtake_left=ints(plants),
        call_left=ints(plants),
        guarantor=ints(plants, fill=-1),
        project_low=ints(plants),
        event_due=due,
        event_rumour=rumour,
        event_fired=ints(events, fill=NEVER),
        event_size=size,
        event_choice=ints(seats, events),
        effect_start=ints(effects, fill=NEVER),
        effect_end=ints(effects, fill=NEVER),
        contract_t=floats(2, seats),
        contract_price=floats(2, seats),
        contract_end=ints(seats),
        transfers=floats(seats),
        account=floats(4, seats),
        magnet_value=floats(seats),
        output_ok=ints(seats),
        idle_quarters=ints(seats),
        stress_seat=ints(fill=-1),
        stress_on=ints(),
        stress_quarter=ints(fill=NEVER),
        stress_partner=ints(fill=-1),
        stress_output=floats(),
        bill_musd=floats(seats),
        magnet_output_t=np.repeat(rulebook.magnet_base_t[:, None], worlds, axis=1),
        price_before=floats(5, seats),
    )
    for seat, nation in enumerate(rulebook.nation_of):
        state.price_before[:, seat] = state.economy.price[:, nation]
    refresh_board(rulebook, state)
    fire(rulebook, state, 0, Ledger(keep=False))
    return state


def _fixed(values: list[int], worlds: int) -> NDArray[np.int16]:
    return np.repeat(np.array([int(v) for v in values], dtype=np.int16)[:, None], worlds, axis=1)


def seed_array(*seeds: int) -> NDArray[np.uint64]:
    """Seeds as the array that `start` wants."""
    return np.array(seeds, dtype=np.uint64)
