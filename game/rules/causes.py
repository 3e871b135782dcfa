"""What is new in a quarter, and quarters in which some of it is held back.

A change is one thing that this quarter has and the quarter before had not: need that grew, a plant that
arrived, an event that came into force, an order. Held back, it stays as it was a quarter ago; with all
changes held back a quarter is the last one once more, but for what moves by itself: expectations, fear,
smuggling, substitution, plants that are shut or opened. Explanations ask which change moved a figure by
letting through one or another in worlds that are otherwise equal; no rule is written twice for that, for a
change is held back in the state, the orders and the parameters that the rules are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from game.economy.parameters import Parameters
from game.economy.policy import Policy
from game.rules.events import source_id
from game.rules.orders import OrderArray, each_given
from game.rules.rulebook import Rulebook, Status
from game.rules.script import scripted_policy
from game.rules.state import NEVER, PROGRAMMES, Floats, State

Mask = NDArray[np.bool_]
Kind: TypeAlias = Literal[
    "demand",  # growth of need, as expected
    "luck",  # what chance adds to it or takes from it, and outages of mines
    "supply",  # what plants made a quarter ago and now offer
    "stocks",  # private and public stock at the start of the quarter
    "plants",  # private plants that arrive, less what wears out
    "project",  # a project whose plant starts up
    "site",  # capacity that the script brings: projects of the setting, lines of history
    "script",  # any other line of the history script that begins, ends or takes another value
    "event",  # an event, or an earlier answer to one, that begins or ends
    "order",  # an order of this quarter
    "programme",  # results of a government's research
    "agreement",  # an agreement that takes effect
    "summit",  # licences that a summit had opened, and that bind again
]


class Change(NamedTuple):
    """One thing that is new: its kind, the seat behind it (-1 nobody) and its id.

    The id is a project's, a script line's, an event's or `event.choice`; of an order the slot, of a programme
    its name, of an agreement or a summit the other seat.
    """

    kind: Kind
    seat: int = -1
    id: str = ""


def changes_of(
    rulebook: Rulebook, earlier: State | None, before: State, orders: OrderArray, after: State
) -> tuple[Change, ...]:
    """What is new in a quarter in world 0: `before` and `after` are the states around it, `earlier` the state
    before the quarter before it (None in the first)."""
    found = [Change("demand"), Change("luck"), Change("plants")]
    if earlier is not None:
        found += [Change("supply"), Change("stocks")]
        found += _ripened(rulebook, earlier, before)
    ready = (before.project_status[:, 0] == Status.RAMP) | (
        before.project_status[:, 0] == Status.COMMISSION_GATE
    )
    found += [
        Change("project", int(before.project_owner[i, 0]), rulebook.projects[i].id)
        for i in np.flatnonzero(ready).tolist()
    ]
    found += _scripted(rulebook, before.quarter)
    found += [Change("event", -1, name) for name in _news(rulebook, before, after)]
    given = each_given(orders[..., :1])
    found += [Change("order", seat, rulebook.slots[slot].id) for seat, slot, _, _ in given]
    return tuple(found)


def _scripted(rulebook: Rulebook, quarter: int) -> list[Change]:
    """Lines of the script that change with a quarter, and those that bring capacity in it."""
    found: list[Change] = []
    for line in rulebook.script:
        if line.effect.kind == "capacity":
            if line.start <= quarter < line.end:
                found.append(Change("site", -1, line.id))
        elif quarter in (line.start, line.end):
            found.append(Change("script", -1, line.id))
    return list(dict.fromkeys(found))


def _ripened(rulebook: Rulebook, earlier: State, before: State) -> Iterator[Change]:
    """What earlier orders of governments bring for the first time, or for the last."""
    gained = before.programme_level[..., 0] != earlier.programme_level[..., 0]
    for programme, seat in np.argwhere(gained).tolist():
        yield Change("programme", seat, PROGRAMMES[programme])
    fresh = (before.agreement[..., 0] > 0) & (earlier.agreement[..., 0] == 0)
    for seat, other in np.argwhere(fresh).tolist():
        yield Change("agreement", seat, rulebook.seats[other])
    closing = (before.opened_until[..., 0] == before.quarter) & (before.quarter > 0)
    for seat, other in np.argwhere(closing).tolist():
        yield Change("summit", seat, rulebook.seats[other])


def _news(rulebook: Rulebook, before: State, after: State) -> list[str]:
    """Events, and earlier answers, of which something begins or ends with the quarter: `event` or
    `event.choice`. What ends with an event is that event's."""
    quarter = before.quarter
    fired = np.flatnonzero(before.event_fired[:, 0] == quarter).tolist()
    names = [rulebook.events[index].id for index in fired]
    for index in _turning(before):
        names.append(_behind(rulebook, before, index))
    coming = np.flatnonzero(after.event_fired[:, 0] == quarter + 1).tolist()
    for index in coming:
        kinds = [rulebook.effects[i].kind for i in rulebook.effects_of.get((index, 0, -1), ())]
        if "stock" in kinds:  # it changes stocks at the end of this quarter
            names.append(rulebook.events[index].id)
    return list(dict.fromkeys(names))


def _turning(state: State) -> list[int]:
    """Effects that begin or end with the quarter about to be played, in world 0."""
    start, end = state.effect_start[:, 0], state.effect_end[:, 0]
    turning = ((start == state.quarter) | (end == state.quarter)) & (start < end)
    found: list[int] = np.flatnonzero(turning).tolist()
    return found


