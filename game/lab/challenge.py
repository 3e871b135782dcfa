"""The assumptions under which the lesson breaks: build-up against politics over the range of each of them.

One assumption at a time over what is evidenced and to the ends of what may be tried; then, for each seat, the
two that move its result most, together. In each point both camps play the same games; of a camp the policy
counts that did best in the other half of the games, so that luck does not choose it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from game import __version__
from game.content.packs import LoadedLevel
from game.insight.win_map import Cell, Grid, Row, WinMap
from game.lab.governments import govern, luck_seeds, play_twins
from game.lab.paired import compare
from game.lab.rewrite import replace_text
from game.lab.sensitivity import BARGAIN, BUILD
from game.play.fingerprint import values_digest
from game.rivals.archetype import archetype
from game.rules.assumptions import ASSUMPTIONS, BY_ID, evidence
from game.rules.compile import build_rulebook
from game.rules.rollout import Decider, SlotOrders
from game.rules.rulebook import Rulebook
from game.rules.state import State

__all__ = ["FUTURES", "challenge", "points", "whole_range", "write_map"]

F64 = npt.NDArray[np.float64]
Key: TypeAlias = tuple[tuple[str, float], ...]
Progress = Callable[[float], None]

FUTURES = 4
POINTS = 5


def points(loaded: LoadedLevel, assumption: str) -> tuple[float, ...]:
    """Five values over the evidenced range, the one in force among them."""
    known, limits = evidence(loaded, assumption), BY_ID[assumption]
    low = limits.low if known.low is None else max(known.low, limits.low)
    high = limits.high if known.high is None else min(known.high, limits.high)
    value = min(max(known.value, low), high)
    if low < value < high:
        return (low, (low + value) / 2, value, (value + high) / 2, high)
    return tuple(float(x) for x in np.linspace(low, high, POINTS))


def whole_range(loaded: LoadedLevel, assumption: str) -> tuple[tuple[float, ...], tuple[bool, ...]]:
    """The five, and beyond the evidence the ends of what may be tried; with which are evidenced."""
    inside, limits = points(loaded, assumption), BY_ID[assumption]
    before = (limits.low,) if limits.low < inside[0] else ()
    after = (limits.high,) if limits.high > inside[-1] else ()
    known = (*[False for _ in before], *[True for _ in inside], *[False for _ in after])
    return (*before, *inside, *after), known


def challenge(
    loaded: LoadedLevel,
    seats: Sequence[str] = (),
    seeds: int = 24,
    *,
    seed: int = 1,
    count: int = FUTURES,
    command: str = "",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> WinMap:
    """Play the map of a level: `seeds` games a policy and point, `count` futures each.

    Raises KeyError for an unknown seat, RivalError where a level has none of the policies, ValueError where
    the model finds no prices.
    """
    chairs = tuple(seats) or tuple(loaded.level.seats)
    parameters = values_digest(build_rulebook(loaded).parameters)
    ranges = {one.id: whole_range(loaded, one.id) for one in ASSUMPTIONS}
    usual = {one.id: evidence(loaded, one.id).value for one in ASSUMPTIONS}
    wanted = [(_key(usual, {name: x}), chairs) for name, (values, _) in ranges.items() for x in values]
    work = _Work(loaded, seeds, seed, count, executor, progress)
    work.play(wanted, 0.0, 0.6)
    rows = tuple(
        Row(
            seat,
            name,
            values,
            known,
            tuple(work.cell(seat, _key(usual, {name: x}), {name: x}) for x in values),
        )
        for seat in chairs
        for name, (values, known) in ranges.items()
    )
    pairs = {seat: _pair(row for row in rows if row.seat == seat) for seat in chairs}
    both = [
        (_key(usual, {down: x, across: y}), (seat,))
        for seat, (down, across) in pairs.items()
        for x in points(loaded, down)
        for y in points(loaded, across)
    ]
    work.play(both, 0.6, 1.0)
    grids = []
    for seat, (down, across) in pairs.items():
        tall, wide = points(loaded, down), points(loaded, across)
        cells = tuple(
            tuple(work.cell(seat, _key(usual, {down: x, across: y}), {down: x, across: y}) for y in wide)
            for x in tall
        )
        grids.append(Grid(seat, down, across, tall, wide, cells))
    return WinMap(loaded.level.id, command, __version__, parameters, seeds, seed, count, rows, tuple(grids))


def _key(usual: Mapping[str, float], changes: Mapping[str, float]) -> Key:
    """What is really changed: a value in force is no change."""
    return tuple((name, value) for name, value in changes.items() if value != usual[name])


def _pair(rows: Iterable[Row]) -> tuple[str, str]:
    """The two assumptions over whose evidenced range a seat's lead moves most."""
    ranked = sorted(rows, key=lambda row: -row.swing)
    return ranked[0].assumption, ranked[1].assumption


