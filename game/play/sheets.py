"""Sheets of the world: who trusts whom and what is agreed, and how far one's own research has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from game.economy.demand import heavy_per_magnet
from game.economy.dims import GOODS
from game.i18n import Text
from game.play.course import Course
from game.play.words import Words
from game.rules.programmes import programme_cost
from game.rules.state import NEVER, PROGRAMMES

__all__ = ["Programme", "Relation", "Saving", "TechnologySheet", "alliances", "technology"]


@dataclass(frozen=True)
class Relation:
    """Two seats. `trust` 0..100; `agreement`: first refusal that `seat` holds of `other`'s surplus;
    `measures` of `other` that meet `seat`, in words."""

    seat: str
    other: str
    trust: float
    change: float | None
    agreement: Literal["", "proposed", "held"]
    measures: tuple[Text, ...]


@dataclass(frozen=True)
class Programme:
    """A research programme of one's own: quarters worked, share 0..1 of what it can bring, cost a quarter.

    `waits`: quarters lost at a failed gate that are still to go.
    """

    id: str
    running: bool
    quarters: int
    share: float
    cost_musd: float
    waits: int


@dataclass(frozen=True)
class Saving:
    """What a nation's users do without: DyTb a magnet takes against the benchmark, and the share of final
    need of each good that substitution has taken away."""

    nation: str
    name: Text
    seat: str
    heavy_ratio: float
    saved: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class TechnologySheet:
    """Own programmes, and what nations have learnt to do without."""

    programmes: tuple[Programme, ...]
    savings: tuple[Saving, ...]


def alliances(match: Course) -> tuple[Relation, ...]:
    """Every ordered pair of seats."""
    rulebook, state = match.rulebook, match.state
    words = Words(match.loaded, rulebook)
    before = match.past[-1].before if match.past else None
    found = []
    for row, seat in enumerate(rulebook.seats):
        for column, other in enumerate(rulebook.seats):
            if row == column:
                continue
            trust = float(state.trust[row, column, 0])
            held = state.agreement[row, column, 0] > 0
            found.append(
                Relation(
                    seat,
                    other,
                    trust,
                    None if before is None else trust - float(before.trust[row, column, 0]),
                    "held" if held else "proposed" if state.agreement_wait[row, column, 0] else "",
                    _measures(match, row, column, words),
                )
            )
    return tuple(found)


def _measures(match: Course, seat: int, other: int, words: Words) -> tuple[Text, ...]:
    """Licences that `other` has closed for `seat`, and a case that is being heard against `other`."""
    rulebook, state = match.rulebook, match.state
    found = []
    for line, good in enumerate(rulebook.level.orders.controls.goods):
        step = int(state.licence[line, other, seat, 0])
        slot = rulebook.slot_index.get(f"licence:{good}:{rulebook.seats[seat]}")
        if step and slot is not None:
            found.append(words.said(slot, step + 1, other))
    if state.wto_clock[other, 0] > 0:
        found.append(Text("play.measure.heard", {"n": int(state.wto_clock[other, 0])}))
    elif state.wto_ends[other, 0] < NEVER:
        found.append(Text("play.measure.void", {"date": words.date(int(state.wto_ends[other, 0]) + 1)}))
    return tuple(found)


def technology(match: Course, seat_name: str) -> TechnologySheet:
    """What a seat knows of techniques: its own research, and costs that can be read off anybody's plants."""
    rulebook, state = match.rulebook, match.state
    seat = rulebook.seat(seat_name)
    programmes = tuple(
        Programme(
            id=name,
            running=bool(state.programme_on[row, seat, 0]),
            quarters=int(state.programme_clock[row, seat, 0]),
            share=float(state.programme_level[row, seat, 0]) / max(rulebook.tables.progress[row][2], 1e-9),
            cost_musd=float(programme_cost(rulebook, state, row, seat)[0]),
            waits=int(state.programme_wait[row, seat, 0]),
        )
        for row, name in enumerate(PROGRAMMES)
    )
    return TechnologySheet(programmes, _savings(match, Words(match.loaded, rulebook)))


def _savings(match: Course, words: Words) -> tuple[Saving, ...]:
    """Nations that use rare earths, by the economy's own functions on the quarter played last."""
    rulebook = match.rulebook
    if not match.past:
        return ()
    turn, params = match.past[-1].turn, rulebook.parameters
    content = heavy_per_magnet(turn.state.economy, turn.policy, params)[:, 0]
    normal = params.heavy_per_magnet[:, 0]
    left = np.exp(-turn.state.economy.substitution[..., 0])
    seats = {int(nation): name for nation, name in zip(rulebook.nation_of, rulebook.seats, strict=True)}
    found = []
    for row, nation in enumerate(rulebook.nations):
        need = params.need0_t[:, row, 0]
        if need.sum() < 1.0:
            continue
        saved = tuple((good, 1.0 - float(left[g, row])) for g, good in enumerate(GOODS) if need[g] > 1.0)
        ratio = float(content[row] / normal[row]) if normal[row] > 0 else 1.0
        found.append(Saving(nation, words.nation(nation), seats.get(row, ""), ratio, saved))
    return tuple(found)
