"""What a cabinet could do this quarter: each order that the rules allow, and a few that belong together.

A plan is what is ordered now and what it leads to: an agreement and the plant it opens, a stock and its
sale. Whether an order is allowed is asked of the rules; here it is only settled which of several options of
one order are worth a try.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from game.rules.features import observe
from game.rules.legality import Reason, current_step, refusals
from game.rules.projects import GO
from game.rules.rollout import SlotOrders
from game.rules.rulebook import Rulebook
from game.rules.state import State

__all__ = ["WAIT", "Plan", "Step", "orders_of", "plans"]

STOCK_QUARTERS = 4  # after which a stock that was bought now is sold to home users again
LAST_TRY = 4  # quarters after now in which a plant that an agreement opens is still tried
PROJECT_KINDS = ("build", "join", "offtake", "guarantee", "gate")


@dataclass(frozen=True)
class Step:
    """An order, `after` so many quarters from now, tried until `until`; option is 1-based."""

    slot: int
    option: int
    after: int = 0
    until: int = 0


@dataclass(frozen=True)
class Plan:
    """Steps in the order of time; without any it is waiting."""

    steps: tuple[Step, ...] = ()

    @property
    def now(self) -> tuple[Step, ...]:
        """What is ordered this quarter."""
        return tuple(step for step in self.steps if step.after == 0)

    @property
    def later(self) -> tuple[Step, ...]:
        """What follows from it."""
        return tuple(step for step in self.steps if step.after > 0)


WAIT = Plan()


def plans(rulebook: Rulebook, state: State, seat: int) -> tuple[Plan, ...]:
    """Waiting, then every plan that the seat could begin now, in column 0 of `state`."""
    world = state.take([0, 0])
    view = observe(rulebook, world, seat)
    found = [WAIT]
    for slot, spec in enumerate(rulebook.slots):
        project = int(rulebook.project_of_slot[seat, slot])
        if rulebook.seats[seat] not in spec.seats or (spec.kind in PROJECT_KINDS and project < 0):
            continue
        for option in _plausible(rulebook, world, seat, slot):
            if refusals(rulebook, world, seat, slot, option, view)[0] == Reason.NONE:
                found += _beginning_with(rulebook, world, seat, slot, option)
    return tuple(found)


def _plausible(rulebook: Rulebook, world: State, seat: int, slot: int) -> Sequence[int]:
    """Options of a slot that say something of their own: of a scale its next steps and its end."""
    spec = rulebook.slots[slot]
    count = len(spec.options)
    if spec.kind == "stock":  # release, hold, and the largest purchase
        return (1, 2, count)
    if spec.kind == "offtake":  # the lowest floor gives the same call as the others
        return (1,)
    if spec.kind in ("licence", "quota", "duty"):
        step = int(np.broadcast_to(current_step(rulebook, world, seat, slot), (2,))[0])
        return sorted({step, step + 2, count} - {0, step + 1} - {count + 1})
    if spec.kind == "gate":
        shelved = refusals(rulebook, world, seat, slot, 2)[0] == Reason.NO_GATE
        return (
            (GO,) if shelved else tuple(range(2, count + 1))
        )  # at an open gate going on is what waiting does
    if spec.kind == "answer":
        default = rulebook.events[rulebook.event(spec.target)].default.get(seat, 1)
        return [option for option in range(1, count + 1) if option != default]
    return range(1, count + 1)


def _beginning_with(rulebook: Rulebook, world: State, seat: int, slot: int, option: int) -> Iterator[Plan]:
    """The order alone, or with what has to follow so that it makes sense."""
    spec = rulebook.slots[slot]
    first = Step(slot, option)
    if spec.kind == "stock" and option > 2:
        hold = Step(slot, 2, 1, 1)
        yield Plan((first, hold))
        yield Plan((first, hold, Step(slot, 1, STOCK_QUARTERS, STOCK_QUARTERS)))
        return
    yield Plan((first,))
    if spec.kind == "agreement" and option == 1:
        for opened in _opened_by(rulebook, world, seat, rulebook.seat(spec.target)):
            yield Plan((first, Step(opened, 1, 1, LAST_TRY)))


def _opened_by(rulebook: Rulebook, world: State, seat: int, partner: int) -> list[int]:
    """Slots that are closed to the seat for want of an agreement with this partner alone: named plants, and
    kinds of plant that it can't have at home."""
    found, at_home = [], set()
    for slot, spec in enumerate(rulebook.slots):
        index = int(rulebook.project_of_slot[seat, slot])
        if spec.kind not in ("build", "join") or index < 0 or rulebook.seats[seat] not in spec.seats:
            continue
        project = rulebook.projects[index]
        host = project.host_seat if spec.kind == "build" else project.needs_agreement
        if host == seat:
            at_home.add(project.project)
        elif host == partner and refusals(rulebook, world, seat, slot, 1)[0] == Reason.AGREEMENT_NEEDED:
            found.append((project.project, slot))
    return [slot for kind, slot in found if kind not in at_home]


def orders_of(
    rulebook: Rulebook, quarter: int, chosen: Sequence[Plan], futures: int
) -> dict[int, SlotOrders]:
    """Orders of a seat by quarter, int8 [L, plans * futures]: plan p in the columns p * futures and on."""
    script: dict[int, SlotOrders] = {}
    for place, plan in enumerate(chosen):
        columns = slice(place * futures, (place + 1) * futures)
        for step in plan.steps:
            for after in range(step.after, step.until + 1):
                empty = np.zeros((len(rulebook.slots), len(chosen) * futures), dtype=np.int8)
                script.setdefault(quarter + after, empty)[step.slot, columns] = step.option
    return script
