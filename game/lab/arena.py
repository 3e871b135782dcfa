"""The arena: several policies govern one seat in the same games, and everything about them is kept.

A game is one luck in one parameter set, played to its end and then on in several futures. All policies of a
seat, and the one that does nothing, meet the same games. Policies are archetypes by id; what a lesson's
claims need beside them are archetypes of a rule or two that are made up here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.content.rival import Rival
from game.economy.batch import concat
from game.economy.parameters import Parameters
from game.lab.governments import BLOCK, Progress
from game.lab.workers import ALONE, Workers
from game.rivals.archetype import archetype, seat_rivals
from game.rules.accounts import close_account
from game.rules.objectives import judge
from game.rules.resolve import Turn
from game.rules.rollout import Decider, SlotOrders, nothing, rollout
from game.rules.rulebook import Rulebook
from game.rules.score import futures
from game.rules.start import start
from game.rules.state import State

__all__ = ["Games", "by_seat", "joined", "play_games", "play_minds", "single_minded", "with_policies"]

F64 = NDArray[np.float64]

GAMES_A_JOB = 16
"""Games that one job plays, all policies of a seat at once; never by the number of workers."""


@dataclass(frozen=True)
class Games:
    """One policy in one seat: n games, F futures, V lines of the mandate, Q quarters to the reckoning.

    USD million: `lines` and `twin_lines` [4,n,F] the account's four lines and those of doing nothing,
    `by_quarter` [n,Q] the account of everything up to the end of each quarter minus that of doing nothing, a
    mean over futures. `stressed` [n,F]; `met`, `value` [V,n] and `kinds` [V] the mandate.
    """

    seat: str
    policy: str
    lines: F64
    twin_lines: F64
    stressed: NDArray[np.bool_]
    by_quarter: F64
    kinds: tuple[str, ...]
    met: NDArray[np.bool_]
    value: F64

    @property
    def gains(self) -> F64:
        """Account minus the twin's in every future, [n,F]."""
        result: F64 = (self.lines - self.twin_lines).sum(axis=0)
        return result

    @property
    def gain(self) -> F64:
        """What the policy gained in each game, [n]."""
        result: F64 = self.gains.mean(axis=-1)
        return result

    @property
    def mandate_met(self) -> NDArray[np.bool_]:
        """In which games every line of the mandate was met, [n]."""
        return np.asarray(self.met.all(axis=0))


@dataclass(frozen=True)
class Job:
    """Some games of one seat: all its policies in the worlds of `seeds` [n], with `members` [..., n]."""

    rulebook: Rulebook
    seat: int
    policies: tuple[str, ...]
    seeds: NDArray[np.uint64]
    count: int
    members: Parameters | None


def single_minded(name: str, *orders: tuple[str, str | None], since: int = 1) -> Rival:
    """An archetype that gives each of these orders (slot, option) as soon as it may, once, and nothing else.

    `since` is the first quarter, counted from 1. Gates of what it has begun go on, as for all archetypes.
    """
    words = {"en": name, "zh-Hans": name}
    rules = [
        {"id": f"order_{at}", "from": f"Q{since}", "slot": slot, "once": True, "reason": words}
        | ({} if option is None else {"option": option})
        for at, (slot, option) in enumerate(orders)
    ]
    return Rival.model_validate(
        {"format": "1", "kind": "rival", "id": "made_up", "name": words, "text": words, "rules": rules}
    )


def with_policies(rulebook: Rulebook, made_up: Mapping[str, Rival]) -> Rulebook:
    """The rulebook with archetypes of its own beside those of the packs."""
    return replace(rulebook, rivals={**rulebook.rivals, **made_up})


