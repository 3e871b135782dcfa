"""The same game played again in many worlds, in each of which only some of a seat's orders were given.

Orders belong to groups (a lever, or one decision); a world says which groups are present and whether the
market stands still. Luck and other people's orders stay, rivals react, orders that have become illegal are
dropped and logged. Worlds that end alike are reckoned once, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from game.economy.parameters import Parameters
from game.insight.replays import DropLog, Game, play
from game.rules.accounts import close_account
from game.rules.rollout import Decider, rollout, scripted
from game.rules.rulebook import Rulebook
from game.rules.score import futures
from game.rules.state import ACCOUNT_LINES, Floats, State

__all__ = ["Bools", "Groups", "end_of_play", "reckon_worlds"]

BLOCK = 2048  # worlds that are rolled out at once: the more, the fewer calls; more than that costs memory
SHARED_BLOCK = 1024  # the same where several processes share the work

Groups = NDArray[np.int16]
"""Group of each order given, [Q,L]; -1 where there is none or it stays in all worlds."""
Bools = NDArray[np.bool_]


def end_of_play(game: Game, seat: int, group: Groups, present: Bools, frozen: Bools, log: DropLog) -> State:
    """The state after the last played quarter in W worlds: `present` [W,groups], `frozen` [W].

    W is at least two, as a world's figures are those of any larger batch but not of a batch of one.
    """
    state = game.begin(len(frozen))
    state.market_frozen[:] = frozen
    orders = {}
    given = np.vstack((present.T, np.ones(len(frozen), dtype=bool)))  # the last row is that of group -1
    for quarter in range(game.quarters):
        keep = given[group[quarter]]  # [L,W]
        orders[quarter] = np.where(keep, game.orders[quarter, seat][:, None], 0).astype(np.int8)
    return play(game, state, {seat: log.listen(scripted(orders))}, game.quarters, watch=log.note)


def reckon_worlds(
    game: Game,
    seat: int,
    ends: State,
    count: int,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[Floats, int]:
    """The seat's account [4,W,F] of every world in `count` futures after the caretaker quarters, and how many
    worlds were really rolled out. `executor` runs blocks at once; `progress` hears the share done, 0..1."""
    kept, place = _merge(ends)
    rulebook = game.rulebook
    remaining = max(rulebook.quarters + rulebook.caretaker - ends.quarter, 0)
    each = max((BLOCK if executor is None else SHARED_BLOCK) // count, 1)
    rivals = {s: decide for s, decide in game.rivals.items() if s not in game.people}
    jobs = [
        (
            rulebook,
            ends.take(kept[at : at + each]),
            seat,
            count,
            rivals,
            remaining,
            game.parameters,
        )
        for at in range(0, len(kept), each)
    ]
    results: list[Floats] = []
    stream = map(_account_later, jobs) if executor is None else executor.map(_account_later, jobs)
    for accounts in stream:
        results.append(accounts[:, seat].reshape(len(ACCOUNT_LINES), -1, count))
        if progress is not None:
            progress(len(results) / len(jobs))
    return np.concatenate(results, axis=1)[:, place], len(kept)


def _merge(ends: State) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Equal ends need one reckoning: columns to keep, and each column's place among them."""
    seen: dict[str, int] = {}
    kept: list[int] = []
    place: list[int] = []
    for column in range(ends.size):
        digest = ends.digest(column)
        if digest not in seen:
            seen[digest] = len(kept)
            kept.append(column)
        place.append(seen[digest])
    return np.array(kept, dtype=np.intp), np.array(place, dtype=np.intp)


Job = tuple[Rulebook, State, int, int, Mapping[int, Decider], int, Parameters | None]
"""Rulebook, ends, seat, futures of each, rivals, quarters, parameters."""


def _account_later(job: Job) -> Floats:
    """One block to the end of the caretaker quarters: accounts [4,S,B] (pools need it at module level). The
    futures are made here, so that a process is sent no more than the ends."""
    rulebook, ends, seat, count, rivals, quarters, parameters = job
    state = futures(rulebook, ends, seat, count)
    later = rollout(rulebook, state, rivals, quarters, parameters=parameters)
    return close_account(rulebook, later)
