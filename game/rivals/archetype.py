"""Archetypes: governments that act by the rules declared in a pack, for a whole batch of worlds at once.

An archetype sees what its seat sees (`observe`) and asks the desk what is allowed (`refusals`); it knows no
script, no seed and no other treasury, and keeps no memory: what it did before it reads off the state. The
first rules that match and are allowed fill the agenda; a dossier that costs influence is never opened. Gates
are left to their disclosed default, to go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.content.difficulty import DEFAULT
from game.i18n import Text
from game.rivals.compiled import BoundRule, RivalError, Target, bind
from game.rivals.traces import done_before
from game.rivals.variation import Variation
from game.rules.features import Observation, observe, satisfied
from game.rules.legality import NOTHING, examine
from game.rules.masks import some
from game.rules.orders import Order, OrderArray
from game.rules.rollout import Decider
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reason:
    """Why a government gave an order: the rule's id, its words (rendered late), slot and option."""

    rule: str
    text: Text
    slot: str
    option: str


@dataclass(frozen=True)
class Archetype:
    """A decider made of declared rules: `archetype(rulebook, state, seat) -> int8[L,B]`."""

    rival: Any
    rules: tuple[tuple[BoundRule, ...], ...]  # by seat
    variation: Variation | None = None

    def __call__(self, rulebook: Rulebook, state: State, seat: int) -> OrderArray:
        """Orders of one seat in every world, int8[L,B]."""
        return self.decide(rulebook, state, seat)[0]

    def varied(self, variation: Variation | None) -> Archetype:
        """The same archetype with a government of its own in every world."""
        return Archetype(self.rival, self.rules, variation)

    def decide(
        self, rulebook: Rulebook, state: State, seat: int
    ) -> tuple[NDArray[np.int8], NDArray[np.int16]]:
        """Orders int8[L,B] and, in the same places, 1 + the row of the rule behind each, int16[L,B]."""
        worlds = state.size
        if self.variation is not None and self.variation.delay.shape[1] != worlds:
            raise ValueError(f"{self.variation.delay.shape[1]} governments can't govern {worlds} worlds")
        orders = np.zeros((len(rulebook.slots), worlds), dtype=np.int8)
        behind = np.zeros((len(rulebook.slots), worlds), dtype=np.int16)
        desk = _Desk(rulebook, state, seat, orders, behind)
        quarter = state.quarter
        for rule in self.rules[seat]:
            if desk.full:
                break
            timely = self._timely(rule, quarter)
            targets = desk.open_to(rule) if timely is not False else []
            if not targets:
                continue
            ready = desk.room & timely
            if rule.conditions and some(ready):
                ready &= satisfied(rulebook, state, seat, rule.conditions, desk.view)
            if some(ready):
                size = None if self.variation is None else self.variation.size[rule.row]
                desk.place(rule, targets, ready, size)
        return orders, behind

    def _timely(self, rule: BoundRule, quarter: int) -> Mask | bool:
        """Worlds in which the rule's window is open and this quarter is one of its turns; one truth for all
        worlds where no government varies or none is in time."""
        if self.variation is None:
            since = quarter - rule.first
            timely = since >= 0 and quarter <= rule.last and since % rule.every == 0
            return timely and (since == 0 or not rule.at_once)
        delay = self.variation.delay[rule.row]
        late = quarter - rule.first - delay
        open_now = (late >= 0) & (quarter <= rule.last + delay) & (late % rule.every == 0)
        if rule.at_once:
            open_now &= late == 0
        open_now &= ~self.variation.skip[rule.row]
        return open_now if some(open_now) else False


