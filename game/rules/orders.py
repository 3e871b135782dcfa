"""Orders as people write them, and their coding as slots: int8 [seat, slot, world], 0 = none, k = option
k."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.rules.rulebook import Rulebook

OrderArray = NDArray[np.int8]
Given = tuple[int, int, int, NDArray[np.bool_]]
"""Seat, slot, option (1-based) of an order and the worlds [B] in which it is given."""


@dataclass(frozen=True)
class Order:
    """One order of one seat: slot id and option name."""

    slot: str
    option: str


class OrderError(ValueError):
    """An order that no seat could ever give: unknown slot or option. `known` lists what there is."""

    def __init__(self, what: str, name: str, known: tuple[str, ...]) -> None:
        self.what, self.name, self.known = what, name, known
        super().__init__(f"unknown {what} '{name}'")


def empty_orders(rulebook: Rulebook, worlds: int) -> OrderArray:
    """No orders from anybody."""
    return np.zeros((rulebook.seat_count, len(rulebook.slots), worlds), dtype=np.int8)


def code(rulebook: Rulebook, order: Order) -> tuple[int, int]:
    """Slot index and 1-based option. Raises OrderError."""
    index = rulebook.slot_index.get(order.slot)
    if index is None:
        raise OrderError("order", order.slot, tuple(rulebook.slot_index))
    options = rulebook.slots[index].options
    if order.option not in options:
        raise OrderError("option", order.option, options)
    return index, options.index(order.option) + 1


def encode(rulebook: Rulebook, orders: Iterable[Order], seat: int, into: OrderArray) -> OrderArray:
    """Write a seat's orders into `into` for every world; returns it. Raises OrderError."""
    for order in orders:
        slot, option = code(rulebook, order)
        into[seat, slot] = option
    return into


def each_given(orders: OrderArray) -> list[Given]:
    """Seat, slot and option of every order that is given in any world, in that order, and in which worlds."""
    seats, slots = np.any(orders, axis=2).nonzero()
    rows = orders[seats, slots]
    masks = rows[:, None] == np.arange(1, rows.max(initial=0) + 1)[:, None]
    found = np.argwhere(masks.any(axis=2)).tolist()
    return [(int(seats[row]), int(slots[row]), k + 1, masks[row, k]) for row, k in found]


def decode(rulebook: Rulebook, orders: OrderArray, seat: int, column: int = 0) -> tuple[Order, ...]:
    """A seat's orders in one world."""
    row = orders[seat, :, column]
    return tuple(
        Order(rulebook.slots[int(slot)].id, rulebook.slots[int(slot)].options[int(row[slot]) - 1])
        for slot in np.flatnonzero(row)
    )


def lever_of(rulebook: Rulebook, slot: int, option: int) -> str:
    """The lever an order is filed under; '' for a choice that stays in all coalitions."""
    spec = rulebook.slots[slot]
    if spec.kind != "answer":
        return spec.lever
    return rulebook.events[rulebook.event(spec.target)].choices[option - 1].lever
