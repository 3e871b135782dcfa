"""The ledger: every change of money, confidence, influence and trust, with its cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from game.rules.state import Floats, State

Measure = Literal["money", "confidence", "influence", "trust"]


class Cause(NamedTuple):
    """Why something changed: a kind (`income`, `order`, `event`, `project`, ...) and the id it points to."""

    kind: str
    id: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the ledger for a whole batch; `amount` is [B]. `other` is the second seat of a trust
    entry."""

    measure: Measure
    seat: int
    cause: Cause
    amount: Floats
    other: int = -1


def _bounded(value: Floats) -> Floats:
    """Held within 0..100; `np.clip` takes four times as long on short arrays."""
    return np.minimum(np.maximum(value, 0.0), 100.0)


@dataclass
class Ledger:
    """Collects entries while a quarter is resolved. With `keep=False` it only books (roll-outs need no
    story)."""

    keep: bool = True
    entries: list[Entry] = field(default_factory=list)

    def post(self, state: State, measure: Measure, seat: int, cause: Cause, amount: Floats) -> None:
        """Book `amount` [B] on a seat's money, confidence (held within 0..100) or influence."""
        account: Floats = getattr(state, measure)[seat]
        if measure == "confidence":
            amount = _bounded(account + amount) - account
        account += amount
        self._note(measure, seat, cause, amount)

    def post_all(self, state: State, measure: Measure, cause: Cause, amount: Floats) -> None:
        """Book an amount [S,B] for each seat, as `post` does."""
        account: Floats = getattr(state, measure)
        if measure == "confidence":
            amount = _bounded(account + amount) - account
        account += amount
        if self.keep:
            for seat, part in enumerate(np.broadcast_to(amount, account.shape)):
                self._note(measure, seat, cause, part)

    def post_trust(self, state: State, seat: int, other: int, cause: Cause, amount: Floats) -> None:
        """Book a change of the trust between two seats, held within 0..100."""
        if seat == other:
            return
        trust = state.trust[seat, other]
        amount = _bounded(trust + amount) - trust
        trust += amount
        state.trust[other, seat] = trust
        self._note("trust", seat, cause, amount, other)

    def _note(self, measure: Measure, seat: int, cause: Cause, amount: Floats, other: int = -1) -> None:
        if self.keep and np.any(amount != 0.0):
            self.entries.append(Entry(measure, seat, cause, np.array(amount, dtype=np.float64), other))
