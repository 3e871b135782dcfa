"""Futures as a government believes in them: fresh luck, believed events, nobody's secrets.

What is kept is what the seat can observe. The script of events, the seed and the coming slips are drawn anew:
`secret` events never come in a belief, `announced` and `rumoured` ones come with their public odds, and a
rumour
that was heard counts for what rumours are worth. Nor does a government know the numbers by which the economy
goes on: each future belongs to a member of the ensemble, to whom the present is explained (`beliefs.py`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.economy.chance import Chance
from game.economy.parameters import Parameters
from game.rules.beliefs import explained
from game.rules.events import RUMOUR_TRUE, draw_calendar
from game.rules.masks import some
from game.rules.rulebook import Rulebook
from game.rules.state import NEVER, State


def imagine(
    rulebook: Rulebook,
    state: State,
    seat: int,
    worlds: int,
    salt: int = 0,
    parameters: Parameters | None = None,
) -> State:
    """`worlds` believed futures of column 0 of `state`, from the seat's beliefs.

    Play them with the same `parameters` (last axis `worlds` or 1), by default `rulebook.beliefs(worlds)`:
    world i of the result belongs to member i.
    """
    base = state.take(np.zeros(worlds, dtype=np.intp))
    seeds = _seeds(seat, base.quarter, worlds, salt)
    base.seed = seeds
    due, _, size = draw_calendar(rulebook, Chance(seeds, 0))
    fired = base.event_fired < NEVER
    heard = (base.event_rumour <= base.quarter) & ~fired
    believed = np.where(due >= base.quarter + 1, due, NEVER).astype(np.int16)
    for index, info in enumerate(rulebook.events):
        if info.known == "secret":
            believed[index] = NEVER
        elif info.rumour_lead and some(heard[index]):
            comes = Chance(seeds, base.quarter).uniform(300 + index, 1)[0] < RUMOUR_TRUE
            expected = np.maximum(base.event_rumour[index] + info.rumour_lead, base.quarter + 1)
            believed[index] = np.where(comes, expected, NEVER)
    base.event_due = np.where(fired, base.event_due, believed).astype(np.int16)
    base.event_size = np.where(fired, base.event_size, size)
    base.event_rumour = np.where(base.event_rumour <= base.quarter, base.event_rumour, NEVER).astype(np.int16)
    _hide_treasuries(rulebook, base, seat)
    believed_parameters = rulebook.beliefs(worlds) if parameters is None else parameters
    policy = rulebook.scripted(base.quarter)
    base.economy = explained(base.economy, policy, rulebook.parameters, believed_parameters)
    return base


def _seeds(seat: int, quarter: int, worlds: int, salt: int) -> NDArray[np.uint64]:
    """Seeds of imagined worlds: a function of who looks and when, never of the true seed."""
    origin = np.array([0xB0A7 + 7919 * salt], dtype=np.uint64)
    return Chance(origin, quarter).bits(301 + seat, worlds)[:, 0]


def _hide_treasuries(rulebook: Rulebook, state: State, seat: int) -> None:
    """Another government's cash is not known: its published budget at the start stands in for it."""
    for other, name in enumerate(rulebook.seats):
        if other != seat:
            state.money[other] = float(rulebook.level.seats[name].money_musd)