def _behind(rulebook: Rulebook, state: State, index: int) -> str:
    """Who begins or ends an effect: the event that ends it now, else what declares it."""
    if state.effect_end[index, 0] == state.quarter:
        for event in np.flatnonzero(state.event_fired[:, 0] == state.quarter).tolist():
            if index in rulebook.ended_by[rulebook.events[event].id]:
                return rulebook.events[event].id
    return source_id(rulebook, rulebook.effects[index])


# ----------------------------------------------------------------------------------------- held back


@dataclass(frozen=True)
class Causes:
    """What is let through in each world: `through` [changes,B]; `earlier` as for `changes_of`."""

    changes: tuple[Change, ...]
    through: Mask
    earlier: State | None = None

    def held(self, *kinds: Kind) -> list[tuple[Change, Mask]]:
        """Changes of these kinds that are held back in any world, and in which."""
        rows = zip(self.changes, ~self.through, strict=True)
        return [(change, off) for change, off in rows if change.kind in kinds and off.any()]

    def hold_back(
        self, rulebook: Rulebook, state: State, orders: OrderArray, params: Parameters
    ) -> tuple[State, OrderArray, Parameters]:
        """State, orders and parameters without what is held back; the inputs are not changed."""
        state, orders = state.next(), orders.copy()
        for change, off in self.held("order"):
            orders[change.seat, rulebook.slot_index[change.id]][off] = 0
        for change, off in self.held("event"):
            _hold_event(rulebook, state, change.id, off)
        for change, off in self.held("programme", "agreement", "summit"):
            self._hold_ripe(rulebook, state, change, off)
        self._hold_economy(state)
        return state, orders, self._calm(params)

    def _hold_ripe(self, rulebook: Rulebook, state: State, change: Change, off: Mask) -> None:
        if change.kind == "programme":
            row = PROGRAMMES.index(change.id), change.seat
            assert self.earlier is not None
            state.programme_level[row] = np.where(
                off, self.earlier.programme_level[row], state.programme_level[row]
            )
        elif change.kind == "agreement":
            state.agreement[change.seat, rulebook.seat(change.id)][off] = 0
        else:
            state.opened_until[change.seat, rulebook.seat(change.id)][off] += 1

    def _hold_economy(self, state: State) -> None:
        """Supply and stocks as a quarter ago; no private plant is finished."""
        new: dict[str, Floats] = {}
        names = {"supply": ("supply",), "stocks": ("stock", "public_stock")}
        for change, off in self.held("supply", "stocks"):
            assert self.earlier is not None
            for name in names[change.kind]:
                then, now = getattr(self.earlier.economy, name), getattr(state.economy, name)
                new[name] = np.where(off, then, now)
        for _, off in self.held("plants"):
            pipeline = state.economy.pipeline.copy()
            pipeline[:, -1] = np.where(off, 0.0, pipeline[:, -1])
            new["pipeline"] = pipeline
        if new:
            state.economy = replace(state.economy, **new)

    def _calm(self, params: Parameters) -> Parameters:
        """Need that does not grow, no luck, plants that do not wear out, where these are held back."""
        stilled: dict[Kind, tuple[str, ...]] = {
            "demand": ("growth_quarter",),
            "luck": ("demand_shock_world_sd", "demand_shock_nation_sd", "outage_probability"),
            "plants": ("depreciation_quarter",),
        }
        calm = {
            name: np.where(off, 0.0, getattr(params, name))
            for kind, names in stilled.items()
            for _, off in self.held(kind)
            for name in names
        }
        return params.with_values(**calm) if calm else params

    def script(self, rulebook: Rulebook, quarter: int) -> Policy:
        """The script of a quarter; a line that is held back stands as it stood a quarter ago, and one that
        brings capacity brings none."""
        held = {(change.id, change.kind == "site"): off for change, off in self.held("script", "site")}
        if not held:
            return rulebook.scripted(quarter)
        worlds = self.through.shape[1]
        lines = []
        for line in rulebook.script:
            now, then = (line.start <= q < line.end for q in (quarter, quarter - 1))
            site = line.effect.kind == "capacity"
            off = held.get((line.id, site), np.zeros(worlds, dtype=bool))
            active = np.where(off, then and not site, now)
            if active.any():
                lines.append((line, active))
        return scripted_policy(rulebook.parameters, lines, worlds)

    def without_arrivals(self, rulebook: Rulebook, state: State) -> State:
        """The state as those see it who commission plants: projects that are held back do not start up."""
        held = self.held("project")
        if not held:
            return state
        status = state.project_status.copy()
        for change, off in held:
            row = status[rulebook.project_index[change.id]]
            row[off & (row == Status.RAMP)] = Status.COMMISSION_GATE
        return replace(state, project_status=status)


def _hold_event(rulebook: Rulebook, state: State, name: str, off: Mask) -> None:
    """An event comes a quarter later, and so does whatever of it begins or ends now."""
    quarter = state.quarter
    for index in _turning(state):
        if _behind(rulebook, state, index) == name:
            for row in (state.effect_start[index], state.effect_end[index]):
                row[off & (row == quarter)] = quarter + 1
    event, _, choice = name.partition(".")
    if not choice:
        place = rulebook.event(event)
        fired, due = state.event_fired[place], state.event_due[place]
        due[off & (fired == NEVER)] = NEVER
        fired[off & (fired == quarter)] = quarter + 1
