"""The assumptions under which the lesson breaks: build-up against politics over the range of each of them.

One assumption at a time over what is evidenced and to the ends of what may be tried; then, for each seat, the
two that move its result most, together. In each point both camps play the same games; of a camp the policy
counts that did best in the other half of the games, so that luck does not choose it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from game import __version__
from game.content.lesson import Camp
from game.content.packs import LoadedLevel
from game.insight.win_map import Cell, Grid, Row, WinMap
from game.lab.arena import Games, Job, play_job
from game.lab.claims import best_of, camp
from game.lab.governments import luck_seeds
from game.lab.paired import compare
from game.lab.rewrite import replace_text
from game.lab.workers import ALONE, Workers
from game.play.fingerprint import values_digest
from game.rules.assumptions import ASSUMPTIONS, BY_ID, evidence
from game.rules.compile import build_rulebook

__all__ = ["FUTURES", "challenge", "points", "whole_range", "write_map"]

Key: TypeAlias = tuple[tuple[str, float], ...]
Progress = Callable[[float], None]

FUTURES = 4
CAMPS: Final[tuple[Camp, Camp]] = ("build_up", "politics")
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
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> WinMap:
    """Play the map of a level: `seeds` games a policy and point, `count` futures each.

    Raises KeyError for an unknown seat, ValueError where a level lacks the policies of a camp or the model
    finds no prices.
    """
    chairs = tuple(seats) or tuple(loaded.level.seats)
    ranges = {one.id: whole_range(loaded, one.id) for one in ASSUMPTIONS}
    usual = {one.id: evidence(loaded, one.id).value for one in ASSUMPTIONS}
    wanted = [(_key(usual, {name: x}), chairs) for name, (values, _) in ranges.items() for x in values]
    work = _Work(loaded, luck_seeds(seed, seeds), count, workers, progress)
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
    return WinMap(
        loaded.level.id, command, __version__, work.parameters, seeds, seed, count, rows, tuple(grids)
    )


def _key(usual: Mapping[str, float], changes: Mapping[str, float]) -> Key:
    """What is really changed: a value in force is no change."""
    return tuple((name, value) for name, value in changes.items() if value != usual[name])


def _pair(rows: Iterable[Row]) -> tuple[str, str]:
    """The two assumptions over whose evidenced range a seat's lead moves most."""
    ranked = sorted(rows, key=lambda row: -row.swing)
    return ranked[0].assumption, ranked[1].assumption


class _Work:
    """Plays points, each once, and keeps the games of all policies."""

    def __init__(
        self,
        loaded: LoadedLevel,
        seeds: NDArray[np.uint64],
        count: int,
        workers: Workers,
        progress: Progress | None,
    ) -> None:
        self.loaded, self.seeds, self.count = loaded, seeds, count
        self.workers, self.progress = workers, progress
        usual = build_rulebook(loaded)
        self.parameters = values_digest(usual.parameters)
        self.camps = {name: camp(usual, name) for name in CAMPS}
        if not all(self.camps.values()):
            raise ValueError("The level's packs have no archetypes of both camps, build_up and politics.")
        self.played: dict[tuple[str, Key], dict[str, Games]] = {}

    def play(self, wanted: Sequence[tuple[Key, Sequence[str]]], first: float, last: float) -> None:
        """Play what is missing; the progress goes from `first` to `last`."""
        missing = list(
            dict.fromkeys(
                (key, seat) for key, seats in wanted for seat in seats if (seat, key) not in self.played
            )
        )
        jobs = (self._job(key, seat) for key, seat in missing)
        for done, found in enumerate(self.workers.map(play_job, jobs), start=1):
            key, seat = missing[done - 1]
            if not all(np.isfinite(games.gain).all() for games in found):
                said = ", ".join(f"{name}={value:g}" for name, value in key) or "no change"
                raise ValueError(f"The model finds no prices under these assumptions: {said}.")
            self.played[seat, key] = {games.policy: games for games in found}
            if self.progress is not None:
                self.progress(first + (last - first) * done / len(missing))

    def _job(self, key: Key, seat: str) -> Job:
        """All games of a seat in one point."""
        book = build_rulebook(self.loaded, assumptions=dict(key))
        policies = tuple(name for names in self.camps.values() for name in names)
        needed = {*policies, *(book.level.seats[other].rival for other in book.seats)}
        own = replace(book, rivals={name: book.rivals[name] for name in sorted(needed)})
        return Job(own, book.seat(seat), policies, self.seeds, self.count, None)

    def cell(self, seat: str, key: Key, assumptions: Mapping[str, float]) -> Cell:
        """The two camps of a seat against each other."""
        played = self.played[seat, key]
        build, politics = (best_of(played, self.camps[name], lambda games: games.gain) for name in CAMPS)
        best = [max(self.camps[name], key=lambda one: played[one].gain.mean()) for name in CAMPS]
        paired = compare(build, politics)
        return Cell(
            dict(assumptions),
            best[0],
            best[1],
            paired.mean,
            paired.error,
            paired.spread,
            paired.share,
            paired.games,
        )


def write_map(path: Path, found: WinMap) -> None:
    """Keep a map beside its level, one cell a line. OSError leaves what was there."""
    plain = found.to_plain()
    parts = {key: plain.pop(key) for key in ("rows", "grids")}
    text = json.dumps(plain, ensure_ascii=False, indent=1)[:-2]
    for key, items in parts.items():
        lines = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in items)
        text += f',\n "{key}": [\n{lines}\n ]'
    replace_text(path, text + "\n}\n")
