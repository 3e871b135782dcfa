"""Replay: plays a record again and compares digests, quarter by quarter.

On the machine that made the record every digest must be the same. Elsewhere the last bits of a logarithm may
differ: then the states are compared at 1e-9, and a difference is a warning, not a failure.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from game.economy.batch import Batch
from game.i18n import Text
from game.play.assumptions import assumed
from game.play.fingerprint import machine_fingerprint, values_digest
from game.play.match import Match
from game.play.record import Record, read_with_seal
from game.rules.state import State

__all__ = ["TOLERANCE", "Difference", "Report", "largest_difference", "replay", "replay_file"]

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """The field of the state in which two worlds differ most, relative to its size."""

    field: str
    relative: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a replay found. `first` is the first quarter with another digest (0 = the start, None = none).

    `same_machine`: made by this version of the game on this kind of machine. `state_matches`: the recorded
    last state has the last recorded digest, so that nobody has changed it. `difference`: of the last states.
    `sealed`: the file's checksum holds.
    """

    level: str
    seats: tuple[str, ...]
    seed: int
    quarters: int
    digest: str
    first: int | None
    same_machine: bool
    same_parameters: bool
    state_matches: bool
    difference: Difference | None
    practice: bool
    sealed: bool = True
    assumptions: Mapping[str, float] = dataclasses.field(default_factory=dict)

    @property
    def identical(self) -> bool:
        """Whether every digest was reproduced, of a file that nobody has changed."""
        return self._same and self.sealed

    @property
    def _same(self) -> bool:
        return self.first is None and self.state_matches

    @property
    def text(self) -> Text:
        """What the replay found, in one sentence."""
        args = {"n": self.quarters, "level": self.level, "seats": ", ".join(self.seats), "first": self.first}
        field = self.difference.field if self.difference else "digest"
        when = Text("play.replay.when" if self.first else "play.replay.when.start", {"first": self.first})
        if not self.sealed and self._same:
            return Text("play.replay.unsealed", args)
        if not self.sealed and self.first is not None:
            return Text("play.replay.unsealed.quarter", {**args, "field": field, "when": when})
        if self.identical:
            return Text("play.replay.identical", {**args, "digest": self.digest[:16]})
        if not self.state_matches:
            return Text("play.replay.changed", {**args, "field": field})
        gap = self.difference.relative if self.difference else 0.0
        if self.same_machine and not self.same_parameters:
            return Text("play.replay.numbers", {**args, "field": field, "when": when})
        if self.same_machine:
            return Text("play.replay.different", {**args, "field": field, "when": when})
        if self.difference is None:
            return Text("play.replay.elsewhere", args)
        return Text("play.replay.elsewhere.far", {**args, "field": field, "gap": f"{gap:.1e}"})

    def to_plain(self) -> dict[str, Any]:
        """JSON keys: level, seats, seed, quarters, digest, identical, verified, first_difference, ..."""
        return {
            "level": self.level,
            "seats": list(self.seats),
            "seed": self.seed,
            "quarters": self.quarters,
            "digest": self.digest,
            "identical": self.identical,
            "verified": self.verified,
            "first_difference": self.first,
            "same_machine": self.same_machine,
            "same_parameters": self.same_parameters,
            "largest_difference": None
            if self.difference is None
            else {"field": self.difference.field, "relative": self.difference.relative},
            "practice": self.practice,
            "sealed": self.sealed,
            **assumed(self.assumptions),
        }

    @property
    def verified(self) -> bool:
        """Whether the record holds: the same bits here, or made elsewhere and whole."""
        return self.sealed and self.state_matches and (self._same or not self.same_machine)


def replay_file(path: Path) -> Report:
    """Replay a save, even one that somebody has changed. Raises SaveError if it can't be read."""
    record, sealed = read_with_seal(path)
    return replay(record, str(path), sealed=sealed)


def replay(record: Record, name: str = "", *, sealed: bool = True) -> Report:
    """Replay a record; `sealed` = it is as the game wrote it. Raises SaveError if it can't be played."""
    match = Match.from_record(record, name)
    last = record.played[-1].digest if record.played else record.start_digest
    played = match.past[-1].after if match.past else match.first
    difference = None
    if match.differs is not None or match.state.digest(0) != last:
        difference = largest_difference(played.take([0]), match.state.take([0]))
    return Report(
        level=record.level,
        seats=record.governed,
        seed=record.seed,
        quarters=len(record.played),
        digest=last,
        first=match.differs,
        same_machine=record.machine == machine_fingerprint(),
        same_parameters=record.parameters == values_digest(match.rulebook.parameters),
        state_matches=match.state.digest(0) == last,
        difference=difference,
        practice=record.practice,
        sealed=sealed,
        assumptions=record.assumptions,
    )


def largest_difference(one: State, other: State) -> Difference | None:
    """Where two states differ most, relative to the field's largest value; None within the tolerance."""
    worst = Difference("", 0.0)
    for name, a, b in _pairs(one, other, ""):
        both = np.isfinite(a) & np.isfinite(b)
        if a.shape != b.shape or (np.isfinite(a) != np.isfinite(b)).any():
            return Difference(name, float("inf"))
        scale = max(float(np.abs(b[both]).max(initial=0.0)), 1.0)
        gap = float(np.abs(a[both] - b[both]).max(initial=0.0)) / scale
        if gap > worst.relative:
            worst = Difference(name, gap)
    return worst if worst.relative > TOLERANCE else None


def _pairs(one: Batch, other: Batch, prefix: str) -> list[tuple[str, np.ndarray, np.ndarray]]:
    found = []
    for field in dataclasses.fields(one):  # type: ignore[arg-type]
        a, b = getattr(one, field.name), getattr(other, field.name)
        name = f"{prefix}{field.name}"
        if isinstance(a, Batch):
            found += _pairs(a, b, f"{name}.")
        else:
            found.append((name, np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)))
    return found
