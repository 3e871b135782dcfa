"""Several quarters in a row, with deciders passed in: so neither insight nor rivals needs the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from game.economy.parameters import Parameters
from game.rules.ledger import Ledger
from game.rules.orders import OrderArray, empty_orders
from game.rules.resolve import Turn, resolve
from game.rules.rulebook import Rulebook
from game.rules.state import State

SlotOrders = NDArray[np.int8]
Decider = Callable[[Rulebook, State, int], SlotOrders]
"""(rulebook, state, seat) -> int8 [L,B]: the orders of one seat in every world."""


def rollout(
    rulebook: Rulebook,
    state: State,
    deciders: Mapping[int, Decider],
    quarters: int,
    *,
    parameters: Parameters | None = None,
    watch: Callable[[Turn], None] | None = None,
    keep_ledger: bool = False,
) -> State:
    """Play `quarters` quarters; seats without a decider give no orders. `watch` sees every turn."""
    for _ in range(quarters):
        orders = gather(rulebook, state, deciders)
        turn = resolve(rulebook, state, orders, parameters, ledger=Ledger(keep=keep_ledger))
        if watch is not None:
            watch(turn)
        state = turn.state
    return state


def gather(rulebook: Rulebook, state: State, deciders: Mapping[int, Decider]) -> OrderArray:
    """The orders of all seats for this quarter."""
    orders = empty_orders(rulebook, state.size)
    for seat, decide in deciders.items():
        orders[seat] = decide(rulebook, state, seat)
    return orders


def nothing(rulebook: Rulebook, state: State, seat: int) -> SlotOrders:
    """A government that gives no orders."""
    return np.zeros((len(rulebook.slots), state.size), dtype=np.int8)


def scripted(by_quarter: Mapping[int, SlotOrders]) -> Decider:
    """Orders fixed beforehand: quarter (0-based) -> int8 [L] or [L,B]."""

    def decide(rulebook: Rulebook, state: State, seat: int) -> SlotOrders:
        orders = nothing(rulebook, state, seat)
        given = by_quarter.get(state.quarter)
        if given is not None:
            orders[:] = given if given.ndim == 2 else given[:, None]
        return orders

    return decide
