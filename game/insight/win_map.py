"""Where build-up wins and where politics does, over changed assumptions: a map that `lab challenge` writes.

It lies beside its level (`quota.challenge.json`), since it takes minutes to compute. It holds for the numbers
that it was computed with: a level with others has none until the command is run again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

__all__ = ["Cell", "Grid", "Row", "WinMap", "Winner", "crossings", "map_file", "read_map"]

Winner = Literal["build", "politics", "open"]

SHARE: Final = 0.75
BEYOND: Final = 2.0
MAX_BYTES: Final = 2_000_000


@dataclass(frozen=True)
class Cell:
    """One seat under some assumptions: the best build-up policy against the best political one in the same
    games. `mean`, `error` (standard error of the mean) and `spread` (standard deviation over games) of
    build-up's lead in USD million; `share` of games in which it leads."""

    assumptions: Mapping[str, float]
    build: str
    politics: str
    mean: float
    error: float
    spread: float
    share: float
    games: int

    @property
    def winner(self) -> Winner:
        """Who is ahead in three of four games and by two standard errors; otherwise it is open."""
        if self.share >= SHARE and self.mean > BEYOND * self.error:
            return "build"
        if self.share <= 1.0 - SHARE and self.mean < -BEYOND * self.error:
            return "politics"
        return "open"

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "assumptions": dict(self.assumptions),
            "build": self.build,
            "politics": self.politics,
            "mean_musd": round(self.mean, 2),
            "error_musd": round(self.error, 2),
            "spread_musd": round(self.spread, 2),
            "share": round(self.share, 4),
            "games": self.games,
            "winner": self.winner,
        }

    @classmethod
    def from_plain(cls, raw: Mapping[str, Any]) -> Cell:
        """The inverse of `to_plain`."""
        return cls(
            {str(name): float(value) for name, value in raw["assumptions"].items()},
            str(raw["build"]),
            str(raw["politics"]),
            float(raw["mean_musd"]),
            float(raw["error_musd"]),
            float(raw["spread_musd"]),
            float(raw["share"]),
            int(raw["games"]),
        )


@dataclass(frozen=True)
class Row:
    """One assumption over its range, all others as usual; `evidenced` says which values have evidence."""

    seat: str
    assumption: str
    values: tuple[float, ...]
    evidenced: tuple[bool, ...]
    cells: tuple[Cell, ...]

    @property
    def crossings(self) -> tuple[float, ...]:
        """Values at which the lead changes sides, by straight lines between the points."""
        return crossings(self.values, [cell.mean for cell in self.cells])

    @property
    def swing(self) -> float:
        """How far the lead moves over the evidenced range, USD million."""
        means = [cell.mean for cell, known in zip(self.cells, self.evidenced, strict=True) if known]
        return max(means) - min(means) if means else 0.0

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "seat": self.seat,
            "assumption": self.assumption,
            "values": list(self.values),
            "evidenced": list(self.evidenced),
            "crossings": [round(value, 4) for value in self.crossings],
            "cells": [cell.to_plain() for cell in self.cells],
        }


@dataclass(frozen=True)
class Grid:
    """Two assumptions at once: `cells[i][j]` has the i-th value of `down` and the j-th of `across`."""

    seat: str
    down: str
    across: str
    down_values: tuple[float, ...]
    across_values: tuple[float, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "seat": self.seat,
            "down": self.down,
            "across": self.across,
            "down_values": list(self.down_values),
            "across_values": list(self.across_values),
            "cells": [[cell.to_plain() for cell in row] for row in self.cells],
        }


@dataclass(frozen=True)
class WinMap:
    """The whole map. `command` made it; `parameters` is the digest of the numbers that it holds for."""

    level: str
    command: str
    game: str
    parameters: str
    seeds: int
    seed: int
    futures: int
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...]

    def rows_of(self, seat: str) -> tuple[Row, ...]:
        """The rows of a seat."""
        return tuple(row for row in self.rows if row.seat == seat)

    def grid_of(self, seat: str) -> Grid | None:
        """The grid of a seat, if it has one."""
        return next((grid for grid in self.grids if grid.seat == seat), None)

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "level": self.level,
            "command": self.command,
            "game": self.game,
            "parameters": self.parameters,
            "seeds": self.seeds,
            "seed": self.seed,
            "futures": self.futures,
            "rows": [row.to_plain() for row in self.rows],
            "grids": [grid.to_plain() for grid in self.grids],
        }

    @classmethod
    def from_plain(cls, raw: Mapping[str, Any]) -> WinMap:
        """The inverse of `to_plain`. Raises KeyError, TypeError or ValueError for what is no map."""
        rows = tuple(
            Row(
                str(row["seat"]),
                str(row["assumption"]),
                _numbers(row["values"]),
                tuple(bool(known) for known in row["evidenced"]),
                tuple(Cell.from_plain(cell) for cell in row["cells"]),
            )
            for row in raw["rows"]
        )
        grids = tuple(
            Grid(
                str(grid["seat"]),
                str(grid["down"]),
                str(grid["across"]),
                _numbers(grid["down_values"]),
                _numbers(grid["across_values"]),
                tuple(tuple(Cell.from_plain(cell) for cell in line) for line in grid["cells"]),
            )
            for grid in raw["grids"]
        )
        if any(not len(row.values) == len(row.evidenced) == len(row.cells) for row in rows):
            raise ValueError("a row's cells do not fit its values")
        if any(
            len(grid.cells) != len(grid.down_values)
            or any(len(line) != len(grid.across_values) for line in grid.cells)
            for grid in grids
        ):
            raise ValueError("a grid's cells do not fit its values")
        return cls(
            str(raw["level"]),
            str(raw["command"]),
            str(raw["game"]),
            str(raw["parameters"]),
            int(raw["seeds"]),
            int(raw["seed"]),
            int(raw["futures"]),
            rows,
            grids,
        )


def _numbers(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def crossings(values: Sequence[float], leads: Sequence[float]) -> tuple[float, ...]:
    """Where a broken line through the points crosses zero."""
    found = []
    for at in range(len(values) - 1):
        one, other = leads[at], leads[at + 1]
        if one * other < 0.0:
            found.append(values[at] + (values[at + 1] - values[at]) * one / (one - other))
    return tuple(found)


def map_file(level: Path) -> Path:
    """Where the map of a level file lies."""
    return level.with_suffix(".challenge.json")


def read_map(level: Path, parameters: str) -> WinMap | None:
    """The map beside a level file, if there is one and if it holds for these numbers (their digest)."""
    path = map_file(level)
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        found = WinMap.from_plain(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None
    return found if found.parameters == parameters else None