class _Work:
    """Plays points, each once, and keeps the gains of all policies."""

    def __init__(
        self,
        loaded: LoadedLevel,
        seeds: int,
        seed: int,
        count: int,
        executor: Executor | None,
        progress: Progress | None,
    ) -> None:
        self.loaded, self.seeds, self.seed, self.count = loaded, seeds, seed, count
        self.executor, self.progress = executor, progress
        self.gains: dict[tuple[str, Key], dict[str, F64]] = {}

    def play(self, wanted: Sequence[tuple[Key, Sequence[str]]], first: float, last: float) -> None:
        """Play what is missing; the progress goes from `first` to `last`."""
        missing: dict[Key, dict[str, None]] = {}
        for key, seats in wanted:
            for seat in seats:
                if (seat, key) not in self.gains:
                    missing.setdefault(key, {})[seat] = None
        jobs = [
            (self.loaded, key, tuple(seats), self.seeds, self.seed, self.count)
            for key, seats in missing.items()
        ]
        stream = map(_play, jobs) if self.executor is None else self.executor.map(_play, jobs)
        for done, (job, found) in enumerate(zip(jobs, stream, strict=True), start=1):
            for seat, gains in found.items():
                self.gains[seat, job[1]] = gains
            if self.progress is not None:
                self.progress(first + (last - first) * done / len(jobs))

    def cell(self, seat: str, key: Key, assumptions: Mapping[str, float]) -> Cell:
        """The two camps of a seat against each other."""
        gains = self.gains[seat, key]
        paired = compare(_best(gains, BUILD), _best(gains, BARGAIN))
        return Cell(
            dict(assumptions),
            max(BUILD, key=lambda name: gains[name].mean()),
            max(BARGAIN, key=lambda name: gains[name].mean()),
            paired.mean,
            paired.error,
            paired.spread,
            paired.share,
            paired.games,
        )


def _best(gains: Mapping[str, F64], names: Sequence[str]) -> F64:
    """A camp's gain in each game [seeds]: of the policy that did best in the other half of the games."""
    table = np.stack([gains[name] for name in names])
    found = np.empty(table.shape[1])
    for half in range(2):
        mine, others = slice(half, None, 2), slice(1 - half, None, 2)
        judged = table[:, others] if table.shape[1] > 1 else table
        found[mine] = table[int(judged.mean(axis=1).argmax()), mine]
    return found


def write_map(path: Path, found: WinMap) -> None:
    """Keep a map beside its level, one cell a line. OSError leaves what was there."""
    plain = found.to_plain()
    parts = {key: plain.pop(key) for key in ("rows", "grids")}
    text = json.dumps(plain, ensure_ascii=False, indent=1)[:-2]
    for key, items in parts.items():
        lines = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in items)
        text += f',\n "{key}": [\n{lines}\n ]'
    replace_text(path, text + "\n}\n")


Job: TypeAlias = tuple[LoadedLevel, Key, tuple[str, ...], int, int, int]


def _play(job: Job) -> dict[str, dict[str, F64]]:
    """Gain above doing nothing of every policy in every game, [seeds], by seat (pools need it here)."""
    loaded, key, seats, seeds, seed, count = job
    rulebook = build_rulebook(loaded, assumptions=dict(key))
    policies = (*BUILD, *BARGAIN)
    all_at_once = _side_by_side([archetype(rulebook, policy) for policy in policies], seeds)
    found: dict[str, dict[str, F64]] = {}
    for name in seats:
        twins = play_twins(rulebook, rulebook.seat(name), luck_seeds(seed, seeds), count)
        lucks = np.tile(np.arange(seeds), len(policies))
        gains = [float(result.gain.mean()) for result in govern(rulebook, twins, all_at_once, lucks)]
        table = np.array(gains).reshape(len(policies), seeds)
        if not np.isfinite(table).all():
            said = ", ".join(f"{one}={value:g}" for one, value in key) or "no change"
            raise ValueError(f"The model finds no prices under these assumptions: {said}.")
        found[name] = dict(zip(policies, table, strict=True))
    return found


def _side_by_side(minds: Sequence[Decider], each: int) -> Decider:
    """Several policies in one batch: each governs so many worlds."""

    def decide(rulebook: Rulebook, state: State, seat: int) -> SlotOrders:
        parts = [
            mind(rulebook, state.take(slice(at * each, (at + 1) * each)), seat)
            for at, mind in enumerate(minds)
        ]
        return np.concatenate(parts, axis=1)

    return decide
