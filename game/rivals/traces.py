"""What a government did before, read off the state: `once` needs no memory of its own.

A rule with `once` is over as soon as the state shows that its seat has given one of its orders, whoever of
its rules did. Orders that leave no trace are tried in the first quarter of the rule's window alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.rivals.compiled import Target
from game.rules.legality import current_step
from game.rules.rulebook import Rulebook, Status
from game.rules.state import NEVER, PROGRAMMES, State

Mask = NDArray[np.bool_]

ENDING = ("release", "hold", "stop", "leave")


def done_before(rulebook: Rulebook, state: State, seat: int, target: Target) -> Mask:
    """Whether this seat has given the order before, or holds what it brings, [B]."""
    spec = rulebook.slots[target.slot]
    kind = spec.kind
    if spec.options[target.options[0] - 1] in ENDING:
        return np.zeros(state.size, dtype=bool)  # the desk itself refuses to end what does not run
    if kind == "stock":
        return np.asarray(state.stock_mode[seat] != 0)
    if kind in PROGRAMMES:
        row = PROGRAMMES.index(kind)
        return np.asarray((state.programme_on[row, seat] > 0) | (state.programme_clock[row, seat] > 0))
    if kind in ("build", "join", "offtake", "guarantee"):
        return _on_project(state, kind, int(rulebook.project_of_slot[seat, target.slot]), seat)
    if kind == "agreement":
        other = rulebook.seat(spec.target)
        return np.asarray((state.agreement[seat, other] > 0) | (state.agreement_wait[seat, other] > 0))
    if kind == "wto":
        other = rulebook.seat(spec.target)
        return np.asarray((state.wto_clock[other] > 0) | (state.wto_ends[other] < NEVER))
    if kind in ("licence", "quota", "duty"):
        return np.asarray(current_step(rulebook, state, seat, target.slot) == target.options[0] - 1)
    return np.zeros(state.size, dtype=bool)


def _on_project(state: State, kind: str, index: int, seat: int) -> Mask:
    if index < 0:
        return np.zeros(state.size, dtype=bool)
    if kind == "offtake":
        return np.asarray(state.offtaker[index] == seat)
    if kind == "guarantee":
        return np.asarray((state.guarantor[index] == seat) | (state.guarantees_called[seat] > 0))
    mine = state.project_owner[index] == seat
    if kind == "build":  # one's own copy: begun, or paid for and sold
        mine = mine | (state.project_status[index] != Status.OFFERED) | (state.project_paid[index] > 0)
    return np.asarray(mine)