def play_games(
    rulebook: Rulebook,
    policies: Mapping[str, Sequence[str]],
    seeds: NDArray[np.uint64],
    *,
    count: int = 16,
    members: Parameters | None = None,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> list[Games]:
    """Let each seat's `policies` (ids of archetypes, by seat) govern it in a game for each of `seeds`, with
    `count` futures.

    `members` has one parameter set a game along its last axis; None plays the fitted ones. Seats and policies
    come back in the order in which they were given. KeyError for an unknown seat, RivalError for an unknown
    archetype, ValueError for no games.
    """
    if seeds.size == 0:
        raise ValueError("no games to play")
    asked = {name: tuple(dict.fromkeys(names)) for name, names in policies.items() if names}
    for name, names in asked.items():
        rulebook.seat(name)
        for policy in names:
            archetype(rulebook, policy)  # an unknown one is told before the work begins
    jobs = list(_jobs(rulebook, asked, seeds, count, members))
    parts: dict[tuple[int, str], list[Games]] = {}
    for done, found in enumerate(workers.map(play_job, jobs), start=1):
        for part in found:
            parts.setdefault((rulebook.seat(part.seat), part.policy), []).append(part)
        if progress is not None:
            progress(done / len(jobs))
    return [joined(parts[rulebook.seat(name), policy]) for name, names in asked.items() for policy in names]


def by_seat(played: Iterable[Games]) -> dict[str, dict[str, Games]]:
    """Played games by seat and policy."""
    found: dict[str, dict[str, Games]] = {}
    for one in played:
        found.setdefault(one.seat, {})[one.policy] = one
    return found


def _jobs(
    rulebook: Rulebook,
    policies: Mapping[str, tuple[str, ...]],
    seeds: NDArray[np.uint64],
    count: int,
    members: Parameters | None,
) -> Iterator[Job]:
    """The games of each seat in parts of nearly one size."""
    parts = np.array_split(np.arange(seeds.size), -(-seeds.size // GAMES_A_JOB))
    for name, names in policies.items():
        needed = {*names, *(rulebook.level.seats[other].rival for other in rulebook.seats)}
        rivals = {key: rulebook.rivals[key] for key in sorted(needed)}
        own = replace(rulebook, rivals=rivals, ensemble=None)  # what the job's worker has no use for
        for part in parts:
            some = None if members is None else members.take(part)
            yield Job(own, rulebook.seat(name), names, seeds[part], count, some)


def play_job(job: Job) -> list[Games]:
    """The games of one job, a `Games` for each policy."""
    minds = {name: archetype(job.rulebook, name) for name in job.policies}
    return play_minds(job.rulebook, job.seat, minds, job.seeds, job.count, job.members)


def play_minds(
    book: Rulebook,
    seat: int,
    governments: Mapping[str, Decider],
    seeds: NDArray[np.uint64],
    count: int,
    members: Parameters | None = None,
) -> list[Games]:
    """As `play_games` for one seat, with deciders of any kind by name, all at once in this process."""
    n = seeds.size
    minds: list[Decider] = [nothing, *governments.values()]
    world = np.tile(np.arange(n), len(minds))
    mine = _Side(minds, n)
    rivals = seat_rivals(book, (seat,))
    members = None if members is None else members.take(world)
    quarters: list[F64] = []

    def watch(turn: Turn) -> None:
        quarters.append(close_account(book, turn.state)[:, seat].sum(axis=0))

    first = start(book, seeds[world], (seat,), members)
    end = rollout(book, first, {**rivals, seat: mine}, book.quarters, parameters=members, watch=watch)
    later, after = _caretaken(book, end, seat, count, rivals, members)
    whole = np.concatenate([np.stack(quarters), after])  # [Q, policies * n]
    lines = close_account(book, later)[:, seat].reshape(4, len(minds), n, count)
    stressed = (later.stress_on > 0).reshape(len(minds), n, count)
    account = whole.T.reshape(len(minds), n, -1)
    found = []
    for at, name in enumerate(governments, start=1):
        verdicts = [
            judge(
                book,
                end.take(at * n + game),
                later.take(slice((at * n + game) * count, (at * n + game + 1) * count)),
                later.take(slice(game * count, (game + 1) * count)),
                seat,
            )
            for game in range(n)
        ]
        found.append(
            Games(
                seat=book.seats[seat],
                policy=name,
                lines=lines[:, at].copy(),
                twin_lines=lines[:, 0].copy(),
                stressed=stressed[at].copy(),
                by_quarter=account[at] - account[0],
                kinds=tuple(verdict.kind for verdict in verdicts[0]),
                met=np.array([[v.met for v in game] for game in verdicts], dtype=bool).T.reshape(-1, n),
                value=np.array([[v.value for v in game] for game in verdicts], dtype=float).T.reshape(-1, n),
            )
        )
    return found


@dataclass(frozen=True)
class _Side:
    """Decides for the seat at hand: each mind in its own `games` worlds, one after the other."""

    minds: Sequence[Decider]
    games: int

    def __call__(self, rulebook: Rulebook, state: State, seat: int) -> SlotOrders:
        orders = np.zeros((len(rulebook.slots), state.size), dtype=np.int8)
        for at, mind in enumerate(self.minds):
            mine = slice(at * self.games, (at + 1) * self.games)
            if mind is not nothing:
                orders[:, mine] = mind(rulebook, state.take(mine), seat)
        return orders


def _caretaken(
    book: Rulebook,
    end: State,
    seat: int,
    count: int,
    rivals: Mapping[int, Decider],
    members: Parameters | None,
) -> tuple[State, F64]:
    """Every world of `end` in its futures after the caretaker quarters, and the seat's account by quarter,
    a mean over futures [quarter, world]."""
    each = max(BLOCK // count, 1)
    parts: list[State] = []
    accounts: list[F64] = []
    for at in range(0, end.size, each):
        some = end.take(slice(at, at + each))
        wide = None if members is None else members.take(np.arange(at, at + some.size)).repeat(count)
        quarters: list[F64] = []

        def watch(turn: Turn, seen: list[Any] = quarters) -> None:
            account = close_account(book, turn.state)[:, seat].sum(axis=0)
            seen.append(account.reshape(-1, count).mean(axis=-1))

        first = futures(book, some, seat, count)
        parts.append(rollout(book, first, rivals, book.caretaker, parameters=wide, watch=watch))
        accounts.append(np.stack(quarters) if quarters else np.empty((0, some.size)))
    return concat(parts), np.concatenate(accounts, axis=1)


def joined(parts: Sequence[Games]) -> Games:
    """One policy's games of several jobs, in order."""
    if len(parts) == 1:
        return parts[0]

    def along(axis: int, name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts], axis=axis)

    return replace(
        parts[0],
        lines=along(1, "lines"),
        twin_lines=along(1, "twin_lines"),
        stressed=along(0, "stressed"),
        by_quarter=along(0, "by_quarter"),
        met=along(1, "met"),
        value=along(1, "value"),
    )
