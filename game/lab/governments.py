"""Simulated governments: many of them over a level, each judged against doing nothing with the same luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.economy.batch import concat
from game.economy.chance import Chance
from game.economy.parameters import Parameters
from game.insight.replays import Game
from game.lab.workers import ALONE, Workers
from game.rivals.archetype import archetype, seat_rivals
from game.rules.accounts import close_account
from game.rules.objectives import judge
from game.rules.orders import OrderArray
from game.rules.resolve import Turn
from game.rules.rollout import Decider, SlotOrders, nothing, rollout
from game.rules.rulebook import Rulebook
from game.rules.score import Reckoning, futures
from game.rules.start import start
from game.rules.state import State

BLOCK = 2048  # worlds that are rolled out at once: the more, the fewer calls; more than that costs memory
LUCK = 7001  # purpose of the draws that give simulated governments their luck

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Twins:
    """A seat that nobody governs, under `seeds` of luck: its futures after the caretaker quarters.

    `later` has `count` columns for each seed, in the order of `seeds`. With `members` (last axis: one for
    each seed) each luck comes with its own parameters of the economy; None = the level's.
    """

    seat: int
    seeds: NDArray[np.uint64]
    count: int
    rivals: Mapping[int, Decider]
    later: State
    members: Parameters | None = None

    def of(self, luck: int) -> State:
        """The futures of one seed, [count] columns."""
        return self.later.take(slice(luck * self.count, (luck + 1) * self.count))


def luck_seeds(seed: int, number: int) -> NDArray[np.uint64]:
    """So many seeds for games, drawn from one."""
    return Chance(np.array([seed], dtype=np.uint64), 0).bits(LUCK, number)[:, 0]


def play_twins(
    rulebook: Rulebook,
    seat: int,
    seeds: NDArray[np.uint64],
    count: int,
    workers: Workers = ALONE,
    members: Parameters | None = None,
) -> Twins:
    """The do-nothing twins that governments with these seeds (and `members`) are measured against."""
    rivals = seat_rivals(rulebook, (seat,))
    first = start(rulebook, seeds, (seat,), members)
    end = rollout(rulebook, first, {**rivals, seat: nothing}, rulebook.quarters, parameters=members)
    later = concat(list(_later(rulebook, end, seat, count, rivals, workers, members)))
    return Twins(seat, seeds, count, rivals, later, members)


def govern(
    rulebook: Rulebook,
    twins: Twins,
    decider: Decider,
    lucks: NDArray[np.intp],
    workers: Workers = ALONE,
) -> Iterator[Reckoning]:
    """Let `decider` govern the twins' seat, a world for each entry of `lucks` (an index of the twins' seeds).

    Yields a reckoning for each world, in order.
    """
    seat, count = twins.seat, twins.count
    members = None if twins.members is None else twins.members.take(lucks)
    first = start(rulebook, twins.seeds[lucks], (seat,), members)
    end = rollout(rulebook, first, {**twins.rivals, seat: decider}, rulebook.quarters, parameters=members)
    par = rulebook.level.par.get(rulebook.seats[seat])
    world = 0
    for block in _later(rulebook, end, seat, count, twins.rivals, workers, members):
        for at in range(0, block.size, count):
            later, twin = block.take(slice(at, at + count)), twins.of(int(lucks[world]))
            yield Reckoning(
                lines=close_account(rulebook, later)[:, seat],
                twin_lines=close_account(rulebook, twin)[:, seat],
                stressed=later.stress_on.astype(np.float64),
                par_musd=float(par.p90_musd) if par is not None else 0.0,
                verdicts=judge(rulebook, end.take(world), later, twin, seat),
            )
            world += 1


def _later(
    rulebook: Rulebook,
    end: State,
    seat: int,
    count: int,
    rivals: Mapping[int, Decider],
    workers: Workers,
    members: Parameters | None,
) -> Iterator[State]:
    """The futures of every world of `end` after the caretaker quarters, block by block."""
    each = max(BLOCK // count, 1)
    jobs = (
        (
            rulebook,
            futures(rulebook, end.take(slice(at, at + each)), seat, count),
            rivals,
            None if members is None else members.columns(slice(at, at + each)).repeat(count),
        )
        for at in range(0, end.size, each)
    )
    return workers.map(_caretaker, jobs)


def _caretaker(job: tuple[Rulebook, State, Mapping[int, Decider], Parameters | None]) -> State:
    rulebook, state, rivals, members = job
    return rollout(rulebook, state, rivals, rulebook.caretaker, parameters=members)


def recorded(rulebook: Rulebook, seat: int, rival_id: str, seed: int) -> Game:
    """A game in which an archetype governs the seat as a person would: its orders, written down."""
    mind = archetype(rulebook, rival_id)
    orders: list[OrderArray] = []
    rivals = seat_rivals(rulebook, (seat,))
    given: list[SlotOrders] = []

    def listen(book: Rulebook, state: State, who: int) -> SlotOrders:
        given.append(mind(book, state, who))
        return given[-1]

    def watch(turn: Turn) -> None:
        row = np.zeros((rulebook.seat_count, len(rulebook.slots)), dtype=np.int8)
        row[seat] = given[-1][:, 0]
        orders.append(row)

    first = start(rulebook, np.full(2, seed, dtype=np.uint64), (seat,))
    rollout(rulebook, first, {**rivals, seat: listen}, rulebook.quarters, watch=watch)
    return Game(rulebook, seed, (seat,), np.stack(orders), rivals)
