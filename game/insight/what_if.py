"""What if? The same game, same luck, with some past orders changed: both lines, and where they part."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from game.economy.batch import Batch, concat
from game.insight.coalitions import reckon_worlds
from game.insight.replays import DropLog, Dropped, Game, as_given, play
from game.insight.series import SERIES, read
from game.rules.orders import Order, code
from game.rules.resolve import Turn
from game.rules.rollout import scripted
from game.rules.state import Floats, State

FUTURES = 32


@dataclass(frozen=True)
class Change:
    """A change of a seat's orders in a quarter (0-based): `option` None takes the order away."""

    quarter: int
    slot: str
    option: str | None = None


def moved(slot: str, option: str, quarter: int, to_quarter: int) -> tuple[Change, Change]:
    """The changes that give an order in another quarter."""
    return Change(quarter, slot), Change(to_quarter, slot, option)


@dataclass(frozen=True)
class WhatIf:
    """Two lines of one game. Series are [Q + 1]: the start, then after each quarter played.

    `parts` holds for each series the first quarter (0-based) after which the lines differ, None if never;
    `parted` the same for the whole world. `dropped` are orders that had become illegal in the changed line.
    """

    played: Mapping[str, Floats]
    changed: Mapping[str, Floats]
    parts: Mapping[str, int | None]
    parted: int | None
    dropped: tuple[Dropped, ...]
    played_end: State
    changed_end: State

    def difference(self, name: str) -> Floats:
        """Changed minus played, [Q + 1]."""
        return self.changed[name] - self.played[name]

    def to_plain(self) -> dict[str, object]:
        """As data for JSON; quarters are counted from 1."""
        return {
            "played": {name: line.tolist() for name, line in self.played.items()},
            "changed": {name: line.tolist() for name, line in self.changed.items()},
            "parts": {name: None if q is None else q + 1 for name, q in self.parts.items()},
            "parted": None if self.parted is None else self.parted + 1,
            "dropped": [
                {
                    "quarter": d.quarter + 1,
                    "slot": d.slot,
                    "option": d.option,
                    "reason": d.reason.name.lower(),
                }
                for d in self.dropped
            ],
        }


def what_if(
    game: Game, seat: int, changes: Sequence[Change], series: tuple[str, ...] = tuple(SERIES)
) -> WhatIf:
    """Replay a game up to its last played quarter with a person's orders changed.

    Raises OrderError for an unknown slot or option, ValueError for a quarter that was not played.
    """
    given = np.repeat(game.orders[:, seat, :, None], 2, axis=-1)  # world 0 as played, world 1 changed
    for change in changes:
        if not 0 <= change.quarter < game.quarters:
            raise ValueError(
                f"Quarter {change.quarter + 1} has not been played; choose one up to {game.quarters}."
            )
        slot, option = _coded(game, change)
        given[change.quarter, slot, 1] = option
    log = DropLog(game.rulebook, seat)
    state = game.begin(2)
    lines = [read(game.rulebook, state, seat, series)]
    parted: list[int] = []

    def watch(turn: Turn) -> None:
        lines.append(read(game.rulebook, turn.state, seat, series))
        if not parted and not same_worlds(turn.state, 0, 1):
            parted.append(turn.state.quarter - 1)
        log.note(turn)

    by_quarter = {quarter: given[quarter] for quarter in range(game.quarters)}
    mine = scripted(by_quarter) if seat in game.people else as_given(game, seat)
    end = play(game, state, {seat: log.listen(mine)}, game.quarters, watch)
    table = {name: np.stack([row[name] for row in lines]) for name in series}
    return WhatIf(
        played={name: rows[:, 0] for name, rows in table.items()},
        changed={name: rows[:, 1] for name, rows in table.items()},
        parts={name: _first_difference(rows) for name, rows in table.items()},
        parted=parted[0] if parted else None,
        dropped=_newly_dropped(log.dropped),
        played_end=end.take([0, 0]),
        changed_end=end.take([1, 1]),
    )


def at_the_reckoning(game: Game, seat: int, found: WhatIf, count: int = FUTURES) -> Floats:
    """The seat's account after the caretaker quarters in both lines, [2,count] futures, USD million.

    Row 0 as played, row 1 changed; both meet the same luck in the same order.
    """
    ends = concat([found.played_end.take([0]), found.changed_end.take([0])])
    worth, _ = reckon_worlds(game, seat, ends, count)
    both: Floats = worth.sum(axis=0)
    return both


def _newly_dropped(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    """Refusals of the changed line that the played one did not meet."""
    before = {(d.quarter, d.slot) for d in dropped if d.world == 0}
    return tuple(d for d in dropped if d.world == 1 and (d.quarter, d.slot) not in before)


def _coded(game: Game, change: Change) -> tuple[int, int]:
    spec_options = game.rulebook.slots[game.rulebook.slot_index.get(change.slot, 0)].options
    slot, option = code(game.rulebook, Order(change.slot, change.option or spec_options[0]))
    return slot, option if change.option is not None else 0


def _first_difference(rows: Floats) -> int | None:
    """First played quarter after which two lines [Q + 1, 2] differ; row 0 is the start."""
    apart = np.flatnonzero(rows[:, 0] != rows[:, 1])
    return int(apart[0]) - 1 if apart.size else None


def same_worlds(batch: Batch, one: int, other: int) -> bool:
    """Whether two worlds of a batch are equal to the last bit."""
    for field in dataclasses.fields(batch):  # type: ignore[arg-type]
        value = getattr(batch, field.name)
        if isinstance(value, Batch):
            if not same_worlds(value, one, other):
                return False
        elif not np.array_equal(value[..., one], value[..., other], equal_nan=value.dtype.kind == "f"):
            return False
    return True
