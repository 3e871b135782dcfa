"""The orders that a seat has drafted for the quarter, with undo and redo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from game.rules.orders import Order

__all__ = ["Drafts", "Settled"]


class Drafts:
    """At most one option per slot. Every change can be undone until the quarter ends."""

    def __init__(self, orders: Iterable[tuple[str, str]] = ()) -> None:
        self._orders: dict[str, str] = dict(orders)
        self._past: list[dict[str, str]] = []
        self._future: list[dict[str, str]] = []

    @property
    def orders(self) -> Mapping[str, str]:
        """Slot -> option, in the order of drafting."""
        return self._orders

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def put(self, slot: str, option: str) -> None:
        """Draft an option, in place of another one of its slot."""
        if self._orders.get(slot) != option:
            self._change({**self._orders, slot: option})

    def drop(self, slot: str) -> None:
        """Take a slot off the drafts; nothing happens if it is not on them."""
        if slot in self._orders:
            self._change({name: option for name, option in self._orders.items() if name != slot})

    def clear(self) -> None:
        """Take everything off, in one step."""
        if self._orders:
            self._change({})

    def undo(self) -> bool:
        """Go back one change; False if there is none."""
        if not self._past:
            return False
        self._future.append(self._orders)
        self._orders = self._past.pop()
        return True

    def redo(self) -> bool:
        """Repeat what was undone; False if there is nothing."""
        if not self._future:
            return False
        self._past.append(self._orders)
        self._orders = self._future.pop()
        return True

    def as_orders(self) -> tuple[Order, ...]:
        """As the rules take them."""
        return tuple(Order(slot, option) for slot, option in self._orders.items())

    def as_list(self) -> list[tuple[str, str]]:
        """As a record keeps them."""
        return list(self._orders.items())

    def _change(self, orders: dict[str, str]) -> None:
        self._past.append(self._orders)
        self._future.clear()
        self._orders = orders


class Settled(Drafts):
    """The orders of a quarter that is over: nothing changes them any more."""

    def _change(self, orders: dict[str, str]) -> None:
        pass