class _Desk:
    """The agenda of one seat while its rules are tried: what is placed, what room and means are left."""

    def __init__(
        self,
        rulebook: Rulebook,
        state: State,
        seat: int,
        orders: NDArray[np.int8],
        behind: NDArray[np.int16],
    ) -> None:
        self.rulebook, self.state, self.seat = rulebook, state, seat
        self.orders, self.behind = orders, behind
        self.view: Observation = observe(rulebook, state, seat)
        self.worlds = orders.shape[-1]
        self.opened = np.zeros(self.worlds, dtype=np.int16)
        self.free = int(rulebook.level.orders.agenda.free)
        limit = float(rulebook.level.seats[rulebook.seats[seat]].debt_limit_musd)
        self.credit: Floats = state.money[seat] + limit
        self.influence: Floats = state.influence[seat].copy()
        self.room: Mask = (self.opened < self.free) & (state.fallen[seat] == 0)
        self.full = not some(self.room)  # in every world
        self.asked = (state.event_fired == state.quarter).any(axis=1)

    def open_to(self, rule: BoundRule) -> list[Target]:
        """The rule's targets without dossiers that lie on no desk this quarter."""
        return [target for target in rule.targets if target.event < 0 or self.asked[target.event]]

    def place(
        self, rule: BoundRule, targets: list[Target], ready: Mask, size: NDArray[np.int8] | None
    ) -> None:
        """Give the rule's order in the worlds of `ready`, in each by the first target that is allowed."""
        if rule.once:
            for target in rule.targets:
                ready = ready & ~done_before(self.rulebook, self.state, self.seat, target)
        for target in targets:
            open_here = ready & (self.orders[target.slot] == 0)
            if not some(open_here):
                continue
            placed = self._try(rule, target, open_here, size)
            ready = ready & ~placed
            if not some(ready):
                return

    def _try(self, rule: BoundRule, target: Target, where: Mask, size: NDArray[np.int8] | None) -> Mask:
        placed = np.zeros(self.worlds, dtype=bool)
        for wanted in target.options:
            if not target.sized or size is None:
                placed |= self._settle(rule, target.slot, wanted, where & ~placed)
                continue
            steps = np.clip(wanted + size, target.smallest, target.largest)
            for option in range(target.smallest, target.largest + 1):
                placed |= self._settle(rule, target.slot, option, where & ~placed & (steps == option))
        return placed

    def _settle(self, rule: BoundRule, slot: int, option: int, where: Mask) -> Mask:
        """Open the dossier where the desk allows it and the means left suffice."""
        if not some(where):
            return where
        why, money, influence = examine(self.rulebook, self.state, self.seat, slot, option, self.view)
        good: Mask = where & (why == 0)
        if not some(good):
            return good
        if money is not NOTHING:
            good &= (money <= 0) | (money <= self.credit)
        if influence is not NOTHING:
            good &= influence <= self.influence + 1e-9
        np.copyto(self.orders[slot], option, where=good)
        np.copyto(self.behind[slot], rule.row + 1, where=good)
        if money is not NOTHING:
            self.credit = self.credit - np.where(good, money, 0.0)
        if influence is not NOTHING:
            self.influence = self.influence - np.where(good, influence, 0.0)
        self.opened += good
        self.room &= self.opened < self.free
        self.full = not some(self.room)
        return good


def archetype(rulebook: Rulebook, rival_id: str, variation: Variation | None = None) -> Archetype:
    """The decider of an archetype that the level's packs declare.

    `variation` gives every world of the batch a government of its own. Raises RivalError when there is no
    such archetype or when it can't be played.
    """
    rival = rulebook.rivals.get(rival_id)
    if rival is None:
        known = ", ".join(sorted(rulebook.rivals)) or "none"
        raise RivalError(f"There is no archetype '{rival_id}'; known: {known}.")
    rules = tuple(bind(rulebook, rival, seat) for seat in range(rulebook.seat_count))
    return Archetype(rival, rules, variation)


def seat_rivals(
    rulebook: Rulebook, governed: Iterable[int] = (), difficulty: str = DEFAULT
) -> dict[int, Decider]:
    """Deciders of all seats that no person governs: each with the archetype that the level names for it."""
    names = rulebook.level.rivals_at(difficulty)
    people = set(governed)
    deciders: dict[int, Decider] = {}
    for seat, name in enumerate(rulebook.seats):
        if seat not in people:
            deciders[seat] = archetype(rulebook, names[name])
    return deciders


def decide_with_reasons(
    decider: Archetype, rulebook: Rulebook, state: State, seat: int, column: int = 0
) -> tuple[tuple[Order, ...], list[Reason]]:
    """What a government would order in one world, and why, in the order of its rules."""
    world = state.take([column, column])
    mind = decider if decider.variation is None else decider.varied(decider.variation.take([column, column]))
    orders, behind = mind.decide(rulebook, world, seat)
    figures = {name: float(value[0]) for name, value in observe(rulebook, world, seat).items()}
    given = sorted(
        (int(slot) for slot in np.flatnonzero(orders[:, 0])), key=lambda slot: int(behind[slot, 0])
    )
    reasons = [
        _reason(rulebook, decider.rival.rules[int(behind[slot, 0]) - 1], slot, int(orders[slot, 0]), figures)
        for slot in given
    ]
    return tuple(Order(reason.slot, reason.option) for reason in reasons), reasons


def _reason(rulebook: Rulebook, rule: Any, slot: int, option: int, figures: Mapping[str, float]) -> Reason:
    spec = rulebook.slots[slot]
    words = {language: rule.reason.in_language(language) for language in ("en", "zh-Hans")}
    return Reason(rule.id, Text(words, dict(figures)), spec.id, spec.options[option - 1])
