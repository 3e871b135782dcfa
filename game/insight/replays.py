"""A played game, and the same game played again with other orders: one function, more worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from game.economy.parameters import Parameters
from game.rules.legality import Reason
from game.rules.orders import OrderArray
from game.rules.resolve import Turn
from game.rules.rollout import Decider, rollout, scripted
from game.rules.rulebook import Rulebook
from game.rules.start import start
from game.rules.state import State


@dataclass(frozen=True)
class Game:
    """One game, finished or not. Q quarters played, S seats, L slots.

    `orders` int8[Q,S,L] as they were given; those of seats that machines govern are ignored, for `rivals`
    (seat -> decider) act anew. `people` are the seats that people govern.
    """

    rulebook: Rulebook
    seed: int
    people: tuple[int, ...]
    orders: OrderArray
    rivals: Mapping[int, Decider]
    parameters: Parameters | None = None

    @property
    def quarters(self) -> int:
        """Quarters played so far."""
        return int(self.orders.shape[0])

    def begin(self, worlds: int) -> State:
        """The first quarter, with this game's luck, in so many worlds."""
        seeds = np.full(worlds, self.seed, dtype=np.uint64)
        return start(self.rulebook, seeds, self.people, self.parameters)


@dataclass(frozen=True)
class Dropped:
    """An order that had become illegal in a replay: which world, quarter (0-based), slot, option, and why."""

    world: int
    quarter: int
    slot: str
    option: str
    reason: Reason


@dataclass
class DropLog:
    """Collects a seat's dropped orders; pass `note` as `watch` to a roll-out."""

    rulebook: Rulebook
    seat: int
    dropped: list[Dropped] = field(default_factory=list)

    def note(self, turn: Turn) -> None:
        """Read the refusals of one turn."""
        reasons = turn.reasons[self.seat]
        for slot, world in zip(*np.nonzero(reasons), strict=True):
            option = int(self._given[slot, world])
            spec = self.rulebook.slots[int(slot)]
            self.dropped.append(
                Dropped(
                    int(world),
                    turn.state.quarter - 1,
                    spec.id,
                    spec.options[option - 1],
                    Reason(int(reasons[slot, world])),
                )
            )

    def listen(self, decider: Decider) -> Decider:
        """The same decider, overheard, so that a refused order can be named."""

        def decide(rulebook: Rulebook, state: State, seat: int) -> NDArray[np.int8]:
            self._given = decider(rulebook, state, seat)
            return self._given

        return decide


def play(
    game: Game,
    state: State,
    replaced: Mapping[int, Decider],
    quarters: int,
    watch: Callable[[Turn], None] | None = None,
) -> State:
    """Play a game on: people's orders as given, save for the seats in `replaced`; rivals react."""
    deciders: dict[int, Decider] = {}
    for seat in range(game.rulebook.seat_count):
        if seat in replaced:
            deciders[seat] = replaced[seat]
        elif seat in game.people:
            deciders[seat] = as_given(game, seat)
        elif seat in game.rivals:
            deciders[seat] = game.rivals[seat]
    return rollout(game.rulebook, state, deciders, quarters, parameters=game.parameters, watch=watch)


def as_given(game: Game, seat: int) -> Decider:
    """A seat's own orders, quarter by quarter."""
    return scripted({quarter: game.orders[quarter, seat] for quarter in range(game.quarters)})
